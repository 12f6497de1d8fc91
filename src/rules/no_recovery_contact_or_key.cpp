#include <fmt/format.h>

#include "passkey_audit/audit/rule.hpp"
#include "passkey_audit/audit/safeguards.hpp"
#include "roles.hpp"
#include "together.hpp"

namespace passkey_audit {
namespace {

struct Offer {
  bool contact = false;
  bool key = false;
};

// What the account's service, or the maker of a vault that it guards, offers.
Offer offered(const AuditContext& context, const Account& account) {
  Offer offer;
  if (const ServiceFacts* service = context.service_of(account)) {
    offer.contact = service->offers_recovery(RecoveryType::recovery_contact);
    offer.key = service->offers_recovery(RecoveryType::recovery_key);
  }
  for (const std::uint32_t vault : context.vaults_guarded_by(account)) {
    const ProviderFacts* provider =
        facts_of(context.catalog, context.inventory.authenticators[vault]);
    if (provider == nullptr) continue;
    for (const ProviderRecovery& recovery : provider->recovery) {
      offer.contact |= recovery.type == word(RecoveryType::recovery_contact);
      offer.key |= recovery.type == word(RecoveryType::recovery_key);
    }
  }
  return offer;
}

bool has_contact_or_key(const AuditContext& context, const Account& account) {
  return std::ranges::any_of(things_named({&account.recovery}), [&](ThingId thing) {
    const RecoveryMethod* method = context.inventory.recovery_method(thing);
    if (method == nullptr || !context.usable(thing)) return false;
    return method->type == RecoveryType::recovery_key ||
           (method->type == RecoveryType::recovery_contact &&
            !is_owner(account, method->person.thing));
  });
}

std::string message_for(const AuditContext& context, const Account& account, Offer offer) {
  std::vector<ThingId> vaults;
  for (const std::uint32_t vault : context.vaults_guarded_by(account)) {
    vaults.push_back(context.inventory.authenticators[vault].thing);
  }
  const std::string_view missing = offer.contact && offer.key ? "recovery contact or recovery key"
                                   : offer.contact            ? "recovery contact"
                                                              : "recovery key";
  const std::string name = context.name(account.thing);
  const std::string what =
      fmt::format("{} {}", account.recovery.told() ? "has no" : "is not known to have a", missing);
  return vaults.empty() ? fmt::format("{} {}", name, what)
                        : fmt::format("{} guards {} and {}", name, context.names_of(vaults), what);
}

Remedy remedy_for(const AuditContext& context, const Account& account, Offer offer) {
  const std::string name = context.name(account.thing);
  if (!offer.contact) {
    return fmt::format(
        "Turn on the recovery key of {} and keep two copies of it on paper at two places.", name);
  }
  Instruction contact = ask_contact(context, account);
  if (!offer.key) return Remedy({std::move(contact)});
  const std::string_view vendor = vendor_of(context.catalog, account);
  // With a recovery key in force, a provider may no longer help in any other way.
  contact.effect = fmt::format(
      "A recovery key on paper at two places would do too, but find out first "
      "whether {} then still helps you in other ways.",
      vendor.empty() ? name : context.vendor_name(vendor));
  return Remedy({std::move(contact)});
}

void check(const AuditContext& context, RuleOutcome& outcome) {
  for (std::uint32_t i = 0; i < context.inventory.accounts.size(); ++i) {
    const Account& account = context.account(i);
    if (context.abandoned(i) || context.opened_through_others(account)) continue;
    const bool is_platform = has_role(account, Role::platform);
    if (!is_platform && context.vaults_guarded_by(account).empty()) continue;
    const Offer offer = offered(context, account);
    if (!(offer.contact || offer.key) || has_contact_or_key(context, account)) continue;
    outcome.add(account, {.message = message_for(context, account, offer),
                          .remedy = remedy_for(context, account, offer)});
  }
}

}  // namespace

extern const Rule no_recovery_contact_or_key{
    .id = "PKA401",
    .title = "No recovery contact or key on a platform account",
    .why =
        "The account that guards your passkeys is the one that everything else leans on. A contact "
        "or a key brings it back when every device is gone.",
    .remedy = "Set up a recovery contact or a recovery key on every account that guards a vault.",
    .severity = Severity::high,
    .item = Item::platform_recovery,
    .sources = {"AP2", "GO5", "N8"},
    .check = check,
};

}  // namespace passkey_audit
