// What locks each node of the access graph out, up to an order: families of losses are handed from
// the parts of an alternative to its node, until nothing changes any more.
//
// "Locked out" is the dual of "usable", so it is a greatest fixpoint: everything is out with
// nothing lost to begin with, {∅}, and each step may only take that back. Loops come out right of
// themselves. Sets that are too large are dropped at once; no smaller set ever comes of them.
// Internal to this module.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "cut_set_family.hpp"
#include "passkey_audit/graph/closure.hpp"

namespace passkey_audit {

// A family for each node, all in one block.
class NodeFamilies {
 public:
  // All {∅}.
  explicit NodeFamilies(std::size_t node_count);

  CutSetSpan of(NodeId node) const {
    return CutSetSpan(sets_).subspan(places_[node.index].begin, places_[node.index].size);
  }
  // False: it was that before.
  bool set(NodeId node, CutSetSpan family);
  std::size_t held() const { return sets_.size(); }

 private:
  struct Place {
    std::size_t begin = 0;
    std::size_t size = 1;
  };
  void close_gaps();

  std::vector<SmallSet> sets_;  // the first: ∅, which all begin with
  std::vector<Place> places_;
  std::size_t in_use_ = 1;
};

class CutSetPropagation {
 public:
  static constexpr std::uint32_t no_rank = 0;

  struct Search {
    const AccessGraph& graph;
    std::span<const std::uint32_t> rank_of_loss;  // by loss; `no_rank`: it is not looked at
    Patience patience;
    std::size_t order_max;
    std::span<const NodeId> wanted;
  };

  CutSetPropagation(const Search& search, Effort& effort);
  // Far more than an inventory takes of which the lists can be read.
  static std::uint64_t effort_for(const AccessGraph& graph);

  // The families of the nodes that are wanted; they mean nothing once the effort is exhausted.
  void run();
  CutSetSpan of(NodeId node) const { return families_.of(node); }

 private:
  void choose_nodes();
  void mark(std::uint32_t position) { dirty_[position / 64] |= std::uint64_t{1} << position % 64; }
  void sweep();
  void mark_users_of(NodeId node);

  CutSetFamily family_of(NodeId node);
  CutSetFamily family_of(const Alternative& alternative);
  template <class Item>
  void add_struck(CutSetFamily& family, const Item& item) const;

  const Search search_;
  const AccessGraph& graph_;
  Effort& effort_;
  CutSetAlgebra algebra_;
  NodeFamilies families_;
  std::vector<NodeId> order_;            // as they become usable with nothing lost
  std::vector<std::uint32_t> position_;  // by node: in `order_`, or `no_position`
  std::vector<std::uint64_t> dirty_;     // by position: a part has changed

  static constexpr std::uint32_t no_position = UINT32_MAX;

  // A set takes 16 bytes.
  static constexpr std::size_t sets_held_max = std::size_t{1} << 23U;
  static constexpr std::size_t sets_held_max_for_each_node = 16;
};

}  // namespace passkey_audit
