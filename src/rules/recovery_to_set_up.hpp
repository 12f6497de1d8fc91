// What else could bring an account back, for advice that begins with "such as".
#pragma once

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "passkey_audit/audit/audit_context.hpp"
#include "together.hpp"

namespace passkey_audit {

struct RecoveryToSetUp {
  RecoveryType type;
  std::string_view noun;  // "set up ..."
  std::string_view how;   // "can be recovered ..."
  bool keeps_offline;     // on paper or in a drawer
};

inline constexpr std::array recovery_to_set_up{
    RecoveryToSetUp{RecoveryType::recovery_codes, "recovery codes on paper", "with codes on paper",
                    true},
    RecoveryToSetUp{RecoveryType::recovery_email, "a recovery mailbox", "through another mailbox",
                    false},
    RecoveryToSetUp{RecoveryType::recovery_contact, "a recovery contact", "by somebody you trust",
                    false},
    RecoveryToSetUp{RecoveryType::recovery_key, "a recovery key", "with a recovery key", true},
    RecoveryToSetUp{RecoveryType::emergency_kit, "an emergency kit", "with an emergency kit", true},
    RecoveryToSetUp{RecoveryType::backup_file, "a backup file", "with a backup file", true},
    RecoveryToSetUp{RecoveryType::emergency_access, "emergency access for somebody you trust",
                    "through emergency access for somebody you trust", false},
};

// Among its ways back, whether it works or not.
inline bool lists_recovery(const AuditContext& context, const Account& account, RecoveryType type) {
  const Inventory& inventory = context.inventory;
  const auto is_method = [&](ThingId thing) {
    const RecoveryMethod* method = inventory.recovery_method(thing);
    return method != nullptr && method->type == type;
  };
  const auto is_named = [&](ThingId thing) {
    switch (inventory.things[thing].kind) {
      case ThingKind::account: return type == RecoveryType::recovery_email;
      case ThingKind::person: return type == RecoveryType::recovery_contact;
      default: return false;
    }
  };
  return (type == RecoveryType::recovery_codes && !account.codes.none()) ||
         std::ranges::any_of(things_named({&account.recovery, &account.second_factors}),
                             is_method) ||
         std::ranges::any_of(things_named({&account.recovery}), is_named);
}

// Of a service that the catalog knows, what it offers; of any other, what is usual.
inline bool may_be_offered(const AuditContext& context, const Account& account, RecoveryType type) {
  if (type == RecoveryType::recovery_codes) return issues_codes(context.catalog, account) != false;
  const ServiceFacts* service = facts_of(context.catalog, account);
  if (service == nullptr || !service->provenance.is_sure()) {
    return type == RecoveryType::recovery_email || type == RecoveryType::recovery_contact;
  }
  return service->offers_recovery(type) &&
         std::ranges::find(service->not_offered, word(type)) == service->not_offered.end();
}

// In the order in which to propose them.
inline std::vector<RecoveryToSetUp> recovery_not_set_up(const AuditContext& context,
                                                        const Account& account) {
  std::vector<RecoveryToSetUp> ways;
  for (const RecoveryToSetUp& way : recovery_to_set_up) {
    const bool is_new = !lists_recovery(context, account, way.type);
    if (is_new && may_be_offered(context, account, way.type)) ways.push_back(way);
  }
  return ways;
}

// ", such as recovery codes on paper"; empty where nothing is known that there could be.
inline std::string such_as(const AuditContext& context, const Account& account) {
  const std::vector<RecoveryToSetUp> ways = recovery_not_set_up(context, account);
  return ways.empty() ? std::string() : fmt::format(", such as {}", ways.front().noun);
}

}  // namespace passkey_audit
