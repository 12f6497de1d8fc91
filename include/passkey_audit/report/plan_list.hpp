// What to do next, step by step, with what each step comes to.
#pragma once

#include <string>

#include "passkey_audit/audit/plan.hpp"
#include "passkey_audit/report/format.hpp"

namespace passkey_audit {

[[nodiscard]] std::string plan_as_text(const AuditReport& report, const Plan& plan,
                                       const Rendering& rendering);
[[nodiscard]] std::string plan_as_json(const AuditReport& report, const Plan& plan);

// "closes 4 findings, 5/8 -> 6/8, 71 -> 79 points; about 10 minutes"
[[nodiscard]] std::string outcome_in_words(const PlanStep& step);

}  // namespace passkey_audit
