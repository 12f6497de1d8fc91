#include "passkey_audit/importers/importer.hpp"

namespace passkey_audit::exports {

// NordPass; older exports have no column "type".
extern const Importer nordpass_csv{
    .id = "nordpass-csv",
    .product = "NordPass",
    .provider = "nordpass",
    .reads =
        TableExport{
            .columns = {"name", "url", "username", "password", "note", "cardholdername",
                        "cardnumber", "folder"},
            .title = "name",
            .url = "url",
            .user = "username",
            .password = "password",
            .type_column = "type",
            .type = "password",
        },
};

}  // namespace passkey_audit::exports
