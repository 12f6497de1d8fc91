#include "passkey_audit/importers/importer.hpp"

namespace passkey_audit::exports {

// Dashlane: credentials.csv.
extern const Importer dashlane_csv{
    .id = "dashlane-csv",
    .product = "Dashlane",
    .provider = "dashlane",
    .reads =
        TableExport{
            .columns = {"username", "username2", "username3", "title", "password", "note", "url",
                        "category"},
            .title = "title",
            .url = "url",
            .user = "username",
            .password = "password",
            .totp = "otpsecret",
            .user_too = "username2",
            .totp_too = "otpurl",
        },
};

}  // namespace passkey_audit::exports
