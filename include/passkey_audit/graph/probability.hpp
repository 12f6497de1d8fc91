// How likely an account is locked out within a year, and which loss matters most for that: by
// nothing but the figures that the user tells, each loss independent of the others.
//
// Exact, loops included, by a decision diagram of all accounts together or by trying every state of
// the losses; where both are too much, a lower and an upper bound. docs/model.md has the method.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "passkey_audit/graph/single_points.hpp"
#include "passkey_audit/graph/yearly_figures.hpp"

namespace passkey_audit {

struct LossImportance {
  LossId loss;
  // How much likelier the account is out with the loss than without (Birnbaum 1969).
  double birnbaum = 0;
};

struct LockoutProbability {
  double at_least = 0, at_most = 1;
  // Of losses that have a figure, sorted by text. Empty unless asked for, and where only bounds are
  // known, even if they meet.
  std::vector<LossImportance> importance;

  bool is_exact() const { return at_least == at_most; }
};

struct ProbabilityOptions {
  Duration max_outage{24};
  LockoutKind lockout = LockoutKind::prompt;
  std::vector<LossKind> kinds;          // of losses that happen; empty: all
  std::vector<std::uint32_t> accounts;  // by index in Inventory::accounts, rising; empty: all
  bool importance = false;
  // Of the diagram.
  std::size_t nodes_max = std::size_t{1} << 20U;
  // All states are tried of as many losses in the cone of an account.
  std::size_t losses_tried_max = 22;
};

// By account: none where there is nothing to say, since it was not chosen, is unreachable now, or
// all its owners have left. What is not counted against an account does not happen to it.
[[nodiscard]] std::vector<std::optional<LockoutProbability>> find_probabilities(
    const Inventory& inventory, const AccessGraph& graph, const YearlyFigures& figures,
    const ProbabilityOptions& options);

}  // namespace passkey_audit
