// Ways back that hang on a service's support of which nobody has found out that it can help.
// Internal to this module.
#pragma once

#include <vector>

#include "passkey_audit/audit/audit_context.hpp"

namespace passkey_audit {

// Whether any of the accounts, after the losses, comes back as soon as `after` says only through
// such a support. `after`: eventual access after the losses.
[[nodiscard]] bool hangs_on_support(const AuditContext& context, const LossSet& losses,
                                    const Closure& after,
                                    const std::vector<std::uint32_t>& accounts);

}  // namespace passkey_audit
