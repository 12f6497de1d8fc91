// The instructions of an audit's findings, as steps that a plan can choose from. Internal to this
// module.
#pragma once

#include <string>
#include <vector>

#include "passkey_audit/audit/plan.hpp"

namespace passkey_audit {

struct Candidate {
  PlanStep step;
  std::uint64_t harm = 0;  // of the findings that ask for it
};

// How bad a finding is: its severity, for each account that it concerns.
[[nodiscard]] std::uint64_t harm_of(const Finding& finding);

// For findings of this severity and above, in no particular order, each once. What differs only in
// the name of its account is one step for all of them.
[[nodiscard]] std::vector<Candidate> candidates_of(const AuditReport& report, Severity least);

}  // namespace passkey_audit
