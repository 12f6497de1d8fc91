#include "passkey_audit/graph/yearly_figures.hpp"

#include <array>

namespace passkey_audit {

YearlyFigures::YearlyFigures(const Policy& policy, const LossTable& losses)
    : told_(!policy.probabilities.empty()), figures_(losses.size()) {
  std::array<std::optional<double>, Words<LossKind>::list.size()> of_kind;
  for (const auto& [text, figure] : policy.probabilities) {
    if (const auto kind = from_word<LossKind>(text)) {
      of_kind[static_cast<std::size_t>(*kind)] = figure;
    } else if (const auto loss = losses.find(text); loss && losses[*loss].candidate) {
      figures_[loss->index] = figure;
    } else {
      unmatched_.push_back(text);
    }
  }
  for (std::uint32_t i = 0; i < losses.size(); ++i) {
    const Loss& loss = losses[{i}];
    if (loss.candidate && !figures_[i]) figures_[i] = of_kind[static_cast<std::size_t>(loss.kind)];
  }
}

}  // namespace passkey_audit
