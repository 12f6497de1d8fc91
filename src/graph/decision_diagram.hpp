// Reduced ordered binary decision diagrams (Bryant 1986) of what is out after which losses: all
// functions share their nodes. Nothing here knows of graphs. Internal to this module.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace passkey_audit {

class DecisionDiagram {
 public:
  // A function of the losses: the place of its first node.
  using Function = std::uint32_t;
  static constexpr Function never = 0, always = 1;

  explicit DecisionDiagram(std::size_t nodes_max);

  // Losses have numbers; those that are met first have the smaller ones.
  Function of_loss(std::uint32_t loss) { return node(loss, never, always); }
  Function both(Function a, Function b) { return apply(Operation::both, a, b, 0); }
  Function either(Function a, Function b) { return apply(Operation::either, a, b, 0); }

  // Since the last time that this was asked for: a function had no room, took too long, or had too
  // many losses. What was made since then means nothing.
  bool take_overdrawn();

  struct Derivative {
    std::uint32_t loss;
    double value;
  };
  struct Value {
    double probability = 0;
    std::vector<Derivative> by_loss;  // of the losses that matter
  };
  // `likelihood`: by number of the loss.
  Value value_of(Function function, std::span<const double> likelihood);

 private:
  enum class Operation : std::uint32_t { both, either };
  struct Node {
    std::uint32_t loss;
    Function without, with;
  };
  struct Entry {
    Operation operation;
    Function a = never, b = never, result = never;  // a is no constant where there is an entry
  };
  static constexpr std::uint32_t no_loss = UINT32_MAX;

  Function node(std::uint32_t loss, Function without, Function with);
  Function apply(Operation operation, Function a, Function b, std::size_t depth);
  std::size_t slot_of(const Node& node) const;
  Entry& entry_of(Operation operation, Function a, Function b);
  void grow();
  std::vector<Function> nodes_of(Function function);

  std::size_t nodes_max_;
  std::vector<Node> nodes_;
  std::vector<Function> table_;  // of nodes, by hash; `never`: free
  std::vector<Entry> known_;     // results, by hash; the last one stays
  std::uint64_t steps_ = 0;      // since the last time that it was asked for
  bool overdrawn_ = false;

  std::vector<std::uint32_t> place_;  // by node, while the nodes of a function are gathered
};

}  // namespace passkey_audit
