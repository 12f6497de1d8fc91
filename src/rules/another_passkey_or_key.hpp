// What to add to an account that has too few passkeys and security keys.
#pragma once

#include <fmt/format.h>

#include <string>

#include "passkey_audit/audit/safeguards.hpp"

namespace passkey_audit {

inline Remedy another_passkey_or_key(const AuditContext& context, const Account& account) {
  const std::string name = context.name(account.thing);
  const std::optional<bool> takes_keys = context.accepts_security_key(account);
  if (takes_keys == false) return fmt::format("Add a passkey on another device to {}.", name);
  Instruction keys = key_registration(context, account);
  if (takes_keys != true) {
    keys.effect = "If it takes no keys, add a passkey on another device.";
    keys.changes.clear();
  }
  return Remedy({std::move(keys)});
}

}  // namespace passkey_audit
