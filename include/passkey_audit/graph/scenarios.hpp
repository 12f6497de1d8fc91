// The drills that always run: a lost phone, a locked account, a fire at night, a trip abroad.
#pragma once

#include <string>
#include <vector>

#include "passkey_audit/catalog/catalog.hpp"
#include "passkey_audit/graph/access_graph.hpp"
#include "passkey_audit/inventory/inventory.hpp"

namespace passkey_audit {

struct Scenario {
  std::string id;     // "lost-phone:iphone"
  std::string title;  // "Sam's phone is lost"
  LossSet losses;
  std::string gone;  // what is gone besides, in words
  // Of `left:<vendor>`: passkeys that would have to be registered again.
  std::size_t passkeys_to_register = 0;
};

// In the order in which the format lists them, things in file order.
[[nodiscard]] std::vector<Scenario> all_scenarios(const Inventory& inventory,
                                                  const Catalog& catalog, const AccessGraph& graph);

}  // namespace passkey_audit
