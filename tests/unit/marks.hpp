// Texts with marks: each "»" stands before a place where something is expected and is taken out of
// the text. Lines and columns are counted here on their own, apart from the code under test.
#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <vector>

#include "passkey_audit/support/problem.hpp"

namespace passkey_audit {

struct Marked {
  std::string text;
  std::vector<Position> at;
};

inline Marked unmark(std::string_view marked) {
  constexpr std::string_view mark = "»";
  Marked result;
  Position here{1, 1};
  for (std::size_t i = 0; i < marked.size(); ++i) {
    if (marked.substr(i).starts_with(mark)) {
      result.at.push_back(here);
      i += mark.size() - 1;
      continue;
    }
    result.text += marked[i];
    const bool begins_character = (static_cast<unsigned char>(marked[i]) & 0xC0U) != 0x80U;
    if (marked[i] == '\n') {
      here = {here.line + 1, 1};
    } else if (begins_character) {
      ++here.column;
    }
  }
  return result;
}

inline std::string shown(Position at) {
  return fmt::format("{}:{}", at.line, at.column);
}

inline std::string shown(const std::vector<Position>& positions) {
  std::string text;
  for (const Position at : positions) text += (text.empty() ? "" : " ") + shown(at);
  return text;
}

// "3:14 PKI002 /accounts/a | what is wrong | what to do".
inline std::string shown(const Problem& problem) {
  return fmt::format("{} {} {} | {} | {}", shown(problem.at), code_of(problem.code),
                     problem.pointer, problem.message, problem.hint);
}

inline std::string shown(const Problems& problems) {
  std::string text;
  for (const Problem& problem : problems) text += shown(problem) + "\n";
  return text;
}

// What `problems` should show as: each expectation ("PKI002 /accounts/a | what | hint") at the next
// mark. One that begins with a position of its own ("0:0 PKI005 ...") takes no mark.
inline std::string expected_at(const std::vector<Position>& marks,
                               const std::vector<std::string>& expectations) {
  std::string text;
  std::size_t next = 0;
  for (const std::string& expectation : expectations) {
    const bool has_position =
        !expectation.empty() && expectation[0] >= '0' && expectation[0] <= '9';
    if (!has_position) {
      text += (next < marks.size() ? shown(marks[next]) : std::string("(no mark)")) + " ";
      ++next;
    }
    text += expectation + "\n";
  }
  if (next < marks.size()) text += fmt::format("({} marks left over)\n", marks.size() - next);
  return text;
}

}  // namespace passkey_audit
