#include <fmt/format.h>

#include "passkey_audit/audit/rule.hpp"
#include "suggestions.hpp"
#include "together.hpp"

namespace passkey_audit {
namespace {

// Devices and security keys are judged by "One thing locks you out".
bool is_shared_dependency(LossKind kind) {
  return kind == LossKind::phone_number || kind == LossKind::secret || kind == LossKind::copy ||
         kind == LossKind::account;
}

// For what is kept in one head, or on one sheet of paper.
std::string another_copy(const AuditContext& context, const Loss& loss) {
  const std::string what = context.name(loss.thing, loss.part);
  if (loss.kind == LossKind::secret) {
    return fmt::format("Write down {} and keep the paper {}", what, where_to_keep(context));
  }
  const std::string_view site = context.inventory.site_of_place(loss.kept_at);
  return fmt::format("Keep a second copy of {} at {}", what,
                     another_place(context, site).value_or("another place"));
}

std::string remedy_for(const AuditContext& context, const Loss& loss,
                       const std::vector<std::uint32_t>& accounts) {
  const std::string names = context.names(accounts);
  if (loss.kind == LossKind::phone_number) {
    return fmt::format(
        "Give {} a way in that needs no call or text to {}: a security key, a code "
        "generator, or recovery codes on paper.",
        names, context.name(loss.thing));
  }
  if (loss.kind == LossKind::account) {
    return fmt::format(
        "Give {} a way in that does not go through {}, such as a security key or "
        "recovery codes on paper.",
        names, context.name(loss.thing));
  }
  return fmt::format("{}, or give {} a way in that works without it.", another_copy(context, loss),
                     names);
}

void check(const AuditContext& context, RuleOutcome& outcome) {
  for (const LossEffect& effect : context.single_points.listed) {
    const Loss& loss = context.graph.losses()[effect.loss];
    if (!is_shared_dependency(loss.kind)) continue;
    const std::vector<std::uint32_t> accounts = together(effect);
    outcome.add(effect, accounts,
                {.message = fmt::format("{} {} {}", context.losing(loss), does_what(effect),
                                        context.names(accounts)),
                 .remedy = remedy_for(context, loss, accounts)});
  }
}

}  // namespace

extern const Rule all_ways_share_one_dependency{
    .id = "PKA103",
    .title = "All ways share one dependency",
    .why =
        "Two ways in that need the same phone number, password or mailbox are one way in. They "
        "fail together.",
    .remedy = "Choose ways in that depend on different things.",
    .severity = Severity::high,
    .item = Item::two_ways_in,
    .sources = {"MS6"},
    .check = check,
};

}  // namespace passkey_audit
