#include "passkey_audit/catalog/known.hpp"

#include <algorithm>

namespace passkey_audit {
namespace {

constexpr std::string_view not_told = "unknown";

std::string_view told_vendor(const Text& vendor) {
  return vendor == not_told ? std::string_view{} : vendor.view();
}

bool is_alphanumeric(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// The beginning of a product's name that spells the company's id: "GOV.UK" for "gov-uk", "Google"
// of "Google Account". Empty when there is none.
std::string_view spelled(std::string_view id, std::string_view product) {
  std::size_t used = 0;
  for (const char c : id) {
    if (!is_alphanumeric(c)) continue;
    while (used < product.size() && !is_alphanumeric(product[used])) ++used;
    if (used == product.size() || lower(product[used]) != lower(c)) return {};
    ++used;
  }
  const bool whole_word = used == product.size() || !is_alphanumeric(product[used]);
  return whole_word ? product.substr(0, used) : std::string_view();
}

bool is_of_type(const Inventory& inventory, const Account& account, ThingId thing,
                RecoveryType type) {
  if (const RecoveryMethod* method = inventory.recovery_method(thing)) return method->type == type;
  return type == RecoveryType::recovery_codes &&
         inventory.things[thing].kind == ThingKind::account_codes &&
         inventory.accounts[inventory.things[thing].index].thing == account.thing;
}

// Methods of a type that an account names among its ways back.
VaultOpening::AnyOf methods_of(const Inventory& inventory, const Account& account,
                               RecoveryType type) {
  VaultOpening::AnyOf keys;
  for (const Way& way : account.recovery) {
    const bool asks_for_more = way.things.size() > 1 || way.wait;
    for (const Reference& thing : way.things) {
      if (!is_of_type(inventory, account, thing.thing, type)) continue;
      keys.push_back({.thing = thing.thing, .way = asks_for_more ? &way : nullptr});
    }
  }
  return keys;
}

// A device that does not tell its platform is none of those that a provider asks for.
bool lock_counts(const ProviderFacts& facts, const Device* device) {
  if (facts.passcode_platforms.empty()) return true;
  if (device == nullptr || !device->platform) return false;
  return std::ranges::find(facts.passcode_platforms, word(*device->platform)) !=
         facts.passcode_platforms.end();
}

// What is declared that meets one need of a provider.
VaultOpening::AnyOf met_by(const Inventory& inventory, const Openers& openers,
                           const ProviderFacts& facts, const Authenticator& vault, VaultNeed need) {
  VaultOpening::AnyOf keys;
  if (need == VaultNeed::device_passcode) {
    for (const Reference& device : vault.devices) {
      if (!lock_counts(facts, inventory.device(device.thing))) continue;
      for (const ThingId secret : openers.of(device.thing)) keys.push_back({.thing = secret});
    }
  }
  const Account* account = inventory.account(vault.account.thing);
  if (account == nullptr) return keys;
  switch (need) {
    case VaultNeed::account_password:
      if (!account->password.none()) keys.push_back({.is_account_password = true});
      return keys;
    case VaultNeed::recovery_key:
      return methods_of(inventory, *account, RecoveryType::recovery_key);
    case VaultNeed::recovery_contact:
      return methods_of(inventory, *account, RecoveryType::recovery_contact);
    case VaultNeed::secret_key:  // stands on the kit
      return methods_of(inventory, *account, RecoveryType::emergency_kit);
    case VaultNeed::device_passcode:
    case VaultNeed::pin:
    case VaultNeed::key_file: return keys;  // met by a secret that is declared to open the vault
  }
  return keys;
}

// All needs of an alternative have to be met. Empty: one is not.
VaultOpening::Alternative all_met_by(const Inventory& inventory, const Openers& openers,
                                     const ProviderFacts& facts, const Authenticator& vault,
                                     std::span<const VaultNeed> together) {
  VaultOpening::Alternative alternative;
  for (const VaultNeed need : together) {
    alternative.push_back(met_by(inventory, openers, facts, vault, need));
    if (alternative.back().empty()) return {};
  }
  return alternative;
}

// What the provider's ways back give: only those of which it is known that they return the vault.
void add_recovery(const Inventory& inventory, const Openers& openers, const ProviderFacts& facts,
                  const Authenticator& vault, VaultOpening& opening) {
  const Account* account = inventory.account(vault.account.thing);
  if (account == nullptr) return;
  for (const ProviderRecovery& path : facts.recovery) {
    const auto type = from_word<RecoveryType>(path.type);
    if (!type || !path.returns_vault || !path.provenance.is_sure()) continue;
    VaultOpening::Alternative alternative =
        all_met_by(inventory, openers, facts, vault, path.also_needs);
    if (alternative.size() != path.also_needs.size()) continue;
    alternative.push_back(methods_of(inventory, *account, *type));
    if (alternative.back().empty()) continue;
    const auto same = std::ranges::find(opening.alternatives, alternative);
    if (same == opening.alternatives.end()) opening.alternatives.push_back(std::move(alternative));
  }
}

// The same for secrets that the vault's own `opens` name.
VaultOpening opening_by(const std::vector<ThingId>& secrets) {
  VaultOpening::AnyOf keys;
  for (const ThingId secret : secrets) keys.push_back({.thing = secret});
  return {.form = VaultOpening::Form::secrets, .alternatives = {{std::move(keys)}}};
}

bool names(const Inventory& inventory, const Account& account,
           std::span<const std::string_view> types) {
  return std::ranges::any_of(account.recovery, [&](const Way& way) {
    return std::ranges::any_of(way.things, [&](const Reference& thing) {
      const RecoveryMethod* method = inventory.recovery_method(thing.thing);
      return method != nullptr && std::ranges::find(types, word(method->type)) != types.end();
    });
  });
}

// What the catalog says, if it is confirmed.
template <class Facts>
std::optional<bool> sure(const Facts* facts, std::optional<bool> Facts::*fact) {
  return facts == nullptr || !facts->provenance.is_sure() ? std::nullopt : facts->*fact;
}

}  // namespace

const ServiceFacts* facts_of(const Catalog& catalog, const Account& account) {
  if (!account.service.told() || is_of_organisation(account)) return nullptr;
  const ServiceFacts* facts = catalog.service(account.service);
  const bool is_in_tenant =
      account.details().org.told() || has_role(account, Role::identity_provider);
  if (facts == nullptr || !is_in_tenant || facts->organisations_use.empty()) return facts;
  return catalog.service(facts->organisations_use);
}

const ProviderFacts* facts_of(const Catalog& catalog, const Authenticator& vault) {
  return vault.provider.told() ? catalog.provider(vault.provider) : nullptr;
}

std::string_view vendor_of(const Catalog& catalog, const Account& account) {
  if (const std::string_view told = told_vendor(account.details().vendor); !told.empty())
    return told;
  const ServiceFacts* facts = account.service.told() ? catalog.service(account.service) : nullptr;
  return facts == nullptr ? std::string_view{} : facts->vendor;
}

std::string_view vendor_of(const Catalog& catalog, const Authenticator& vault) {
  if (const std::string_view told = told_vendor(vault.vendor); !told.empty()) return told;
  const ProviderFacts* facts = facts_of(catalog, vault);
  return facts == nullptr ? std::string_view{} : facts->vendor;
}

std::string_view company_of(const Catalog& catalog, std::string_view vendor) {
  const auto in_products = [&](const auto& products) {
    std::string_view company;
    for (const auto& product : products) {
      if (company.empty() && product.vendor == vendor) company = spelled(vendor, product.name);
    }
    return company;
  };
  const std::string_view company = in_products(catalog.services());
  return company.empty() ? in_products(catalog.providers()) : company;
}

std::optional<bool> works_offline(const Catalog& catalog, const Authenticator& vault) {
  if (vault.works_offline) return vault.works_offline;
  return sure(facts_of(catalog, vault), &ProviderFacts::works_offline);
}

std::optional<bool> accepts_security_key(const ServiceFacts* service, const Account& account) {
  return account.accepts_security_key ? account.accepts_security_key
                                      : sure(service, &ServiceFacts::accepts_security_key);
}

std::optional<bool> issues_codes(const ServiceFacts* service, const Account& account) {
  return account.issues_codes ? account.issues_codes : sure(service, &ServiceFacts::issues_codes);
}

std::optional<bool> support_can_restore(const ServiceFacts* service, const Account& account) {
  const auto told = account.details().review().support_can_restore;
  return told ? told : sure(service, &ServiceFacts::support_can_restore);
}

bool codes_ended(const Inventory& inventory, const Catalog& catalog, const Account& account) {
  std::vector<ThingId> keys;
  const auto add_if_key = [&](const Reference& one) {
    const bool is_key =
        inventory.authenticator(one.thing, AuthenticatorType::security_key) != nullptr;
    if (is_key && std::ranges::find(keys, one.thing) == keys.end()) keys.push_back(one.thing);
  };
  for (const Passkey& passkey : account.passkeys) add_if_key(passkey.in);
  for (const Way& way : account.second_factors) std::ranges::for_each(way.things, add_if_key);
  if (keys.empty()) return false;
  const ServiceFacts* service = facts_of(catalog, account);
  return service != nullptr && service->provenance.is_sure() && service->security_keys_end_codes &&
         keys.size() >= service->security_keys_min.value_or(1);
}

bool is_ended_code(const Inventory& inventory, const Way& second_step) {
  return std::ranges::any_of(second_step.things, [&](const Reference& one) {
    return inventory.authenticator(one.thing, AuthenticatorType::security_key) == nullptr;
  });
}

Openers::Openers(const Inventory& inventory) {
  for (const Authenticator& authenticator : inventory.authenticators) {
    for (const Reference& opened : authenticator.opens) {
      if (opened.thing != ThingDirectory::unknown) {
        secrets_[opened.thing].push_back(authenticator.thing);
      }
    }
  }
}

const std::vector<ThingId>& Openers::of(ThingId thing) const {
  static const std::vector<ThingId> none;
  const auto found = secrets_.find(thing);
  return found == secrets_.end() ? none : found->second;
}

bool is_of_organisation(const Account& account) {
  const Controller controller = account.details().controlled_by;
  return controller == Controller::employer || controller == Controller::school;
}

GuardedProviders::GuardedProviders(const Inventory& inventory, const Catalog& catalog)
    : catalog_(catalog) {
  for (const ProviderFacts& facts : catalog.providers()) {
    for (const std::string_view domain : facts.services) {
      if (const ServiceFacts* service = catalog.service(domain)) {
        by_service_[service].push_back(&facts);
      }
    }
  }
  for (const Authenticator& vault : inventory.authenticators) {
    if (vault.type != AuthenticatorType::vault) continue;
    const ProviderFacts* facts = facts_of(catalog, vault);
    if (facts == nullptr || inventory.account(vault.account.thing) == nullptr) continue;
    auto& providers = by_guard_[vault.account.thing];
    if (std::ranges::find(providers, facts) == providers.end()) providers.push_back(facts);
  }
}

std::vector<const ProviderFacts*> GuardedProviders::of(const Account& account) const {
  if (is_of_organisation(account)) return {};
  std::vector<const ProviderFacts*> providers;
  if (const auto found = by_guard_.find(account.thing); found != by_guard_.end()) {
    providers = found->second;
  }
  const auto found = by_service_.find(facts_of(catalog_, account));
  if (found == by_service_.end()) return providers;
  for (const ProviderFacts* facts : found->second) {
    if (std::ranges::find(providers, facts) == providers.end()) providers.push_back(facts);
  }
  return providers;
}

Obstacle obstacle_to(const Inventory& inventory, const Catalog& catalog,
                     const GuardedProviders& providers, const Account& account,
                     const RecoveryMethod& method) {
  const bool is_support = method.type == RecoveryType::support;
  const auto told = account.details().review().support_can_restore;
  if (is_support && told) return *told ? Obstacle::none : Obstacle::review;

  bool is_switched_off = false;
  for (const ProviderFacts* facts : providers.of(account)) {
    for (const ProviderRecovery& path : facts->recovery) {
      if (path.type != word(method.type) || !path.provenance.is_sure()) continue;
      // Of several such ways, one is left.
      if (!names(inventory, account, path.switched_off_by)) return Obstacle::none;
      is_switched_off = true;
    }
  }
  if (is_switched_off) return Obstacle::switched_off;

  const bool restores_nothing = support_can_restore(facts_of(catalog, account), account) == false;
  return is_support && restores_nothing ? Obstacle::service : Obstacle::none;
}

const ProviderRecovery* path_of(const GuardedProviders& providers, const Account& account,
                                std::string_view type) {
  for (const ProviderFacts* facts : providers.of(account)) {
    for (const ProviderRecovery& path : facts->recovery) {
      if (path.type == type && path.provenance.is_sure()) return &path;
    }
  }
  return nullptr;
}

bool needs_account_password(const Inventory& inventory, const GuardedProviders& providers,
                            const Account& account, ThingId thing) {
  const ThingKind kind = inventory.things[thing].kind;
  const bool may_be = kind == ThingKind::recovery_method || kind == ThingKind::account_codes;
  if (!may_be) return false;
  bool is_needed = false;
  for (const ProviderFacts* facts : providers.of(account)) {
    for (const ProviderRecovery& path : facts->recovery) {
      const auto type = from_word<RecoveryType>(path.type);
      if (!type || !path.provenance.is_sure()) continue;
      if (!is_of_type(inventory, account, thing, *type)) continue;
      const auto found = std::ranges::find(path.also_needs, VaultNeed::account_password);
      if (found == path.also_needs.end()) return false;
      is_needed = true;
    }
  }
  return is_needed;
}

VaultOpening opening_of(const Inventory& inventory, const Catalog& catalog, const Openers& openers,
                        const Authenticator& vault) {
  using Form = VaultOpening::Form;
  if (vault.new_device_needs.told()) {
    return {.form = vault.new_device_needs.empty() ? Form::account_alone : Form::ways};
  }
  if (const auto& secrets = openers.of(vault.thing); !secrets.empty()) return opening_by(secrets);
  const ProviderFacts* facts = facts_of(catalog, vault);
  if (facts == nullptr) return {.form = Form::account_alone};
  if (facts->synced == false) return {.form = Form::never};

  VaultOpening opening{.form = Form::provider};
  if (facts->new_device_needs && facts->provenance.is_sure()) {
    if (facts->new_device_needs->empty()) return {.form = Form::account_alone};
    for (const std::span<const VaultNeed> together : *facts->new_device_needs) {
      auto alternative = all_met_by(inventory, openers, *facts, vault, together);
      if (!alternative.empty()) opening.alternatives.push_back(std::move(alternative));
    }
  }
  add_recovery(inventory, openers, *facts, vault, opening);
  if (opening.alternatives.empty()) return {.form = Form::never, .not_judged = true};
  return opening;
}

std::vector<ProviderWord> provider_words(const Catalog& catalog) {
  std::vector<ProviderWord> words;
  for (const ProviderFacts& facts : catalog.providers()) {
    words.push_back({facts.id, facts.id});
    for (const std::string_view alias : facts.aliases) words.push_back({alias, facts.id});
  }
  return words;
}

}  // namespace passkey_audit
