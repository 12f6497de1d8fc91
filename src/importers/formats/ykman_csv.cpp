#include "passkey_audit/importers/importer.hpp"

namespace passkey_audit::exports {

// `ykman fido credentials list --csv`: what one security key can list of itself. Credentials that
// are not discoverable leave no trace there.
extern const Importer ykman_csv{
    .id = "ykman-csv",
    .product = "a security key",
    .provider = "",
    .has_passkeys = true,
    .reads = TableExport{.columns = {"credential_id", "rp_id", "user_name", "user_display_name",
                                     "user_id"},
                         .url = "rp_id",
                         .user = "user_name",
                         .lists_a_key = true},
};

}  // namespace passkey_audit::exports
