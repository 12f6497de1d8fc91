#include <fmt/format.h>

#include <algorithm>

#include "passkey_audit/audit/rule.hpp"
#include "passkey_audit/audit/safeguards.hpp"
#include "passkey_audit/support/safe_text.hpp"
#include "together.hpp"

namespace passkey_audit {
namespace {

std::vector<std::uint32_t> accounts_in_scope(const AuditContext& context) {
  std::vector<std::uint32_t> scope;
  for (std::uint32_t i = 0; i < context.inventory.accounts.size(); ++i) {
    if (context.in_scope(i) && !context.abandoned(i)) scope.push_back(i);
  }
  return scope;
}

// "6 of your 9 most important accounts"
std::string share(const AuditContext& context, std::size_t taken, std::size_t scope) {
  // An inventory that marks nothing is judged whole.
  const std::string_view which = context.top == Importance::normal ? "" : "most important ";
  if (taken < scope) return fmt::format("{} of your {} {}accounts", taken, scope, which);
  return fmt::format("all {} of your {}accounts", scope, which);
}

std::string message_for(const AuditContext& context, const LossEffect& effect,
                        const std::vector<std::uint32_t>& accounts,
                        const std::vector<std::uint32_t>& scope) {
  const std::string losing = context.losing(context.graph.losses()[effect.loss]);
  const auto taken = static_cast<std::size_t>(std::ranges::count_if(
      accounts, [&](std::uint32_t account) { return context.in_scope(account); }));
  // A few accounts are better named than counted.
  constexpr std::size_t few = 3;
  const bool is_large = taken > few && taken * 100 >= context.policy.lockin_share * scope.size();
  if (!is_large) {
    return fmt::format("{} {}", losing, context.effect_in_words(effect));
  }
  const std::string all = share(context, taken, scope.size());
  return effect.locked_out.empty() ? fmt::format("{} delays your access to {}", losing, all)
                                   : fmt::format("{} takes {} with it", losing, all);
}

void check(const AuditContext& context, RuleOutcome& outcome) {
  const std::vector<std::uint32_t> scope = accounts_in_scope(context);
  for (const LossEffect& effect : context.single_points.plain) {
    const Loss& vendor = context.graph.losses()[effect.loss];
    if (vendor.kind != LossKind::vendor) continue;
    const std::vector<std::uint32_t> accounts = together(effect);
    outcome.add(
        effect, accounts,
        {.message = message_for(context, effect, accounts, scope),
         .remedy = ways_back(context, {&effect.loss, 1}, accounts,
                             fmt::format("anything of {}", context.vendor_name(vendor.name)))});
  }
}

}  // namespace

extern const Rule ecosystem_lock_in{
    .id = "PKA502",
    .title = "Ecosystem lock-in",
    .why =
        "One company can suspend an account by mistake, or you may want to leave it. Whatever "
        "opens only through its cloud goes along.",
    .remedy =
        "Give each account a way in that does not depend on the company that keeps its "
        "passkeys.",
    .severity = Severity::high,
    .item = Item::known_homes,
    .sources = {"F2", "MS6"},
    .check = check,
};

}  // namespace passkey_audit
