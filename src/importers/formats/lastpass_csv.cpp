#include "passkey_audit/importers/importer.hpp"

namespace passkey_audit::exports {

// LastPass: a note stands at the address "http://sn".
extern const Importer lastpass_csv{
    .id = "lastpass-csv",
    .product = "LastPass",
    .provider = "lastpass",
    .reads =
        TableExport{
            .columns = {"url", "username", "password", "extra", "name", "grouping", "fav"},
            .title = "name",
            .url = "url",
            .user = "username",
            .password = "password",
            .totp = "totp",
        },
};

}  // namespace passkey_audit::exports
