// What an account is there for, as far as rules ask.
#pragma once

#include "passkey_audit/inventory/account.hpp"

namespace passkey_audit {

inline bool administers(const Account& account) {
  return has_role(account, Role::admin) || has_role(account, Role::cloud_root);
}

// Whoever gets in decides who else does.
inline bool is_privileged(const Account& account) {
  return administers(account) || has_role(account, Role::identity_provider);
}

}  // namespace passkey_audit
