// Lines for a terminal: wrapped at blanks, indented, in two columns, in colour.
#include "passkey_audit/report/page.hpp"

#include "catch.hpp"

namespace passkey_audit {
namespace {

std::string wrapped(std::size_t width, std::string_view lead, std::string_view text) {
  Page page(width, false);
  page.line(lead, text);
  return page.take();
}

TEST_CASE("a line that fits stays, with width 0 every line does", "[report]") {
  CHECK(wrapped(30, "  1. ", "one two three four five") == "  1. one two three four five\n");
  const std::string text(500, 'x');
  CHECK(wrapped(0, "", text + " " + text) == text + " " + text + "\n");
}

TEST_CASE("a longer line goes on under its own text", "[report]") {
  CHECK(wrapped(32, "  1. ", "Register the spare key on Google as well") ==
        "  1. Register the spare key on\n"
        "     Google as well\n");
  // Exactly as wide as there is room, and one column more.
  CHECK(wrapped(24, "", "aaaaaaaaaa bbbbbbbbbb cc") == "aaaaaaaaaa bbbbbbbbbb cc\n");
  CHECK(wrapped(24, "", "aaaaaaaaaa bbbbbbbbbb ccc") == "aaaaaaaaaa bbbbbbbbbb\nccc\n");
}

TEST_CASE("a page too narrow for text wraps at 24 columns", "[report]") {
  CHECK(wrapped(1, "", "aaaaaaaaaa bbbbbbbbbb cc dd") == "aaaaaaaaaa bbbbbbbbbb cc\ndd\n");
  CHECK(wrapped(20, "                   ", "aaaaaaaaaa bbbbbbbbbb cc dd") ==
        "                   aaaaaaaaaa bbbbbbbbbb cc\n"
        "                   dd\n");
}

TEST_CASE("a word longer than the page has a line of its own", "[report]") {
  CHECK(wrapped(24, "", "see https://example.org/a/very/long/address now") ==
        "see\nhttps://example.org/a/very/long/address\nnow\n");
}

TEST_CASE("wide characters take two columns, combining ones none", "[report]") {
  // Eight characters of two columns each, three times: 16 + 1 + 16 do not fit into 24.
  CHECK(wrapped(24, "", "日本語日本語日本 日本語日本語日本") ==
        "日本語日本語日本\n日本語日本語日本\n");
  CHECK(wrapped(33, "", "日本語日本語日本 日本語日本語日本") ==
        "日本語日本語日本 日本語日本語日本\n");
  // "é" written with a combining accent, twelve times.
  std::string accents;
  for (int i = 0; i < 12; ++i) accents += "e\u0301";
  CHECK(wrapped(25, "", accents + " " + accents) == accents + " " + accents + "\n");
}

TEST_CASE("no line ends with a blank", "[report]") {
  CHECK(wrapped(80, "  heading  ", "") == "  heading\n");
  CHECK(wrapped(24, "", "aaaaaaaaaaaaaaaaaaaaaaaa   bb") == "aaaaaaaaaaaaaaaaaaaaaaaa\n  bb\n");
}

TEST_CASE("a note stands in its column, or under the text where there is no room", "[report]") {
  Page page(40, false);
  page.two_columns("  ", 2, "left", 20, "right");
  page.two_columns("  ", 2, "left that is longer", 20, "right");
  page.two_columns("  ", 2, "left that is longer still", 20, "right that is long");
  page.two_columns("  ", 2, "alone", 20, "");
  CHECK(page.take() ==
        "  left              right\n"
        "  left that is longer  right\n"
        "  left that is longer still\n"
        "  right that is long\n"
        "  alone\n");
}

TEST_CASE("colour only where it is wanted, and not counted as width", "[report]") {
  CHECK(Page(0, false).ink("bad", Ink::bad) == "bad");
  CHECK(Page(0, true).ink("plain", Ink::plain) == "plain");
  CHECK(Page(0, true).ink("bad", Ink::bad) == "\x1b[1;31mbad\x1b[0m");
  Page page(26, true);
  page.line(page.ink("[x]", Ink::good), 4, "aaaaaaaaaa bbbbbbbbbbb cc");
  CHECK(page.take() == "\x1b[32m[x]\x1b[0maaaaaaaaaa bbbbbbbbbbb\n    cc\n");
}

}  // namespace
}  // namespace passkey_audit
