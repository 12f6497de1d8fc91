#include "passkey_audit/audit/rule.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace passkey_audit {
namespace {

Severity lowered(Severity severity, int steps) {
  return static_cast<Severity>(std::max(static_cast<int>(severity) - steps, 0));
}

// How far the most important of the accounts lies below the top; nothing for those in scope.
int steps_below_scope(const AuditContext& context, const std::vector<std::uint32_t>& accounts) {
  if (accounts.empty()) return 0;
  int least = static_cast<int>(context.top);
  for (const std::uint32_t account : accounts) {
    const int steps = context.in_scope(account) ? 0
                                                : static_cast<int>(context.top) -
                                                      static_cast<int>(context.importance[account]);
    least = std::min(least, steps);
  }
  return least;
}

}  // namespace

void RuleOutcome::add(Draft draft) {
  Finding& finding = found_.findings.emplace_back(Finding{.rule = rule_.id, .item = rule_.item});
  finding.urgent = rule_.urgent;
  const auto& told = context_.policy.severity;
  const auto by_policy =
      std::ranges::find(told, rule_.id, &std::pair<std::string, Severity>::first);
  finding.base_severity =
      by_policy == told.end() ? draft.severity.value_or(rule_.severity) : by_policy->second;
  const bool fixed = rule_.fixed_severity || draft.fixed_severity;
  finding.severity =
      fixed ? finding.base_severity
            : lowered(finding.base_severity, steps_below_scope(context_, draft.accounts));
  finding.subject = std::move(draft.subject);
  finding.at = draft.at;
  finding.about = draft.about;
  finding.accounts = std::move(draft.accounts);
  finding.message = std::move(draft.message);
  finding.remedy = std::move(draft.remedy);
  finding.losses = std::move(draft.losses);
  finding.route = std::move(draft.route);
}

void RuleOutcome::add(const LossEffect& effect, std::vector<std::uint32_t> accounts, Draft draft) {
  const Loss& loss = context_.graph.losses()[effect.loss];
  draft.subject = loss.text;
  if (!draft.at.told()) draft.at = loss.thing.told() ? loss.thing : draft.at;
  draft.losses = {loss.text};
  // The chain is shown for the account that matters most.
  const auto first = std::ranges::max_element(accounts, [&](std::uint32_t a, std::uint32_t b) {
    return context_.importance[a] < context_.importance[b];
  });
  draft.route = context_.route_from(loss, *first);
  draft.accounts = std::move(accounts);
  add(std::move(draft));
}

void RuleOutcome::add(const Account& account, Draft draft) {
  // Of an account that says nothing of getting in, not told is not none.
  if (!context_.says_how_you_get_in(account) && rule_.item != Item::service_recovery) return;
  // Whatever is set up on an account is set up from within.
  if (context_.cannot_get_in(context_.index_of(account))) {
    draft.remedy.steps.insert(
        draft.remedy.steps.begin(),
        {fmt::format("Get back into {} first, through its support or its recovery form.",
                     context_.name(account.thing)),
         {}});
  }
  draft.subject = std::string(context_.inventory.id_of(account.thing));
  draft.at = account.thing;
  draft.accounts = {context_.index_of(account)};
  add(std::move(draft));
}

void RuleOutcome::not_judged(const Account& account, std::string why) {
  found_.unknown.push_back({.rule = rule_.id,
                            .item = rule_.item,
                            .account = context_.index_of(account),
                            .why = std::move(why)});
}

}  // namespace passkey_audit
