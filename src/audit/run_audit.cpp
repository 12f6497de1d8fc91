#include "passkey_audit/audit/run_audit.hpp"

#include <algorithm>

#include "open_questions.hpp"

namespace passkey_audit {
namespace {

// Worst first; within one severity, what concerns more accounts first; then by rule and subject,
// so that the same inventory gives the same report.
void sort_worst_first(std::vector<Finding>& findings) {
  std::ranges::stable_sort(findings, [](const Finding& a, const Finding& b) {
    if (a.severity != b.severity) return a.severity > b.severity;
    if (a.accounts.size() != b.accounts.size()) return a.accounts.size() > b.accounts.size();
    return std::pair(a.rule, std::string_view(a.subject)) <
           std::pair(b.rule, std::string_view(b.subject));
  });
}

}  // namespace

bool AuditReport::safe() const {
  const bool serious = std::ranges::any_of(findings, [](const Finding& finding) {
    return !finding.waived && finding.severity >= Severity::high;
  });
  const bool complete = std::ranges::all_of(scorecard.items, [](const ItemVerdict& item) {
    return item.status == ItemStatus::pass || item.status == ItemStatus::not_applicable;
  });
  return !serious && complete;
}

AuditReport run_audit(const AuditContext& context, std::span<const Rule* const> rules) {
  AuditReport report{.context = context};
  std::vector<NotJudged> unknown;
  for (const Rule* rule : rules) {
    RuleOutcome outcome(*rule, context);
    rule->check(context, outcome);
    std::ranges::move(outcome.findings, std::back_inserter(report.findings));
    std::ranges::move(outcome.unknown, std::back_inserter(unknown));
  }
  sort_worst_first(report.findings);
  report.scorecard = grade(context, report.findings, unknown);
  report.not_judged = open_questions(context, unknown);
  return report;
}

std::vector<ScenarioResult> run_scenarios(const AuditContext& context) {
  std::vector<ScenarioResult> results;
  for (Scenario& scenario : all_scenarios(context.inventory, context.catalog, context.graph)) {
    std::vector<AccountState> states =
        account_states(context.graph, scenario.losses, context.policy.max_outage);
    results.push_back({std::move(scenario), std::move(states)});
  }
  return results;
}

}  // namespace passkey_audit
