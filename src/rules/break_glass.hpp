// Emergency accounts, and the accounts with which administrators work every day.
#pragma once

#include <vector>

#include "passkey_audit/audit/audit_context.hpp"
#include "roles.hpp"

namespace passkey_audit {

inline bool is_break_glass(const Account& account) {
  return has_role(account, Role::break_glass);
}

// Without those that are kept for emergencies.
inline bool is_ordinary_admin(const Account& account) {
  return !is_break_glass(account) && administers(account);
}

// Those of these accounts whose owners have not all left, by index in Inventory::accounts.
inline std::vector<std::uint32_t> accounts_that(const AuditContext& context,
                                                bool (*applies)(const Account&)) {
  std::vector<std::uint32_t> accounts;
  for (std::uint32_t i = 0; i < context.inventory.accounts.size(); ++i) {
    if (!context.abandoned(i) && applies(context.account(i))) accounts.push_back(i);
  }
  return accounts;
}

}  // namespace passkey_audit
