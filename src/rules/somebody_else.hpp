// Whom to give a task that others have already.
#pragma once

#include <algorithm>
#include <vector>

#include "passkey_audit/audit/audit_context.hpp"

namespace passkey_audit {

inline bool is_active(const AuditContext& context, ThingId thing) {
  const Person* person = context.inventory.person(thing);
  return person != nullptr && person->status == PersonStatus::active;
}

// The first who is there and none of these; not told: nobody is known.
inline ThingId somebody_else(const AuditContext& context, const std::vector<ThingId>& these) {
  for (const Person& person : context.inventory.people) {
    const bool is_one = std::ranges::find(these, person.thing) != these.end();
    if (!is_one && is_active(context, person.thing)) return person.thing;
  }
  return {};
}

}  // namespace passkey_audit
