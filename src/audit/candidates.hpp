// The instructions of an audit's findings, as steps that a plan can choose from. Internal to this
// module.
#pragma once

#include <string>
#include <vector>

#include "passkey_audit/audit/plan.hpp"

namespace passkey_audit {

// Which instruction of which finding asks for a step, however it is worded.
struct Cause {
  std::string_view rule;
  std::string subject;
  std::size_t instruction = 0;

  friend auto operator<=>(const Cause&, const Cause&) = default;
};

struct Candidate {
  PlanStep step;
  std::uint64_t harm = 0;  // of the findings that ask for it
  bool critical = false;   // one of them is
  std::vector<Cause> causes;
};

// How bad a finding is: its severity, for each account that it concerns.
[[nodiscard]] std::uint64_t harm_of(const Finding& finding);

// For findings of this severity and above, in no particular order, each once. What differs only in
// the name of its account is one step for all of them.
[[nodiscard]] std::vector<Candidate> candidates_of(const AuditReport& report, Severity least);

}  // namespace passkey_audit
