// Which accounts keep something in which vault: a passkey, or a copy of a password, of codes or of
// a code generator.
#pragma once

#include <vector>

#include "passkey_audit/audit/audit_context.hpp"

namespace passkey_audit {

// By index in Inventory::authenticators; the accounts in file order, without those whose owners
// have all left.
inline std::vector<std::vector<std::uint32_t>> vault_contents(const AuditContext& context) {
  const Inventory& inventory = context.inventory;
  std::vector<std::vector<std::uint32_t>> contents(inventory.authenticators.size());
  for (std::uint32_t i = 0; i < inventory.accounts.size(); ++i) {
    if (context.abandoned(i)) continue;
    const auto add = [&](const Reference& home) {
      if (!inventory.authenticator(home.thing, AuthenticatorType::vault)) return;
      std::vector<std::uint32_t>& inside = contents[inventory.thing(home).index];
      if (inside.empty() || inside.back() != i) inside.push_back(i);
    };
    const Account& account = context.account(i);
    for (const Passkey& passkey : account.passkeys) add(passkey.in);
    for (const StoredCopies* copies : {&account.password, &account.codes, &account.totp}) {
      for (const Reference& where : copies->stored_in) add(where);
    }
  }
  return contents;
}

}  // namespace passkey_audit
