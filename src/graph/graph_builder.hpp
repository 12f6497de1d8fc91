// Collects nodes, alternatives and losses in any order and packs them into an AccessGraph. Knows
// nothing of inventories. Internal to this module.
#pragma once

#include <initializer_list>
#include <span>
#include <vector>

#include "passkey_audit/graph/access_graph.hpp"

namespace passkey_audit {

class GraphBuilder {
 public:
  struct Draft {
    std::vector<NodeId> parts;
    std::uint32_t needed = all;  // of the parts
    Hours wait;
    bool is_sign_in = false;
    bool is_recovery = false;
    ThingId kept_at;
    std::vector<LossId> struck_by;
    std::vector<LossId> doubted;  // strike too, unless somebody says that they do not

    static constexpr std::uint32_t all = UINT32_MAX;
  };

  GraphBuilder();

  LossTable& losses() { return graph_.losses_; }

  NodeId add_node(ThingId thing = {}, Part part = Part::itself);
  // Never usable, and always.
  NodeId never() const { return {0}; }
  NodeId always() const { return {1}; }

  // The node is unusable while the loss is among those suffered.
  void strike(NodeId node, LossId loss);
  // Parts that are always usable are left out; an alternative that can never be is not added.
  void add(NodeId node, Draft draft);

  // Which nodes stand for the things of an inventory, in the order of its collections.
  void set_account(NodeId node, const AccessGraph::OwnNodes& own, LossId loss,
                   std::optional<LossId> vendor);
  void set_device(NodeId node) { graph_.devices_.push_back(node); }
  void set_authenticator(NodeId node) { graph_.authenticators_.push_back(node); }
  void set_recovery_method(NodeId node) { graph_.recovery_methods_.push_back(node); }

  [[nodiscard]] AccessGraph finish();

 private:
  struct Strike {
    NodeId node;
    LossId loss;
  };

  AccessGraph graph_;
  std::vector<Alternative> alternatives_;
  std::vector<NodeId> parts_;
  std::vector<LossId> struck_by_;
  std::vector<Strike> strikes_;
};

}  // namespace passkey_audit
