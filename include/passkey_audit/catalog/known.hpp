// What is known of a thing in an inventory: what the user told, else what the catalog says.
#pragma once

#include <map>
#include <optional>
#include <string_view>
#include <vector>

#include "passkey_audit/catalog/catalog.hpp"
#include "passkey_audit/inventory/inventory.hpp"
#include "passkey_audit/inventory/read_inventory.hpp"

namespace passkey_audit {

// Null: not in the catalog. What a service offers to its customers says nothing of an account that
// an employer or a school runs there; an account of an organisation may have an entry of its own.
[[nodiscard]] const ServiceFacts* facts_of(const Catalog& catalog, const Account& account);
[[nodiscard]] const ProviderFacts* facts_of(const Catalog& catalog, const Authenticator& vault);

// Empty: not known.
[[nodiscard]] std::string_view vendor_of(const Catalog& catalog, const Account& account);
[[nodiscard]] std::string_view vendor_of(const Catalog& catalog, const Authenticator& vault);
// What people call a company: "1Password" for the catalog's "1password". Empty: not known.
[[nodiscard]] std::string_view company_of(const Catalog& catalog, std::string_view vendor);
// What is not confirmed counts as not known here and below.
[[nodiscard]] std::optional<bool> works_offline(const Catalog& catalog, const Authenticator& vault);
// `service`: facts_of the account.
[[nodiscard]] std::optional<bool> accepts_security_key(const ServiceFacts* service,
                                                       const Account& account);
[[nodiscard]] std::optional<bool> issues_codes(const ServiceFacts* service, const Account& account);
[[nodiscard]] std::optional<bool> support_can_restore(const ServiceFacts* service,
                                                      const Account& account);

// Security keys are registered on the account, and its service takes nothing but them as a second
// step from then on.
[[nodiscard]] bool codes_ended(const Inventory& inventory, const Catalog& catalog,
                               const Account& account);
// A second step of an account whose codes have ended that does not count any more.
[[nodiscard]] bool is_ended_code(const Inventory& inventory, const Way& second_step);

// How a vault opens on a new device, besides its account: docs/model.md, "Vaults".
struct VaultOpening {
  enum class Form : std::uint8_t {
    account_alone,
    ways,      // the vault's own `new_device_needs`
    secrets,   // one of the secrets that open it
    provider,  // what the provider asks for, as far as something declared meets it
    never,     // bound to its device, or nothing declared meets what the provider asks for
  };
  // A secret, a recovery method or the account's own codes; or the account's own password.
  struct Key {
    ThingId thing;
    bool is_account_password = false;
    const Way* way = nullptr;  // that names the method together with more, all of it needed

    friend bool operator==(const Key&, const Key&) = default;
  };
  using AnyOf = std::vector<Key>;
  using Alternative = std::vector<AnyOf>;  // all of these together

  Form form = Form::account_alone;
  std::vector<Alternative> alternatives;  // for `secrets` and `provider`
  // The provider asks for something that the inventory does not speak of.
  bool not_judged = false;
};

// Which secrets open which thing; built once for an inventory.
class Openers {
 public:
  explicit Openers(const Inventory& inventory);
  // The secrets declared to open a device, security key or vault, in file order.
  const std::vector<ThingId>& of(ThingId thing) const;

 private:
  std::map<ThingId, std::vector<ThingId>> secrets_;
};

// Run by an employer or a school, where what is known of the service need not hold.
[[nodiscard]] bool is_of_organisation(const Account& account);

// The providers whose vaults an account guards: by its service, and by the vaults that name it.
class GuardedProviders {
 public:
  GuardedProviders(const Inventory& inventory, const Catalog& catalog);
  // None for an account that an employer or a school runs.
  std::vector<const ProviderFacts*> of(const Account& account) const;

 private:
  const Catalog& catalog_;
  std::map<ThingId, std::vector<const ProviderFacts*>> by_guard_;
  std::map<const ServiceFacts*, std::vector<const ProviderFacts*>> by_service_;
};

// Why a method that an account names is no way back into it.
enum class Obstacle : std::uint8_t {
  none,
  review,        // the inventory says that the service's support cannot restore the account
  switched_off,  // by another method that the account names
  service        // its support restores no account
};
[[nodiscard]] Obstacle obstacle_to(const Inventory& inventory, const Catalog& catalog,
                                   const GuardedProviders& providers, const Account& account,
                                   const RecoveryMethod& method);

// The first way back of this type (the catalog's word) of which the account's providers say for
// sure that there is one; null: none do.
[[nodiscard]] const ProviderRecovery* path_of(const GuardedProviders& providers,
                                              const Account& account, std::string_view type);

// A method, or the account's own codes, among its ways back that stands beside its password only,
// as the provider says.
[[nodiscard]] bool needs_account_password(const Inventory& inventory,
                                          const GuardedProviders& providers, const Account& account,
                                          ThingId thing);

[[nodiscard]] VaultOpening opening_of(const Inventory& inventory, const Catalog& catalog,
                                      const Openers& openers, const Authenticator& vault);

// The words that may stand for a provider, for the reader.
[[nodiscard]] std::vector<ProviderWord> provider_words(const Catalog& catalog);

}  // namespace passkey_audit
