#include "passkey_audit/importers/importer.hpp"

namespace passkey_audit::exports {

// LastPass: a note stands at the address "http://sn".
extern const CsvExport lastpass_csv{
    .id = "lastpass-csv",
    .product = "LastPass",
    .provider = "lastpass",
    .columns = {"url", "username", "password", "extra", "name", "grouping", "fav"},
    .title = "name",
    .url = "url",
    .user = "username",
    .password = "password",
    .totp = "totp",
};

}  // namespace passkey_audit::exports
