#include "passkey_audit/importers/importer.hpp"

namespace passkey_audit::exports {

// Google Password Manager; Chrome, Edge and Brave write the same.
extern const Importer chrome_csv{
    .id = "chrome-csv",
    .product = "Google Password Manager, Chrome or Edge",
    .provider = "google-password-manager",
    .reads =
        TableExport{
            .columns = {"name", "url", "username", "password"},
            .title = "name",
            .url = "url",
            .user = "username",
            .password = "password",
        },
};

}  // namespace passkey_audit::exports
