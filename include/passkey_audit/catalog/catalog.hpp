// What is publicly known about passkey providers, authenticator models and services. A catalog says
// what a thing is, where that was learned and how sure it is; what to conclude is up to the rules.
// "Unknown" is a value of its own: an empty optional. The format is described in docs/catalog.md.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "passkey_audit/inventory/words.hpp"
#include "passkey_audit/support/arena.hpp"
#include "passkey_audit/support/expected.hpp"
#include "passkey_audit/support/problem.hpp"

namespace passkey_audit {

enum class Confidence : std::uint8_t { confirmed, secondary, unconfirmed };
template <>
struct Words<Confidence> {
  static constexpr std::array<std::string_view, 3> list{"confirmed", "secondary", "unconfirmed"};
};

// What opens a vault on a new device, besides the account that guards it.
enum class VaultNeed : std::uint8_t {
  device_passcode,   // of one of the devices that hold the vault
  account_password,  // of the guarding account: the master password
  secret_key,
  pin,
  key_file,
  recovery_key,
  recovery_contact
};
template <>
struct Words<VaultNeed> {
  static constexpr std::array<std::string_view, 7> list{
      "device-passcode", "account-password", "secret-key",      "pin",
      "key-file",        "recovery-key",     "recovery-contact"};
};

struct Provenance {
  std::string_view source;  // an address
  std::string_view seen;    // the date of the page; empty: not known
  Confidence confidence = Confidence::unconfirmed;

  // Sure enough to make a verdict better. What is not confirmed never does.
  bool is_sure() const { return confidence != Confidence::unconfirmed; }
};

// How long a way takes at least and at most, in hours; no value: not known.
struct KnownWait {
  std::optional<std::uint32_t> at_least, at_most;
};

// One way of getting back in that a provider offers.
struct ProviderRecovery {
  std::string_view type;  // a word of RecoveryType, "phone-number", "signed-in-device" or "other"
  bool returns_account = false;
  bool returns_vault = false;
  std::string_view needs;
  std::span<const VaultNeed> also_needs;              // of `needs`, what an inventory declares
  std::span<const std::string_view> switched_off_by;  // recovery types that end this way
  bool asks_the_owner = false;                        // for what nobody else knows
  std::string_view
      contact_has;  // what whoever helps must have, "a Google Account"; empty: nothing known
  std::optional<std::uint32_t> limit;
  KnownWait wait;
  std::string_view breaks_if;
  std::string_view note;
  Provenance provenance;
};

struct ProviderFacts {
  std::string_view id, name, vendor;
  std::span<const std::string_view> aliases;   // words people use for it
  std::span<const std::string_view> services;  // of the account that guards the vault
  std::span<const std::string_view> aaguids;   // that it reports
  std::optional<std::span<const std::string_view>> platforms;
  std::optional<bool> synced;  // false: bound to one device
  bool is_file = false;        // it is the user who copies or syncs it
  std::optional<bool> works_offline;
  std::optional<Export> export_as;
  // Alternatives, each a list of what is needed together; no value: not known.
  std::optional<std::span<const std::span<const VaultNeed>>> new_device_needs;
  // Of the devices whose screen lock meets a `device_passcode`; empty: any that holds the vault.
  std::span<const std::string_view> passcode_platforms;
  std::string_view new_device_text;
  std::optional<bool> keeps_own_passkey;  // of the account that guards it
  std::span<const ProviderRecovery> recovery;
  Provenance provenance;
};

struct ModelFacts {
  std::string_view aaguid, model, maker, firmware;
  std::span<const std::string_view> transports;
  std::optional<std::uint32_t> slots;
  std::string_view fido_level;
  Provenance provenance;
};

struct ServiceFacts {
  std::string_view name, vendor;
  std::span<const std::string_view> domains;
  std::string_view passkeys;  // the catalog's word for what they do there
  std::optional<bool> several_passkeys;
  std::optional<std::uint32_t> passkeys_max;
  std::optional<bool> accepts_security_key;
  std::optional<std::uint32_t> security_keys_min, security_keys_max;
  bool security_keys_end_codes = false;  // to numbers and devices
  std::optional<bool> issues_codes;
  std::optional<std::uint32_t> codes_count;
  std::string_view codes_need;  // what has to be turned on first; empty: not known
  std::optional<bool> password_removable;
  std::span<const std::string_view> offers;       // recovery types
  std::span<const std::string_view> not_offered;  // recovery types, where a source says so
  std::optional<bool> support_can_restore;
  KnownWait wait;
  std::string_view recovery_text;
  // The domain of the service that stands for accounts of an organisation; empty: this one.
  std::string_view organisations_use;
  Provenance provenance;

  bool offers_recovery(RecoveryType type) const;
};

// Facts are plain data over static storage, or over an arena that the catalog keeps alive.
class Catalog {
 public:
  Catalog() = default;
  Catalog(std::span<const ProviderFacts> providers, std::span<const ModelFacts> models,
          std::span<const ServiceFacts> services, std::string_view as_of,
          std::shared_ptr<const Arena> storage = nullptr);

  std::span<const ProviderFacts> providers() const { return providers_; }
  std::span<const ModelFacts> models() const { return models_; }
  std::span<const ServiceFacts> services() const { return services_; }
  // The day on which its facts were gathered; empty: not told.
  std::string_view as_of() const { return as_of_; }

  // Null when the catalog does not know it.
  const ProviderFacts* provider(std::string_view id) const;
  // By domain: "login.github.com" and "https://GitHub.com/" are found as "github.com".
  const ServiceFacts* service(std::string_view written) const;
  const ModelFacts* model(std::string_view aaguid) const;

 private:
  std::span<const ProviderFacts> providers_;
  std::span<const ModelFacts> models_;
  std::span<const ServiceFacts> services_;
  std::string_view as_of_;
  std::unordered_map<std::string_view, const ServiceFacts*> by_domain_;
  std::shared_ptr<const Arena> storage_;
};

// The catalog that is built into the program; its tables are written by the build.
[[nodiscard]] const Catalog& embedded_catalog();

// providers.json, authenticators.json and services.json of a folder.
[[nodiscard]] Expected<Catalog, Problems> read_catalog(const std::string& folder);

}  // namespace passkey_audit
