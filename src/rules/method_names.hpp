// What to call a recovery method in a sentence.
#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>

#include "passkey_audit/audit/audit_context.hpp"

namespace passkey_audit {

inline std::string_view kind_in_words(RecoveryType type) {
  switch (type) {
    case RecoveryType::recovery_codes: return "the recovery codes";
    case RecoveryType::recovery_key: return "the recovery key";
    case RecoveryType::emergency_kit: return "the emergency kit";
    case RecoveryType::backup_file: return "the backup file";
    case RecoveryType::recovery_contact: return "the recovery contact";
    case RecoveryType::emergency_access: return "the emergency access";
    case RecoveryType::legacy_contact: return "the legacy contact";
    case RecoveryType::recovery_email: return "the recovery address";
    case RecoveryType::admin_reset: return "the reset by an administrator";
    case RecoveryType::support: return "the service's support";
    case RecoveryType::security_question: return "the security question";
  }
  return {};
}

// Declared in place without a name or an id: its id is made of what it stands in.
inline bool has_own_name(const AuditContext& context, const RecoveryMethod& method) {
  return method.name.told() ||
         !context.inventory.id_of(method.thing).ends_with(fmt::format(".{}", word(method.type)));
}

// What the user calls it, else what it is: "the recovery key".
inline std::string spoken(const AuditContext& context, const RecoveryMethod& method) {
  return has_own_name(context, method) ? context.name(method.thing)
                                       : std::string(kind_in_words(method.type));
}

// "the recovery key of apple", or the name alone.
inline std::string spoken_of(const AuditContext& context, const RecoveryMethod& method,
                             const Account& account) {
  return has_own_name(context, method)
             ? context.name(method.thing)
             : fmt::format("{} of {}", kind_in_words(method.type), context.name(account.thing));
}

}  // namespace passkey_audit
