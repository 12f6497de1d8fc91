// Putting into an inventory what exports know. Nothing that somebody wrote is lost or changed: what
// is missing is added behind it, and where the two contradict each other, a person has to decide.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "passkey_audit/catalog/catalog.hpp"
#include "passkey_audit/importers/importer.hpp"
#include "passkey_audit/inventory/inventory.hpp"

namespace passkey_audit {

struct MergedInventory {
  std::string text;                  // every key, value and comment that was there, in its order
  std::vector<std::string> changes;  // a line each; none: everything was known
  std::vector<std::string> open;     // what is left to a person, a line each
  std::string refusal;               // why nothing of it should be written; empty: nothing is wrong
};

// `text`: what `inventory` was read from. Its included files stay as they are.
[[nodiscard]] MergedInventory merged(std::string_view text, const Inventory& inventory,
                                     const Catalog& catalog,
                                     const std::vector<ReadExport>& exports);

// The inventory that exports come to where there is none yet.
[[nodiscard]] std::string new_inventory(const Catalog& catalog,
                                        const std::vector<ReadExport>& exports);

}  // namespace passkey_audit
