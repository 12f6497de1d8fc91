#include <fmt/format.h>

#include "passkey_audit/audit/rule.hpp"
#include "together.hpp"

namespace passkey_audit {
namespace {

void check(const AuditContext& context, RuleOutcome& outcome) {
  for (const LossEffect& effect : context.single_points.listed) {
    const Loss& loss = context.graph.losses()[effect.loss];
    if (loss.kind != LossKind::signed_out) continue;
    const std::vector<std::uint32_t> accounts = together(effect);
    const std::string names = context.names(accounts);
    const std::string session_of = context.name(loss.thing);
    const bool only_itself =
        context.account(accounts.front()).thing == loss.thing && accounts.size() == 1;
    outcome.add(
        effect, accounts,
        {.message = fmt::format("{} {} {}", context.losing(loss), does_what(effect),
                                only_itself ? "it" : names),
         .remedy = fmt::format("Give {} a way in that needs no device signed in to {}, such as a "
                               "security key or recovery codes on paper.",
                               names, only_itself ? "it" : session_of)});
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
