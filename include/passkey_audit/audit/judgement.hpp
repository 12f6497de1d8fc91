// What an audit comes to: the sentence that a report begins with, and whether it meets what was
// asked of it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "passkey_audit/audit/run_audit.hpp"

namespace passkey_audit {

// Whether a person could get in after any one loss, in words and in the user's own names.
struct Verdict {
  bool safe = false;
  std::string text;
};

[[nodiscard]] Verdict verdict_of(const AuditReport& report);

struct Demands {
  std::optional<Severity> fail_on = Severity::high;  // no value: never
  std::optional<std::uint32_t> min_score;            // items of 8
};

// Why the demands are not met; empty when they are.
[[nodiscard]] std::vector<std::string> unmet(const AuditReport& report, const Demands& demands);

}  // namespace passkey_audit
