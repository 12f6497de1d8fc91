// Tables as programs export them.
#include "passkey_audit/support/csv.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "catch.hpp"

namespace passkey_audit {
namespace {

// "a|b; 2:1|2": the names of the columns, then each row behind the line on which it begins.
std::string table(std::string text) {
  const Expected<CsvTable> read = read_csv(text);
  if (!read) return read.error();
  std::string all = fmt::format("{}", fmt::join(read->names, "|"));
  for (const CsvRow& row : read->rows) {
    all += fmt::format("; {}:{}", row.line, fmt::join(row.cells, "|"));
  }
  return all;
}

}  // namespace

TEST_CASE("plain and quoted cells, with any line ends", "[support]") {
  CHECK(table("a,b\n1,2\n3,4\n") == "a|b; 2:1|2; 3:3|4");
  CHECK(table("a,b\r\n1,2\r\n") == "a|b; 2:1|2");
  CHECK(table("a,b\r\r\n1,2\r\r\n") == "a|b; 2:1|2");
  CHECK(table("\"a\",\"b\"\n\"1\"\"x\"\"\",\"2,\n3\"\n4,5") == "a|b; 2:1\"x\"|2,\n3; 4:4|5");
  CHECK(table("a,b\n\n\n1,2\n\n") == "a|b; 4:1|2");
  CHECK(table("\xEF\xBB\xBF a ,B\t\n1,2") == "a|b; 2:1|2");
}

TEST_CASE("rows that are too short are filled up, empty cells are cells", "[support]") {
  CHECK(table("a,b,c\n1\n,,\n") == "a|b|c; 2:1||; 3:||");
  CHECK(table("a,b\n1,") == "a|b; 2:1|");
  CHECK(table("a\n\"\"\n") == "a; 2:");
}

TEST_CASE("what is no such table is told without its text", "[support]") {
  CHECK(table("") == "is empty");
  CHECK(table("\n\n") == "is empty");
  CHECK(table("a,b\n1,2,3\n") == "line 2 has 3 cells, and the first line names 2 columns");
  CHECK(table("a,b\n1,\"2\n3") == "a quoted cell that begins on line 2 does not end");
  CHECK(table("a,b\n1,\"2\"3\n") == "line 2 goes on behind a quoted cell");
  CHECK(table(std::string("a\0b", 3)) == "has NUL bytes, so it is no text");
  CHECK(table("\xFF\xFE a") == "is in UTF-16; save it as UTF-8");
}

TEST_CASE("columns are found by name", "[support]") {
  std::string text = "Title,URL\nx,y\n";
  const Expected<CsvTable> read = read_csv(text);
  REQUIRE(read);
  CHECK(read->column("url") == std::size_t{1});
  CHECK_FALSE(read->column("password"));
}

}  // namespace passkey_audit
