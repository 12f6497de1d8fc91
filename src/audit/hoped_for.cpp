#include "hoped_for.hpp"

#include <algorithm>

namespace passkey_audit {
namespace {

// What is usable at the time that the closure gives it without any support that nobody has asked:
// of ways that take equally long, one without is enough.
class SureAccess {
 public:
  SureAccess(const AuditContext& context, const LossSet& losses, const Closure& after)
      : context_(context),
        graph_(context.graph),
        struck_(context.graph, losses),
        after_(after),
        sure_(context.graph.nodes().size()) {
    bool grows = true;
    while (grows) grows = grow();
  }

  bool of(NodeId node) const { return sure_[node.index]; }

 private:
  bool grow() {
    bool grows = false;
    for (const NodeId node : after_.order) {
      if (sure_[node.index] || !has_sure_way(node)) continue;
      sure_[node.index] = true;
      grows = true;
    }
    return grows;
  }

  bool has_sure_way(NodeId node) const {
    for (std::uint32_t i = graph_.first_alternative(node); i < graph_.end_alternative(node); ++i) {
      const Alternative& way = graph_.alternatives()[i];
      if (struck_(way)) continue;
      const auto counts = [&](NodeId part) {
        return sure_[part.index] && !is_hope(node, part) &&
               after_.time[part.index] + way.wait <= after_.time[node.index];
      };
      const bool in_time = way.wait <= after_.time[node.index];
      if (in_time && std::ranges::count_if(graph_.parts(way), counts) >= way.needed) return true;
    }
    return false;
  }

  // Support among the ways of an account, and nobody knows that it can restore that account.
  bool is_hope(NodeId node, NodeId part) const {
    const RecoveryMethod* method = context_.inventory.recovery_method(graph_[part].thing);
    if (method == nullptr || method->type != RecoveryType::support) return false;
    const Account* account = context_.inventory.account(graph_[node].thing);
    return account != nullptr && context_.support_can_restore(*account) != true;
  }

  const AuditContext& context_;
  const AccessGraph& graph_;
  Struck struck_;
  const Closure& after_;
  std::vector<bool> sure_;
};

}  // namespace

bool hangs_on_support(const AuditContext& context, const LossSet& losses, const Closure& after,
                      const std::vector<std::uint32_t>& accounts) {
  const SureAccess sure(context, losses, after);
  return std::ranges::any_of(accounts, [&](std::uint32_t account) {
    const NodeId node = context.graph.account(account);
    return after.usable(node) && !sure.of(node);
  });
}

}  // namespace passkey_audit
