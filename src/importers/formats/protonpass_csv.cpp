#include "passkey_audit/importers/importer.hpp"

namespace passkey_audit::exports {

// Proton Pass; newer exports have a column "email" as well.
extern const Importer protonpass_csv{
    .id = "protonpass-csv",
    .product = "Proton Pass",
    .provider = "proton-pass",
    .reads =
        TableExport{
            .columns = {"type", "name", "url", "username", "password", "note", "totp"},
            .title = "name",
            .url = "url",
            .user = "username",
            .password = "password",
            .totp = "totp",
            .user_too = "email",
            .type_column = "type",
            .type = "login",
        },
};

}  // namespace passkey_audit::exports
