// How likely each loss is within a year, as the user tells it in `policy.probabilities`. Nothing
// here makes up a figure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "passkey_audit/graph/losses.hpp"
#include "passkey_audit/inventory/policy.hpp"

namespace passkey_audit {

class YearlyFigures {
 public:
  // A figure for a kind of loss is one for each loss of the kind that has none of its own.
  YearlyFigures(const Policy& policy, const LossTable& losses);

  bool told() const { return told_; }
  // Only candidates have one.
  std::optional<double> of(LossId loss) const { return figures_[loss.index]; }
  // What is told and is neither a kind of loss nor a candidate of this inventory.
  const std::vector<std::string>& unmatched() const { return unmatched_; }

 private:
  bool told_ = false;
  std::vector<std::optional<double>> figures_;  // by loss
  std::vector<std::string> unmatched_;
};

}  // namespace passkey_audit
