#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "passkey_audit/audit/rule.hpp"
#include "passkey_audit/audit/safeguards.hpp"
#include "passkey_audit/audit/wording.hpp"
#include "recovery_to_set_up.hpp"
#include "roles.hpp"
#include "together.hpp"

namespace passkey_audit {
namespace {

std::string_view kind_of(RecoveryType type) {
  switch (type) {
    case RecoveryType::recovery_codes: return "recovery codes";
    case RecoveryType::recovery_key: return "a recovery key";
    case RecoveryType::emergency_kit: return "an emergency kit";
    case RecoveryType::backup_file: return "a backup file";
    case RecoveryType::recovery_contact: return "a recovery contact";
    case RecoveryType::emergency_access: return "emergency access";
    case RecoveryType::recovery_email: return "a recovery mailbox";
    case RecoveryType::admin_reset: return "a reset by an administrator";
    case RecoveryType::support: return "the service's support";
    case RecoveryType::legacy_contact:
    case RecoveryType::security_question: break;  // never a way in
  }
  return {};
}

std::string_view kind_of(AuthenticatorType type) {
  switch (type) {
    case AuthenticatorType::vault: return "a vault";
    case AuthenticatorType::platform: return "a passkey";
    case AuthenticatorType::push: return "an app on a device";
    case AuthenticatorType::certificate: return "a certificate";
    case AuthenticatorType::security_key: return "a security key";
    case AuthenticatorType::secret: return "a secret";
    case AuthenticatorType::totp: return "a code generator";
    case AuthenticatorType::phone_number: return "a phone number";
  }
  return {};
}

// A mailbox is one kind, whether it is named itself or described as a recovery address.
std::string_view kind_of(const AuditContext& context, ThingId thing) {
  const Inventory& inventory = context.inventory;
  if (const RecoveryMethod* method = inventory.recovery_method(thing)) return kind_of(method->type);
  if (const Authenticator* one = inventory.authenticator(thing)) return kind_of(one->type);
  switch (inventory.things[thing].kind) {
    case ThingKind::account: return kind_of(RecoveryType::recovery_email);
    case ThingKind::account_codes: return kind_of(RecoveryType::recovery_codes);
    case ThingKind::account_totp: return kind_of(AuthenticatorType::totp);
    case ThingKind::device: return "a signed-in device";
    default: return kind_of(RecoveryType::recovery_contact);  // a person
  }
}

bool works(const AuditContext& context, const Account& account, ThingId thing) {
  const RecoveryMethod* method = context.inventory.recovery_method(thing);
  const bool refused = method != nullptr && method->type == RecoveryType::support &&
                       account.details().review().support_can_restore == false;
  return !refused && context.usable(thing) && !is_its_own_mailbox(context, account, thing);
}

// Of ways that work, each once.
std::vector<std::string_view> kinds_of(const AuditContext& context, const Account& account) {
  std::vector<std::string_view> kinds;
  const std::uint32_t index = context.index_of(account);
  if (context.eventual.usable(context.graph.own_nodes(index).codes)) {
    kinds.push_back(kind_of(RecoveryType::recovery_codes));
  }
  for (const Way& way : account.recovery) {
    std::vector<ThingId> working;
    for (const Reference& thing : way.things) {
      if (works(context, account, thing.thing)) working.push_back(thing.thing);
    }
    const std::size_t needed = way.form == WayForm::at_least ? way.at_least : way.things.size();
    if (working.size() < needed) continue;
    for (const ThingId thing : working) add_once(kinds, kind_of(context, thing));
  }
  for (const std::uint32_t administrator : context.administrators[index]) {
    if (context.usable(context.account(administrator).thing)) {
      add_once(kinds, kind_of(RecoveryType::admin_reset));
    }
  }
  return kinds;
}

std::string message_for(const AuditContext& context, const std::string& account,
                        const std::vector<std::string_view>& kinds) {
  if (kinds.empty()) return fmt::format("No recovery that works is noted for {}", account);
  if (kinds.size() == 1) {
    return fmt::format("{} comes back through {} only", capitalized(account), kinds.front());
  }
  return fmt::format("{} comes back through {} kinds of recovery ({}), and your minimum is {}",
                     capitalized(account), kinds.size(), listed({kinds.begin(), kinds.end()}),
                     context.policy.min_recovery_kinds);
}

Remedy remedy_for(const AuditContext& context, const Account& account,
                  const std::vector<std::string_view>& kinds) {
  const std::string name = context.name(account.thing);
  const auto lacks = [&](RecoveryType type) {
    return std::ranges::find(kinds, kind_of(type)) == kinds.end();
  };
  if (context.issues_codes(account) == true && lacks(RecoveryType::recovery_codes)) {
    return Remedy({print_codes(context, account)});
  }
  const ServiceFacts* service = context.service_of(account);
  const bool offers_contact =
      service != nullptr && service->offers_recovery(RecoveryType::recovery_contact);
  if (offers_contact && lacks(RecoveryType::recovery_contact)) {
    return Remedy({ask_contact(context, account)});
  }
  return another_way_back(context, account);
}

void check(const AuditContext& context, RuleOutcome& outcome) {
  for (std::uint32_t i = 0; i < context.inventory.accounts.size(); ++i) {
    const Account& account = context.account(i);
    if (context.abandoned(i) || context.opened_through_others(account)) continue;
    if (is_emergency_account_with_a_second(context, account)) continue;
    const std::vector<std::string_view> kinds = kinds_of(context, account);
    if (kinds.size() >= context.policy.min_recovery_kinds) continue;
    if (!account.recovery.told()) {
      outcome.not_judged(account, "does not say what brings it back (\"recovery\")");
      continue;
    }
    outcome.add(account, {.message = message_for(context, context.name(i), kinds),
                          .remedy = remedy_for(context, account, kinds)});
  }
}

}  // namespace

extern const Rule only_one_kind_of_recovery{
    .id = "PKA603",
    .title = "Only one kind of recovery",
    .why =
        "Two mailboxes fail for the same reason, and so do two sheets of codes in one drawer. "
        "Another kind of recovery seldom fails on the same day.",
    .remedy = "Set up recovery of two kinds, such as codes on paper and somebody you trust.",
    .severity = Severity::medium,
    .item = Item::service_recovery,
    .sources = {"N9", "N5"},
    .check = check,
};

}  // namespace passkey_audit
