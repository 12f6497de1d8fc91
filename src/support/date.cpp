#include "passkey_audit/support/date.hpp"

#include <fmt/format.h>

#include <chrono>

#include "passkey_audit/support/limits.hpp"

namespace passkey_audit {
namespace {

std::optional<int> parse_digits(std::string_view text) {
  int number = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    number = number * 10 + (c - '0');
  }
  return number;
}

}  // namespace

std::optional<Date> parse_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto year = parse_digits(text.substr(0, 4));
  const auto month = parse_digits(text.substr(5, 2));
  const auto day = parse_digits(text.substr(8, 2));
  if (!year || !month || !day || *year < 1900) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(*year),
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok()) return std::nullopt;
  return Date{static_cast<std::int32_t>(std::chrono::sys_days(date).time_since_epoch().count())};
}

std::string format_date(Date date) {
  const std::chrono::year_month_day day{std::chrono::sys_days(std::chrono::days(date.days))};
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(day.year()),
                     static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()));
}

std::optional<Duration> parse_duration(std::string_view text) {
  if (text.size() < 2 || text.size() > 7) return std::nullopt;
  const char unit = text.back();
  if (unit != 'h' && unit != 'd') return std::nullopt;
  const auto number = parse_digits(text.substr(0, text.size() - 1));
  if (!number) return std::nullopt;
  const auto hours = static_cast<std::uint32_t>(*number) * (unit == 'd' ? 24U : 1U);
  if (hours > limits::duration_days_max * 24) return std::nullopt;
  return Duration{hours};
}

std::string format_duration(Duration duration) {
  const bool whole_days = duration.hours != 0 && duration.hours % 24 == 0;
  return whole_days ? fmt::format("{}d", duration.hours / 24) : fmt::format("{}h", duration.hours);
}

std::string spoken_duration(Duration duration) {
  const bool in_days = duration.hours >= 48 && duration.hours % 24 == 0;
  const std::uint32_t count = in_days ? duration.hours / 24 : duration.hours;
  return fmt::format("{} {}{}", count, in_days ? "day" : "hour", count == 1 ? "" : "s");
}

}  // namespace passkey_audit
