#include <fmt/format.h>

#include <algorithm>

#include "passkey_audit/audit/rule.hpp"
#include "together.hpp"

namespace passkey_audit {
namespace {

std::uint32_t age_max(const AuditContext& context) {
  const bool is_team = context.inventory.profile == Profile::team;
  return context.policy.recovery_test_max_age.value_or(is_team ? 180 : 365);
}

// Neither a passkey nor a key: what is left to sign in with when those are gone.
bool is_fallback(const Authenticator& authenticator) {
  return authenticator.type != AuthenticatorType::vault &&
         authenticator.type != AuthenticatorType::platform &&
         authenticator.type != AuthenticatorType::security_key;
}

// The latest day on which the account, or something that brings it back, was tried out.
std::optional<Date> last_test(const AuditContext& context, const Account& account) {
  const Inventory& inventory = context.inventory;
  std::optional<Date> last = account.tested_on;
  for (const StoredCopies* copies : {&account.password, &account.codes, &account.totp}) {
    last = std::max(last, copies->detail().tested_on);
  }
  const auto look_at = [&](ThingId thing, bool is_recovery) {
    const Authenticator* authenticator = inventory.authenticator(thing);
    const RecoveryMethod* method = inventory.recovery_method(thing);
    if (authenticator != nullptr && (is_recovery || is_fallback(*authenticator))) {
      last = std::max(last, authenticator->tested_on);
    }
    if (method != nullptr) last = std::max(last, method->tested_on);
  };
  for (const ThingId thing : things_named({&account.recovery})) look_at(thing, true);
  for (const ThingId thing : things_named({&account.second_factors, &account.other_sign_in})) {
    look_at(thing, false);
  }
  for (const Reference& where : account.password.stored_in) {
    const Authenticator* secret = inventory.authenticator(where.thing, AuthenticatorType::secret);
    if (secret != nullptr) last = std::max(last, secret->tested_on);
  }
  return last;
}

std::string spoken(const AuditContext& context, ThingId thing) {
  const RecoveryMethod* method = context.inventory.recovery_method(thing);
  if (method != nullptr && method->person.told()) thing = method->person.thing;
  const bool is_person = context.inventory.person(thing) != nullptr;
  return (is_person ? "the help of " : "") + context.name(thing);
}

// A key, kit or file is looked at and not used: using it may void it, or turn other ways off.
std::string trial(const AuditContext& context, ThingId thing, const std::string& name) {
  const RecoveryMethod* method = context.inventory.recovery_method(thing);
  const bool is_kept = method != nullptr && method->type <= RecoveryType::backup_file;
  if (is_kept) {
    return fmt::format(
        "Take out {} and see that it is complete, readable and the newest for {}. Note the day as "
        "its \"tested_on\".",
        context.name(thing), name);
  }
  return fmt::format(
      "Get back into {} once with {}, as if everything else were lost, while another device stays "
      "signed in. Note the day as its \"tested_on\".",
      name, spoken(context, thing));
}

// What to try: its codes, else the first way back that works and is not the service's own support.
std::string remedy_for(const AuditContext& context, const Account& account) {
  const std::string name = context.name(account.thing);
  if (!account.codes.stored_in.empty()) {
    return fmt::format(
        "Look at the paper with the recovery codes of {}: is it there, and are they the newest? "
        "Where there are several, sign in once with one and cross it off. Note the day as its "
        "\"tested_on\".",
        name);
  }
  for (const ThingId thing : things_named({&account.recovery})) {
    const RecoveryMethod* method = context.inventory.recovery_method(thing);
    const bool is_support = method != nullptr && method->type == RecoveryType::support;
    if (is_support || !context.usable(thing)) continue;
    return trial(context, thing, name);
  }
  return fmt::format(
      "Set up a way back into {}, such as recovery codes on paper, and try it "
      "out. Note the day as its \"tested_on\".",
      name);
}

void check(const AuditContext& context, RuleOutcome& outcome) {
  const std::uint32_t limit = age_max(context);
  for (std::uint32_t i = 0; i < context.inventory.accounts.size(); ++i) {
    const Account& account = context.account(i);
    if (context.abandoned(i) || context.opened_through_others(account)) continue;
    const std::optional<Date> last = last_test(context, account);
    const std::uint32_t age = last ? days_since(context, *last) : 0;
    if (last && age <= limit) continue;
    const std::string name = context.name(i);
    outcome.add(account,
                {.message = last ? fmt::format("You last tried out a way back into {} {} ago, and "
                                               "your limit is {}",
                                               name, spoken_days(age), spoken_days(limit))
                                 : fmt::format("No way back into {} has ever been tried out", name),
                 .remedy = remedy_for(context, account)});
  }
}

}  // namespace

extern const Rule recovery_never_tested{
    .id = "PKA802",
    .title = "Recovery never tested",
    .why =
        "A way back that was never tried is a hope: codes may be void, contacts may have moved. "
        "The day you need it is the wrong day to find out.",
    .remedy =
        "Once a year, get back into each account the way you would if everything else were "
        "lost.",
    .severity = Severity::high,
    .item = Item::reviewed,
    .sources = {"MS5"},
    .check = check,
};

}  // namespace passkey_audit
