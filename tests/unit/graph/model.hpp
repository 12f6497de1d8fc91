// What every test of the graph begins with: an inventory from its text, and its access graph.
#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <vector>

#include "catch.hpp"
#include "passkey_audit/catalog/catalog.hpp"
#include "passkey_audit/graph/access_graph.hpp"
#include "passkey_audit/graph/build_graph.hpp"
#include "passkey_audit/inventory/read_inventory.hpp"

namespace passkey_audit {

struct Model {
  Inventory inventory;
  AccessGraph graph;

  Duration max_outage() const { return inventory.policy.max_outage; }
  std::string id(ThingId thing) const { return std::string(inventory.id_of(thing)); }
  std::string account_id(std::size_t index) const { return id(inventory.accounts[index].thing); }
  const std::string& text(LossId loss) const { return graph.losses()[loss].text; }

  // Fails the test for a loss that the graph does not know.
  LossSet losses(const std::vector<std::string>& texts) const {
    LossSet set;
    for (const std::string& loss : texts) {
      const auto known = graph.losses().find(loss);
      if (known) {
        set.push_back(*known);
      } else {
        FAIL_CHECK("no such loss: " << loss);
      }
    }
    return set;
  }
};

// With a catalog that knows nothing, unless another is given.
inline Model model_of(std::string_view text, const Catalog& catalog = Catalog{}) {
  const Date today = *parse_date("2026-11-22");
  ReadInventory read = read_inventory_text(text, "test.json", {.today = today});
  if (!read.usable()) {
    std::string problems;
    for (const Problem& problem : read.problems) {
      problems += fmt::format("\n{}: {} ({})", problem.pointer, problem.message, problem.hint);
    }
    FAIL("the inventory cannot be used:" << problems << "\n" << text);
  }
  Model model{.inventory = std::move(read.inventory)};
  model.graph = build_graph(model.inventory, catalog, today);
  return model;
}

}  // namespace passkey_audit
