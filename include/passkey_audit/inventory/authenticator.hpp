// What signs in or unlocks: vaults, platform authenticators, security keys, secrets, code
// generators, phone numbers. The fields that a type does not have stay not told.
#pragma once

#include <cstdint>
#include <optional>

#include "passkey_audit/inventory/thing.hpp"
#include "passkey_audit/inventory/way.hpp"
#include "passkey_audit/inventory/words.hpp"
#include "passkey_audit/support/arena.hpp"
#include "passkey_audit/support/date.hpp"

namespace passkey_audit {

struct Authenticator {
  ThingId thing;
  AuthenticatorType type = AuthenticatorType::secret;
  Status status = Status::active;
  Text name, note;
  Reference owner;
  List<Reference> shared_with;
  std::optional<Date> registered_on, used_on, tested_on, verified_on, expires_on;

  // vault
  Text provider;  // catalog id, or "other"
  Text vendor;
  Reference account;  // that guards the vault; of a phone number: that carries it (VoIP)
  List<Reference> devices;
  List<Way> new_device_needs;
  std::optional<bool> works_offline;
  std::optional<Export> export_as;

  // platform, push, certificate
  Reference device;

  // security key
  Text model, aaguid;
  Reference place;
  Reference spare_of;
  std::optional<bool> pin_set;
  std::optional<std::uint32_t> slots_total, slots_used;
  List<Connector> connectors;
  std::optional<Date> scanned_on;
  List<Text> found;  // relying parties seen on the key

  // secret; totp has stored_in too
  List<Reference> stored_in;
  List<Reference> opens;

  // phone number
  Reference sim_in;
  std::optional<Duration> new_sim_after;
};

}  // namespace passkey_audit
