#include "probability_bounds.hpp"

#include <algorithm>
#include <cmath>
#include <functional>

#include "decision_diagram.hpp"

namespace passkey_audit {
namespace {

using Set = std::vector<std::uint32_t>;

// Of one account.
constexpr std::size_t sets_joined_max = 64;
constexpr std::size_t nodes_max = 4'096;

double likelihood_of(const Set& set, std::span<const double> likelihood) {
  double product = 1;
  for (const std::uint32_t loss : set) product *= likelihood[loss];
  return product;
}

// That more than `count` of the losses happen: counted loss by loss.
double more_than(std::size_t count, std::span<const double> likelihood) {
  std::vector<double> exactly(count + 1);
  exactly[0] = 1;
  double more = 0;
  for (const double lost : likelihood) {
    more += exactly[count] * lost;
    for (std::size_t i = count; i > 0; --i) {
      exactly[i] = exactly[i] * (1 - lost) + exactly[i - 1] * lost;
    }
    exactly[0] *= 1 - lost;
  }
  return more;
}

// Exactly of the likeliest sets together, which is at most that of all.
double likeliest_together(const std::vector<Set>& sets, std::span<const double> likelihood) {
  DecisionDiagram diagram(nodes_max);
  DecisionDiagram::Function out = DecisionDiagram::never;
  for (std::size_t i = 0; i < std::min(sets.size(), sets_joined_max); ++i) {
    DecisionDiagram::Function all = DecisionDiagram::always;
    for (const std::uint32_t loss : sets[i]) all = diagram.both(all, diagram.of_loss(loss));
    const DecisionDiagram::Function joined = diagram.either(out, all);
    if (diagram.take_overdrawn()) break;
    out = joined;
  }
  return diagram.value_of(out, likelihood).probability;
}

}  // namespace

Bounds bounds_from_cut_sets(std::vector<Set> sets, std::size_t order,
                            std::span<const double> likelihood) {
  std::ranges::stable_sort(sets, std::greater<>{},
                           [&](const Set& set) { return likelihood_of(set, likelihood); });
  // What is out only with more losses than that takes more losses than that.
  double none_of_them = 0;  // as a logarithm, which keeps what is next to one
  for (const Set& set : sets) none_of_them += std::log1p(-likelihood_of(set, likelihood));
  return {.at_least = likeliest_together(sets, likelihood),
          .at_most = std::min(1.0, -std::expm1(none_of_them) + more_than(order, likelihood))};
}

}  // namespace passkey_audit
