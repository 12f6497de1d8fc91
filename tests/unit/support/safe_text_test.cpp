// Foreign text on a terminal: what is shown in place of what could do harm.
#include "passkey_audit/support/safe_text.hpp"

#include <string>
#include <string_view>

#include "catch.hpp"
#include "passkey_audit/support/limits.hpp"

namespace passkey_audit {
namespace {

struct Row {
  std::string_view text;
  std::string_view safe;
};

std::string repeated(std::string_view text, std::size_t times) {
  std::string result;
  for (std::size_t i = 0; i < times; ++i) result += text;
  return result;
}

}  // namespace

TEST_CASE("ordinary text is shown as it is", "[support]") {
  for (const std::string_view text :
       {"", "Sam's phone", "Schlüssel", "日本語", "🔑 key", "naïve café", "a:b", "#1", "C:\\x",
        "%s{}", "e\xCC\x81", "a : : b"}) {
    CAPTURE(text);
    CHECK(safe_text(text) == text);
  }
}

TEST_CASE("characters that could do harm are shown by their number", "[support]") {
  for (const Row& row : {
           // control characters: a title, a colour, a line of somebody else's, backspaces
           Row{"\x1b]0;x\x07", "\\u{1b}]0;x\\u{7}"},
           Row{"\x1b[31m", "\\u{1b}[31m"},
           Row{"a\nerror: b", "a\\u{a}error: b"},
           Row{"a\r\tb\b\x7f", "a\\u{d}\\u{9}b\\u{8}\\u{7f}"},
           Row{std::string_view("a\0b", 3), "a\\u{0}b"},
           // C1 controls, which some terminals obey: CSI as U+009B
           Row{"\xC2\x9B"
               "31m",
               "\\u{9b}31m"},
           Row{"\xC2\x85", "\\u{85}"},
           // what turns text round: embeddings, isolates, marks
           Row{"\xE2\x80\xAE"
               "cod.exe",
               "\\u{202e}cod.exe"},
           Row{"\xE2\x81\xA6x\xE2\x81\xA9", "\\u{2066}x\\u{2069}"},
           Row{"\xE2\x80\x8F", "\\u{200f}"},
           Row{"\xD8\x9C", "\\u{61c}"},
           // what cannot be seen: zero-width, soft hyphen, fillers, tags, byte order mark
           Row{"pay\xE2\x80\x8Bpal", "pay\\u{200b}pal"},
           Row{"a\xC2\xAD"
               "b",
               "a\\u{ad}b"},
           Row{"\xE3\x85\xA4", "\\u{3164}"},
           Row{"\xF3\xA0\x81\x81", "\\u{e0041}"},
           Row{"\xEF\xBB\xBF", "\\u{feff}"},
           // separators of lines and paragraphs
           Row{"a\xE2\x80\xA8"
               "b\xE2\x80\xA9"
               "c",
               "a\\u{2028}b\\u{2029}c"},
           // commands of CI systems
           Row{"::error::x", ":\\u{3a}error:\\u{3a}x"},
           Row{"##vso[x]", "#\\u{23}vso[x]"},
           Row{":::", ":\\u{3a}:"},
           // bytes that are no UTF-8, each on its own
           Row{"a\xFFz", "a\\u{ff}z"},
           Row{"\xC3", "\\u{c3}"},
           Row{"\xC0\xAF", "\\u{c0}\\u{af}"},
           Row{"\xED\xA0\x80", "\\u{ed}\\u{a0}\\u{80}"},
           Row{"\xE2\x82", "\\u{e2}\\u{82}"},
           Row{"\xF5\x80\x80\x80", "\\u{f5}\\u{80}\\u{80}\\u{80}"},
           Row{"\xC3z", "\\u{c3}z"},
       }) {
    CAPTURE(row.text);
    CHECK(safe_text(row.text) == row.safe);
  }
}

TEST_CASE("marks do not pile up", "[support]") {
  REQUIRE(limits::combining_marks_max == 4);
  const std::string_view acute = "\xCC\x81";
  CHECK(safe_text("Z" + repeated(acute, 4) + "o") == "Z" + repeated(acute, 4) + "o");
  CHECK(safe_text("Z" + repeated(acute, 6) + "o") ==
        "Z" + repeated(acute, 4) + "\\u{301}\\u{301}o");
  CHECK(safe_text(repeated("e\xCC\x81", 50)) == repeated("e\xCC\x81", 50));
}

TEST_CASE("text is safe when nothing in it would be escaped, however long it is", "[support]") {
  CHECK(is_safe(""));
  CHECK(is_safe(repeated("é", 1000)));
  CHECK_FALSE(is_safe(repeated("é", 1000) + "\x1b"));
  CHECK_FALSE(is_safe("a\nb"));
  CHECK_FALSE(is_safe("a\xE2\x80\xAE"));
  CHECK_FALSE(is_safe("::error::"));
  CHECK_FALSE(is_safe("\xFF"));
  // No characters at all, and no part of any XML.
  CHECK_FALSE(is_safe("\uFDD0"));
  CHECK_FALSE(is_safe("\xEF\xBF\xBE"));
  CHECK_FALSE(is_safe("\xEF\xBF\xBF"));
  CHECK(is_safe("\uFFFD"));
}

TEST_CASE("text is blank when there is nothing to see", "[support]") {
  for (const std::string_view text :
       {"", " ", "\t\n", "\xC2\xA0", "\xE2\xA0\x80", "\xE3\x80\x80 \xE2\x80\x8B", "\xE3\x85\xA4",
        "\xEF\xBB\xBF", " \xCC\x81"}) {
    CAPTURE(text);
    CHECK(is_blank(text));
  }
  for (const std::string_view text : {"a", " . ", "日", "\xFF", "-"}) {
    CAPTURE(text);
    CHECK_FALSE(is_blank(text));
  }
}

TEST_CASE("the first byte that is no UTF-8 is found", "[support]") {
  CHECK(bad_utf8_in("") == std::string_view::npos);
  CHECK(bad_utf8_in("é日") == std::string_view::npos);
  CHECK(bad_utf8_in("é\xFFz") == 2);
  CHECK(bad_utf8_in("ab\xE2\x82") == 2);
}

TEST_CASE("what has been made safe stays as it is", "[support]") {
  for (const std::string_view text : {"\x1b[2J", "::error::", "a\xFF", "####", "plain"}) {
    CHECK(safe_text(safe_text(text)) == safe_text(text));
  }
}

TEST_CASE("long text is cut after a number of characters, never inside one", "[support]") {
  REQUIRE(limits::shown_characters_max == 200);
  CHECK(safe_text(repeated("é", 200)) == repeated("é", 200));
  CHECK(safe_text(repeated("é", 201)) == repeated("é", 200) + "...");
  CHECK(safe_text(repeated("\x01", 201)) == repeated("\\u{1}", 200) + "...");
}

TEST_CASE("width counts columns of a terminal", "[support]") {
  CHECK(display_width("") == 0);
  CHECK(display_width("Sam's phone") == 11);
  CHECK(display_width("é") == 1);
  CHECK(display_width("e\xCC\x81") == 1);  // an accent of its own
  CHECK(display_width("日本") == 4);
  CHECK(display_width("✅🔑") == 4);
  CHECK(display_width("ｆ") == 2);
  CHECK(display_width("\xFF\xFF") == 2);
}

}  // namespace passkey_audit
