// What brings an account back: codes, keys, kits, people, other mailboxes, administrators.
#pragma once

#include <cstdint>
#include <optional>

#include "passkey_audit/inventory/thing.hpp"
#include "passkey_audit/inventory/way.hpp"
#include "passkey_audit/inventory/words.hpp"
#include "passkey_audit/support/arena.hpp"
#include "passkey_audit/support/date.hpp"

namespace passkey_audit {

struct RecoveryMethod {
  ThingId thing;
  RecoveryType type = RecoveryType::recovery_codes;
  Text name, note;
  std::optional<Duration> wait;
  List<Reference> needs;
  std::optional<Date> verified_on, tested_on;
  std::optional<bool> personal;

  // codes, key, kit, file
  List<Reference> stored_in;
  std::optional<std::uint32_t> issued, remaining;
  std::optional<Date> generated_on;

  // contact, emergency access, legacy contact
  Reference person;
  std::optional<bool> accepted;

  // recovery e-mail
  Reference account;
  std::optional<bool> verified;

  // admin reset
  List<Way> by;
  std::optional<bool> identity_check;
};

}  // namespace passkey_audit
