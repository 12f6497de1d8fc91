#include <fmt/format.h>

#include <algorithm>

#include "passkey_audit/audit/change_list.hpp"
#include "passkey_audit/audit/rule.hpp"
#include "together.hpp"

namespace passkey_audit {
namespace {

constexpr std::uint32_t long_overdue_days = 365;

void check(const AuditContext& context, RuleOutcome& outcome) {
  const auto& abandoned = context.single_points.abandoned;
  const bool has_accounts = std::ranges::find(abandoned, false) != abandoned.end();
  if (!has_accounts) return;
  RuleOutcome::Draft draft{
      .subject = "inventory",
      .message = "The inventory does not say when you last went through it",
      .remedy = Remedy("Go through the inventory, correct what is no longer true, and set "
                       "\"reviewed_on\" to that day.",
                       one_change(ChangeKind::review, {}))};
  if (const auto reviewed_on = context.inventory.reviewed_on) {
    const std::uint32_t age = days_since(context, *reviewed_on);
    if (age <= context.policy.review_max_age) return;
    draft.message = fmt::format("You last went through the inventory {} ago, and your limit is {}",
                                spoken_days(age), spoken_days(context.policy.review_max_age));
    if (age > long_overdue_days) draft.severity = Severity::high;
  }
  outcome.add(std::move(draft));
}

}  // namespace

extern const Rule review_overdue{
    .id = "PKA801",
    .title = "Review overdue",
    .why =
        "Phones are replaced, numbers change and codes get used up. An inventory that nobody "
        "looks at describes accounts that you no longer have.",
    .remedy = "Go through the inventory twice a year, and note the day.",
    .severity = Severity::medium,
    .item = Item::reviewed,
    .sources = {"PC1", "N12"},
    .check = check,
};

}  // namespace passkey_audit
