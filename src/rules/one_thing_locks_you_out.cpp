#include <fmt/format.h>

#include "passkey_audit/audit/rule.hpp"
#include "passkey_audit/audit/safeguards.hpp"
#include "together.hpp"

namespace passkey_audit {
namespace {

void check(const AuditContext& context, RuleOutcome& outcome) {
  for (const LossEffect& effect : context.single_points.listed) {
    const Loss& loss = context.graph.losses()[effect.loss];
    if (loss.kind != LossKind::device && loss.kind != LossKind::security_key) continue;
    const std::vector<std::uint32_t> accounts = together(effect);
    const bool only_delays = effect.locked_out.empty();
    outcome.add(
        effect, accounts,
        {.message = fmt::format("{} {}", context.losing(loss), context.effect_in_words(effect)),
         .remedy = ways_back(context, {&effect.loss, 1}, accounts, context.name(loss.thing)),
         .severity = only_delays ? Severity::high : Severity::critical});
  }
}

}  // namespace

extern const Rule one_thing_locks_you_out{
    .id = "PKA102",
    .title = "One thing locks you out",
    .why =
        "Phones fall into lakes and keys go through the laundry. If one thing is the only way "
        "into an account, losing it is losing the account.",
    .remedy =
        "Register a second authenticator that does not depend on that thing, and keep it "
        "somewhere else.",
    .severity = Severity::critical,
    .item = Item::two_ways_in,
    .sources = {"W1", "W2", "N1"},
    .check = check,
};

}  // namespace passkey_audit
