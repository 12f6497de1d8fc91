// The access graph: what is usable because of what. A node is usable when one of its alternatives
// is; an alternative when enough of its parts are. Both can be struck by losses. Loops are normal.
//
// Nodes stand for the things of an inventory and for parts of them (an account's password, "signed
// in on this device"). build_graph() is the one place that knows how; nothing else here does.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "passkey_audit/graph/losses.hpp"
#include "passkey_audit/inventory/thing.hpp"

namespace passkey_audit {

struct NodeId {
  std::uint32_t index = UINT32_MAX;
  friend auto operator<=>(const NodeId&, const NodeId&) = default;
};

// Waiting time in hours. Unknown is longer than any time that is known, and shorter than never.
struct Hours {
  static constexpr std::uint32_t unknown_value = UINT32_MAX - 1;
  static constexpr std::uint32_t never_value = UINT32_MAX;

  std::uint32_t value = 0;

  static constexpr Hours unknown() { return {unknown_value}; }
  static constexpr Hours never() { return {never_value}; }
  bool is_unknown() const { return value == unknown_value; }
  bool is_never() const { return value == never_value; }
  friend Hours operator+(Hours a, Hours b) {
    const Hours longer = a.value < b.value ? b : a;
    if (longer.is_unknown() || longer.is_never()) return longer;
    const std::uint64_t sum = std::uint64_t{a.value} + b.value;
    return {sum < unknown_value ? static_cast<std::uint32_t>(sum) : unknown_value};
  }
  friend auto operator<=>(const Hours&, const Hours&) = default;
};

struct Node {
  ThingId thing;  // not told: a condition that has no name of its own
  Part part = Part::itself;
  std::uint32_t alternatives_begin = 0, alternatives_end = 0;
  std::uint32_t struck_by_begin = 0, struck_by_end = 0;
};

struct Alternative {
  NodeId node;               // that it makes usable
  std::uint32_t needed = 0;  // of its parts
  Hours wait;                // its own
  bool is_sign_in = false;   // of an account
  bool is_recovery = false;  // of an account
  ThingId kept_at;           // of a stored copy: the place, or `memory`
  std::uint32_t parts_begin = 0, parts_end = 0;
  std::uint32_t struck_by_begin = 0, struck_by_end = 0;
  // From here on what strikes it is only supposed to, because the inventory does not say.
  std::uint32_t doubted_begin = 0;
};

class AccessGraph {
 public:
  std::span<const Node> nodes() const { return nodes_; }
  std::span<const Alternative> alternatives() const { return alternatives_; }
  const Node& operator[](NodeId node) const { return nodes_[node.index]; }

  // Indices into alternatives().
  std::uint32_t first_alternative(NodeId node) const {
    return nodes_[node.index].alternatives_begin;
  }
  std::uint32_t end_alternative(NodeId node) const { return nodes_[node.index].alternatives_end; }
  std::span<const NodeId> parts(const Alternative& alternative) const {
    return std::span(parts_).subspan(alternative.parts_begin,
                                     alternative.parts_end - alternative.parts_begin);
  }
  // Alternatives that have the node as a part; once for each time.
  std::span<const std::uint32_t> used_by(NodeId node) const {
    return std::span(used_by_).subspan(used_by_begin_[node.index],
                                       used_by_begin_[node.index + 1] - used_by_begin_[node.index]);
  }
  std::span<const LossId> struck_by(const Node& node) const {
    return std::span(struck_by_)
        .subspan(node.struck_by_begin, node.struck_by_end - node.struck_by_begin);
  }
  std::span<const LossId> struck_by(const Alternative& alternative) const {
    return std::span(struck_by_)
        .subspan(alternative.struck_by_begin,
                 alternative.struck_by_end - alternative.struck_by_begin);
  }
  std::span<const LossId> surely_struck_by(const Alternative& alternative) const {
    return std::span(struck_by_)
        .subspan(alternative.struck_by_begin,
                 alternative.doubted_begin - alternative.struck_by_begin);
  }
  // Some alternative is struck by more than what strikes it surely.
  bool has_doubts() const { return has_doubts_; }

  const LossTable& losses() const { return losses_; }
  LossTable& losses() { return losses_; }

  // By index in Inventory::accounts.
  NodeId account(std::size_t index) const { return accounts_[index]; }
  std::size_t account_count() const { return accounts_.size(); }
  // By index in Inventory::authenticators.
  NodeId authenticator(std::size_t index) const { return authenticators_[index]; }
  // By index in Inventory::recovery_methods and Inventory::devices.
  NodeId recovery_method(std::size_t index) const { return recovery_methods_[index]; }
  NodeId device(std::size_t index) const { return devices_[index]; }
  // The account's own password, codes and code generator, by index in Inventory::accounts.
  struct OwnNodes {
    NodeId password, codes, totp;
  };
  const OwnNodes& own_nodes(std::size_t index) const { return own_nodes_[index]; }
  // The loss of the account's vendor, by index in Inventory::accounts; none if it is not known.
  std::optional<LossId> vendor_of_account(std::size_t index) const { return vendors_[index]; }
  // The loss of the account itself.
  LossId loss_of_account(std::size_t index) const { return account_losses_[index]; }

 private:
  friend class GraphBuilder;

  std::vector<Node> nodes_;
  std::vector<Alternative> alternatives_;  // by node
  std::vector<NodeId> parts_;
  std::vector<LossId> struck_by_;
  bool has_doubts_ = false;
  std::vector<std::uint32_t> used_by_begin_;
  std::vector<std::uint32_t> used_by_;
  std::vector<NodeId> accounts_;
  std::vector<NodeId> authenticators_;
  std::vector<NodeId> recovery_methods_;
  std::vector<NodeId> devices_;
  std::vector<OwnNodes> own_nodes_;
  std::vector<std::optional<LossId>> vendors_;
  std::vector<LossId> account_losses_;
  LossTable losses_;
};

}  // namespace passkey_audit
