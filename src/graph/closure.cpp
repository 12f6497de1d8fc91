#include "passkey_audit/graph/closure.hpp"

#include <algorithm>
#include <functional>
#include <queue>
#include <utility>

#include "lowest_first.hpp"

namespace passkey_audit {
namespace {

// What becomes usable next: the earliest first; at one time whatever needs no recovery, because
// nobody recovers an account that can be signed in to; then the first in the inventory. Nothing
// arrives before what was given out last.
class Arrivals {
 public:
  explicit Arrivals(std::span<const Alternative> alternatives)
      : alternatives_(alternatives),
        sign_ins_(alternatives.size()),
        recoveries_(alternatives.size()) {}

  bool empty() const { return sign_ins_.empty() && recoveries_.empty() && later_.empty(); }
  // Of what was taken last.
  Hours time() const { return time_; }

  void add(Hours time, std::uint32_t alternative) {
    if (time == time_) {
      add_now(alternative);
    } else {
      later_.emplace(time, alternative);
    }
  }

  std::uint32_t take() {
    if (sign_ins_.empty() && recoveries_.empty()) {
      for (time_ = later_.top().first; !later_.empty() && later_.top().first == time_;
           later_.pop()) {
        add_now(later_.top().second);
      }
    }
    return sign_ins_.empty() ? recoveries_.take() : sign_ins_.take();
  }

 private:
  using Later = std::pair<Hours, std::uint32_t>;

  void add_now(std::uint32_t alternative) {
    (alternatives_[alternative].is_recovery ? recoveries_ : sign_ins_).insert(alternative);
  }

  std::span<const Alternative> alternatives_;
  Hours time_;
  LowestFirst sign_ins_, recoveries_;
  std::priority_queue<Later, std::vector<Later>, std::greater<>> later_;
};

}  // namespace

Closure least_closure(const AccessGraph& graph, std::span<const LossId> losses, Patience patience,
                      std::span<const NodeId> granted, Doubt doubt) {
  const Struck struck(graph, losses, doubt);
  const auto alternatives = graph.alternatives();
  const std::size_t nodes = graph.nodes().size();
  Closure closure;
  closure.time.assign(nodes, Hours::never());
  closure.through.assign(nodes, Closure::none);
  closure.order.reserve(nodes);
  std::pmr::vector<std::uint32_t> missing(alternatives.size(), large_pages());
  Arrivals arrivals(alternatives);
  const auto settle = [&](NodeId node, Hours time, std::uint32_t through) {
    closure.time[node.index] = time;
    closure.through[node.index] = through;
    closure.order.push_back(node);
    for (const std::uint32_t next : graph.used_by(node)) {
      // Nodes come in rising order of time, so the last one needed is the slowest.
      if (missing[next] == 0 || --missing[next] != 0) continue;
      if (!patience.allows(alternatives[next]) || struck(alternatives[next])) continue;
      arrivals.add(time + alternatives[next].wait, next);
    }
  };
  for (std::uint32_t i = 0; i < alternatives.size(); ++i) {
    missing[i] = alternatives[i].needed;
    if (missing[i] == 0 && patience.allows(alternatives[i]) && !struck(alternatives[i])) {
      arrivals.add(alternatives[i].wait, i);
    }
  }
  for (const NodeId node : granted) {
    if (!closure.usable(node)) settle(node, {}, Closure::none);
  }
  while (!arrivals.empty()) {
    const std::uint32_t next = arrivals.take();
    const NodeId node = alternatives[next].node;
    if (closure.usable(node) || struck(graph[node])) continue;
    settle(node, arrivals.time(), next);
  }
  return closure;
}

std::vector<bool> greatest_closure(const AccessGraph& graph, std::span<const LossId> losses,
                                   Patience patience) {
  const Struck struck(graph, losses);
  const auto alternatives = graph.alternatives();
  std::vector<bool> usable(graph.nodes().size(), true);
  std::vector<std::uint32_t> living_parts(alternatives.size());
  std::vector<std::uint32_t> living_alternatives(graph.nodes().size());
  std::vector<bool> counted_out(alternatives.size());
  std::vector<NodeId> dead;
  for (std::uint32_t i = 0; i < alternatives.size(); ++i) {
    const Alternative& alternative = alternatives[i];
    living_parts[i] = static_cast<std::uint32_t>(graph.parts(alternative).size());
    counted_out[i] = !patience.allows(alternative) || struck(alternative);
    if (!counted_out[i]) ++living_alternatives[alternative.node.index];
  }
  for (std::uint32_t i = 0; i < graph.nodes().size(); ++i) {
    if (living_alternatives[i] == 0 || struck(graph[NodeId{i}])) {
      usable[i] = false;
      dead.push_back({i});
    }
  }
  while (!dead.empty()) {
    const NodeId node = dead.back();
    dead.pop_back();
    for (const std::uint32_t i : graph.used_by(node)) {
      if (counted_out[i] || --living_parts[i] >= alternatives[i].needed) continue;
      counted_out[i] = true;
      const NodeId holder = alternatives[i].node;
      if (--living_alternatives[holder.index] == 0 && usable[holder.index]) {
        usable[holder.index] = false;
        dead.push_back(holder);
      }
    }
  }
  return usable;
}

}  // namespace passkey_audit
