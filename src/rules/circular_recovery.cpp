#include <fmt/format.h>

#include <algorithm>

#include "passkey_audit/audit/rule.hpp"

namespace passkey_audit {
namespace {

// "apple > icloud > apple"
std::string drawn(const AuditContext& context, const std::vector<ThingId>& loop) {
  std::string text;
  for (const ThingId thing : loop) {
    if (!text.empty()) text += " > ";
    text += context.name(thing);
  }
  return text;
}

void check(const AuditContext& context, RuleOutcome& outcome) {
  for (const Circle& circle : context.circles) {
    std::vector<std::uint32_t> accounts = circle.accounts;
    accounts.insert(accounts.end(), circle.hanging.begin(), circle.hanging.end());
    std::erase_if(accounts, [&](std::uint32_t account) { return context.abandoned(account); });
    if (accounts.empty()) continue;
    std::ranges::sort(accounts);
    RuleOutcome::Draft draft{
        .subject = std::string(context.inventory.id_of(circle.loop.front())),
        .at = circle.loop.front(),
        .accounts = accounts,
        .message =
            fmt::format("Without your devices, {} can only be recovered through {}: {}",
                        context.names(accounts), accounts.size() == 1 ? "itself" : "each other",
                        drawn(context, circle.loop)),
        .remedy = fmt::format("Break the circle: give {} one way in that needs none of the others, "
                              "such as recovery codes on paper or a security key.",
                              context.name(circle.loop.front()))};
    for (const ThingId thing : circle.loop) {
      draft.route.emplace_back(context.inventory.id_of(thing));
    }
    outcome.add(std::move(draft));
  }
}

}  // namespace

extern const Rule circular_recovery{
    .id = "PKA701",
    .title = "Circular recovery",
    .why =
        "The passkeys are guarded by the cloud account, and the cloud account by a passkey. It "
        "works every day, until the last signed-in device is gone; then neither opens the other.",
    .remedy = "Give one account of the circle a way in that needs none of the others.",
    .severity = Severity::critical,
    .item = Item::no_circles,
    .sources = {"GR1", "N7"},
    .check = check,
};

}  // namespace passkey_audit
