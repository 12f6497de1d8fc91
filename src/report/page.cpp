#include "passkey_audit/report/page.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "passkey_audit/support/safe_text.hpp"

namespace passkey_audit {
namespace {

constexpr std::size_t text_columns_min = 24;  // narrower than this, wrapping does more harm

std::string_view code_of(Ink ink) {
  switch (ink) {
    case Ink::plain: return "";
    case Ink::bold: return "1";
    case Ink::good: return "32";
    case Ink::bad: return "1;31";
    case Ink::warning: return "33";
    case Ink::faint: return "2";
  }
  return "";
}

}  // namespace

std::string Page::ink(std::string_view text, Ink ink) const {
  if (!colour_ || ink == Ink::plain) return std::string(text);
  return fmt::format("\x1b[{}m{}\x1b[0m", code_of(ink), text);
}

void Page::line(std::string_view lead, std::size_t lead_width, std::string_view text) {
  text_ += lead;
  const std::size_t room =
      width_ == 0 ? SIZE_MAX
                  : std::max(width_ > lead_width ? width_ - lead_width : 0, text_columns_min);
  std::size_t column = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' ', 1), text.size());
    std::string_view word = text.substr(0, end);
    text.remove_prefix(end);
    const std::size_t width = display_width(word);
    if (column != 0 && column + width > room) {
      text_ += '\n';
      text_.append(lead_width, ' ');
      column = 0;
      word.remove_prefix(word.front() == ' ' ? 1 : 0);
    }
    text_ += word;
    column += display_width(word);
  }
  while (text_.ends_with(' ')) text_.pop_back();
  text_ += '\n';
}

void Page::two_columns(std::string_view lead, std::size_t lead_width, std::string_view left,
                       std::size_t column, std::string_view right) {
  const std::size_t left_end = lead_width + display_width(left);
  const std::size_t at = std::max(column, left_end + 2);
  const bool fits = width_ == 0 || at + display_width(right) <= width_;
  if (right.empty() || !fits) {
    line(lead, lead_width, left);
    if (!right.empty()) line(std::string(lead_width, ' '), right);
    return;
  }
  text_ += fmt::format("{}{}{}{}\n", lead, left, std::string(at - left_end, ' '), right);
}

}  // namespace passkey_audit
