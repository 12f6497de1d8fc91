#include "passkey_audit/importers/importer.hpp"

namespace passkey_audit::exports {

// Firefox: it has no place for passkeys of its own.
extern const Importer firefox_csv{
    .id = "firefox-csv",
    .product = "Firefox",
    .provider = "other",
    .reads =
        TableExport{
            .columns = {"url", "username", "password", "httprealm", "formactionorigin", "guid",
                        "timecreated"},
            .url = "url",
            .user = "username",
            .password = "password",
        },
};

}  // namespace passkey_audit::exports
