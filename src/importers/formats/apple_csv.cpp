#include "passkey_audit/importers/importer.hpp"

namespace passkey_audit::exports {

// Apple Passwords and Safari: File, Export All Passwords.
extern const Importer apple_csv{
    .id = "apple-csv",
    .product = "Apple Passwords",
    .provider = "apple-passwords",
    .reads =
        TableExport{
            .columns = {"title", "url", "username", "password", "notes", "otpauth"},
            .title = "title",
            .url = "url",
            .user = "username",
            .password = "password",
            .totp = "otpauth",
        },
};

}  // namespace passkey_audit::exports
