// The audit: context and rules to findings, findings to a scorecard, all of it to one report.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "passkey_audit/audit/audit_context.hpp"
#include "passkey_audit/audit/finding.hpp"
#include "passkey_audit/audit/rule.hpp"
#include "passkey_audit/audit/scorecard.hpp"
#include "passkey_audit/graph/scenarios.hpp"

namespace passkey_audit {

struct ScenarioResult {
  Scenario scenario;
  std::vector<AccountState> states;  // by account
};

// Something the inventory leaves open, for the reader.
struct OpenQuestion {
  ThingId subject;
  std::string why;
};

// Everything a report shows. A report adds nothing and judges nothing.
struct AuditReport {
  const AuditContext& context;
  std::vector<Finding> findings;  // worst first
  Scorecard scorecard;
  std::vector<OpenQuestion> not_judged;

  bool safe() const;  // no unwaived finding of high or worse, every item passed or not applicable
  // What the loss does that the finding is about. Null: it is about no single loss.
  const LossEffect* effect_of(const Finding& finding) const;
  // About a place, vendor or person that takes accounts along only because one thing of theirs
  // does, of which another finding speaks.
  bool only_repeats(const Finding& finding) const;
  // Asks for something to be done, and is not said by another finding as well.
  bool calls_for_action(const Finding& finding) const;
};

[[nodiscard]] AuditReport run_audit(const AuditContext& context,
                                    std::span<const Rule* const> rules);

// The states of every account in every scenario; for reports that show them.
[[nodiscard]] std::vector<ScenarioResult> run_scenarios(const AuditContext& context);

}  // namespace passkey_audit
