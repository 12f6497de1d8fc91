// Text for a terminal, line by line: wrapped to a width, with colour where it is wanted. Colour
// never carries meaning alone.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace passkey_audit {

enum class Ink : std::uint8_t { plain, bold, good, bad, warning, faint };

class Page {
 public:
  // Width 0: lines are as long as they are.
  Page(std::size_t width, bool colour) : width_(width), colour_(colour) {}

  // The text in colour, if there is colour.
  std::string ink(std::string_view text, Ink ink) const;

  // One line: `lead` as it is, then the text, wrapped at blanks and indented under itself. What is
  // already in colour goes into the lead, of which `lead_width` columns are seen.
  void line(std::string_view lead, std::size_t lead_width, std::string_view text);
  void line(std::string_view lead, std::string_view text) { line(lead, lead.size(), text); }
  void line(std::string_view text) { line("", 0, text); }
  // Text on the left, a note in a column on the right, or under it where there is no room.
  void two_columns(std::string_view lead, std::size_t lead_width, std::string_view left,
                   std::size_t column, std::string_view right);
  void blank() { text_ += '\n'; }

  std::string take() { return std::move(text_); }

 private:
  std::size_t width_;
  bool colour_;
  std::string text_;
};

}  // namespace passkey_audit
