#include "graph_builder.hpp"

#include <algorithm>

namespace passkey_audit {

GraphBuilder::GraphBuilder() {
  add_node();
  add_node();
  add(always(), {});
}

NodeId GraphBuilder::add_node(ThingId thing, Part part) {
  graph_.nodes_.push_back({.thing = thing, .part = part});
  return {static_cast<std::uint32_t>(graph_.nodes_.size() - 1)};
}

void GraphBuilder::strike(NodeId node, LossId loss) {
  strikes_.push_back({node, loss});
}

void GraphBuilder::add(NodeId node, Draft draft) {
  std::uint32_t needed =
      draft.needed == Draft::all ? static_cast<std::uint32_t>(draft.parts.size()) : draft.needed;
  const auto certain = static_cast<std::uint32_t>(std::ranges::count(draft.parts, always()));
  std::erase(draft.parts, always());
  std::erase(draft.parts, never());
  needed -= std::min(needed, certain);
  if (draft.parts.size() < needed) return;
  if (needed == 0) draft.parts.clear();

  Alternative alternative{.node = node,
                          .needed = needed,
                          .wait = draft.wait,
                          .is_sign_in = draft.is_sign_in,
                          .is_recovery = draft.is_recovery,
                          .kept_at = draft.kept_at};
  alternative.parts_begin = static_cast<std::uint32_t>(parts_.size());
  parts_.insert(parts_.end(), draft.parts.begin(), draft.parts.end());
  alternative.parts_end = static_cast<std::uint32_t>(parts_.size());
  alternative.struck_by_begin = static_cast<std::uint32_t>(struck_by_.size());
  struck_by_.insert(struck_by_.end(), draft.struck_by.begin(), draft.struck_by.end());
  alternative.doubted_begin = static_cast<std::uint32_t>(struck_by_.size());
  struck_by_.insert(struck_by_.end(), draft.doubted.begin(), draft.doubted.end());
  alternative.struck_by_end = static_cast<std::uint32_t>(struck_by_.size());
  graph_.has_doubts_ |= !draft.doubted.empty();
  alternatives_.push_back(alternative);
}

void GraphBuilder::set_account(NodeId node, const AccessGraph::OwnNodes& own, LossId loss,
                               std::optional<LossId> vendor) {
  graph_.accounts_.push_back(node);
  graph_.own_nodes_.push_back(own);
  graph_.account_losses_.push_back(loss);
  graph_.vendors_.push_back(vendor);
}

AccessGraph GraphBuilder::finish() {
  // Stable: alternatives of a node keep the order of the inventory, so routes do too.
  std::ranges::stable_sort(alternatives_, {}, &Alternative::node);
  for (std::uint32_t i = 0; i < alternatives_.size(); ++i) {
    Node& node = graph_.nodes_[alternatives_[i].node.index];
    if (node.alternatives_end == 0) node.alternatives_begin = i;
    node.alternatives_end = i + 1;
  }
  std::ranges::stable_sort(strikes_, {}, &Strike::node);
  for (const Strike& strike : strikes_) {
    Node& node = graph_.nodes_[strike.node.index];
    if (node.struck_by_end == 0)
      node.struck_by_begin = static_cast<std::uint32_t>(struck_by_.size());
    struck_by_.push_back(strike.loss);
    node.struck_by_end = static_cast<std::uint32_t>(struck_by_.size());
  }
  graph_.alternatives_ = std::move(alternatives_);
  graph_.parts_ = std::move(parts_);
  graph_.struck_by_ = std::move(struck_by_);

  // Counting sort of "is a part of".
  graph_.used_by_begin_.assign(graph_.nodes_.size() + 1, 0);
  for (const NodeId part : graph_.parts_) ++graph_.used_by_begin_[part.index + 1];
  for (std::size_t i = 1; i < graph_.used_by_begin_.size(); ++i) {
    graph_.used_by_begin_[i] += graph_.used_by_begin_[i - 1];
  }
  graph_.used_by_.resize(graph_.parts_.size());
  std::vector<std::uint32_t> next(graph_.used_by_begin_.begin(), graph_.used_by_begin_.end() - 1);
  for (std::uint32_t i = 0; i < graph_.alternatives_.size(); ++i) {
    for (const NodeId part : graph_.parts(graph_.alternatives_[i])) {
      graph_.used_by_[next[part.index]++] = i;
    }
  }
  return std::move(graph_);
}

}  // namespace passkey_audit
