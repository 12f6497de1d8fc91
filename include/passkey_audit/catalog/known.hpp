// What is known of a thing in an inventory: what the user told, else what the catalog says.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "passkey_audit/catalog/catalog.hpp"
#include "passkey_audit/inventory/inventory.hpp"
#include "passkey_audit/inventory/read_inventory.hpp"

namespace passkey_audit {

// Null: not in the catalog. What a service offers to its customers says nothing of an account that
// an employer or a school runs there.
[[nodiscard]] const ServiceFacts* facts_of(const Catalog& catalog, const Account& account);
[[nodiscard]] const ProviderFacts* facts_of(const Catalog& catalog, const Authenticator& vault);

// Empty: not known.
[[nodiscard]] std::string_view vendor_of(const Catalog& catalog, const Account& account);
[[nodiscard]] std::string_view vendor_of(const Catalog& catalog, const Authenticator& vault);
// What people call a company: "1Password" for the catalog's "1password". Empty: not known.
[[nodiscard]] std::string_view company_of(const Catalog& catalog, std::string_view vendor);
[[nodiscard]] bool works_offline(const Catalog& catalog, const Authenticator& vault);
[[nodiscard]] std::optional<bool> accepts_security_key(const Catalog& catalog,
                                                       const Account& account);
[[nodiscard]] std::optional<bool> issues_codes(const Catalog& catalog, const Account& account);

// How a vault opens on a new device, besides its account: docs/model.md, "Vaults".
struct VaultOpening {
  enum class Form : std::uint8_t {
    account_alone,
    ways,      // the vault's own `new_device_needs`
    secrets,   // one of the secrets that open it
    provider,  // what the provider asks for, as far as something declared meets it
    never,     // bound to its device, or nothing declared meets what the provider asks for
  };
  Form form = Form::account_alone;
  std::vector<ThingId> secrets;   // for `secrets` and `provider`: any one will do
  bool account_password = false;  // for `provider`: the account's own password will do too
  std::vector<ThingId> methods;   // for `provider`: recovery methods that will do too
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

[[nodiscard]] VaultOpening opening_of(const Inventory& inventory, const Catalog& catalog,
                                      const Openers& openers, const Authenticator& vault);

// The words that may stand for a provider, for the reader.
[[nodiscard]] std::vector<ProviderWord> provider_words(const Catalog& catalog);

}  // namespace passkey_audit
