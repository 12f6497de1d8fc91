// Security keys that Linux sees, whoever may open them. libfido2 passes over nodes without rights
// in silence, so the kernel's own list is read beside it.
#pragma once

#include <string>
#include <vector>

#include "passkey_audit/keys/key_facts.hpp"

namespace passkey_audit {

// The hidraw nodes whose report descriptor has the usage page of FIDO (CTAP 2.1, section 11.2.8.1),
// by path. `sysfs` is where the kernel shows its devices: "/sys". `may_open` is not looked at.
[[nodiscard]] std::vector<ConnectedKey> fido_nodes(const std::string& sysfs);

}  // namespace passkey_audit
