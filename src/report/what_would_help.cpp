// What those who are left behind would have needed.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "passkey_audit/audit/wording.hpp"
#include "passkey_audit/report/drill.hpp"

namespace passkey_audit {
namespace {

bool is_only_remembered(const List<Reference>& stored_in) {
  return !stored_in.empty() && std::ranges::all_of(stored_in, [](const Reference& where) {
    return where.thing == ThingDirectory::memory;
  });
}

// What was in one head only, and would have opened something.
std::vector<std::string> what_nobody_knows(const AuditContext& written,
                                           const std::vector<std::uint32_t>& shut) {
  std::vector<std::string> secrets;
  for (const std::uint32_t index : shut) {
    const Account& account = written.account(index);
    if (is_only_remembered(account.password.stored_in)) {
      secrets.push_back(written.name(account.thing, Part::password));
    }
  }
  std::vector<ThingId> locked_keys;
  for (const Authenticator& one : written.inventory.authenticators) {
    if (written.inventory.owner_or_default(one.owner) != ThingDirectory::me) continue;
    const bool is_secret = one.type == AuthenticatorType::secret && !one.opens.empty();
    if (is_secret && is_only_remembered(one.stored_in)) secrets.push_back(written.name(one.thing));
    const bool is_key = one.type == AuthenticatorType::security_key && one.status == Status::active;
    if (is_key && one.pin_set == true && written.openers.of(one.thing).empty()) {
      locked_keys.push_back(one.thing);
    }
  }
  if (!locked_keys.empty()) {
    secrets.push_back(fmt::format("the PIN of {}", written.names_of(locked_keys)));
  }
  return secrets;
}

bool offers_legacy_contact(const AuditContext& context, std::uint32_t index) {
  const ServiceFacts* service = context.service_of(context.account(index));
  return service != nullptr && service->offers_recovery(RecoveryType::legacy_contact);
}

}  // namespace

std::string what_would_help(const AuditContext& written, const ScenarioResult& without_me) {
  std::vector<std::uint32_t> shut, with_contact;
  for (std::uint32_t i = 0; i < without_me.states.size(); ++i) {
    if (!is_out(without_me.states[i].state)) continue;
    shut.push_back(i);
    if (offers_legacy_contact(written, i)) with_contact.push_back(i);
  }
  std::string text;
  const std::vector<std::string> secrets = what_nobody_knows(written, shut);
  if (!shut.empty() && !secrets.empty()) {
    text = fmt::format("Lost with you, unless it lies on paper where they will find it: {}.",
                       fmt::join(secrets, ", "));
  }
  if (!with_contact.empty()) {
    text += fmt::format(
        "{}{} can have a legacy contact, who gets at mail and photos, but at no "
        "passwords or passkeys.",
        text.empty() ? "" : " ", capitalized(written.names(with_contact)));
  }
  return text;
}

}  // namespace passkey_audit
