#include <fmt/format.h>

#include <algorithm>

#include "passkey_audit/audit/rule.hpp"
#include "passkey_audit/audit/safeguards.hpp"
#include "passkey_audit/audit/wording.hpp"
#include "together.hpp"

namespace passkey_audit {
namespace {

// Keys that are there come first, keys that have to be bought last.
Remedy remedy_for(const AuditContext& context, const Account& account,
                  const std::string& own_vaults) {
  Instruction registration = key_registration(context, account);
  const bool is_at_hand = keys_to_add(context, account).size() >= keys_missing(context, account);
  if (is_at_hand) {
    registration.effect =
        fmt::format("Or give it a password that you keep outside {}.", own_vaults);
    return Remedy({std::move(registration)});
  }
  registration.what =
      fmt::format("Give {} a password that you keep outside {}. Besides, {}",
                  context.name(account.thing), own_vaults, uncapitalized(registration.what));
  return Remedy({std::move(registration)});
}

void check(const AuditContext& context, RuleOutcome& outcome) {
  for (std::uint32_t i = 0; i < context.inventory.accounts.size(); ++i) {
    const Account& account = context.account(i);
    const bool only_passkeys = !account.passkeys.empty() && account.password.none() &&
                               !account.federated_via.told() && account.other_sign_in.empty();
    if (context.abandoned(i) || !only_passkeys) continue;
    std::vector<std::string> own_vaults;
    const bool all_in_own_vaults =
        std::ranges::all_of(account.passkeys, [&](const Passkey& passkey) {
          const Authenticator* vault =
              context.inventory.authenticator(passkey.in.thing, AuthenticatorType::vault);
          if (vault == nullptr || vault->account.thing != account.thing) return false;
          add_once(own_vaults, context.name(vault->thing));
          return true;
        });
    if (!all_in_own_vaults) continue;
    const std::string name = context.name(i);
    outcome.add(account,
                {.message = fmt::format("You sign in to {0} only with a passkey in {1}, and a new "
                                        "device gets that passkey only once it is signed in to {0}",
                                        name, listed(own_vaults, "or")),
                 .remedy = remedy_for(context, account, listed(own_vaults))});
  }
}

}  // namespace

extern const Rule passkey_only_in_its_own_cloud{
    .id = "PKA703",
    .title = "Platform passkey only in its own cloud",
    .why =
        "The cloud that keeps the passkey opens with the very account that the passkey opens. "
        "With the last signed-in device gone, each waits for the other.",
    .remedy =
        "Give the account that guards your passkeys a sign-in that is not kept in its own "
        "cloud.",
    .severity = Severity::critical,
    .item = Item::no_circles,
    .sources = {"AP4"},
    .check = check,
};

}  // namespace passkey_audit
