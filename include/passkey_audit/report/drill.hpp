// The result of a loss drill: what becomes of each account, and the way in that is left.
#pragma once

#include <string>
#include <string_view>

#include "passkey_audit/audit/audit_context.hpp"
#include "passkey_audit/audit/run_audit.hpp"
#include "passkey_audit/report/format.hpp"

namespace passkey_audit {

// `advice`: a last paragraph; empty: none.
[[nodiscard]] std::string drill_as_text(const AuditContext& context, const ScenarioResult& result,
                                        const Rendering& rendering, std::string_view advice = {});
// For those who are left behind and do not get into everything: what should be on paper, of the
// inventory as it was written. Empty: nothing.
[[nodiscard]] std::string what_would_help(const AuditContext& written,
                                          const ScenarioResult& without_me);
// One scenario object of the JSON report.
[[nodiscard]] std::string drill_as_json(const AuditContext& context, const ScenarioResult& result);

// "iphone > icloud > google": ids, places of copies among them.
[[nodiscard]] std::vector<std::string> route_ids(const AuditContext& context,
                                                 const std::vector<Step>& route);

}  // namespace passkey_audit
