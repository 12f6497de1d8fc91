#include "passkey_audit/report/likelihood_words.hpp"

#include <fmt/format.h>

#include <cmath>
#include <utility>

namespace passkey_audit {
namespace {

constexpr double too_small_to_tell = 1e-6;

// To two digits: nobody's figures are better than that.
double rounded(double number) {
  const double unit = std::pow(10, std::floor(std::log10(number)) - 1);
  return number < 100 ? std::round(number) : std::round(number / unit) * unit;
}

std::string odds(double probability) {
  if (probability < too_small_to_tell) return "less than 1 in 1000000";
  if (probability >= 0.95) return "almost certain";
  if (probability > 0.25) return fmt::format("about {:.0f} in 10", probability * 10);
  return fmt::format("about 1 in {:.0f}", rounded(1 / probability));
}

std::string percent(double probability) {
  const double of_hundred = probability * 100;
  if (of_hundred == 0 || of_hundred == 100) return fmt::format("{:.0f} %", of_hundred);
  // Nothing is as good as certain that is not.
  if (of_hundred > 99) return "over 99 %";
  if (probability < too_small_to_tell) return "under 0.0001 %";
  if (of_hundred >= 10) return fmt::format("{:.0f} %", of_hundred);
  return of_hundred >= 0.1 ? fmt::format("{:.1f} %", of_hundred)
                           : fmt::format("{:.2g} %", of_hundred);
}

}  // namespace

std::string likelihood_in_words(const LockoutProbability& probability) {
  const auto [least, most] = std::pair(probability.at_least, probability.at_most);
  if (!probability.is_exact()) {
    if (least == 0 && most == 1) return "nobody can tell: too many losses play together";
    if (least == 0) return fmt::format("at most {} within a year ({})", odds(most), percent(most));
    if (most == 1)
      return fmt::format("at least {} within a year ({})", odds(least), percent(least));
    return fmt::format("between {} and {} within a year ({} to {})", odds(least), odds(most),
                       percent(least), percent(most));
  }
  if (most == 0) return "not by the losses that have a figure";
  if (most == 1) return "certain within a year by the figures told";
  return fmt::format("{} within a year ({})", odds(most), percent(most));
}

}  // namespace passkey_audit
