#include <fmt/format.h>

#include "passkey_audit/audit/rule.hpp"
#include "passkey_audit/audit/safeguards.hpp"
#include "together.hpp"

namespace passkey_audit {
namespace {

void check(const AuditContext& context, RuleOutcome& outcome) {
  for (const LossEffect& effect : context.single_points.listed) {
    const Loss& loss = context.graph.losses()[effect.loss];
    if (loss.kind != LossKind::signed_out) continue;
    const std::vector<std::uint32_t> accounts = together(effect);
    const std::string session_of = context.name(loss.thing);
    outcome.add(
        effect, accounts,
        {.message = fmt::format("{} {}", context.losing(loss), context.effect_in_words(effect)),
         .remedy = ways_back(context, {&effect.loss, 1}, accounts,
                             fmt::format("a device that is signed in to {}", session_of))});
  }
}

}  // namespace

extern const Rule only_a_signed_in_session{
    .id = "PKA108",
    .title = "Only a signed-in session lets you in",
    .why =
        "Sessions end: after a password change, an update, a security alarm, or a click on \"sign "
        "out everywhere\". A way in that lives only in a session is gone with it.",
    .remedy = "Add a way in that does not need a device which is still signed in.",
    .severity = Severity::high,
    .item = Item::two_ways_in,
    .sources = {"N1"},
    .check = check,
};

}  // namespace passkey_audit
