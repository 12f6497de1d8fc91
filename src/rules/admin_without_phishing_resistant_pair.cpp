#include <fmt/format.h>

#include <algorithm>

#include "another_passkey_or_key.hpp"
#include "passkey_audit/audit/rule.hpp"
#include "registrations.hpp"
#include "roles.hpp"
#include "together.hpp"

namespace passkey_audit {
namespace {

// What works now and cannot be tricked into signing in elsewhere, each thing once.
std::vector<ThingId> phishing_resistant(const AuditContext& context, const Account& account) {
  std::vector<ThingId> found;
  const auto add = [&](ThingId thing) {
    if (thing.told() && context.usable(thing)) add_once(found, thing);
  };
  for (const Passkey& passkey : account.passkeys) add(home_of(context, passkey));
  for (const ThingId key : context.security_keys_of(account)) add(key);
  for (const ThingId thing : things_named({&account.second_factors, &account.other_sign_in})) {
    if (context.inventory.authenticator(thing, AuthenticatorType::certificate)) add(thing);
  }
  return found;
}

// A passkey in a place that nobody knows could be the one that is missing.
bool has_passkey_somewhere(const Account& account) {
  return std::ranges::any_of(account.passkeys, [](const Passkey& passkey) {
    return passkey.in.thing == ThingDirectory::unknown;
  });
}

std::string message_for(const AuditContext& context, const std::string& account,
                        const std::vector<ThingId>& found) {
  return found.empty() ? fmt::format("No sign-in of {} withstands phishing", account)
                       : fmt::format("Only {} signs in to {} in a way that withstands phishing",
                                     context.name(found.front()), account);
}

void check(const AuditContext& context, RuleOutcome& outcome) {
  for (std::uint32_t i = 0; i < context.inventory.accounts.size(); ++i) {
    const Account& account = context.account(i);
    if (context.abandoned(i) || context.opened_through_others(account)) continue;
    if (!is_privileged(account)) continue;
    const std::vector<ThingId> found = phishing_resistant(context, account);
    if (found.size() >= 2) continue;
    if (!says_how_to_sign_in(account)) {
      outcome.not_judged(account, "does not say what signs in to it");
    } else if (account.federated_via.thing == ThingDirectory::unknown) {
      outcome.not_judged(account, "does not say which account signs in to it");
    } else if (has_passkey_somewhere(account)) {
      outcome.not_judged(account, "does not say where each of its passkeys is");
    } else {
      outcome.add(account, {.message = message_for(context, context.name(i), found),
                            .remedy = another_passkey_or_key(context, account)});
    }
  }
}

}  // namespace

extern const Rule admin_without_phishing_resistant_pair{
    .id = "PKA105",
    .title = "Admin without a phishing-resistant pair",
    .why =
        "Administrators are tricked with sign-in pages that look right. Passkeys, security keys "
        "and certificates see the difference; with only one of them, its loss brings the weaker "
        "ways back.",
    .remedy =
        "Give every administrator two of these: a passkey, a security key, a client certificate.",
    .severity = Severity::high,
    .fixed_severity = true,
    .item = Item::two_ways_in,
    .sources = {"CS2", "O2", "N12"},
    .check = check,
};

}  // namespace passkey_audit
