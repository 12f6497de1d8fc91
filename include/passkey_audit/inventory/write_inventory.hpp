// Inventory to text, in the one layout of inventories: keys in a fixed order, entries in the order
// they were read, short objects on one line. Reading the text again gives the same inventory.
#pragma once

#include <string>

#include "passkey_audit/inventory/inventory.hpp"

namespace passkey_audit {

[[nodiscard]] std::string write_inventory(const Inventory& inventory);

}  // namespace passkey_audit
