#include "passkey_audit/audit/run_audit.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include "open_questions.hpp"
#include "waivers.hpp"

namespace passkey_audit {
namespace {

// `effects` are sorted by the text of their loss. Null: it is not among them.
const LossEffect* find_effect(const AuditContext& context, const std::vector<LossEffect>& effects,
                              std::string_view loss) {
  const LossTable& losses = context.graph.losses();
  const auto text_of = [&](const LossEffect& effect) {
    return std::string_view(losses[effect.loss].text);
  };
  const auto found = std::ranges::lower_bound(effects, loss, {}, text_of);
  return found != effects.end() && text_of(*found) == loss ? &*found : nullptr;
}

// What decides which of two findings comes first.
struct Rank {
  bool counts;  // not waived
  Severity severity;
  // What would happen comes before what is missing: a loss that locks out, then a circle and what
  // lets others into a team's accounts today, then a loss that delays.
  int harm;
  Importance importance;  // of the most important account
  std::size_t accounts;

  friend auto operator<=>(const Rank&, const Rank&) = default;
};

Rank rank_of(const AuditReport& report, const Finding& finding) {
  Rank rank{.counts = !finding.waived(),
            .severity = finding.severity,
            .harm = 0,
            .importance = Importance::normal,
            .accounts = finding.accounts.size()};
  const LossEffect* effect = report.effect_of(finding);
  if (effect != nullptr) rank.harm = effect->locked_out.empty() ? 1 : 3;
  const bool lets_others_in = finding.urgent && report.context.inventory.profile == Profile::team;
  if (finding.is_circle() || lets_others_in) rank.harm = 2;
  for (const std::uint32_t account : finding.accounts) {
    rank.importance = std::max(rank.importance, report.context.importance[account]);
  }
  return rank;
}

// Worst first; equals by rule and subject, so that the same inventory gives the same report.
void sort_worst_first(AuditReport& report) {
  struct Ranked {
    Rank rank;
    Finding* finding;
  };
  std::vector<Ranked> ranked;
  for (Finding& finding : report.findings) ranked.push_back({rank_of(report, finding), &finding});
  std::ranges::stable_sort(ranked, [](const Ranked& a, const Ranked& b) {
    if (const auto order = a.rank <=> b.rank; order != 0) return order > 0;
    return std::tie(a.finding->rule, a.finding->subject) <
           std::tie(b.finding->rule, b.finding->subject);
  });
  std::vector<Finding> sorted;
  sorted.reserve(ranked.size());
  for (const Ranked& one : ranked) sorted.push_back(std::move(*one.finding));
  report.findings = std::move(sorted);
}

}  // namespace

bool AuditReport::safe() const {
  const bool serious = std::ranges::any_of(findings, [](const Finding& finding) {
    return !finding.waived() && finding.severity >= Severity::high;
  });
  const bool complete = std::ranges::all_of(scorecard.items, [](const ItemVerdict& item) {
    return item.status == ItemStatus::pass || item.status == ItemStatus::not_applicable;
  });
  return !serious && complete;
}

const LossEffect* AuditReport::effect_of(const Finding& finding) const {
  if (finding.losses.size() != 1) return nullptr;
  return find_effect(context, context.single_points.plain, finding.losses.front());
}

// A cause, such as a company, repeats what one of its members, such as its account, does alone;
// unless it locks out for good what the member only keeps shut for a while.
bool AuditReport::only_repeats(const Finding& finding) const {
  const LossEffect* effect = effect_of(finding);
  const auto& listed = context.single_points.listed;
  if (effect == nullptr || find_effect(context, listed, finding.losses.front())) return false;
  const std::vector<LossId>& members = context.graph.losses()[effect->loss].members;
  return std::ranges::all_of(effect->locked_out, [&](std::uint32_t account) {
    return std::ranges::any_of(listed, [&](const LossEffect& member) {
      return std::ranges::find(members, member.loss) != members.end() &&
             std::ranges::find(member.locked_out, account) != member.locked_out.end();
    });
  });
}

bool AuditReport::calls_for_action(const Finding& finding) const {
  return !finding.waived() && finding.severity >= Severity::medium && !only_repeats(finding);
}

AuditReport run_audit(const AuditContext& context, std::span<const Rule* const> rules) {
  RuleFindings found;
  // Room for what an inventory comes to ordinarily, since findings are large.
  found.findings.reserve(std::min<std::size_t>(4 * context.inventory.accounts.size() + 16, 4096));
  for (const Rule* rule : rules) {
    RuleOutcome outcome(*rule, context, found);
    rule->check(context, outcome);
  }
  AuditReport report{.context = context, .findings = std::move(found.findings)};
  apply_waivers(report, rules);
  sort_worst_first(report);
  report.scorecard = grade(context, report.findings, found.unknown);
  report.not_judged = open_questions(context, found.unknown);
  return report;
}

std::string without_name(const AuditContext& context, std::string sentence,
                         const Finding& finding) {
  if (finding.accounts.size() != 1) return sentence;
  const std::string name = context.name(finding.accounts.front());
  for (std::size_t at = 0; (at = sentence.find(name, at)) != std::string::npos;) {
    sentence.replace(at, name.size(), 1, '\0');
  }
  return sentence;
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

std::vector<std::uint32_t> out_by_what_counts(const AuditContext& context, const LossSet& losses) {
  const Patience patience = Patience::prompt(context.policy.max_outage);
  const Closure all_lost = least_closure(context.graph, losses, patience);
  std::vector<std::uint32_t> out;
  std::map<LossSet, Closure> after;  // few accounts differ in what counts against them
  for (std::uint32_t i = 0; i < context.inventory.accounts.size(); ++i) {
    if (all_lost.usable(context.graph.account(i)) || context.abandoned(i)) continue;
    LossSet counted = losses;
    const auto uncounted = std::erase_if(counted, [&](LossId loss) {
      return !counts_against(context.inventory, context.graph, loss, context.account(i));
    });
    if (uncounted != 0) {
      auto known = after.find(counted);
      if (known == after.end()) {
        known = after.emplace(counted, least_closure(context.graph, counted, patience)).first;
      }
      if (known->second.usable(context.graph.account(i))) continue;
    }
    out.push_back(i);
  }
  return out;
}

}  // namespace passkey_audit
