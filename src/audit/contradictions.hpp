// What an account lists that its service or the provider of its vaults does not offer, as far as
// the catalog is sure of it. Internal to this module.
#pragma once

#include <vector>

#include "passkey_audit/audit/run_audit.hpp"

namespace passkey_audit {

[[nodiscard]] std::vector<OpenQuestion> contradictions(const AuditContext& context);

}  // namespace passkey_audit
