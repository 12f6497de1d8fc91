#include <fmt/format.h>

#include "passkey_audit/audit/change_list.hpp"
#include "passkey_audit/audit/rule.hpp"
#include "together.hpp"

namespace passkey_audit {
namespace {

// Empty: it was looked up, and lately enough.
std::string message_for(const AuditContext& context, std::uint32_t i) {
  const Account& account = context.account(i);
  const std::string name = context.name(i);
  if (account.details().service_review.empty()) {
    return fmt::format("You have not looked up how {} lets people back in", name);
  }
  const std::optional<Date> reviewed_on = account.details().review().reviewed_on;
  if (!reviewed_on) {
    return fmt::format("You have not noted when you looked up how {} lets people back in", name);
  }
  const std::uint32_t age = days_since(context, *reviewed_on);
  if (age <= context.policy.service_review_max_age) return {};
  return fmt::format(
      "It is {} since you looked up how {} lets people back in, and your limit is "
      "{}",
      spoken_days(age), name, spoken_days(context.policy.service_review_max_age));
}

std::string what_to_look_up(const AuditContext& context, const Account& account) {
  const std::string name = context.name(account.thing);
  constexpr std::string_view note = "Note both, and the day, as \"service_review\".";
  if (context.support_can_restore(account) == false) {
    return fmt::format(
        "The support of {} restores no account. Look up what it takes instead when all your ways "
        "in are gone, and how long that takes at worst. {}",
        name, note);
  }
  return fmt::format(
      "Look up what {} does when all your ways in are gone: whether its support can restore "
      "access, and how long that takes at worst. {}",
      name, note);
}

void check(const AuditContext& context, RuleOutcome& outcome) {
  for (std::uint32_t i = 0; i < context.inventory.accounts.size(); ++i) {
    if (context.abandoned(i)) continue;
    std::string message = message_for(context, i);
    if (message.empty()) continue;
    outcome.add(
        context.account(i),
        {.message = std::move(message),
         .remedy = Remedy(what_to_look_up(context, context.account(i)),
                          one_change(ChangeKind::review_service, context.account(i).thing))});
  }
}

}  // namespace

extern const Rule service_recovery_never_looked_up{
    .id = "PKA601",
    .title = "Service recovery never looked up",
    .why =
        "Some services restore access in an hour, some in a week, some never. It is better to "
        "learn which before you need it.",
    .remedy = "Look up once a year how each service lets people back in, and note what you found.",
    .severity = Severity::medium,
    .item = Item::service_recovery,
    .sources = {"GR2"},
    .check = check,
};

}  // namespace passkey_audit
