// What is out after which losses, of every thing of a risk model, as functions in one decision
// diagram. "Out" is a greatest fixpoint: everything begins as always out, and that is taken back
// until nothing changes; so a function that could not be finished is out at least where the thing
// is. Internal to this module.
#pragma once

#include <cstdint>
#include <vector>

#include "decision_diagram.hpp"
#include "risk_model.hpp"

namespace passkey_audit {

class LockoutDiagram {
 public:
  LockoutDiagram(const RiskModel& model, std::size_t nodes_max);

  // False: there was too little room for it, or for something that it hangs on.
  bool is_exact(std::uint32_t thing) const { return exact_[thing]; }
  DecisionDiagram::Value value_of(std::uint32_t thing, std::span<const double> likelihood) {
    return diagram_.value_of(out_[thing], likelihood);
  }

 private:
  using Function = DecisionDiagram::Function;

  void settle();
  void look_at(std::uint32_t thing);
  Function function_of(const RiskModel::Thing& thing);
  Function function_of(const RiskModel::Way& way);
  template <class Item>
  Function struck(const Item& item);
  void find_users();
  void spread_doubt();

  const RiskModel& model_;
  DecisionDiagram diagram_;
  std::vector<Function> out_;  // by thing
  std::vector<bool> exact_;    // by thing
  std::vector<bool> dirty_;    // by thing: a part has changed
  // By thing: what has it as a part.
  std::vector<std::uint32_t> users_begin_, users_;
};

}  // namespace passkey_audit
