#include "decision_diagram.hpp"

#include <algorithm>
#include <utility>

namespace passkey_audit {
namespace {

constexpr std::size_t slots_at_first = std::size_t{1} << 12U;
constexpr std::size_t slots_known_max = std::size_t{1} << 20U;
// A function goes as deep as it has losses.
constexpr std::size_t depth_max = 10'000;
// What a function may take, in nodes that are looked at, for each node there may be.
constexpr std::uint64_t steps_for_each_node = 16;
constexpr std::uint32_t no_place = UINT32_MAX;

std::size_t mixed(std::uint64_t a, std::uint64_t b, std::uint64_t c) {
  std::uint64_t hash = a * 0x9e3779b97f4a7c15U;
  hash = (hash ^ (hash >> 29U) ^ b) * 0xbf58476d1ce4e5b9U;
  hash = (hash ^ (hash >> 32U) ^ c) * 0x94d049bb133111ebU;
  return static_cast<std::size_t>(hash ^ (hash >> 31U));
}

}  // namespace

DecisionDiagram::DecisionDiagram(std::size_t nodes_max)
    : nodes_max_(nodes_max),
      nodes_{{no_loss, never, never}, {no_loss, always, always}},
      table_(slots_at_first, never),
      known_(slots_at_first) {}

bool DecisionDiagram::take_overdrawn() {
  steps_ = 0;
  return std::exchange(overdrawn_, false);
}

std::size_t DecisionDiagram::slot_of(const Node& node) const {
  std::size_t slot = mixed(node.loss, node.without, node.with) & (table_.size() - 1);
  while (table_[slot] != never) {
    const Node& other = nodes_[table_[slot]];
    if (other.loss == node.loss && other.without == node.without && other.with == node.with) break;
    slot = (slot + 1) & (table_.size() - 1);
  }
  return slot;
}

DecisionDiagram::Function DecisionDiagram::node(std::uint32_t loss, Function without,
                                                Function with) {
  if (without == with) return with;
  const Node node{loss, without, with};
  const std::size_t slot = slot_of(node);
  if (table_[slot] != never) return table_[slot];
  if (nodes_.size() >= nodes_max_ + 2) {
    overdrawn_ = true;
    return always;
  }
  table_[slot] = static_cast<Function>(nodes_.size());
  nodes_.push_back(node);
  if (nodes_.size() * 2 > table_.size()) grow();
  return static_cast<Function>(nodes_.size() - 1);
}

void DecisionDiagram::grow() {
  table_.assign(table_.size() * 2, never);
  for (Function i = always + 1; i < nodes_.size(); ++i) table_[slot_of(nodes_[i])] = i;
  if (known_.size() < std::min(table_.size(), slots_known_max)) {
    const std::vector<Entry> before = std::exchange(known_, std::vector<Entry>(table_.size()));
    for (const Entry& entry : before) {
      if (entry.a > always) entry_of(entry.operation, entry.a, entry.b) = entry;
    }
  }
}

DecisionDiagram::Entry& DecisionDiagram::entry_of(Operation operation, Function a, Function b) {
  return known_[mixed(a, b, static_cast<std::uint64_t>(operation)) & (known_.size() - 1)];
}

DecisionDiagram::Function DecisionDiagram::apply(Operation operation, Function a, Function b,
                                                 std::size_t depth) {
  // Of "and" the one decides, of "or" the other.
  const Function decides = operation == Operation::both ? never : always;
  if (a == b) return a;
  if (a > b) std::swap(a, b);
  if (a <= always) return a == decides ? a : b;
  if (b <= always) return b == decides ? b : a;
  overdrawn_ |= depth > depth_max || ++steps_ > steps_for_each_node * nodes_max_;
  if (overdrawn_) return always;
  const Entry& known = entry_of(operation, a, b);
  if (known.a == a && known.b == b && known.operation == operation) return known.result;
  const Node first = nodes_[a], second = nodes_[b];
  const std::uint32_t loss = std::min(first.loss, second.loss);
  const auto branch = [&](Function Node::*where) {
    return apply(operation, first.loss == loss ? first.*where : a,
                 second.loss == loss ? second.*where : b, depth + 1);
  };
  const Function without = branch(&Node::without), with = branch(&Node::with);
  const Function result = node(loss, without, with);
  if (!overdrawn_) entry_of(operation, a, b) = {operation, a, b, result};
  return result;
}

// Each after what it leads to, since nodes are made in that order.
std::vector<DecisionDiagram::Function> DecisionDiagram::nodes_of(Function function) {
  place_.resize(nodes_.size(), no_place);
  std::vector<Function> gathered;
  const auto gather = [&](Function one) {
    if (one <= always || place_[one] != no_place) return;
    place_[one] = 0;
    gathered.push_back(one);
  };
  gather(function);
  for (std::size_t i = 0; i < gathered.size(); ++i) {
    const Node node = nodes_[gathered[i]];
    gather(node.without);
    gather(node.with);
  }
  std::ranges::sort(gathered);
  for (std::size_t i = 0; i < gathered.size(); ++i) {
    place_[gathered[i]] = static_cast<std::uint32_t>(i);
  }
  return gathered;
}

// Upwards the probabilities, then downwards how likely each node is come by: a loss matters at its
// nodes by the difference that it makes there.
DecisionDiagram::Value DecisionDiagram::value_of(Function function,
                                                 std::span<const double> likelihood) {
  if (function <= always) return {.probability = function == always ? 1.0 : 0.0, .by_loss = {}};
  const std::vector<Function> nodes = nodes_of(function);
  std::vector<double> probability(nodes.size()), come_by(nodes.size());
  const auto of = [&](Function one) {
    return one <= always ? static_cast<double>(one) : probability[place_[one]];
  };
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const Node& node = nodes_[nodes[i]];
    const double lost = likelihood[node.loss];
    probability[i] = (1 - lost) * of(node.without) + lost * of(node.with);
  }
  Value value{.probability = probability.back(), .by_loss = {}};
  come_by.back() = 1;
  for (std::size_t i = nodes.size(); i-- > 0;) {
    const Node& node = nodes_[nodes[i]];
    const double lost = likelihood[node.loss];
    value.by_loss.push_back({node.loss, come_by[i] * (of(node.with) - of(node.without))});
    if (node.without > always) come_by[place_[node.without]] += come_by[i] * (1 - lost);
    if (node.with > always) come_by[place_[node.with]] += come_by[i] * lost;
  }
  for (const Function node : nodes) place_[node] = no_place;

  std::ranges::stable_sort(value.by_loss, {}, &Derivative::loss);
  auto sum = value.by_loss.begin();
  for (auto next = sum + 1; next != value.by_loss.end(); ++next) {
    if (next->loss == sum->loss) {
      sum->value += next->value;
    } else {
      *++sum = *next;
    }
  }
  value.by_loss.erase(sum + 1, value.by_loss.end());
  return value;
}

}  // namespace passkey_audit
