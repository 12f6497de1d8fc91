#include "passkey_audit/support/nearest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "passkey_audit/support/safe_text.hpp"

namespace passkey_audit {
namespace {

char folded(char c) {
  if (c >= 'A' && c <= 'Z') return static_cast<char>(c - 'A' + 'a');
  return c == '_' ? '-' : c;
}

}  // namespace

// Optimal string alignment over three rows.
int edit_distance(std::string_view a, std::string_view b, int most) {
  const auto size_a = static_cast<int>(std::min<std::size_t>(a.size(), 4096));
  const auto size_b = static_cast<int>(std::min<std::size_t>(b.size(), 4096));
  if (std::abs(size_a - size_b) > most) return most + 1;
  std::vector<int> before(b.size() + 1), previous(b.size() + 1), current(b.size() + 1);
  for (int j = 0; j <= size_b; ++j) previous[static_cast<std::size_t>(j)] = j;
  for (std::size_t i = 1; i <= static_cast<std::size_t>(size_a); ++i) {
    current[0] = static_cast<int>(i);
    int row_least = current[0];
    for (std::size_t j = 1; j <= static_cast<std::size_t>(size_b); ++j) {
      const bool same = folded(a[i - 1]) == folded(b[j - 1]);
      int cost = std::min({previous[j] + 1, current[j - 1] + 1, previous[j - 1] + (same ? 0 : 1)});
      if (i > 1 && j > 1 && folded(a[i - 1]) == folded(b[j - 2]) &&
          folded(a[i - 2]) == folded(b[j - 1])) {
        cost = std::min(cost, before[j - 2] + 1);
      }
      current[j] = cost;
      row_least = std::min(row_least, cost);
    }
    if (row_least > most) return most + 1;
    std::swap(before, previous);
    std::swap(previous, current);
  }
  return std::min(previous[static_cast<std::size_t>(size_b)], most + 1);
}

std::string_view nearest(std::string_view word, std::span<const std::string_view> candidates) {
  const int most = std::clamp(static_cast<int>(word.size()) / 3, 1, 3);
  std::string_view best;
  int best_distance = most + 1;
  for (const std::string_view candidate : candidates) {
    const int distance = edit_distance(word, candidate, best_distance - 1);
    if (distance < best_distance) {
      best = candidate;
      best_distance = distance;
    }
  }
  return best;
}

std::string did_you_mean(std::string_view word, std::span<const std::string_view> candidates) {
  const std::string_view best = nearest(word, candidates);
  // Candidates may be words of a file: names of places, vendors.
  return best.empty() ? std::string() : fmt::format("did you mean \"{}\"?", safe_text(best));
}

}  // namespace passkey_audit
