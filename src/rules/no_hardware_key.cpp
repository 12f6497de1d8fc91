#include <fmt/format.h>

#include "passkey_audit/audit/rule.hpp"
#include "passkey_audit/audit/safeguards.hpp"

namespace passkey_audit {
namespace {

std::string keys_at_hand(const AuditContext& context, const Account& account) {
  const std::vector<ThingId> keys = keys_to_add(context, account);
  return keys.empty() ? "one" : context.names_of(keys);
}

// It is not known whether the service takes keys. Where it keeps one passkey, a key may take the
// place of that.
std::string look_up(const AuditContext& context, const Account& account) {
  const ServiceFacts* service = context.service_of(account);
  const std::string name = context.name(account.thing);
  const bool has_its_one_passkey =
      service != nullptr && service->several_passkeys == false && !account.passkeys.empty();
  if (has_its_one_passkey) {
    return fmt::format(
        "{0} keeps one passkey. Look up whether it takes a security key besides. If it does, "
        "register {1}; if not, leave the passkey where it is and say so with "
        "\"accepts_security_key\": false.",
        name, keys_at_hand(context, account));
  }
  return fmt::format(
      "Look up whether {} takes security keys. If it does, register {}; if not, say so with "
      "\"accepts_security_key\": false.",
      name, keys_at_hand(context, account));
}

void check(const AuditContext& context, RuleOutcome& outcome) {
  for (std::uint32_t i = 0; i < context.inventory.accounts.size(); ++i) {
    const Account& account = context.account(i);
    if (context.abandoned(i) || context.opened_through_others(account)) continue;
    const std::optional<bool> accepts = context.accepts_security_key(account);
    if (accepts == false || !context.security_keys_of(account).empty()) continue;
    const std::string name = context.name(i);
    outcome.add(account,
                {.message = accepts ? fmt::format("{} takes security keys and has none", name)
                                    : fmt::format("{} has no security key, and it is not known "
                                                  "whether it takes any",
                                                  name),
                 .remedy = accepts ? Remedy({key_registration(context, account)})
                                   : Remedy(look_up(context, account))});
  }
}

}  // namespace

extern const Rule no_hardware_key{
    .id = "PKA201",
    .title = "No hardware key where one is accepted",
    .why =
        "A security key depends on no phone, no number and no company's cloud. It still signs in "
        "when all of those are gone.",
    .remedy = "Register a security key on every account that takes one, the most important first.",
    .severity = Severity::high,
    .item = Item::hardware_backup,
    .sources = {"W1", "Y1", "AP1"},
    .check = check,
};

}  // namespace passkey_audit
