// Who could get in, with how little: means by what they open, and access sets by account.
#pragma once

#include <string>
#include <vector>

#include "passkey_audit/audit/audit_context.hpp"
#include "passkey_audit/graph/exposure.hpp"
#include "passkey_audit/report/format.hpp"

namespace passkey_audit {

// `accounts`: to show, in file order. `context`: of the inventory itself, for its names.
[[nodiscard]] std::string exposure_as_text(const AuditContext& context, const Exposure& exposure,
                                           const std::vector<std::uint32_t>& accounts,
                                           const Rendering& rendering);
[[nodiscard]] std::string exposure_as_json(const AuditContext& context, const Exposure& exposure,
                                           const std::vector<std::uint32_t>& accounts,
                                           std::size_t order_max);

}  // namespace passkey_audit
