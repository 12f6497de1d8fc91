#include "passkey_audit/importers/importer.hpp"

namespace passkey_audit::exports {

// 1Password 8.
extern const Importer onepassword_csv{
    .id = "1password-csv",
    .product = "1Password",
    .provider = "1password",
    .reads =
        TableExport{
            .columns = {"title", "url", "username", "password", "otpauth", "favorite", "archived"},
            .title = "title",
            .url = "url",
            .user = "username",
            .password = "password",
            .totp = "otpauth",
        },
};

}  // namespace passkey_audit::exports
