// Runs problems.txt: everything that inventory.md calls an error or a warning, with its place and
// every word that is said about it.
#include <fmt/format.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "catch.hpp"
#include "unit/inventory/reading.hpp"
#include "unit/marks.hpp"

namespace passkey_audit {
namespace {

const std::string file_name = PASSKEY_AUDIT_SOURCE_DIR "/tests/unit/inventory/problems.txt";
constexpr std::string_view mark = "»";

struct Wrapping {
  std::string_view name, before, behind;
};

constexpr Wrapping wrappings[]{
    {"account: ", R"({"version": 1, "accounts": {"a": {)", "}}}"},
    {"root: ", R"({"version": 1, )", "}"},
    {"beside: ", R"({"version": 1, )", R"(, "accounts": {}})"},
    {"", "", ""},
};

struct Case {
  std::string section;
  std::string input;  // as it stands in the file, with marks
  std::vector<std::string> problems;
};

const Wrapping& wrapping_of(std::string_view input) {
  const Wrapping* found = wrappings;
  while (!input.starts_with(found->name)) ++found;
  return *found;
}

// The file as it should be: the input with marks where problems are, then the problems.
Case outcome_of(const Case& one) {
  const Wrapping& wrapping = wrapping_of(one.input);
  const std::string text = unmark(one.input.substr(wrapping.name.size())).text;
  Case outcome{.section = one.section, .input = std::string(wrapping.name), .problems = {}};
  std::string rest = text;
  std::size_t columns_gone = wrapping.before.size();
  const auto move_to = [&](std::uint32_t column) {
    while (columns_gone + 1 < column && !rest.empty()) {
      do {
        outcome.input += rest.front();
        rest.erase(0, 1);
      } while (!rest.empty() && (static_cast<unsigned char>(rest.front()) & 0xC0U) == 0x80U);
      ++columns_gone;
    }
  };
  const ReadInventory read =
      read_text(fmt::format("{}{}{}", wrapping.before, text, wrapping.behind));
  for (const Problem& problem : read.problems) {
    move_to(problem.at.column);
    outcome.input += mark;
    std::string line = fmt::format("  {} {} | {} | {}", code_of(problem.code), problem.pointer,
                                   problem.message, problem.hint);
    while (line.ends_with(' ')) line.pop_back();
    if (problem.at.line != 1) line += " (not on line 1)";
    if (problem.path != "inventory.json") line += " (not in this file)";
    outcome.problems.push_back(std::move(line));
  }
  outcome.input += rest;
  return outcome;
}

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

}  // namespace

TEST_CASE("problems of an inventory are found, and described word for word", "[inventory]") {
  std::ifstream stream(file_name);
  REQUIRE(stream.good());
  std::string rewritten, section;
  std::vector<Case> cases;
  std::vector<std::string> layout;  // what stands between the cases; "" for a case
  for (std::string line; std::getline(stream, line);) {
    if (line.starts_with("  ")) {
      REQUIRE_FALSE(cases.empty());
      cases.back().problems.push_back(line);
      continue;
    }
    const bool is_case = !line.empty() && !line.starts_with("#") && !line.starts_with("-- ");
    if (line.starts_with("-- ")) section = line;
    if (is_case) cases.push_back({.section = section, .input = line, .problems = {}});
    layout.push_back(is_case ? "\n" : line);
  }
  REQUIRE(cases.size() > 100);

  std::size_t next = 0;
  for (const std::string& line : layout) {
    if (line != "\n") {
      rewritten += line + "\n";
      continue;
    }
    const Case& expected = cases[next++];
    const Case actual = outcome_of(expected);
    rewritten += actual.input + "\n" + joined(actual.problems);
    if (std::getenv("GOLDEN_UPDATE") != nullptr) continue;
    INFO(expected.section);
    CHECK(actual.input == expected.input);
    CHECK(joined(actual.problems) == joined(expected.problems));
  }
  if (std::getenv("GOLDEN_UPDATE") != nullptr) std::ofstream(file_name) << rewritten;
}

TEST_CASE("an inventory is usable with warnings, and not with errors", "[inventory]") {
  const ReadInventory unused =
      read_text(R"({"version": 1, "accounts": {}, "authenticators": {"t": {"type": "totp"}}})");
  REQUIRE(unused.problems.size() == 1);
  CHECK(is_warning(unused.problems[0].code));
  CHECK(unused.usable());
  CHECK_FALSE(read_text(R"({"version": 1, "acounts": {}})").usable());
  CHECK(read_text(R"({"version": 1, "accounts": {}})").problems.empty());
}

}  // namespace passkey_audit
