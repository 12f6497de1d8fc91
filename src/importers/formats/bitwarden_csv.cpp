#include "passkey_audit/importers/importer.hpp"

namespace passkey_audit::exports {

// Bitwarden, of a person (folder, favorite) or an organisation (collections).
extern const Importer bitwarden_csv{
    .id = "bitwarden-csv",
    .product = "Bitwarden",
    .provider = "bitwarden",
    .reads =
        TableExport{
            .columns = {"type", "name", "notes", "fields", "login_uri", "login_username",
                        "login_password", "login_totp"},
            .title = "name",
            .url = "login_uri",
            .user = "login_username",
            .password = "login_password",
            .totp = "login_totp",
            .type_column = "type",
            .type = "login",
        },
};

}  // namespace passkey_audit::exports
