// What every test of the graph begins with: an inventory from its text, and its access graph.
#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>

#include "catch.hpp"
#include "passkey_audit/catalog/catalog.hpp"
#include "passkey_audit/graph/access_graph.hpp"
#include "passkey_audit/graph/build_graph.hpp"
#include "passkey_audit/inventory/read_inventory.hpp"

namespace passkey_audit {

struct Model {
  Inventory inventory;
  AccessGraph graph;
};

// Read on 2026-11-22; without a catalog, with one that knows nothing.
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
  AccessGraph graph = build_graph(read.inventory, catalog, today);
  return {std::move(read.inventory), std::move(graph)};
}

}  // namespace passkey_audit
