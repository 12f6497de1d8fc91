#include "passkey_audit/support/csv.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "passkey_audit/support/limits.hpp"
#include "passkey_audit/support/lower_case.hpp"

namespace passkey_audit {
namespace {

constexpr std::size_t rows_max = 200'000;

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") + 1 - first);
}

class CsvReader {
 public:
  explicit CsvReader(std::span<char> text) : text_(text) {
    constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
    if (as_view(0, text_.size()).starts_with(byte_order_mark)) at_ = byte_order_mark.size();
  }

  Expected<CsvTable> read() {
    const std::string_view all = as_view(0, text_.size());
    if (all.starts_with("\xFF\xFE") || all.starts_with("\xFE\xFF")) {
      return Unexpected(std::string("is in UTF-16; save it as UTF-8"));
    }
    if (all.find('\0') != std::string_view::npos) {
      return Unexpected(std::string("has NUL bytes, so it is no text"));
    }
    CsvTable table;
    CsvRow row;
    while (read_row(row)) {
      if (!error_.empty()) return Unexpected(error_);
      if (table.names.empty()) {
        if (row.cells.size() > limits::csv_columns_max) {
          return Unexpected(
              fmt::format("has more than {} columns on its first line", limits::csv_columns_max));
        }
        for (const std::string_view cell : row.cells)
          table.names.push_back(lower_case(trimmed(cell)));
        continue;
      }
      if (row.cells.size() > table.names.size()) {
        return Unexpected(fmt::format("line {} has {} cells, and the first line names {} columns",
                                      row.line, row.cells.size(), table.names.size()));
      }
      if (table.rows.size() == rows_max) {
        return Unexpected(fmt::format("has more than {} rows", rows_max));
      }
      row.is_short = row.cells.size() < table.names.size();
      row.cells.resize(table.names.size());
      table.rows.push_back(std::move(row));
    }
    if (!error_.empty()) return Unexpected(error_);
    if (table.names.empty()) return Unexpected(std::string("is empty"));
    return table;
  }

 private:
  std::string_view as_view(std::size_t begin, std::size_t end) const {
    return {text_.data() + begin, end - begin};
  }

  bool is_line_end(std::size_t at) const { return text_[at] == '\n' || text_[at] == '\r'; }

  // False at the end of the text, or at an error.
  bool read_row(CsvRow& row) {
    while (at_ < text_.size() && is_line_end(at_)) next();
    if (at_ == text_.size() || !error_.empty()) return false;
    row = {.line = line_, .cells = {}, .is_short = false};
    while (true) {
      row.cells.push_back(text_[at_] == '"' ? quoted_cell() : plain_cell());
      if (!error_.empty()) return false;
      if (at_ == text_.size() || is_line_end(at_)) return true;
      next();  // the comma
      if (at_ == text_.size()) {
        row.cells.emplace_back();
        return true;
      }
    }
  }

  void next() {
    if (text_[at_] == '\n') ++line_;
    ++at_;
  }

  std::string_view plain_cell() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && text_[at_] != ',' && !is_line_end(at_)) ++at_;
    return as_view(begin, at_);
  }

  // What stands in the quotes, moved together where a quote was doubled.
  std::string_view quoted_cell() {
    const std::uint32_t first_line = line_;
    const std::size_t begin = ++at_;
    std::size_t end = begin;
    while (at_ < text_.size()) {
      if (text_[at_] == '"') {
        ++at_;
        if (at_ == text_.size() || text_[at_] != '"') return behind_quotes(begin, end);
      }
      text_[end++] = text_[at_];
      next();
    }
    error_ = fmt::format("a quoted cell that begins on line {} does not end", first_line);
    return {};
  }

  std::string_view behind_quotes(std::size_t begin, std::size_t end) {
    const bool is_end = at_ == text_.size() || text_[at_] == ',' || is_line_end(at_);
    if (!is_end) error_ = fmt::format("line {} goes on behind a quoted cell", line_);
    return as_view(begin, end);
  }

  std::span<char> text_;
  std::size_t at_ = 0;
  std::uint32_t line_ = 1;
  std::string error_;
};

}  // namespace

std::optional<std::size_t> CsvTable::column(std::string_view name) const {
  const auto found = std::ranges::find(names, name);
  if (found == names.end()) return std::nullopt;
  return static_cast<std::size_t>(found - names.begin());
}

Expected<CsvTable> read_csv(std::span<char> text) {
  return CsvReader(text).read();
}

}  // namespace passkey_audit
