// What an inventory itself offers as a remedy: a key that the account lacks, a place that is still
// free, somebody to ask. Findings are easier to act on when they name the user's own things.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "passkey_audit/audit/rule.hpp"

namespace passkey_audit {

// "YubiKey A, YubiKey B and YubiKey C"
inline std::string listed(const std::vector<std::string>& names, std::string_view last = "and") {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i != 0) text += i + 1 == names.size() ? fmt::format(" {} ", last) : ", ";
    text += names[i];
  }
  return text;
}

// A security key that works, belongs to the account's owners and is not on the account yet.
inline std::optional<std::string> key_to_add(const AuditContext& context, const Account& account) {
  const std::vector<ThingId> registered = context.security_keys_of(account);
  const auto owns_account = [&](ThingId person) {
    const bool is_reader = context.inventory.profile == Profile::personal &&
                           account.owners.empty() && person == ThingDirectory::me;
    return is_reader || std::ranges::any_of(account.owners, [&](const Reference& owner) {
             return owner.thing == person;
           });
  };
  for (const Authenticator& key : context.inventory.authenticators) {
    if (key.type == AuthenticatorType::security_key && context.usable(key.thing) &&
        owns_account(context.inventory.owner_or_default(key.owner)) &&
        std::ranges::find(registered, key.thing) == registered.end()) {
      return context.name(key.thing);
    }
  }
  return std::nullopt;
}

// A place at another site than this one; rather one where no device lies.
inline std::optional<std::string> another_place(const AuditContext& context,
                                                std::string_view site = {}) {
  const Inventory& inventory = context.inventory;
  const auto has_device = [&](const Place& place) {
    const std::string_view at = inventory.site_of_place(place.thing);
    return std::ranges::any_of(inventory.devices, [&](const Device& device) {
      return device.place.told() && inventory.site_of_place(device.place.thing) == at;
    });
  };
  std::optional<std::string> second_best;
  for (const Place& place : inventory.places) {
    if (inventory.site_of_place(place.thing) == site) continue;
    if (!has_device(place)) return context.name(place.thing);
    if (!second_best) second_best = context.name(place.thing);
  }
  return second_best;
}

// Where to keep paper: "at my parents' house".
inline std::string where_to_keep(const AuditContext& context) {
  const auto place = another_place(context);
  return place ? fmt::format("at {}", *place) : std::string("away from your devices");
}

// Somebody who could be asked to help the account's owners.
inline std::optional<std::string> somebody_to_ask(const AuditContext& context,
                                                  const Account& account) {
  for (const Person& person : context.inventory.people) {
    const bool is_owner = std::ranges::any_of(
        account.owners, [&](const Reference& owner) { return owner.thing == person.thing; });
    if (person.status == PersonStatus::active && !is_owner) return context.name(person.thing);
  }
  return std::nullopt;
}

}  // namespace passkey_audit
