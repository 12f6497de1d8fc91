#include <fmt/format.h>

#include <algorithm>

#include "passkey_audit/audit/circle_words.hpp"
#include "passkey_audit/audit/rule.hpp"
#include "passkey_audit/audit/safeguards.hpp"
#include "passkey_audit/audit/wording.hpp"

namespace passkey_audit {
namespace {

// "apple > icloud > apple"
std::string drawn(const AuditContext& context, const std::vector<ThingId>& loop) {
  std::vector<std::string> names;
  for (const ThingId thing : loop) names.push_back(context.name(thing));
  return chain(names);
}

// "google can only be recovered through itself"; what hangs on the loop is named apart.
std::string message_for(const AuditContext& context, const Circle& circle, const Closure& slowly,
                        const std::vector<std::uint32_t>& on_loop,
                        const std::vector<std::uint32_t>& hanging) {
  const CircleWords words = circle_words(context, slowly, on_loop);
  std::string message =
      fmt::format("Without your devices, {}: {}", words.through, drawn(context, circle.loop));
  if (words.otherwise) message += fmt::format("; otherwise it takes {}", *words.otherwise);
  if (!hanging.empty()) {
    message +=
        fmt::format("; {} {} on {}", context.names(hanging), hanging.size() == 1 ? "hangs" : "hang",
                    on_loop.size() == 1 ? "it" : "them");
  }
  return message;
}

void check(const AuditContext& context, RuleOutcome& outcome) {
  const auto judged = [&](std::vector<std::uint32_t> accounts) {
    std::erase_if(accounts, [&](std::uint32_t account) { return context.abandoned(account); });
    return accounts;
  };
  if (context.circles.empty()) return;
  const LossSet devices = context.graph.losses().every_device();
  const Closure slowly = without_devices(context);
  for (const Circle& circle : context.circles) {
    const std::vector<std::uint32_t> on_loop = judged(circle.accounts);
    const std::vector<std::uint32_t> hanging = judged(circle.hanging);
    if (on_loop.empty()) continue;
    std::vector<std::uint32_t> accounts = on_loop;
    accounts.insert(accounts.end(), hanging.begin(), hanging.end());
    std::ranges::sort(accounts);
    RuleOutcome::Draft draft{.subject = std::string(context.inventory.id_of(circle.loop.front())),
                             .at = circle.loop.front(),
                             .accounts = accounts,
                             .message = message_for(context, circle, slowly, on_loop, hanging),
                             .remedy = ways_back(context, devices, accounts, "your devices")};
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
