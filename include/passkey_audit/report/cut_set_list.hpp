// Cut sets by account. For now of order 1: single points of failure.
#pragma once

#include <string>
#include <vector>

#include "passkey_audit/audit/audit_context.hpp"
#include "passkey_audit/report/format.hpp"

namespace passkey_audit {

struct CutSetQuery {
  SinglePoints points;
  LockoutKind lockout = LockoutKind::prompt;
  std::vector<std::uint32_t> accounts;  // to show, in file order
};

[[nodiscard]] std::string cut_sets_as_text(const AuditContext& context, const CutSetQuery& query,
                                           const Rendering& rendering);
[[nodiscard]] std::string cut_sets_as_json(const AuditContext& context, const CutSetQuery& query);
[[nodiscard]] std::string cut_set_counts(const AuditContext& context, const CutSetQuery& query);

}  // namespace passkey_audit
