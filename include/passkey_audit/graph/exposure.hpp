// Who could get in, with how little: the minimal access sets of every account.
//
// A means is something that somebody else can get hold of: a device taken unlocked, a security key,
// a phone number (a swapped SIM), a paper, what somebody remembers, the help of a person, control
// of another account, or everything at a site. An access set opens the account by itself, while no
// smaller part of it does: it is to having what a minimal cut set is to losing.
//
// Method: sets are handed upwards from what is needed to what it opens until nothing changes; of
// each node only the smallest are kept, up to an order and a number (the dual of cut-set
// propagation; for both see docs/model.md).
#pragma once

#include <cstdint>
#include <vector>

#include "passkey_audit/catalog/catalog.hpp"
#include "passkey_audit/graph/access_graph.hpp"
#include "passkey_audit/inventory/inventory.hpp"

namespace passkey_audit {

struct ExposureOptions {
  std::size_t order_max = 2;   // means at once, at most 4
  std::size_t sets_max = 500;  // of each node; beyond, the largest are left out
};

struct Exposure {
  // The inventory without the locks of devices and without owners, neither of which stops whoever
  // has a thing in hand, and with everything that is lost or retired in somebody's hands; its graph
  // names the means as losses.
  Inventory inventory;
  AccessGraph graph;
  // By account; each set sorted by the text of its losses, sets by order and then by text.
  std::vector<std::vector<LossSet>> access_sets;
  std::size_t order_searched = 0;  // fewer than asked for where that took too long
  bool is_cut_off = false;         // there are more sets than these
};

[[nodiscard]] Exposure find_exposure(const Inventory& inventory, const Catalog& catalog, Date today,
                                     const ExposureOptions& options);

}  // namespace passkey_audit
