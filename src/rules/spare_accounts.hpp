// A spare and the key it stands in for: which accounts have which of them.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "together.hpp"

namespace passkey_audit {

struct SparePair {
  const Authenticator* spare = nullptr;
  const Authenticator* primary = nullptr;
};

// The spares that are in service, in file order.
inline std::vector<SparePair> spare_pairs(const AuditContext& context) {
  std::vector<SparePair> pairs;
  for (const Authenticator& spare : context.inventory.authenticators) {
    const Authenticator* primary = context.inventory.authenticator(spare.spare_of.thing);
    if (primary != nullptr && in_service(context, spare)) pairs.push_back({&spare, primary});
  }
  return pairs;
}

// Whether or not the key still works.
inline bool is_registered_on(const Account& account, ThingId key) {
  const std::vector<ThingId> named =
      things_named({&account.second_factors, &account.other_sign_in});
  return std::ranges::find(named, key) != named.end() ||
         std::ranges::any_of(account.passkeys,
                             [&](const Passkey& passkey) { return passkey.in.thing == key; });
}

// The accounts that either key is registered on, in file order.
struct SpareAccounts {
  std::vector<std::uint32_t> all;
  std::vector<std::uint32_t> without_spare;
};

inline SpareAccounts accounts_of(const AuditContext& context, const SparePair& pair) {
  SpareAccounts accounts;
  for (std::uint32_t i = 0; i < context.inventory.accounts.size(); ++i) {
    const Account& account = context.account(i);
    if (context.abandoned(i) || context.opened_through_others(account)) continue;
    const bool has_spare = is_registered_on(account, pair.spare->thing);
    if (!has_spare && !is_registered_on(account, pair.primary->thing)) continue;
    accounts.all.push_back(i);
    if (!has_spare) accounts.without_spare.push_back(i);
  }
  return accounts;
}

}  // namespace passkey_audit
