#include <fmt/format.h>

#include <algorithm>

#include "passkey_audit/audit/change_list.hpp"
#include "passkey_audit/audit/rule.hpp"
#include "recovery_to_set_up.hpp"
#include "together.hpp"

namespace passkey_audit {
namespace {

std::uint32_t age_max(const AuditContext& context) {
  return context.policy.recovery_test_age_limit(context.inventory.profile);
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
  const AccessGraph::OwnNodes& own = context.graph.own_nodes(context.index_of(account));
  for (const auto& [copies, node] :
       {std::pair(&account.password, own.password), std::pair(&account.codes, own.codes),
        std::pair(&account.totp, own.totp)}) {
    const bool works = !copies->stored_in.told() || context.eventual.usable(node);
    if (works) last = std::max(last, copies->detail().tested_on);
  }
  const auto look_at = [&](ThingId thing, bool is_recovery) {
    if (!context.usable(thing)) return;
    const Authenticator* authenticator = inventory.authenticator(thing);
    const RecoveryMethod* method = inventory.recovery_method(thing);
    if (authenticator != nullptr && (is_recovery || is_fallback(*authenticator))) {
      last = std::max(last, authenticator->tested_on);
    }
    // What support would do can be asked for, not tried out.
    if (method != nullptr && method->type != RecoveryType::support) {
      last = std::max(last, method->tested_on);
    }
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

// Whoever tried out a spare key has tried a way in; what is left is the way back without keys.
bool has_a_tested_key(const AuditContext& context, const Account& account) {
  return std::ranges::any_of(context.security_keys_of(account), [&](ThingId key) {
    return context.usable(key) && context.inventory.authenticator(key)->tested_on.has_value();
  });
}

std::string never_tried(const AuditContext& context, const Account& account) {
  return fmt::format("No way back into {}{} has ever been tried out", context.name(account.thing),
                     has_a_tested_key(context, account) ? " but its security keys" : "");
}

constexpr std::string_view note_the_day = " Note the day as its \"tested_on\".";

// The one of the two who is not reading this.
std::string other_side(const AuditContext& context, const Account& account, ThingId contact) {
  if (contact != ThingDirectory::me) return context.name(contact);
  std::vector<ThingId> owners;
  for (const Reference& owner : account.details().owners) owners.push_back(owner.thing);
  return owners.empty() ? "its owner" : context.names_of(owners);
}

// What is looked at and not used. Using a key, kit or file may void it or turn other ways off; to
// begin a slow recovery in earnest may lock the account for as long as it takes.
std::optional<std::string> inspection(const AuditContext& context, const Account& account,
                                      ThingId thing, bool waits) {
  const RecoveryMethod* method = context.inventory.recovery_method(thing);
  const std::string name = context.name(account.thing);
  const std::string what = context.name(thing);
  if (method != nullptr && method->type <= RecoveryType::backup_file) {
    return fmt::format("Take out {} and see that it is complete, readable and the newest for {}.",
                       what, name);
  }
  if (method != nullptr && method->type == RecoveryType::recovery_contact) {
    return fmt::format(
        "Go through it once with {}: is the recovery contact still listed in the settings of {}, "
        "and "
        "how would the code be handed over?",
        other_side(context, account, method->person.thing), name);
  }
  if (context.inventory.authenticator(thing, AuthenticatorType::phone_number) != nullptr) {
    return fmt::format(
        "See in the settings of {} that {} is on file, and that a message to it reaches you.", name,
        what);
  }
  if (context.inventory.device(thing) != nullptr) {
    return fmt::format(
        "See on {} that you are signed in to {} there and that it would let you set a new "
        "password; stop before the last step.",
        what, name);
  }
  if (waits) {
    return fmt::format(
        "See in the settings of {} that {} is still set up; do not begin the "
        "recovery itself.",
        name, what);
  }
  return std::nullopt;
}

std::string trial(const AuditContext& context, const Account& account, const Way& way,
                  ThingId thing) {
  const RecoveryMethod* method = context.inventory.recovery_method(thing);
  const bool waits = way.wait || (method != nullptr && method->wait);
  if (const auto look = inspection(context, account, thing, waits)) {
    return *look + std::string(note_the_day);
  }
  const bool is_person = context.inventory.person(thing) != nullptr;
  return fmt::format(
      "Get back into {} once with {}{}, in a private window, while you stay signed in where you "
      "are.{}",
      context.name(account.thing), is_person ? "the help of " : "", context.name(thing),
      note_the_day);
}

bool has_codes_at_hand(const AuditContext& context, const Account& account) {
  const AccessGraph::OwnNodes& own = context.graph.own_nodes(context.index_of(account));
  return context.eventual.usable(own.codes);
}

// "the paper with the recovery codes of mail"; "... on the laptop and in the vault"
std::string look_at_codes(const AuditContext& context, const Account& account,
                          const std::string& name) {
  bool on_paper = false;
  std::vector<std::string> homes;
  for (const Reference& home : account.codes.stored_in) {
    const ThingKind kind = context.inventory.thing(home).kind;
    on_paper |= kind == ThingKind::place || kind == ThingKind::carried;
    if (!context.usable(home.thing)) continue;
    const std::string_view where = kind == ThingKind::device   ? "on"
                                   : kind == ThingKind::person ? "with"
                                                               : "in";
    homes.push_back(fmt::format("{} {}", where, context.name(home.thing)));
  }
  const std::string what =
      on_paper
          ? fmt::format("the paper with the recovery codes of {}: is it there, and are they", name)
          : fmt::format("the recovery codes of {} {}: are they there, and", name, listed(homes));
  return fmt::format(
      "Look at {} the newest? Where there are several, sign in once with one and cross it off.{}",
      what, note_the_day);
}

// What to try: its codes where they can be got at, else the first way back that works. Support is
// somebody to ask, and nothing to try out.
Remedy remedy_for(const AuditContext& context, const Account& account) {
  const std::string name = context.name(account.thing);
  const auto tried_out = [&](std::string trial) {
    return Remedy(std::move(trial), one_change(ChangeKind::test, account.thing));
  };
  if (has_codes_at_hand(context, account)) {
    return tried_out(look_at_codes(context, account, name));
  }
  for (const Way& way : account.recovery) {
    for (const Reference& reference : way.things) {
      const ThingId thing = reference.thing;
      const RecoveryMethod* method = context.inventory.recovery_method(thing);
      const bool is_support = method != nullptr && method->type == RecoveryType::support;
      const bool helps = !is_support && !hangs_on_the_account(context, account, thing);
      if (helps && context.usable(thing)) return tried_out(trial(context, account, way, thing));
    }
  }
  return another_way_back(context, account);
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
                                 : never_tried(context, account),
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
