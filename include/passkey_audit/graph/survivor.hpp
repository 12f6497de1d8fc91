// What those who are left behind find: the inventory of somebody who is gone.
#pragma once

#include "passkey_audit/catalog/catalog.hpp"
#include "passkey_audit/inventory/inventory.hpp"

namespace passkey_audit {

// Of a personal inventory, without `me`: what only I remember is gone, nobody can ask me, and what
// I own stays where it is but opens only with a secret that is kept elsewhere. Legacy contacts
// count, as contacts of any other kind do, but for those of whom a provider asks what only I know.
[[nodiscard]] Inventory as_left_behind(const Inventory& inventory, const Catalog& catalog);

}  // namespace passkey_audit
