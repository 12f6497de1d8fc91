#include <fmt/format.h>

#include "passkey_audit/audit/rule.hpp"
#include "passkey_audit/audit/safeguards.hpp"
#include "registrations.hpp"
#include "together.hpp"

namespace passkey_audit {
namespace {

// What signs in to the account and works now, each thing once. Codes, mailboxes and people are for
// getting back in, so they do not count.
class Authenticators {
 public:
  Authenticators(const AuditContext& context, const Account& account)
      : context_(context), inventory_(context.inventory) {
    const AccessGraph::OwnNodes& own = context.graph.own_nodes(context.index_of(account));
    for (const Passkey& passkey : account.passkeys) add({home_of(context, passkey)});
    if (context.eventual.usable(own.password)) found_.push_back({account.thing, Part::password});
    if (context.takes_second_factors(account)) {
      if (context.eventual.usable(own.totp)) found_.push_back({account.thing, Part::totp});
      add_named_in(account.second_factors);
    }
    add_named_in(account.other_sign_in);
    if (account.federated_via.told()) add({account.federated_via.thing});
  }

  std::size_t count() const { return found_.size(); }
  std::vector<std::string> names() const {
    std::vector<std::string> names;
    for (const Step& thing : found_) {
      names.push_back(thing.part == Part::password ? "the password"
                      : thing.part == Part::totp   ? "the code generator"
                                                   : context_.name(thing.thing));
    }
    return names;
  }

 private:
  void add_named_in(const List<Way>& ways) {
    for (const ThingId thing : things_named({&ways})) {
      const ThingKind kind = inventory_.things[thing].kind;
      if (kind == ThingKind::authenticator || kind == ThingKind::device) add({thing});
    }
  }
  void add(Step thing) {
    const bool known = std::ranges::find(found_, thing) != found_.end();
    if (thing.thing.told() && !known && context_.usable(thing.thing)) found_.push_back(thing);
  }

  const AuditContext& context_;
  const Inventory& inventory_;
  std::vector<Step> found_;
};

// Ways that were told, but are no authenticators: codes, mailboxes, contacts.
bool has_other_ways(const AuditContext& context, const Account& account) {
  const auto things = things_named({&account.second_factors, &account.other_sign_in});
  return !account.codes.none() || std::ranges::any_of(things, [&](ThingId thing) {
    const ThingKind kind = context.inventory.things[thing].kind;
    return kind != ThingKind::authenticator && kind != ThingKind::device;
  });
}

std::string message_for(const AuditContext& context, const Account& account,
                        const std::vector<std::string>& names) {
  const std::string name = context.name(account.thing);
  const std::uint32_t limit = context.policy.min_authenticators;
  if (names.empty()) {
    return context.usable_promptly(account.thing)
               ? fmt::format("No authenticator of yours signs in to {}", name)
               : fmt::format("Nothing that still works signs in to {}", name);
  }
  std::string message =
      fmt::format("Only {} {} in to {}", listed(names), names.size() == 1 ? "signs" : "sign", name);
  if (has_other_ways(context, account))
    message += "; what comes by mail, or is a code on paper, counts only beside it";
  if (limit > 2) message += fmt::format("; your policy asks for {}", limit);
  return message;
}

Remedy remedy_for(const AuditContext& context, const Account& account, const std::string& name) {
  // Where it has none, and nobody knows whether it takes any, another rule asks.
  const bool takes_keys =
      !context.security_keys_of(account).empty() || context.accepts_security_key(account) == true;
  if (takes_keys) return Remedy({key_registration(context, account)});
  const ServiceFacts* service = context.service_of(account);
  const bool one_passkey_only = service != nullptr && service->several_passkeys == false;
  const std::string_view what = one_passkey_only && !account.passkeys.empty()
                                    ? "a code generator"
                                    : "a passkey or a code generator";
  if (service != nullptr) return fmt::format("Add {} to {}.", what, name);
  return fmt::format(
      "See in the settings of {} whether it takes {}, and add one; if it takes neither, keep its "
      "password on paper too.",
      name, what);
}

void check(const AuditContext& context, RuleOutcome& outcome) {
  for (std::uint32_t i = 0; i < context.inventory.accounts.size(); ++i) {
    const Account& account = context.account(i);
    if (context.abandoned(i) || context.opened_through_others(account)) continue;
    if (!says_how_to_sign_in(account)) {
      outcome.not_judged(account, "does not say what signs in to it");
      continue;
    }
    const Authenticators authenticators(context, account);
    const std::uint32_t limit = context.policy.min_authenticators;
    if (authenticators.count() >= limit) continue;
    if (account.federated_via.thing == ThingDirectory::unknown) {
      outcome.not_judged(account, "does not say which account signs in to it");
      continue;
    }
    const std::string name = context.name(i);
    outcome.add(account, {.message = message_for(context, account, authenticators.names()),
                          .remedy = remedy_for(context, account, name)});
  }
}

}  // namespace

extern const Rule fewer_than_two_authenticators{
    .id = "PKA101",
    .title = "Fewer than two authenticators",
    .why =
        "With two separate ways to sign in, losing one is an errand. With a single one, it is the "
        "slow and uncertain road of recovery.",
    .remedy =
        "Register at least two separate things that sign in: passkeys in different homes, "
        "security keys, or a password with a second step.",
    .severity = Severity::critical,
    .item = Item::two_ways_in,
    .sources = {"N1", "W1", "F1", "GH1", "OK1"},
    .check = check,
};

}  // namespace passkey_audit
