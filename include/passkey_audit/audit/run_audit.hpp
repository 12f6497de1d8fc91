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
};

[[nodiscard]] AuditReport run_audit(const AuditContext& context,
                                    std::span<const Rule* const> rules);

// The states of every account in every scenario; for reports that show them.
[[nodiscard]] std::vector<ScenarioResult> run_scenarios(const AuditContext& context);

}  // namespace passkey_audit
