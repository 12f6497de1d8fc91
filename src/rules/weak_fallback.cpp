#include <fmt/format.h>

#include <algorithm>

#include "method_names.hpp"
#include "passkey_audit/audit/rule.hpp"
#include "passkey_audit/audit/safeguards.hpp"
#include "passkey_audit/audit/wording.hpp"
#include "passkey_audit/catalog/known.hpp"
#include "roles.hpp"
#include "together.hpp"

namespace passkey_audit {
namespace {

struct Weakness {
  std::string means;  // "a code sent to the old number"
  std::string name;   // "the old number"
  bool is_address = false;
};

std::vector<Weakness> weaknesses_of(const AuditContext& context, const Account& account) {
  const Inventory& inventory = context.inventory;
  std::vector<Weakness> weaknesses;
  const auto add_sent = [&](ThingId thing) {
    weaknesses.push_back(
        {fmt::format("a code sent to {}", context.name(thing)), context.name(thing), true});
  };
  const bool only_keys = codes_ended(inventory, context.catalog, account);
  const List<Way> none;
  const List<Way>& second_steps = only_keys ? none : account.second_factors;
  for (const ThingId thing : things_named({&second_steps, &account.other_sign_in})) {
    const bool is_number =
        inventory.authenticator(thing, AuthenticatorType::phone_number) != nullptr;
    if (is_number) add_sent(thing);
  }
  for (const ThingId thing : things_named({&second_steps})) {
    if (inventory.account(thing) != nullptr) add_sent(thing);
  }
  for (const ThingId thing : things_named({&account.recovery})) {
    const RecoveryMethod* method = inventory.recovery_method(thing);
    if (method == nullptr || method->type != RecoveryType::security_question) continue;
    weaknesses.push_back({spoken(context, *method), spoken(context, *method)});
  }
  return weaknesses;
}

bool has_passkey_or_key(const AuditContext& context, const Account& account) {
  return !context.security_keys_of(account).empty() ||
         std::ranges::any_of(account.passkeys, [&](const Passkey& passkey) {
           return context.usable(passkey.in.thing);
         });
}

// What is no passkey and cannot be talked out of anybody either, such as a card reader, and works.
std::vector<ThingId> other_strong_ways(const AuditContext& context, const Account& account) {
  std::vector<ThingId> strong;
  for (const ThingId thing : things_named({&account.second_factors, &account.other_sign_in})) {
    const Authenticator* one = context.inventory.authenticator(thing);
    const bool is_strong = one != nullptr && (one->type == AuthenticatorType::platform ||
                                              one->type == AuthenticatorType::certificate);
    if (is_strong && context.usable(thing)) strong.push_back(thing);
  }
  return strong;
}

std::string message_for(const AuditContext& context, const Account& account,
                        const std::vector<Weakness>& weaknesses) {
  std::vector<std::string> means;
  for (const Weakness& weakness : weaknesses) means.push_back(weakness.means);
  const bool one = means.size() == 1;
  const std::string name = context.name(account.thing);
  if (has_passkey_or_key(context, account)) {
    return fmt::format("{} {} past the passkeys and keys of {}", capitalized(listed(means)),
                       one ? "gets" : "get", name);
  }
  return fmt::format("{} {} in for {} at {}", capitalized(listed(means)), one ? "stands" : "stand",
                     context.names_of(other_strong_ways(context, account)), name);
}

// Where a service is known to send nothing to a mailbox, it is no address for recovery either.
bool takes_addresses(const AuditContext& context, const Account& account) {
  const ServiceFacts* service = context.service_of(account);
  return service == nullptr ||
         std::ranges::find(service->not_offered, word(RecoveryType::recovery_email)) ==
             service->not_offered.end();
}

// A generator that is lost with the phone to which the messages go takes their place on no bad day.
bool has_generator_elsewhere(const AuditContext& context, const Account& account) {
  const Inventory& inventory = context.inventory;
  const NodeId totp = context.graph.own_nodes(context.index_of(account)).totp;
  if (!context.eventual.usable(totp)) return false;
  std::vector<ThingId> phones;
  for (const Authenticator& one : inventory.authenticators) {
    if (one.type == AuthenticatorType::phone_number) phones.push_back(one.sim_in.thing);
  }
  const auto lies_elsewhere = [&](const Reference& where) {
    if (inventory.device(where.thing) != nullptr) {
      return std::ranges::find(phones, where.thing) == phones.end();
    }
    const Authenticator* vault = inventory.authenticator(where.thing, AuthenticatorType::vault);
    return vault == nullptr || vault->devices.size() != 1 ||
           std::ranges::find(phones, vault->devices[0].thing) == phones.end();
  };
  return std::ranges::any_of(account.totp.stored_in, lies_elsewhere);
}

// What stands ready in place of it, or what to set up. Recovery codes are for the bad day, and take
// the place of nothing that is used on every other.
std::string remedy_for(const AuditContext& context, const Account& account,
                       const std::vector<Weakness>& weaknesses) {
  const std::string name = context.name(account.thing);
  std::vector<std::string> names;
  for (const Weakness& weakness : weaknesses) names.push_back(weakness.name);
  const std::string weak = listed(names);
  std::string take_off = fmt::format("take {} off the ways into {}", weak, name);
  if (std::ranges::all_of(weaknesses, &Weakness::is_address) && takes_addresses(context, account)) {
    take_off += names.size() == 1 ? "; as an address for recovery it may stay"
                                  : "; as addresses for recovery they may stay";
  }
  const std::vector<ThingId> keys = context.security_keys_of(account);
  if (keys.size() > 1) {
    return fmt::format("Once you have signed in to {} with {}, {}.", name, context.names_of(keys),
                       take_off);
  }
  if (has_generator_elsewhere(context, account)) {
    return fmt::format("{} signs in without a message: {}.",
                       capitalized(context.name(account.thing, Part::totp)), take_off);
  }
  if (has_role(account, Role::bank) && account.passkeys.empty()) {
    return fmt::format(
        "Have another device approved at {} that works wherever you are, and sign in with it once; "
        "only then {}.",
        name, take_off);
  }
  const ServiceFacts* service = context.service_of(account);
  const bool is_full = service != nullptr && service->several_passkeys == false;
  const std::string_view other = context.accepts_security_key(account) == true
                                     ? (keys.empty() ? "a security key" : "another security key")
                                 : is_full && !account.passkeys.empty() ? "a code generator"
                                 : account.passkeys.empty() ? "a code generator or a passkey"
                                                            : "a code generator or another passkey";
  return fmt::format("Add {} to {} and sign in with it once; then {}.", other, name, take_off);
}

void check(const AuditContext& context, RuleOutcome& outcome) {
  for (std::uint32_t i = 0; i < context.inventory.accounts.size(); ++i) {
    const Account& account = context.account(i);
    if (context.abandoned(i) || context.opened_through_others(account)) continue;
    const std::vector<Weakness> weaknesses = weaknesses_of(context, account);
    const bool resists_phishing =
        has_passkey_or_key(context, account) || !other_strong_ways(context, account).empty();
    if (weaknesses.empty() || !resists_phishing) continue;
    RuleOutcome::Draft draft{.message = message_for(context, account, weaknesses),
                             .remedy = remedy_for(context, account, weaknesses)};
    if (administers(account)) {
      draft.severity = Severity::high;
      draft.fixed_severity = true;
    }
    outcome.add(account, std::move(draft));
  }
}

}  // namespace

extern const Rule weak_fallback{
    .id = "PKA305",
    .title = "Weak fallback",
    .why =
        "A passkey cannot be talked out of you, a code in a text message can. Whoever wants in "
        "takes the weakest way that is open.",
    .remedy =
        "Replace text messages, codes by e-mail and security questions by recovery codes on paper "
        "or a code generator.",
    .severity = Severity::medium,
    .item = Item::fallback,
    .sources = {"O1", "O2", "CS7"},
    .check = check,
};

}  // namespace passkey_audit
