// Putting into an inventory what a scan measured of a security key: "aaguid", "pin_set", the slots,
// "scanned_on", "found" and "tested_on", and nothing else. Every other key, value and comment stays
// as it was written.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "passkey_audit/catalog/catalog.hpp"
#include "passkey_audit/inventory/inventory.hpp"
#include "passkey_audit/keys/scanned_key.hpp"
#include "passkey_audit/support/date.hpp"
#include "passkey_audit/support/expected.hpp"

namespace passkey_audit {

// The id of the security key that is meant: the one asked for, or, with nothing asked for, the only
// one that has its AAGUID, or none and a model whose words are all in the catalog's name of this
// one. The error is one sentence.
[[nodiscard]] Expected<std::string> key_meant(const Inventory& inventory, const Catalog& catalog,
                                              const ScannedKey& key, std::string_view asked_for);

struct KeyRecord {
  std::string text;                  // the inventory with what was measured
  std::vector<std::string> changes;  // a line each; none: it is as it was
  std::vector<std::string> open;     // what is left to a person, a line each
};

// `text`: what `inventory` was read from; `id`: from key_meant(); `key` has facts. Relying parties
// are recorded only where the list was asked for, and only in full: "found" is what was on the key
// on the day "scanned_on", so while an older "found" has to stay, that day stays too.
[[nodiscard]] KeyRecord record_key(std::string_view text, const Inventory& inventory,
                                   std::string_view id, const ScannedKey& key, Date today);

}  // namespace passkey_audit
