#include "risk_model.hpp"

#include <algorithm>
#include <utility>

namespace passkey_audit {

RiskModel::RiskModel(const AccessGraph& graph, Patience patience, std::span<const NodeId> wanted,
                     std::vector<bool> happens)
    : graph_(graph),
      patience_(patience),
      happens_(std::move(happens)),
      thing_of_(graph.nodes().size(), none),
      number_of_(graph.losses().size(), none) {
  const Closure unharmed = least_closure(graph, {}, patience);
  const std::vector<bool> reached = walk_down(unharmed, wanted);
  std::vector<NodeId> order;
  for (const NodeId node : unharmed.order) {
    if (!reached[node.index]) continue;
    thing_of_[node.index] = static_cast<std::uint32_t>(order.size());
    order.push_back(node);
  }
  for (const NodeId node : order) add_thing(node);
}

// Numbers the losses on the way, first those of a thing itself, then those of its ways and parts.
std::vector<bool> RiskModel::walk_down(const Closure& unharmed, std::span<const NodeId> wanted) {
  std::vector<bool> reached(graph_.nodes().size());
  std::vector<NodeId> open;
  for (const NodeId account : wanted) {
    open.push_back(account);
    while (!open.empty()) {
      const NodeId node = open.back();
      open.pop_back();
      if (reached[node.index] || !unharmed.usable(node)) continue;
      reached[node.index] = true;
      number(graph_[node]);
      // The first part of the first way is to come next.
      for (std::uint32_t i = graph_.end_alternative(node); i-- > graph_.first_alternative(node);) {
        const Alternative& way = graph_.alternatives()[i];
        if (!is_live(way, unharmed)) continue;
        number(way);
        const auto parts = graph_.parts(way);
        open.insert(open.end(), parts.rbegin(), parts.rend());
      }
    }
  }
  return reached;
}

// It works with nothing lost.
bool RiskModel::is_live(const Alternative& way, const Closure& unharmed) const {
  const auto usable =
      std::ranges::count_if(graph_.parts(way), [&](NodeId part) { return unharmed.usable(part); });
  return patience_.allows(way) && usable >= static_cast<std::ptrdiff_t>(way.needed);
}

void RiskModel::add_thing(NodeId node) {
  Thing thing{.ways = {static_cast<std::uint32_t>(ways_.size()), 0},
              .losses = struck(graph_[node])};
  for (std::uint32_t i = graph_.first_alternative(node); i < graph_.end_alternative(node); ++i) {
    const Alternative& alternative = graph_.alternatives()[i];
    if (!patience_.allows(alternative)) continue;
    Way way{.needed = alternative.needed,
            .parts = {static_cast<std::uint32_t>(parts_.size()), 0},
            .losses = {}};
    for (const NodeId part : graph_.parts(alternative)) {
      if (thing_of(part) != none) parts_.push_back(thing_of(part));
    }
    way.parts.end = static_cast<std::uint32_t>(parts_.size());
    if (parts(way).size() < way.needed) {
      parts_.resize(way.parts.begin);
      continue;
    }
    way.losses = struck(alternative);
    ways_.push_back(way);
  }
  thing.ways.end = static_cast<std::uint32_t>(ways_.size());
  things_.push_back(thing);
}

template <class Item>
void RiskModel::number(const Item& item) {
  for (const LossId loss : graph_.struck_by(item)) {
    if (!happens_[loss.index] || number_of_[loss.index] != none) continue;
    number_of_[loss.index] = static_cast<std::uint32_t>(losses_.size());
    losses_.push_back(loss);
  }
}

template <class Item>
RiskModel::Range RiskModel::struck(const Item& item) {
  const auto begin = static_cast<std::uint32_t>(struck_by_.size());
  for (const LossId loss : graph_.struck_by(item)) {
    if (number_of_[loss.index] != none) struck_by_.push_back(number_of_[loss.index]);
  }
  return {begin, static_cast<std::uint32_t>(struck_by_.size())};
}

}  // namespace passkey_audit
