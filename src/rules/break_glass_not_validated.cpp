#include <fmt/format.h>

#include <algorithm>

#include "break_glass.hpp"
#include "passkey_audit/audit/change_list.hpp"
#include "passkey_audit/audit/rule.hpp"
#include "spare_accounts.hpp"
#include "together.hpp"

namespace passkey_audit {
namespace {

// A key that is registered nowhere else was tried on this account.
bool is_on_this_alone(const AuditContext& context, ThingId key) {
  return 1 == std::ranges::count_if(context.inventory.accounts, [&](const Account& account) {
           return is_registered_on(account, key);
         });
}

// The last day on which somebody tried to sign in to the account itself.
std::optional<Date> last_test(const AuditContext& context, const Account& account) {
  std::optional<Date> last = account.tested_on;
  for (const ThingId key : context.security_keys_of(account)) {
    if (is_on_this_alone(context, key)) {
      last = std::max(last, context.inventory.authenticator(key)->tested_on);
    }
  }
  for (const Passkey& passkey : account.passkeys) {
    last = std::max(last, passkey.detail().tested_on);
  }
  for (const StoredCopies* copies : {&account.password, &account.codes, &account.totp}) {
    last = std::max(last, copies->detail().tested_on);
  }
  return last;
}

void check(const AuditContext& context, RuleOutcome& outcome) {
  const std::uint32_t limit = context.policy.breakglass_max_age;
  for (const std::uint32_t i : accounts_that(context, is_break_glass)) {
    const Account& account = context.account(i);
    const std::string name = context.name(i);
    const std::optional<Date> last = last_test(context, account);
    const std::uint32_t age = last ? days_since(context, *last) : 0;
    if (last && age <= limit) continue;
    outcome.add(
        account,
        {.message = last ? fmt::format("{} was last tried out {} ago, and "
                                       "your limit is {}",
                                       name, spoken_days(age), spoken_days(limit))
                         : fmt::format("{} has never been tried out", name),
         .remedy =
             Remedy(fmt::format("Tell the others, sign in to {} once with what is kept for it, see "
                                "that its alarm goes off, and note the day as its \"tested_on\".",
                                name),
                    one_change(ChangeKind::test, account.thing))});
  }
}

}  // namespace

extern const Rule break_glass_not_validated{
    .id = "PKA805",
    .title = "Break-glass not validated",
    .why =
        "Nobody uses an emergency account, so nobody notices when its key was moved, its sign-in "
        "blocked or its rights taken away. That shows in the emergency.",
    .remedy = "Sign in with every emergency account once a quarter, and whenever people change.",
    .severity = Severity::high,
    .fixed_severity = true,
    .item = Item::reviewed,
    .sources = {"MS5"},
    .check = check,
};

}  // namespace passkey_audit
