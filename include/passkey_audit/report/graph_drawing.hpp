// The access graph for other programs: to draw (Graphviz, Mermaid), or to check (Open-PSA).
//
// In pictures an arrow leads from what is needed to what it opens; what is needed together meets in
// a point first. Open-PSA MEF 2.0 (https://open-psa.github.io/mef/) tells the opposite: a fault
// tree in which every account is a top event, "locked out", and every loss a basic event. It takes
// no loops, and graphs may have some: programs that read it refuse those.
#pragma once

#include <string>

#include "passkey_audit/audit/audit_context.hpp"

namespace passkey_audit {

[[nodiscard]] std::string graph_as_dot(const AuditContext& context);
[[nodiscard]] std::string graph_as_mermaid(const AuditContext& context);
// `patience`: the ways that count. Losses without a yearly figure get no probability.
[[nodiscard]] std::string graph_as_open_psa(const AuditContext& context, Patience patience);

}  // namespace passkey_audit
