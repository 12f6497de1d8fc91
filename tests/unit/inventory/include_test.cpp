// Files that an inventory includes, where the mistake is in what is written there.
#include <fmt/format.h>

#include <string>
#include <string_view>

#include "catch.hpp"
#include "unit/inventory/reading.hpp"
#include "unit/marks.hpp"
#include "unit/temporary_folder.hpp"

namespace passkey_audit {
namespace {

std::string problems_with(const std::string& included) {
  const TemporaryFolder folder;
  const std::string path = folder.write(
      "main.json", fmt::format(R"({{"version": 1, "accounts": {{}}, "include": [{}]}})", included));
  return shown(read_inventory(path, options_of_tests()).problems);
}

}  // namespace

TEST_CASE("what is included is a file, by name", "[inventory]") {
  const std::string_view no_file =
      "1:44 PKI002 /include/0 | is not the name of a file | give the path of a file\n";
  CHECK(problems_with(R"("-")") == no_file);
  CHECK(problems_with(R"("a.json\u0000b")") == no_file);
}

TEST_CASE("an entry that leads to no file is not quoted", "[inventory]") {
  CHECK(
      problems_with(R"("k3x9 7abp")") ==
      "1:44 PKI001 /include/0 | the included file cannot be read: No such file or directory | \n");
}

TEST_CASE("an empty file that is included begins without a version", "[inventory]") {
  const TemporaryFolder folder;
  folder.write("empty.json", "");
  const std::string path =
      folder.write("main.json", R"({"version": 1, "accounts": {}, "include": ["empty.json"]})");
  CHECK(shown(read_inventory(path, options_of_tests()).problems) ==
        "1:1 PKI001  | the file is empty | begin with {\"accounts\": {...}}\n");
}

TEST_CASE("the end of a file's name may be in capitals", "[inventory]") {
  const TemporaryFolder folder;
  const std::string path = folder.write("a.JSONC", "// x\n{\"version\": 1, \"accounts\": {}}");
  CHECK(read_inventory(path, options_of_tests()).usable());
}

TEST_CASE("a path in a hint cannot give orders to a terminal", "[inventory]") {
  const TemporaryFolder folder;
  folder.write("a\x1b[31m.json", R"({"devices": {"d": {}}})");
  folder.write("b.json", R"({"devices": {"d": {}}})");
  const std::string path = folder.write(
      "main.json",
      "{\"version\": 1, \"accounts\": {}, \"include\": [\"a\\u001b[31m.json\", \"b.json\"]}");
  const Problems problems = read_inventory(path, options_of_tests()).problems;
  REQUIRE(problems.size() == 1);
  CHECK(problems[0].hint.find("a\\u{1b}[31m.json:1:14") != std::string::npos);
}

}  // namespace passkey_audit
