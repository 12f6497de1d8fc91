#include "passkey_audit/graph/lanes.hpp"

#include <algorithm>

#include "lane_counter.hpp"

namespace passkey_audit {
namespace {

using Word = std::uint64_t;

class LaneSolver {
 public:
  LaneSolver(const AccessGraph& graph, std::span<const LossId> losses, Patience patience,
             std::span<const NodeId> order, std::span<const LossId> lost_anyway)
      : graph_(graph),
        patience_(patience),
        order_(order),
        lane_of_(graph.losses().size(), no_lane),
        closure_(graph.nodes().size(), order, losses.size()),
        survives_(closure_.words()),
        way_(closure_.words()) {
    for (std::size_t lane = 0; lane < losses.size(); ++lane) {
      lane_of_[losses[lane].index] = static_cast<std::uint32_t>(lane);
    }
    for (const LossId loss : lost_anyway) lane_of_[loss.index] = every_lane;
  }

  // Sweeps over the nodes; what needs more than one sweep are ways that lead the other way round.
  LaneClosure solve() {
    bool changed = true;
    while (changed) {
      changed = false;
      for (std::size_t i = 0; i < order_.size(); ++i) {
        if (i + ahead < order_.size()) fetch(order_[i + ahead]);
        changed |= derive(order_[i]);
      }
    }
    return std::move(closure_);
  }

 private:
  static constexpr std::uint32_t no_lane = UINT32_MAX, every_lane = UINT32_MAX - 1;

  // So many nodes before it is their turn their parts are asked for, which lie anywhere in memory.
  static constexpr std::size_t ahead = 12;

  void fetch(NodeId node) const {
    for (std::uint32_t i = graph_.first_alternative(node); i < graph_.end_alternative(node); ++i) {
      for (const NodeId part : graph_.parts(graph_.alternatives()[i])) {
        const auto row = closure_.row(part);
        if (row.empty()) return;  // nothing is lost in any lane
        __builtin_prefetch(&row.front());
        __builtin_prefetch(&row.back());
      }
    }
  }

  template <class Item>
  void clear_struck(std::vector<Word>& words, const Item& item) const {
    for (const LossId loss : graph_.struck_by(item)) {
      const std::uint32_t lane = lane_of_[loss.index];
      if (lane == every_lane) {
        std::ranges::fill(words, Word{0});
      } else if (lane != no_lane) {
        words[lane / 64] &= ~(Word{1} << (lane % 64));
      }
    }
  }

  void evaluate(const Alternative& alternative) {
    const auto parts = graph_.parts(alternative);
    if (parts.size() == alternative.needed) {
      std::ranges::fill(way_, ~Word{0});
      for (const NodeId part : parts) {
        const auto row = closure_.row(part);
        for (std::size_t w = 0; w < way_.size(); ++w) way_[w] &= row[w];
      }
    } else {
      for (std::size_t w = 0; w < way_.size(); ++w) {
        LaneCounter counter;
        for (const NodeId part : parts) counter.add(closure_.row(part)[w]);
        way_[w] = counter.at_least(alternative.needed);
      }
    }
    clear_struck(way_, alternative);
  }

  bool derive(NodeId node) {
    std::ranges::fill(survives_, Word{0});
    for (std::uint32_t i = graph_.first_alternative(node); i < graph_.end_alternative(node); ++i) {
      const Alternative& alternative = graph_.alternatives()[i];
      if (!patience_.allows(alternative)) continue;
      evaluate(alternative);
      for (std::size_t w = 0; w < way_.size(); ++w) survives_[w] |= way_[w];
    }
    clear_struck(survives_, graph_[node]);
    bool changed = false;
    const auto row = closure_.row(node);
    for (std::size_t w = 0; w < row.size(); ++w) {
      changed |= (survives_[w] & ~row[w]) != 0;
      row[w] |= survives_[w];
    }
    return changed;
  }

  const AccessGraph& graph_;
  Patience patience_;
  std::span<const NodeId> order_;
  std::vector<std::uint32_t> lane_of_;
  LaneClosure closure_;
  std::vector<Word> survives_;
  std::vector<Word> way_;
};

}  // namespace

LaneClosure lane_closure(const AccessGraph& graph, std::span<const LossId> losses,
                         Patience patience, std::span<const NodeId> order,
                         std::span<const LossId> lost_anyway) {
  return LaneSolver(graph, losses, patience, order, lost_anyway).solve();
}

}  // namespace passkey_audit
