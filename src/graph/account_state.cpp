#include "passkey_audit/graph/account_state.hpp"

#include <algorithm>
#include <optional>

namespace passkey_audit {
namespace {

// Walks back from an alternative to what it needs, and lists things each after what they need.
class RouteFinder {
 public:
  RouteFinder(const AccessGraph& graph, const Closure& closure)
      : graph_(graph), closure_(closure), rank_(graph.nodes().size()), seen_(graph.nodes().size()) {
    for (std::uint32_t i = 0; i < closure.order.size(); ++i) rank_[closure.order[i].index] = i;
  }

  // No value when the alternative leads through what only the account itself opens.
  std::optional<std::vector<Step>> route(NodeId account, std::uint32_t alternative) {
    std::vector<Step> steps;
    bool comes_back = false;
    std::vector<ThingId> places;
    std::vector<NodeId> visited;
    std::vector<Frame> stack;
    const auto enter = [&](NodeId node, std::uint32_t through) {
      seen_[node.index] = true;
      visited.push_back(node);
      stack.push_back({node, through, parts_used(through)});
    };
    enter(account, alternative);
    while (!stack.empty()) {
      Frame& frame = stack.back();
      if (frame.next < frame.parts.size()) {
        const NodeId part = frame.parts[frame.next++];
        comes_back |= part == account;
        if (!seen_[part.index]) enter(part, closure_.through[part.index]);
        continue;
      }
      const Alternative& taken = graph_.alternatives()[frame.through];
      const Node& node = graph_[frame.node];
      // Every node comes once, but one place may keep several copies.
      if (taken.kept_at.told() && std::ranges::find(places, taken.kept_at) == places.end()) {
        places.push_back(taken.kept_at);
        steps.push_back({.thing = taken.kept_at});
      }
      if (node.thing.told()) steps.push_back({node.thing, node.part, taken.kept_at, taken.wait});
      stack.pop_back();
    }
    for (const NodeId node : visited) seen_[node.index] = false;
    if (comes_back) return std::nullopt;
    return steps;
  }

 private:
  struct Frame {
    NodeId node;
    std::uint32_t through;
    std::vector<NodeId> parts;
    std::size_t next = 0;
  };

  // The quickest parts, as many as are needed.
  std::vector<NodeId> parts_used(std::uint32_t index) const {
    const Alternative& alternative = graph_.alternatives()[index];
    std::vector<NodeId> parts;
    for (const NodeId part : graph_.parts(alternative)) {
      if (closure_.usable(part)) parts.push_back(part);
    }
    if (parts.size() > alternative.needed) {
      std::ranges::stable_sort(parts, {}, [this](NodeId part) { return rank_[part.index]; });
      parts.resize(alternative.needed);
    }
    return parts;
  }

  const AccessGraph& graph_;
  const Closure& closure_;
  std::vector<std::uint32_t> rank_;
  std::vector<bool> seen_;
};

// The sign-ins of the account that work with no waiting at all.
std::vector<std::uint32_t> instant_sign_ins(const AccessGraph& graph, const Closure& closure,
                                            const Struck& struck, NodeId account) {
  std::vector<std::uint32_t> instant;
  if (!closure.usable(account)) return instant;
  for (std::uint32_t i = graph.first_alternative(account); i < graph.end_alternative(account);
       ++i) {
    const Alternative& alternative = graph.alternatives()[i];
    if (!alternative.is_sign_in || alternative.wait != Hours{} || struck(alternative)) {
      continue;
    }
    const auto parts = std::ranges::count_if(
        graph.parts(alternative), [&](NodeId part) { return closure.time[part.index] == Hours{}; });
    if (static_cast<std::uint32_t>(parts) >= alternative.needed) instant.push_back(i);
  }
  return instant;
}

// What is usable after losses, promptly and in the end.
struct Aftermath {
  Aftermath(const AccessGraph& all, std::span<const LossId> losses, Duration max_outage)
      : graph(all),
        prompt(least_closure(all, losses, Patience::prompt(max_outage))),
        eventual(least_closure(all, losses, Patience::eventual())),
        struck(all, losses) {}

  std::vector<std::uint32_t> sign_ins(NodeId account) const {
    return instant_sign_ins(graph, eventual, struck, account);
  }
  AccessState state(NodeId account, bool signs_in) const {
    return signs_in                   ? AccessState::open
           : prompt.usable(account)   ? AccessState::recoverable
           : eventual.usable(account) ? AccessState::delayed
                                      : AccessState::locked_out;
  }

  const AccessGraph& graph;
  Closure prompt, eventual;
  Struck struck;
};

}  // namespace

std::vector<AccessState> access_states(const AccessGraph& graph, std::span<const LossId> losses,
                                       Duration max_outage) {
  const Aftermath after(graph, losses, max_outage);
  std::vector<AccessState> states;
  for (std::size_t i = 0; i < graph.account_count(); ++i) {
    const NodeId account = graph.account(i);
    states.push_back(after.state(account, !after.sign_ins(account).empty()));
  }
  return states;
}

std::vector<AccountState> account_states(const AccessGraph& graph, std::span<const LossId> losses,
                                         Duration max_outage) {
  const Aftermath after(graph, losses, max_outage);
  const Closure& eventual = after.eventual;
  RouteFinder routes(graph, eventual);

  std::vector<AccountState> states(graph.account_count());
  for (std::size_t i = 0; i < states.size(); ++i) {
    const NodeId account = graph.account(i);
    if (!eventual.usable(account)) continue;  // locked out
    // The time is the shortest total waiting: one slow way may be quicker than several prompt ones
    // in a row. The way by which the account was first reached cannot lead through what only the
    // account itself opens; a sign-in may.
    const auto sign_ins = after.sign_ins(account);
    const AccessState state = after.state(account, !sign_ins.empty());
    const std::uint32_t first = eventual.through[account.index];
    auto route = routes.route(account, first);
    if (!graph.alternatives()[first].is_sign_in) {
      for (const std::uint32_t sign_in : sign_ins) {
        auto other = routes.route(account, sign_in);
        if (!other) continue;
        route = std::move(other);
        break;
      }
    }
    states[i] = {state, eventual.time[account.index], std::move(*route)};
  }
  return states;
}

}  // namespace passkey_audit
