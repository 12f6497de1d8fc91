// A set of numbers below a bound that gives out the lowest first, in a few steps however many there
// are: bits, and above them bits for the words that are not empty. Internal to this module.
#pragma once

#include <bit>
#include <cstdint>
#include <vector>

namespace passkey_audit {

class LowestFirst {
 public:
  explicit LowestFirst(std::size_t bound) {
    do {
      bound = bound / 64 + 1;
      levels_.emplace_back(bound);
    } while (bound > 1);
  }

  bool empty() const { return levels_.back().front() == 0; }

  void insert(std::uint32_t number) {
    for (std::vector<std::uint64_t>& level : levels_) {
      std::uint64_t& word = level[number / 64];
      const bool was_empty = word == 0;
      word |= std::uint64_t{1} << (number % 64);
      if (!was_empty) return;
      number /= 64;
    }
  }

  // Takes the lowest out; there is one.
  std::uint32_t take() {
    std::uint32_t number = 0;
    for (std::size_t i = levels_.size(); i-- > 0;) {
      number = number * 64 + static_cast<std::uint32_t>(std::countr_zero(levels_[i][number]));
    }
    for (std::uint32_t at = number; std::vector<std::uint64_t> & level : levels_) {
      level[at / 64] &= ~(std::uint64_t{1} << (at % 64));
      if (level[at / 64] != 0) break;
      at /= 64;
    }
    return number;
  }

 private:
  std::vector<std::vector<std::uint64_t>> levels_;  // the last has one word
};

}  // namespace passkey_audit
