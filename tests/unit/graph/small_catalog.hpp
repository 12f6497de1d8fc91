// A catalog for random inventories: one provider or service for each kind of thing that a catalog
// may say about getting in.
#pragma once

#include <array>
#include <span>
#include <string_view>

#include "passkey_audit/catalog/catalog.hpp"

namespace passkey_audit::small_catalog {

using Text = std::string_view;
using Needs = std::span<const VaultNeed>;

inline constexpr Provenance sure{"example.com", "", Confidence::secondary};
inline constexpr Provenance rumour{"example.com", "", Confidence::unconfirmed};

inline constexpr std::array password{VaultNeed::account_password};
inline constexpr std::array password_and_secret_key{VaultNeed::account_password,
                                                    VaultNeed::secret_key};
inline constexpr std::array passcode{VaultNeed::device_passcode};
inline constexpr std::array pin{VaultNeed::pin};
inline constexpr std::array contact{VaultNeed::recovery_contact};
inline constexpr std::array key{VaultNeed::recovery_key};

inline constexpr std::array<Needs, 3> fruit_needs{passcode, contact, key};
inline constexpr std::array<Needs, 1> pair_needs{password_and_secret_key};
inline constexpr std::array<Needs, 2> robot_needs{pin, passcode};
inline constexpr std::array<Needs, 1> password_needs{password};

inline constexpr std::array<Text, 1> recovery_key{"recovery-key"};
inline constexpr std::array<Text, 1> fruit_domain{"fruit.example"};
inline constexpr std::array<Text, 1> pair_domain{"pair.example"};
inline constexpr std::array<Text, 1> closed_domain{"closed.example"};
inline constexpr std::array<Text, 1> hearsay_domain{"hearsay.example"};
inline constexpr std::array<Text, 1> android{"android"};

inline constexpr std::array fruit_paths{
    ProviderRecovery{.type = "recovery-contact",
                     .returns_account = true,
                     .returns_vault = true,
                     .provenance = sure},
    ProviderRecovery{.type = "support",
                     .returns_account = true,
                     .switched_off_by = recovery_key,
                     .provenance = sure},
    ProviderRecovery{
        .type = "support", .returns_account = true, .needs = "hearsay", .provenance = rumour},
    ProviderRecovery{.type = "emergency-access", .returns_vault = true, .provenance = rumour}};
inline constexpr std::array pair_paths{
    ProviderRecovery{.type = "emergency-kit",
                     .returns_account = true,
                     .returns_vault = true,
                     .also_needs = password,
                     .provenance = sure},
    ProviderRecovery{.type = "recovery-codes",
                     .returns_account = true,
                     .returns_vault = true,
                     .provenance = sure},
    ProviderRecovery{.type = "admin-reset", .returns_account = true, .provenance = sure}};
inline constexpr std::array robot_paths{
    ProviderRecovery{.type = "recovery-codes",
                     .returns_account = true,
                     .also_needs = password,
                     .provenance = sure},
    ProviderRecovery{.type = "backup-file", .returns_vault = true, .provenance = sure}};

inline constexpr std::array providers{
    ProviderFacts{.id = "fruit",
                  .services = fruit_domain,
                  .synced = true,
                  .new_device_needs = fruit_needs,
                  .recovery = fruit_paths,
                  .provenance = sure},
    ProviderFacts{.id = "pair",
                  .vendor = "acme",
                  .services = pair_domain,
                  .synced = true,
                  .new_device_needs = pair_needs,
                  .recovery = pair_paths,
                  .provenance = sure},
    ProviderFacts{.id = "robot",
                  .synced = true,
                  .works_offline = true,
                  .new_device_needs = robot_needs,
                  .passcode_platforms = android,
                  .recovery = robot_paths,
                  .provenance = sure},
    ProviderFacts{.id = "bound", .synced = false, .provenance = sure},
    ProviderFacts{.id = "alone",
                  .synced = true,
                  .new_device_needs = std::span<const Needs>{},
                  .provenance = sure},
    ProviderFacts{.id = "hearsay",
                  .synced = true,
                  .works_offline = true,
                  .new_device_needs = password_needs,
                  .provenance = rumour}};

inline constexpr std::array services{
    ServiceFacts{.name = "Fruit", .vendor = "apple", .domains = fruit_domain, .provenance = sure},
    ServiceFacts{.name = "Pair", .vendor = "acme", .domains = pair_domain, .provenance = sure},
    ServiceFacts{.name = "Closed",
                 .domains = closed_domain,
                 .support_can_restore = false,
                 .provenance = sure},
    ServiceFacts{.name = "Hearsay",
                 .domains = hearsay_domain,
                 .support_can_restore = false,
                 .provenance = rumour}};

inline const Catalog& catalog() {
  static const Catalog catalog(providers, {}, services, "");
  return catalog;
}

}  // namespace passkey_audit::small_catalog
