// What an account is there for, as far as rules ask.
#pragma once

#include <algorithm>

#include "passkey_audit/audit/audit_context.hpp"
#include "passkey_audit/inventory/account.hpp"

namespace passkey_audit {

inline bool administers(const Account& account) {
  return has_role(account, Role::admin) || has_role(account, Role::cloud_root);
}

// Whoever gets in decides who else does.
inline bool is_privileged(const Account& account) {
  return administers(account) || has_role(account, Role::identity_provider);
}

// An emergency account with a second key or a second emergency account beside it: these are its
// ways back. Codes and contacts would only be more ways in for somebody else.
inline bool is_emergency_account_with_a_second(const AuditContext& context,
                                               const Account& account) {
  if (!has_role(account, Role::break_glass)) return false;
  const auto others = std::ranges::count_if(context.inventory.accounts, [](const Account& one) {
    return has_role(one, Role::break_glass);
  });
  return others > 1 || context.security_keys_of(account).size() > 1;
}

}  // namespace passkey_audit
