#include <fmt/format.h>

#include <algorithm>

#include "another_passkey_or_key.hpp"
#include "passkey_audit/audit/rule.hpp"

namespace passkey_audit {
namespace {

// Where the one passkey is: "on Ada's laptop", "in the family vault". Empty: nobody knows.
std::string home_of(const AuditContext& context, const Passkey& passkey) {
  const auto known = [](const Reference& thing) {
    return thing.told() && thing.thing != ThingDirectory::unknown;
  };
  const Reference device = passkey.detail().on;
  if (known(device)) return fmt::format("on {}", context.name(device.thing));
  if (!known(passkey.in)) return {};
  const bool in_vault =
      context.inventory.authenticator(passkey.in.thing, AuthenticatorType::vault) != nullptr;
  return fmt::format("{} {}", in_vault ? "in" : "on", context.name(passkey.in.thing));
}

std::string message_for(const AuditContext& context, const std::string& account,
                        const Passkey& passkey) {
  const std::string home = home_of(context, passkey);
  return fmt::format(
      "The only passkey of {}{} {}", account, home.empty() ? "" : fmt::format(", {},", home),
      passkey.detail().backup_eligible == false ? "cannot be backed up" : "is not backed up");
}

// Besides the one that holds the passkey.
bool has_another_key(const AuditContext& context, const Account& account, const Passkey& passkey) {
  return std::ranges::any_of(context.security_keys_of(account),
                             [&](ThingId key) { return key != passkey.in.thing; });
}

void check(const AuditContext& context, RuleOutcome& outcome) {
  for (std::uint32_t i = 0; i < context.inventory.accounts.size(); ++i) {
    const Account& account = context.account(i);
    if (context.abandoned(i) || context.opened_through_others(account)) continue;
    if (account.passkeys.size() != 1) continue;
    const Passkey& passkey = account.passkeys[0];
    // What is not backed up goes with its device, whether or not it could be backed up.
    const PasskeyDetails told = passkey.detail();
    if (told.backup_eligible != false && told.backed_up != false) continue;
    if (has_another_key(context, account, passkey)) continue;
    outcome.add(account, {.message = message_for(context, context.name(i), passkey),
                          .remedy = another_passkey_or_key(context, account)});
  }
}

}  // namespace

extern const Rule only_passkey_not_backed_up{
    .id = "PKA104",
    .title = "Only passkey is not backed up",
    .why =
        "Some passkeys never leave the device that made them, and some have not been copied yet. "
        "Such a passkey is gone with its device.",
    .remedy =
        "Add a second passkey in another place, or a security key, to every account whose only "
        "passkey has no backup.",
    .severity = Severity::high,
    .item = Item::two_ways_in,
    .sources = {"W2"},
    .check = check,
};

}  // namespace passkey_audit
