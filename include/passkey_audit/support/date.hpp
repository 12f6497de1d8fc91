// Calendar days and waiting times, as the inventory writes them: "2026-11-22", "36h", "3d".
// Today is never read here: it is an argument of whatever needs it.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace passkey_audit {

// A day of the proleptic Gregorian calendar, counted from 1970-01-01.
struct Date {
  std::int32_t days = 0;

  static constexpr Date spare() { return {INT32_MIN}; }  // for Maybe<Date>

  friend auto operator<=>(const Date&, const Date&) = default;
  friend std::int32_t operator-(Date a, Date b) { return a.days - b.days; }
  friend Date operator+(Date date, std::int32_t count) { return {date.days + count}; }
};

// Strictly YYYY-MM-DD, a day that exists, from 1900 to 9999; else nothing.
[[nodiscard]] std::optional<Date> parse_date(std::string_view text);
[[nodiscard]] std::string format_date(Date date);

// A waiting time in whole hours.
struct Duration {
  std::uint32_t hours = 0;

  static constexpr Duration spare() { return {UINT32_MAX}; }  // for Maybe<Duration>

  friend auto operator<=>(const Duration&, const Duration&) = default;
};

// Digits and `h` or `d`, at most a hundred years; else nothing.
[[nodiscard]] std::optional<Duration> parse_duration(std::string_view text);
// The way a file writes it: "36h", "3d".
[[nodiscard]] std::string format_duration(Duration duration);
// The way a person says it: "36 hours", "3 days", "1 hour".
[[nodiscard]] std::string spoken_duration(Duration duration);

}  // namespace passkey_audit
