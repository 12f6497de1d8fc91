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

// Recovery methods of a type that an account names among its ways back.
void add_methods(const Inventory& inventory, const Account& account, RecoveryType type,
                 std::vector<ThingId>& methods) {
  for (const Way& way : account.recovery) {
    for (const Reference& thing : way.things) {
      const RecoveryMethod* method = inventory.recovery_method(thing.thing);
      if (method != nullptr && method->type == type) methods.push_back(thing.thing);
    }
  }
}

// What is declared that meets one need of a provider on its own.
void meet_need(const Inventory& inventory, const Openers& openers, const Authenticator& vault,
               VaultNeed need, VaultOpening& opening) {
  const Account* account = inventory.account(vault.account.thing);
  switch (need) {
    case VaultNeed::device_passcode:
      for (const Reference& device : vault.devices) {
        for (const ThingId secret : openers.of(device.thing)) opening.secrets.push_back(secret);
      }
      return;
    case VaultNeed::account_password:
      if (account != nullptr && !account->password.none()) opening.account_password = true;
      return;
    case VaultNeed::recovery_key:
      if (account != nullptr) {
        add_methods(inventory, *account, RecoveryType::recovery_key, opening.methods);
      }
      return;
    case VaultNeed::recovery_contact:
      if (account != nullptr) {
        add_methods(inventory, *account, RecoveryType::recovery_contact, opening.methods);
      }
      return;
    case VaultNeed::secret_key:
    case VaultNeed::pin:
    case VaultNeed::key_file: return;  // met by a secret that is declared to open the vault
  }
}

}  // namespace

const ServiceFacts* facts_of(const Catalog& catalog, const Account& account) {
  const bool is_managed = account.details().controlled_by == Controller::employer ||
                          account.details().controlled_by == Controller::school;
  return account.service.told() && !is_managed ? catalog.service(account.service) : nullptr;
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

bool works_offline(const Catalog& catalog, const Authenticator& vault) {
  if (vault.works_offline) return *vault.works_offline;
  const ProviderFacts* facts = facts_of(catalog, vault);
  return facts != nullptr && facts->works_offline.value_or(false);
}

std::optional<bool> accepts_security_key(const Catalog& catalog, const Account& account) {
  if (account.accepts_security_key) return account.accepts_security_key;
  const ServiceFacts* facts = facts_of(catalog, account);
  return facts == nullptr ? std::nullopt : facts->accepts_security_key;
}

std::optional<bool> issues_codes(const Catalog& catalog, const Account& account) {
  if (account.issues_codes) return account.issues_codes;
  const ServiceFacts* facts = facts_of(catalog, account);
  return facts == nullptr ? std::nullopt : facts->issues_codes;
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

VaultOpening opening_of(const Inventory& inventory, const Catalog& catalog, const Openers& openers,
                        const Authenticator& vault) {
  using Form = VaultOpening::Form;
  if (vault.new_device_needs.told()) {
    return {.form = vault.new_device_needs.empty() ? Form::account_alone : Form::ways};
  }
  if (const auto& secrets = openers.of(vault.thing); !secrets.empty()) {
    return {.form = Form::secrets, .secrets = secrets};
  }
  const ProviderFacts* facts = facts_of(catalog, vault);
  if (facts == nullptr) return {.form = Form::account_alone};
  if (facts->synced == false) return {.form = Form::never};
  if (!facts->new_device_needs) return {.form = Form::never, .not_judged = true};
  if (facts->new_device_needs->empty()) return {.form = Form::account_alone};

  VaultOpening opening{.form = Form::provider};
  for (const std::span<const VaultNeed> together : *facts->new_device_needs) {
    // Of several needs at once, those beyond the first are never met by what is declared elsewhere.
    if (together.size() == 1) meet_need(inventory, openers, vault, together.front(), opening);
  }
  const bool met = !opening.secrets.empty() || opening.account_password || !opening.methods.empty();
  if (!met) return {.form = Form::never, .not_judged = true};
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
