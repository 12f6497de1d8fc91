// Circular recovery: accounts that, once every device is gone, could only be opened by what they
// themselves open.
#pragma once

#include <cstdint>
#include <vector>

#include "passkey_audit/graph/access_graph.hpp"
#include "passkey_audit/inventory/inventory.hpp"

namespace passkey_audit {

struct Circle {
  // The shortest loop through an account, from its smallest id back to it: apple, icloud, apple.
  std::vector<ThingId> loop;
  // By index in Inventory::accounts, in file order.
  std::vector<std::uint32_t> accounts;  // that lie on this or another loop of the same knot
  std::vector<std::uint32_t> hanging;   // that lie on no loop, and only lead into this one
};

// One for each knot of loops (strongly connected component), by the first account in file order.
[[nodiscard]] std::vector<Circle> find_circles(const Inventory& inventory, const AccessGraph& graph,
                                               Duration max_outage);

}  // namespace passkey_audit
