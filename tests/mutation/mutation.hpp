// What the sources that mutation_points.py writes are made of. Each point asks whether the
// environment's MUTANT is one of its own; else it does what the source says.
#pragma once

#include <concepts>
#include <cstdlib>
#include <functional>

#include "passkey_audit/support/date.hpp"

namespace mutation {

inline const int active = [] {
  const char* number = std::getenv("MUTANT");
  return number == nullptr ? -1 : std::atoi(number);
}();

inline bool is_active(int number) {
  return active == number;
}

// `a && b` is decided by an `a` that is false, as `||` by one that is true; then it is what `a` is.
inline bool and_end(int number) {
  return is_active(number);
}
inline bool and_ends(int number, bool a) {
  return a == and_end(number);
}
inline bool or_end(int number) {
  return !is_active(number);
}
inline bool or_ends(int number, bool a) {
  return a == or_end(number);
}

inline bool asked(int number, bool a) {
  return a != is_active(number);
}
inline bool negated(int number, bool a) {
  return is_active(number) ? a : !a;
}

// `mutants`: what the comparison is with each of the numbers from the first on.
template <class A, class B, class Compare, class... Mutants>
bool compared(int first, const A& a, const B& b, Compare compare, Mutants... mutants) {
  bool result = compare(a, b);
  int number = first;
  ((is_active(number++) ? void(result = mutants(a, b)) : void()), ...);
  return result;
}

template <std::integral T>
T moved(int first, T limit) {
  if (is_active(first)) return static_cast<T>(limit + 1);
  if (is_active(first + 1)) return static_cast<T>(limit - 1);
  return limit;
}
inline passkey_audit::Duration moved(int first, passkey_audit::Duration limit) {
  return {moved(first, limit.hours)};
}

}  // namespace mutation
