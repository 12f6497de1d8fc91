#include <fmt/format.h>

#include "passkey_audit/audit/change_list.hpp"
#include "passkey_audit/audit/rule.hpp"
#include "passkey_audit/audit/safeguards.hpp"
#include "roles.hpp"
#include "together.hpp"

namespace passkey_audit {
namespace {

// Which ways into one account work now, however slowly, without a passkey or a security key.
class Fallback {
 public:
  Fallback(const AuditContext& context, const Account& account)
      : context_(context),
        account_(account),
        own_(context.graph.own_nodes(context.index_of(account))) {}

  bool exists() const {
    const auto usable_account = [&](std::uint32_t index) {
      return context_.usable(context_.account(index).thing);
    };
    const bool via_other =
        account_.federated_via.told() && context_.usable(account_.federated_via.thing);
    return password_signs_in() || via_other || any_works(account_.other_sign_in) ||
           any_works(account_.recovery) ||
           std::ranges::any_of(context_.administrators[context_.index_of(account_)],
                               usable_account);
  }
  bool has_password() const { return usable(own_.password); }
  bool has_codes() const { return usable(own_.codes); }

 private:
  bool usable(NodeId node) const { return context_.eventual.usable(node); }

  // Alone if it needs no second step. Codes and a code generator are such a step; where nothing is
  // told of a password, they stand for one.
  bool password_signs_in() const {
    const bool alone =
        account_.second_factors.empty() && account_.totp.none() && account_.codes.none();
    const bool has_codes = usable(own_.codes) || usable(own_.totp);
    if (!account_.password.told()) return has_codes;
    return has_password() && (alone || has_codes || any_works(account_.second_factors));
  }

  bool any_works(const List<Way>& ways) const {
    return std::ranges::any_of(ways, [&](const Way& way) {
      const auto working = std::ranges::count_if(
          way.things, [&](const Reference& thing) { return works(thing.thing); });
      const std::size_t needed = way.form == WayForm::at_least ? way.at_least : way.things.size();
      return static_cast<std::size_t>(working) >= needed;
    });
  }

  bool works(ThingId thing) const {
    // A platform authenticator, such as Windows Hello, signs in with a passkey too.
    if (const Authenticator* authenticator = context_.inventory.authenticator(thing)) {
      if (authenticator->type == AuthenticatorType::security_key ||
          authenticator->type == AuthenticatorType::platform) {
        return false;
      }
    }
    const RecoveryMethod* method = context_.inventory.recovery_method(thing);
    const bool is_support = method != nullptr && method->type == RecoveryType::support;
    return (!is_support || support_helps_in_time(*method)) && context_.usable(thing);
  }

  // A form to fill in is no way in that somebody keeps, unless it is known to help soon.
  bool support_helps_in_time(const RecoveryMethod& support) const {
    return account_.details().review().support_can_restore != false && support.wait &&
           *support.wait <= context_.policy.max_outage;
  }

  const AuditContext& context_;
  const Account& account_;
  const AccessGraph::OwnNodes& own_;
};

Remedy remedy_for(const AuditContext& context, const Account& account, const Fallback& fallback) {
  const std::string name = context.name(account.thing);
  const bool has_password = fallback.has_password();
  if (context.issues_codes(account) != true) {
    const std::string_view second =
        context.issues_codes(account) == false
            ? "a code generator"
            : "a code generator or whatever else it offers that is no key";
    return has_password
               ? fmt::format("Add {} to the password of {}.", second, name)
               : fmt::format("Set a password for {} that you know, and with it {}.", name, second);
  }
  if (has_password) return Remedy({print_codes(context, account)});
  if (!fallback.has_codes()) return Remedy({set_password_and_print_codes(context, account)});
  return Remedy(
      fmt::format("Set a password for {} that you know, to go with its recovery codes.", name),
      one_change(ChangeKind::copy_password, account.thing, ThingDirectory::memory));
}

void check(const AuditContext& context, RuleOutcome& outcome) {
  for (std::uint32_t i = 0; i < context.inventory.accounts.size(); ++i) {
    const Account& account = context.account(i);
    if (context.abandoned(i) || context.opened_through_others(account)) continue;
    if (is_emergency_account_with_a_second(context, account)) continue;
    const Fallback fallback(context, account);
    if (fallback.exists()) continue;
    if (!says_how_to_sign_in(account)) {
      outcome.not_judged(account, "does not say what signs in to it");
      continue;
    }
    if (account.federated_via.thing == ThingDirectory::unknown) {
      outcome.not_judged(account, "does not say which account signs in to it");
      continue;
    }
    outcome.add(account,
                {.message = fmt::format("Nothing opens {} without a passkey or a security key",
                                        context.name(i)),
                 .remedy = remedy_for(context, account, fallback)});
  }
}

}  // namespace

extern const Rule no_non_passkey_fallback{
    .id = "PKA301",
    .title = "No non-passkey fallback",
    .why =
        "A passkey is only as reachable as the things that hold it. Until every backup has been "
        "tried once, something else should still open the account.",
    .remedy =
        "Keep one way in that is no passkey: recovery codes on paper, or a password with a "
        "second step.",
    .severity = Severity::high,
    .item = Item::fallback,
    .sources = {"GH1", "N5"},
    .check = check,
};

}  // namespace passkey_audit
