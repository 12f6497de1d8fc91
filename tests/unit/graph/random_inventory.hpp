// Small inventories made up from a seed, as JSON: everything that the format can say about access,
// many loops, and most accounts open while nothing is lost. The same on every machine.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace passkey_audit {

[[nodiscard]] std::string random_inventory(std::uint64_t seed);
// The day to read them on: some things have expired by then, some will, some do so that night.
inline constexpr std::string_view random_inventory_day = "2026-11-22";

// Numbers of mt19937_64 as they are: the standard's distributions differ between libraries.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : engine_(seed) {}

  std::size_t below(std::size_t count) { return static_cast<std::size_t>(engine_() % count); }
  bool chance(std::size_t percent) { return below(100) < percent; }
  template <class T>
  const T& pick(const std::vector<T>& from) {
    return from[below(from.size())];
  }
  // Some of them, in their order.
  template <class T>
  std::vector<T> some(std::vector<T> from, std::size_t count) {
    while (from.size() > count) {
      from.erase(from.begin() + static_cast<std::ptrdiff_t>(below(from.size())));
    }
    return from;
  }

 private:
  std::mt19937_64 engine_;
};

}  // namespace passkey_audit
