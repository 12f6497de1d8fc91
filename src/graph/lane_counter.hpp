// Counts in binary, one word for each digit, 64 lanes at once. Internal to this module.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace passkey_audit {

class LaneCounter {
 public:
  using Word = std::uint64_t;

  void add(Word word) {
    for (Word& digit : digits_) {
      const Word carry = digit & word;
      digit ^= word;
      word = carry;
      if (word == 0) return;
    }
  }
  // Bit l of the result: at least `needed` of the words had bit l.
  Word at_least(std::uint32_t needed) const {
    Word greater = 0, equal = ~Word{0};
    for (std::size_t i = digits_.size(); i-- > 0;) {
      const Word digit = digits_[i];
      const bool wanted = ((needed >> i) & 1U) != 0;
      if (!wanted) greater |= equal & digit;
      equal &= wanted ? digit : ~digit;
    }
    return greater | equal;
  }

 private:
  std::array<Word, 17> digits_{};  // counts to 131,071; at_least has 16 bits
};

}  // namespace passkey_audit
