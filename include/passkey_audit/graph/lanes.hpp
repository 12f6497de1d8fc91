// The closure after many single losses at once: one bit for each loss, AND over the parts of an
// alternative, OR over alternatives.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "passkey_audit/graph/closure.hpp"

namespace passkey_audit {

class LaneClosure {
 public:
  LaneClosure(std::size_t node_count, std::size_t lane_count)
      : words_((lane_count + 63) / 64), bits_(node_count * words_) {}

  // Is the node usable after the loss of this lane?
  bool usable(NodeId node, std::size_t lane) const {
    return ((bits_[node.index * words_ + lane / 64] >> (lane % 64)) & 1U) != 0;
  }
  std::size_t words() const { return words_; }
  std::span<std::uint64_t> row(NodeId node) {
    return std::span(bits_).subspan(node.index * words_, words_);
  }
  std::span<const std::uint64_t> row(NodeId node) const {
    return std::span(bits_).subspan(node.index * words_, words_);
  }

 private:
  std::size_t words_;
  std::vector<std::uint64_t> bits_;
};

// Lane i: what is usable after `losses[i]`, together with what is lost in every lane. `order` is
// the one in which nodes become usable with nothing lost: of the closure with this patience or
// more.
[[nodiscard]] LaneClosure lane_closure(const AccessGraph& graph, std::span<const LossId> losses,
                                       Patience patience, std::span<const NodeId> order,
                                       std::span<const LossId> lost_anyway = {});

}  // namespace passkey_audit
