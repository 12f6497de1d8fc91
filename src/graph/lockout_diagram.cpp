#include "lockout_diagram.hpp"

#include <algorithm>

namespace passkey_audit {

LockoutDiagram::LockoutDiagram(const RiskModel& model, std::size_t nodes_max)
    : model_(model),
      diagram_(nodes_max),
      out_(model.size(), DecisionDiagram::always),
      exact_(model.size(), true),
      dirty_(model.size(), true) {
  find_users();
  settle();
  spread_doubt();
}

void LockoutDiagram::find_users() {
  users_begin_.resize(model_.size() + 2);
  const auto for_each_part = [&](auto use) {
    for (std::uint32_t thing = 0; thing < model_.size(); ++thing) {
      for (const RiskModel::Way& way : model_.ways(model_[thing])) {
        for (const std::uint32_t part : model_.parts(way)) use(part, thing);
      }
    }
  };
  for_each_part([&](std::uint32_t part, std::uint32_t) { ++users_begin_[part + 2]; });
  for (std::size_t i = 2; i < users_begin_.size(); ++i) users_begin_[i] += users_begin_[i - 1];
  users_.resize(users_begin_.back());
  for_each_part(
      [&](std::uint32_t part, std::uint32_t thing) { users_[users_begin_[part + 1]++] = thing; });
}

// Things that are usable first hang on little that comes later.
void LockoutDiagram::settle() {
  for (bool changed = true; changed;) {
    changed = false;
    for (std::uint32_t thing = 0; thing < model_.size(); ++thing) {
      if (!dirty_[thing]) continue;
      changed = true;
      dirty_[thing] = false;
      look_at(thing);
    }
  }
}

void LockoutDiagram::look_at(std::uint32_t thing) {
  const Function out = function_of(model_[thing]);
  exact_[thing] = !diagram_.take_overdrawn();
  if (!exact_[thing] || out == out_[thing]) return;
  out_[thing] = out;
  for (std::uint32_t i = users_begin_[thing]; i < users_begin_[thing + 1]; ++i) {
    dirty_[users_[i]] = true;
  }
}

LockoutDiagram::Function LockoutDiagram::function_of(const RiskModel::Thing& thing) {
  Function out = DecisionDiagram::always;
  for (const RiskModel::Way& way : model_.ways(thing)) {
    out = diagram_.both(out, function_of(way));
    if (out == DecisionDiagram::never) break;
  }
  return diagram_.either(out, struck(thing));
}

// Out once too few parts are left, counted part by part: at least 1, 2, ... of them are out.
LockoutDiagram::Function LockoutDiagram::function_of(const RiskModel::Way& way) {
  const auto parts = model_.parts(way);
  std::vector<Function> at_least(parts.size() - way.needed + 2, DecisionDiagram::never);
  at_least[0] = DecisionDiagram::always;
  for (const std::uint32_t part : parts) {
    for (std::size_t count = at_least.size(); --count > 0;) {
      at_least[count] =
          diagram_.either(at_least[count], diagram_.both(at_least[count - 1], out_[part]));
    }
  }
  return diagram_.either(at_least.back(), struck(way));
}

template <class Item>
LockoutDiagram::Function LockoutDiagram::struck(const Item& item) {
  Function out = DecisionDiagram::never;
  for (const std::uint32_t loss : model_.losses(item)) {
    out = diagram_.either(out, diagram_.of_loss(loss));
  }
  return out;
}

// Whatever hangs on something that is not exact is not exact.
void LockoutDiagram::spread_doubt() {
  std::vector<std::uint32_t> open;
  for (std::uint32_t thing = 0; thing < model_.size(); ++thing) {
    if (!exact_[thing]) open.push_back(thing);
  }
  while (!open.empty()) {
    const std::uint32_t thing = open.back();
    open.pop_back();
    for (std::uint32_t i = users_begin_[thing]; i < users_begin_[thing + 1]; ++i) {
      if (!exact_[users_[i]]) continue;
      exact_[users_[i]] = false;
      open.push_back(users_[i]);
    }
  }
}

}  // namespace passkey_audit
