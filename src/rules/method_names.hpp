// What to call a recovery method in a sentence.
#pragma once

#include <fmt/format.h>

#include <string>

#include "passkey_audit/audit/audit_context.hpp"
#include "passkey_audit/audit/wording.hpp"

namespace passkey_audit {

// What the user calls it, else what it is: "the recovery key".
inline std::string spoken(const AuditContext& context, const RecoveryMethod& method) {
  return context.has_own_name(method) ? context.name(method.thing)
                                      : std::string(kind_in_words(method.type));
}

// "the recovery key of apple", or the name alone.
inline std::string spoken_of(const AuditContext& context, const RecoveryMethod& method,
                             const Account& account) {
  return context.has_own_name(method)
             ? context.name(method.thing)
             : fmt::format("{} of {}", kind_in_words(method.type), context.name(account.thing));
}

}  // namespace passkey_audit
