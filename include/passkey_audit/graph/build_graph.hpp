// Inventory and catalog to access graph: the one file that translates between "account, vault,
// recovery method" and "node, alternative, loss".
#pragma once

#include "passkey_audit/catalog/catalog.hpp"
#include "passkey_audit/graph/access_graph.hpp"
#include "passkey_audit/inventory/inventory.hpp"
#include "passkey_audit/support/date.hpp"

namespace passkey_audit {

// `today` decides what has expired.
[[nodiscard]] AccessGraph build_graph(const Inventory& inventory, const Catalog& catalog,
                                      Date today);

}  // namespace passkey_audit
