// The closure after many single losses at once: one bit for each loss, AND over the parts of an
// alternative, OR over alternatives.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "passkey_audit/graph/closure.hpp"
#include "passkey_audit/support/large_pages.hpp"

namespace passkey_audit {

class LaneClosure {
 public:
  // `order`: the nodes that may be usable in some lane. Their bits lie in this order, close
  // together.
  LaneClosure(std::size_t node_count, std::span<const NodeId> order, std::size_t lane_count)
      : words_((lane_count + 63) / 64),
        place_(node_count, large_pages()),
        bits_((order.size() + 1) * words_, large_pages()) {
    for (std::uint32_t i = 0; i < order.size(); ++i) place_[order[i].index] = i + 1;
  }

  // Is the node usable after the loss of this lane?
  bool usable(NodeId node, std::size_t lane) const {
    return ((row(node)[lane / 64] >> (lane % 64)) & 1U) != 0;
  }
  std::size_t words() const { return words_; }
  // Only of nodes in the order may it be written to.
  std::span<std::uint64_t> row(NodeId node) {
    return std::span(bits_).subspan(begin(node), words_);
  }
  std::span<const std::uint64_t> row(NodeId node) const {
    return std::span(bits_).subspan(begin(node), words_);
  }

 private:
  std::size_t begin(NodeId node) const { return place_[node.index] * words_; }

  std::size_t words_;
  std::pmr::vector<std::uint32_t> place_;  // by node, of its row; 0: it is not in the order
  std::pmr::vector<std::uint64_t> bits_;   // the first row stays empty
};

// Lane i: what is usable after `losses[i]`, together with what is lost in every lane. `order` is
// the one in which nodes become usable with nothing lost: of the closure with this patience or
// more.
[[nodiscard]] LaneClosure lane_closure(const AccessGraph& graph, std::span<const LossId> losses,
                                       Patience patience, std::span<const NodeId> order,
                                       std::span<const LossId> lost_anyway = {});

}  // namespace passkey_audit
