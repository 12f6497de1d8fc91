// Runs problems.txt: everything that inventory.md calls an error or a warning, with its place and
// every word that is said about it.
#include <fmt/format.h>

#include <algorithm>
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

namespace {

// {"version": 1, "accounts": {"a": {<list or members>}}}
ReadInventory read_account(std::string_view members) {
  return read_text(fmt::format(R"({{"version": 1, "accounts": {{"a": {{{}}}}}}})", members));
}

std::string repeated(std::string_view text, std::size_t times) {
  std::string result;
  for (std::size_t i = 0; i < times; ++i) result += text;
  return result;
}

std::size_t count_of(const Problems& problems, ProblemCode code) {
  return static_cast<std::size_t>(std::ranges::count(problems, code, &Problem::code));
}

}  // namespace

TEST_CASE("of many problems a thousand of each code are listed, and all are counted",
          "[inventory]") {
  REQUIRE(limits::problems_shown_max == 1000);
  CHECK(read_account(R"("passkeys": [)" + repeated("1, ", 999) + "1]").problems.size() == 1000);

  const Problems many = read_account(R"("passkeys": [)" + repeated("1, ", 4999) + "1]").problems;
  REQUIRE(many.size() == 1001);
  CHECK(many[999].pointer == "/accounts/a/passkeys/999");
  CHECK(many.back().message == "and 4000 more errors of this kind");
  CHECK(many.back().hint == "correct those above, then look again");
  CHECK(many.back().at == Position{});
  CHECK(count_errors(many) == 5000);
}

TEST_CASE("no number of other problems hides a secret", "[inventory]") {
  const Problems problems =
      read_account(R"("passkeys": [)" + repeated("1, ", 2000) + R"(1], "owners": [)" +
                   repeated("\"zz\", ", 2000) + R"("z"], "note": "otpauth://totp/x")")
          .problems;
  CHECK(count_of(problems, ProblemCode::looks_secret) == 1);
}

TEST_CASE("one alternative names a limited number of things", "[inventory]") {
  REQUIRE(limits::way_things_max == 1000);
  const auto problems_of = [](std::size_t things) {
    std::string devices, ids;
    for (std::size_t i = 0; i < things; ++i) {
      devices += fmt::format(R"({}"d{}": {{}})", i == 0 ? "" : ", ", i);
      ids += fmt::format(R"({}"d{}")", i == 0 ? "" : ", ", i);
    }
    return read_text(fmt::format(R"({{"version": 1, "devices": {{{}}}, "accounts": {{"a": )"
                                 R"({{"recovery": [{{"at_least": {}, "of": [{}]}}]}}}}}})",
                                 devices, things, ids))
        .problems;
  };
  CHECK(problems_of(1000).empty());
  const Problems problems = problems_of(1001);
  REQUIRE(problems.size() == 1);
  CHECK(problems[0].pointer == "/accounts/a/recovery/0/of");
  CHECK(problems[0].message == "names too many things");
  CHECK(problems[0].hint == "the limit is 1000 for one alternative");
}

TEST_CASE("a key may stand twice as often as it likes", "[inventory]") {
  const Problems problems =
      read_account(R"("x-a": {"a": 0)" + repeated(R"(, "a": 1)", 3000) + "}").problems;
  REQUIRE(problems.size() == 1001);
  CHECK(problems[0].pointer == "/accounts/a/x-a/a");
  CHECK(problems.back().message == "and 2000 more errors of this kind");
}

TEST_CASE("a long list is searched for what it names twice", "[inventory]") {
  std::string things, names;
  for (int i = 0; i < 200; ++i) {
    things += fmt::format(R"("d{}": {{}}, )", i);
    names += fmt::format(R"("d{}", )", i);
  }
  const Problems problems =
      read_text(fmt::format(R"({{"version": 1, "devices": {{{}"d": {{}}}}, "accounts": {{}},)"
                            R"("authenticators": {{"v": {{"type": "vault", "devices": )"
                            R"([{}"d3", "d199", "d", "d"]}}}}}})",
                            things, names))
          .problems;
  std::vector<std::string> twice;
  for (const Problem& problem : problems) {
    if (problem.message == "is named twice") twice.push_back(problem.pointer);
  }
  CHECK(twice == std::vector<std::string>{"/authenticators/v/devices/200",
                                          "/authenticators/v/devices/201",
                                          "/authenticators/v/devices/203"});
}

}  // namespace passkey_audit
