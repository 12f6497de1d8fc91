// A table as programs export it: RFC 4180, with what occurs in the wild (a byte order mark, any
// line ends, empty lines, rows that are too short). Cells may hold secrets, so nothing is copied:
// they are views of the text, in which doubled quotes are made single.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "passkey_audit/support/expected.hpp"

namespace passkey_audit {

struct CsvRow {
  std::uint32_t line = 0;  // on which it begins, from 1
  std::vector<std::string_view> cells;
  bool is_short = false;  // cells are missing, and are empty here
};

struct CsvTable {
  std::vector<std::string> names;  // of the columns, in lower case, without blanks around them
  std::vector<CsvRow> rows;

  // No value: there is no such column.
  std::optional<std::size_t> column(std::string_view name) const;
};

// The error is one plain sentence that names a line and shows nothing of the text.
[[nodiscard]] Expected<CsvTable> read_csv(std::span<char> text);

}  // namespace passkey_audit
