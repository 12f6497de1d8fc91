// What is usable after a set of losses: the least fixpoint of the access graph, so that nothing is
// usable because of itself, with the shortest waiting time and the way that takes it.
//
// Method: each alternative counts its usable parts, nodes are settled in rising order of waiting
// time (Dowling and Gallier 1984; Knuth 1977, "A generalization of Dijkstra's algorithm").
#pragma once

#include <algorithm>
#include <memory_resource>
#include <optional>
#include <span>
#include <vector>

#include "passkey_audit/graph/access_graph.hpp"
#include "passkey_audit/support/large_pages.hpp"

namespace passkey_audit {

// Which alternatives count.
struct Patience {
  // Longer waits of a single alternative, and unknown ones, are left out; no value: all count.
  std::optional<Duration> wait_max;

  static Patience eventual() { return {}; }
  static Patience prompt(Duration max_outage) { return {.wait_max = max_outage}; }
  bool allows(const Alternative& alternative) const {
    return !wait_max || alternative.wait.value <= wait_max->hours;
  }
};

// What the inventory does not say is taken for the worse, or for the better.
enum class Doubt : std::uint8_t { fear, hope };

// A set of losses as a table, in which nodes and alternatives can be looked up.
class Struck {
 public:
  Struck(const AccessGraph& graph, std::span<const LossId> losses, Doubt doubt = Doubt::fear)
      : graph_(graph), lost_(graph.losses().size()), doubt_(doubt) {
    for (const LossId loss : losses) lost_[loss.index] = true;
  }

  bool operator()(const Node& node) const { return any_lost(graph_.struck_by(node)); }
  bool operator()(const Alternative& alternative) const {
    return any_lost(doubt_ == Doubt::fear ? graph_.struck_by(alternative)
                                          : graph_.surely_struck_by(alternative));
  }

 private:
  bool any_lost(std::span<const LossId> losses) const {
    return std::ranges::any_of(losses, [this](LossId loss) { return bool{lost_[loss.index]}; });
  }

  const AccessGraph& graph_;
  std::vector<bool> lost_;
  Doubt doubt_;
};

struct Closure {
  static constexpr std::uint32_t none = UINT32_MAX;

  // By node; never: not usable.
  std::pmr::vector<Hours> time{large_pages()};
  // By node: the alternative taken, or none.
  std::pmr::vector<std::uint32_t> through{large_pages()};
  // Usable nodes, as they were derived.
  std::pmr::vector<NodeId> order{large_pages()};

  bool usable(NodeId node) const { return !time[node.index].is_never(); }
};

// Nodes that are `granted` are usable at once, whatever is lost: what would follow if they were?
[[nodiscard]] Closure least_closure(const AccessGraph& graph, std::span<const LossId> losses,
                                    Patience patience, std::span<const NodeId> granted = {},
                                    Doubt doubt = Doubt::fear);

// The greatest fixpoint: what could be usable if things were allowed to hold each other up. By
// node.
[[nodiscard]] std::vector<bool> greatest_closure(const AccessGraph& graph,
                                                 std::span<const LossId> losses, Patience patience);

}  // namespace passkey_audit
