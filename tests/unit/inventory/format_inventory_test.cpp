// The one layout of inventory files, and that nothing of a file gets lost on the way to it.
#include "passkey_audit/inventory/format_inventory.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "catch.hpp"
#include "passkey_audit/inventory/read_inventory.hpp"
#include "passkey_audit/inventory/write_inventory.hpp"

namespace passkey_audit {
namespace {

std::string text_of(const std::filesystem::path& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

// What is neither blank nor a comma, sorted: stays the same however a text is laid out.
std::string characters(std::string text) {
  std::erase_if(text,
                [](char c) { return std::string_view(" \n\t\r,").find(c) != std::string::npos; });
  std::ranges::sort(text);
  return text;
}

}  // namespace

TEST_CASE("keys come in one order, entries and what is not known in theirs", "[inventory]") {
  CHECK(format_inventory(
            R"({"accounts": {"b": {"x-mine": 1, "password": {"tested_on": "2026-01-02",
      "stored_in": ["memory"]}, "service": "b.example", "name": "B"}, "a": {}}, "x-root": [ ],
      "version": 1, "devices": {"phone": {"platform": "ios", "type": "phone"}}})") ==
        R"({
  "version": 1,
  "x-root": [],
  "devices": {
    "phone": {"type": "phone", "platform": "ios"}
  },
  "accounts": {
    "b": {
      "name": "B",
      "service": "b.example",
      "password": {"stored_in": ["memory"], "tested_on": "2026-01-02"},
      "x-mine": 1
    },
    "a": {}
  }
}
)");
}

TEST_CASE("what is short stands on one line of up to 120 columns", "[inventory]") {
  const auto lines = [](std::size_t note) {
    const std::string text =
        format_inventory(R"({"accounts": {"a": {"note": ")" + std::string(note, 'n') + R"("}}})");
    return std::ranges::count(text, '\n');
  };
  // `    "a": {"note": "..."}` takes 21 columns besides, and a comma may follow.
  CHECK(lines(98) == 5);
  CHECK(lines(99) == 7);
}

TEST_CASE("things that are declared in place are ordered too", "[inventory]") {
  CHECK(format_inventory(
            R"({"accounts": {"a": {"recovery": [{"wait": "1d", "all": [{"person": "jo",
       "type": "recovery-contact"}]}], "second_factors": [{"device": "d", "type": "push"}]}}})") ==
        R"({
  "accounts": {
    "a": {
      "second_factors": [{"type": "push", "device": "d"}],
      "recovery": [{"all": [{"type": "recovery-contact", "person": "jo"}], "wait": "1d"}]
    }
  }
}
)");
}

TEST_CASE("comments keep to what they stand at", "[inventory]") {
  const std::string text = format_inventory(R"(// mine
{ // the file
  "version": 1, // one
  /* all of them */ "accounts": {
    // the first
    "a": {"password": ["memory"] /* in my head */, "name": "A" // of mine
    },
    "b": {} // nothing yet
    // more to come
  }
  // the end
}
// after
)");
  CHECK(text == R"(// mine
{
  // the file
  "version": 1, // one
  /* all of them */
  "accounts": {
    // the first
    "a": {
      "name": "A", // of mine
      "password": ["memory"] /* in my head */
    },
    "b": {} // nothing yet
    // more to come
  }
  // the end
}
// after
)");
  CHECK(format_inventory(text) == text);
}

TEST_CASE("no comment comes to stand behind another one's end of line", "[inventory]") {
  const std::string text = format_inventory(R"({"version": 1 // one
  , /* off:
  "title": "x", // */ "accounts": {"a": {}, /* of b */ "b": {} /* last */}})");
  CHECK(text == R"({
  "version": 1, // one
  /* off:
  "title": "x", // */
  "accounts": {
    "a": {},
    /* of b */
    "b": {} /* last */
  }
}
)");
  CHECK(format_inventory(text) == text);
}

TEST_CASE("a value keeps its characters", "[inventory]") {
  const std::string_view text =
      R"({"version": 1, "accounts": {}, "x-a": [1e3, -0, 1.50, "\u00e9\/\n", "ü", null, true]})";
  CHECK(characters(format_inventory(text)) == characters(std::string(text)));
}

TEST_CASE("the examples, and files that the program writes, are laid out so", "[inventory]") {
  for (const auto& entry :
       std::filesystem::directory_iterator(PASSKEY_AUDIT_SOURCE_DIR "/data/examples")) {
    if (entry.path().extension() != ".json") continue;
    CAPTURE(entry.path().filename());
    const std::string text = text_of(entry.path());
    const std::string formatted = format_inventory(text);
    CHECK(formatted == text);
    if (text.find("\"include\"") != std::string::npos) continue;
    const ReadInventory read =
        read_inventory_text(text, "test.json", {.today = *parse_date("2026-11-22")});
    REQUIRE(read.usable());
    const std::string written = write_inventory(read.inventory);
    CHECK(format_inventory(written) == written);
  }
}

}  // namespace passkey_audit
