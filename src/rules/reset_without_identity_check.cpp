#include <fmt/format.h>

#include <algorithm>

#include "passkey_audit/audit/rule.hpp"
#include "together.hpp"

namespace passkey_audit {
namespace {

// The accounts that a method is a way into, in file order.
std::vector<std::uint32_t> accounts_with(const AuditContext& context, ThingId method) {
  std::vector<std::uint32_t> accounts;
  for (std::uint32_t i = 0; i < context.inventory.accounts.size(); ++i) {
    const Account& account = context.account(i);
    if (context.abandoned(i)) continue;
    const std::vector<ThingId> ways =
        things_named({&account.recovery, &account.second_factors, &account.other_sign_in});
    if (std::ranges::find(ways, method) != ways.end()) accounts.push_back(i);
  }
  return accounts;
}

// Who carries it out. Empty: nobody whom the inventory knows.
std::string who_resets(const AuditContext& context, const RecoveryMethod& reset) {
  std::vector<std::string> names;
  for (const Way& way : reset.by) {
    std::vector<std::string> together;
    for (const Reference& one : way.things) {
      if (one.thing != ThingDirectory::unknown) together.push_back(context.name(one.thing));
    }
    if (!together.empty()) names.push_back(listed(together, "with"));
  }
  return listed(names, "or");
}

void check(const AuditContext& context, RuleOutcome& outcome) {
  if (context.inventory.profile != Profile::team) return;
  for (const RecoveryMethod& reset : context.inventory.recovery_methods) {
    if (reset.type != RecoveryType::admin_reset || reset.identity_check == true) continue;
    std::vector<std::uint32_t> accounts = accounts_with(context, reset.thing);
    if (!reset.identity_check) {
      for (const std::uint32_t account : accounts) {
        outcome.not_judged(context.account(account),
                           "does not say whether a reset checks who is asking");
      }
      continue;
    }
    if (accounts.empty()) continue;
    const std::string who = who_resets(context, reset);
    const std::string names = context.names(accounts);
    outcome.add({.subject = std::string(context.inventory.id_of(reset.thing)),
                 .at = reset.thing,
                 .accounts = std::move(accounts),
                 .message = fmt::format("{} can reset {} without a check of who is asking",
                                        who.empty() ? "An administrator" : who, names),
                 .remedy = fmt::format("Agree on how to make sure who is asking before {} resets "
                                       "{}: face to face, or by calling back a number that you "
                                       "know. Write it down, and note it as \"identity_check\".",
                                       who.empty() ? "an administrator" : who, names)});
  }
}

}  // namespace

extern const Rule reset_without_identity_check{
    .id = "PKA604",
    .title = "Reset without identity check",
    .why =
        "A friendly voice on the phone is enough where nobody asks for proof. A reset that "
        "believes every caller undoes the strongest key.",
    .remedy =
        "Before anybody's sign-in is reset, make sure who they are in a way that was agreed on "
        "beforehand.",
    .severity = Severity::medium,
    .fixed_severity = true,
    .item = Item::service_recovery,
    .sources = {"PC1", "O2", "I1"},
    .check = check,
};

}  // namespace passkey_audit
