// The reader of JSON: where everything stands, and what it refuses.
#include "passkey_audit/support/json_stream.hpp"

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <vector>

#include "catch.hpp"
#include "passkey_audit/support/limits.hpp"
#include "unit/marks.hpp"
#include "unit/support/chunk_source.hpp"

namespace passkey_audit {
namespace {

constexpr std::size_t all_at_once = SIZE_MAX;

// Writes down what is handed out: the places of keys and values in file order, and each value that
// holds no others, with its pointer. The member "things" is a collection.
class Recorder final : public JsonVisitor {
 public:
  bool is_collection(std::string_view root_key) override { return root_key == "things"; }
  void entry(std::string_view collection, JsonValue value) override {
    handed_out.push_back(fmt::format("{}: {}", collection, value.key()));
    add(value);
  }
  void member(JsonValue value) override {
    handed_out.push_back(fmt::format("root: {}", value.key()));
    add(value);
  }

  std::vector<Position> places;
  std::vector<std::string> values;
  std::vector<std::string> handed_out;

 private:
  void add(JsonValue value) {
    if (value.key_at().line != 0) places.push_back(value.key_at());
    places.push_back(value.at());
    const bool holds_others = value.is(JsonType::array) || value.is(JsonType::object);
    if (!holds_others) {
      values.push_back(
          fmt::format("{} is {}: {}", value.pointer(), with_article(value.type()), value.dump()));
    }
    for (const JsonValue inner : value) add(inner);
  }
};

struct Reading {
  Recorder recorder;
  JsonOutcome outcome;
};

Reading read(std::string_view text, JsonDialect dialect = JsonDialect::strict,
             std::size_t chunk_bytes = all_at_once) {
  Reading reading;
  ChunkSource source(text, chunk_bytes);
  reading.outcome = read_json(source, dialect, reading.recorder);
  return reading;
}

std::string problems_of(std::string_view text, JsonDialect dialect = JsonDialect::strict,
                        std::size_t chunk_bytes = all_at_once) {
  return shown(read(text, dialect, chunk_bytes).outcome.problems);
}

std::string with_crlf(std::string_view text) {
  std::string result;
  for (const char c : text) result += c == '\n' ? std::string("\r\n") : std::string(1, c);
  return result;
}

constexpr std::size_t chunk_sizes[]{1, 2, 3, 5, 7, all_at_once};
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

}  // namespace

TEST_CASE("every key and value stands where its first character stands", "[support]") {
  for (
      const std::string_view marked : {
          // every kind of value
          R"({»"nothing": »null, »"yes": »true, »"no": »false, »"whole": »-12, »"real": »1.5e3, »"text": »"x",
               »"list": »[»1, »[], »{}, »"y", »[»null]], »"object": »{»"a": »1, »"b": »{}}})",
          // numbers at the ends of lines, and hard against brackets and commas
          "{»\"a\": »1\n,»\"b\":»[»12\n,»-3.25\n]\n,»\"c\":»{»\"d\":»0},»\"e\":»1e5}",
          "{»\"a\"\n:\n»123456789\n}\n",
          // escapes are one character each in the file, whatever they mean
          R"({»"a\"b\\\u00e9": »"\n\t\ud83d\ude00\/", »"c": »1})",
          // characters of two, three and four bytes are one column each
          R"({»"schlüssel": »"日本語 🔑", »"ß": »[»"€", »1, »"𝄞"], »"z": »2})",
          // blanks of all kinds
          "\n\n \t {\t»\"a\"  :\t»\"b\"\n\n,\n  »\"c\" : »[ »1 ,\n »2 ] }\n\n",
          // entries of a collection are handed out one by one
          "{»\"v\": »1, \"things\": {\n  »\"k\": »{»\"on\": »\"d\"},\n  »\"m\": "
          "»[»7\n]\n},\n»\"w\": »2}",
      }) {
    const Marked marks = unmark(marked);
    for (const std::size_t chunk_bytes : chunk_sizes) {
      for (const JsonDialect dialect : {JsonDialect::strict, JsonDialect::with_comments}) {
        CAPTURE(marked, chunk_bytes, dialect == JsonDialect::strict);
        const std::string with_bom = std::string(byte_order_mark) + marks.text;
        for (const std::string& text : {marks.text, with_crlf(marks.text), with_bom}) {
          CAPTURE(text);
          const Reading reading = read(text, dialect, chunk_bytes);
          CHECK(shown(reading.outcome.problems).empty());
          CHECK(reading.outcome.complete);
          CHECK(shown(reading.recorder.places) == shown(marks.at));
        }
      }
    }
  }
}

TEST_CASE("values keep their type, their digits and their text", "[support]") {
  const Reading reading = read(R"({
    "a": null, "b": true, "c": false, "d": -0, "e": 9223372036854775807, "f": -9223372036854775808,
    "g": 9223372036854775808, "h": 18446744073709551615, "i": 18446744073709551616,
    "j": -9223372036854775809, "k": 1.50, "l": 1E+2, "m": "", "n": "a\"\\\/\b\u001f\u00e9é",
    "/~": {"": [1, {"r": "s"}]}, "things": {"t/u": {"v": ["w"]}}})");
  REQUIRE(shown(reading.outcome.problems).empty());
  const std::vector<std::string> expected{"/a is null: null",
                                          "/b is true or false: true",
                                          "/c is true or false: false",
                                          "/d is a whole number: 0",
                                          "/e is a whole number: 9223372036854775807",
                                          "/f is a whole number: -9223372036854775808",
                                          "/g is a number: 9223372036854775808",
                                          "/h is a number: 18446744073709551615",
                                          "/i is a number: 18446744073709551616",
                                          "/j is a number: -9223372036854775809",
                                          "/k is a number: 1.50",
                                          "/l is a number: 1E+2",
                                          "/m is text: \"\"",
                                          "/n is text: \"a\\\"\\\\/\\u0008\\u001féé\"",
                                          "/~1~0//0 is a whole number: 1",
                                          "/~1~0//1/r is text: \"s\"",
                                          "/things/t~1u/v/0 is text: \"w\""};
  CHECK(reading.recorder.values == expected);
}

TEST_CASE("a member that is no collection is handed out whole, in file order", "[support]") {
  const Reading reading =
      read(R"({"x": {"things": {"no": 1}}, "things": {"a": 1, "b": {}}, "y": [], "things2": {}})");
  const std::vector<std::string> expected{"root: x", "things: a", "things: b", "root: y",
                                          "root: things2"};
  CHECK(reading.recorder.handed_out == expected);
  // A collection that is no object is a member like others.
  CHECK(read(R"({"things": [1]})").recorder.handed_out == std::vector<std::string>{"root: things"});
  CHECK(read(R"({"things": {}})").recorder.handed_out.empty());
}

TEST_CASE("what is not JSON is refused where it stands", "[support]") {
  const std::string value = "; expected '[', '{', or a literal";
  const std::string_view too_early =
      "the file ends too early; a closing bracket or quote is missing";
  const std::string_view comma =
      "remove the comma before it; only files named .jsonc may have trailing commas";
  const std::string_view goes_on =
      "the file goes on behind its last bracket; one object is all it may hold";
  const std::string_view missing = "a comma or a closing bracket is missing before it";
  const std::string_view utf8 = "save the file as UTF-8";
  const std::string_view no_comments = "only files named .jsonc may have comments";
  const std::string_view words_of_json =
      "in JSON, names and text stand in double quotes, and true, false and null in lower case";
  const auto row = [](std::string_view what, std::string_view hint = "") {
    return fmt::format("PKI001  | not valid JSON: {} | {}", what, hint);
  };
  const std::string not_an_object =
      "PKI001  | the file must hold one JSON object | begin with {\"version\": 1, \"accounts\": "
      "{...}}";
  const std::string number_range = "PKI001  | the number is out of range | ";
  const std::vector<std::pair<std::string_view, std::string>> rows{
      // the end comes too early
      {"{»", row("unexpected end of input; expected string literal", too_early)},
      {"{\"a\"»", row("unexpected end of input; expected ':'", too_early)},
      {"{\"a\":\n  »", row("unexpected end of input" + value, too_early)},
      {"{\"a\": 1»", row("unexpected end of input; expected '}'", too_early)},
      {"{\"a\": 1,»", row("unexpected end of input; expected string literal", too_early)},
      {"{\"a\": [1,\n2]\n»", row("unexpected end of input; expected '}'", too_early)},
      {"{\"a\": »\"text", row("invalid string: missing closing quote", too_early)},
      // punctuation
      {"{\"a\": 1,\n »}", row("unexpected '}'; expected string literal", comma)},
      {"{\"a\": [1, »]}", row("unexpected ']'" + value, comma)},
      {"{\"a\": [1,»,2]}", row("unexpected ','" + value)},
      {"{\"a\": [1,\n»,\n2]}", row("unexpected ','" + value)},
      {"{»,}", row("unexpected ','; expected string literal")},
      {"{\"a\":»: 1}", row("unexpected ':'" + value)},
      {"{\"a\" »1}",
       row("unexpected number literal; expected ':'", "a colon is missing before it")},
      {"{\"a\" »\"b\"}",
       row("unexpected string literal; expected ':'", "a colon is missing before it")},
      {"{\"a\": 1 »\"b\": 2}", row("unexpected string literal; expected '}'", missing)},
      {"{\"é\": 1\n »\"b\": 2}", row("unexpected string literal; expected '}'", missing)},
      {"{\"a\": [1 »2]}", row("unexpected number literal; expected ']'")},
      {"{\"a\": [1»}", row("unexpected '}'; expected ']'")},
      {"{\"a\": {»]}", row("unexpected ']'; expected string literal")},
      {"»}", row("unexpected '}'" + value)},
      // words and numbers
      {"{»a: 1}", row("invalid literal", words_of_json)},
      {"{»'a': 1}", row("invalid literal", "use double quotes")},
      {"{\"a\": »True}", row("invalid literal", words_of_json)},
      {"{\"a\": »nul}", row("invalid literal", words_of_json)},
      {"{\"a\": »NaN}", row("invalid literal", words_of_json)},
      {"{\"a\": »+1}", row("invalid literal", words_of_json)},
      {"{\"a\": »-}", row("invalid number; expected digit after '-'")},
      {"{\"a\": ».5}", row("invalid literal", words_of_json)},
      {"{\"a\": »1.}", row("invalid number; expected digit after '.'")},
      {"{\"a\": 0»1}", row("unexpected number literal; expected '}'")},
      {"{\"a\": »1e999}", number_range},
      {"{\"a\": [2, »-1e999\n]}", number_range},
      // text
      {"{\"a\": »\"b\nc\"}",
       row("invalid string: control character U+000A (LF) must be escaped to \\u000A or \\n",
           "text ends on the line it begins on; write a line break as \\n")},
      {"{\"a\": »\"\\x\"}", row("invalid string: forbidden character after backslash")},
      {"{\"a\": »\"\\u12g4\"}", row("invalid string: '\\u' must be followed by 4 hex digits")},
      {"{\"a\": »\"\\ud83d\"}",
       row("invalid string: surrogate U+D800..U+DBFF must be followed by U+DC00..U+DFFF")},
      {"{\"a\": »\"\\ude00\"}",
       row("invalid string: surrogate U+DC00..U+DFFF must follow U+D800..U+DBFF")},
      // bytes that are no UTF-8: alone, overlong, a surrogate, too large, cut short, Latin-1
      {"{\"a\": »\"\x80\"}", row("invalid string: ill-formed UTF-8 byte", utf8)},
      {"{\"a\": »\"\xC0\xAF\"}", row("invalid string: ill-formed UTF-8 byte", utf8)},
      {"{\"a\": »\"\xE0\x80\xAF\"}", row("invalid string: ill-formed UTF-8 byte", utf8)},
      {"{\"a\": »\"\xED\xA0\x80\"}", row("invalid string: ill-formed UTF-8 byte", utf8)},
      {"{\"a\": »\"\xF4\x90\x80\x80\"}", row("invalid string: ill-formed UTF-8 byte", utf8)},
      {"{\"a\": »\"\xF5\x80\x80\x80\"}", row("invalid string: ill-formed UTF-8 byte", utf8)},
      {"{\"a\": »\"\xE2\x82\"}", row("invalid string: ill-formed UTF-8 byte", utf8)},
      {"{\"a\": 1, »\"b\xE9\": 2}", row("invalid string: ill-formed UTF-8 byte", utf8)},
      {"»\xFF\xFE{", "PKI001  | the file is not in UTF-8 | save it as UTF-8"},
      // more than one value, or none that will do
      {"{} »x", row("invalid literal", words_of_json)},
      {"{}\n»{}", row("unexpected '{'; expected end of input", goes_on)},
      {"{\"a\": 1}»}", row("unexpected '}'; expected end of input", goes_on)},
      {"{\"a\": 1}»,1", row("unexpected ','; expected end of input", goes_on)},
      {"»\"text\"", not_an_object},
      {" \n »12", not_an_object},
      {"»12\n", not_an_object},
      {"»null", not_an_object},
      {"»true ", not_an_object},
      {"  »[{}]",
       "PKI001  | the file must hold one JSON object, not a list | begin with {\"version\": 1, "
       "\"accounts\": {...}}"},
      // comments belong in .jsonc
      {"{»// no\n}", row("invalid literal", no_comments)},
      {"{\"a\": 1 »/* no */}", row("invalid literal", no_comments)},
  };
  for (const auto& [marked, expected] : rows) {
    const Marked marks = unmark(marked);
    for (const std::size_t chunk_bytes : chunk_sizes) {
      CAPTURE(marked, chunk_bytes);
      const Reading reading = read(marks.text, JsonDialect::strict, chunk_bytes);
      CHECK(shown(reading.outcome.problems) == expected_at(marks.at, {expected}));
      CHECK_FALSE(reading.outcome.complete);
    }
  }
}

TEST_CASE("an empty file is called empty", "[support]") {
  for (const std::string_view text : {"", " ", "\n\n", "\xEF\xBB\xBF"}) {
    CAPTURE(text);
    const Reading reading = read(text);
    REQUIRE(reading.outcome.problems.size() == 1);
    CHECK_FALSE(reading.outcome.complete);
    CHECK(reading.outcome.problems[0].message == "the file is empty");
    CHECK(reading.outcome.problems[0].hint == "begin with {\"version\": 1, \"accounts\": {...}}");
    CHECK(shown(reading.outcome.problems[0].at) == "1:1");
  }
}

TEST_CASE("what was complete before a mistake has been handed out", "[support]") {
  const Reading reading = read(R"({"a": 1, "things": {"b": {}, "c": {"d": ]}, "e": {}}})");
  CHECK(reading.recorder.handed_out == std::vector<std::string>{"root: a", "things: b"});
  CHECK_FALSE(reading.outcome.complete);
}

TEST_CASE("a key that stands twice is a problem however it is spelt", "[support]") {
  struct Row {
    std::string_view marked;
    std::vector<std::string> expected;
  };
  const auto row = [](std::string_view pointer, std::string_view key, int line) {
    return fmt::format(
        "PKI001 {} | duplicate {}, it stands on line {} already | keep one of the two", pointer,
        key, line);
  };
  for (const Row& one : std::vector<Row>{
           {"{\"a\": 1,\n »\"a\": 2}", {row("/a", "key \"a\"", 1)}},
           {"{\"a\": 1,\n »\"\\u0061\": 2}", {row("/a", "key \"a\"", 1)}},
           {"{\"\\u00e9\": 1, »\"é\": 2}", {row("/é", "key \"é\"", 1)}},
           {"{\"\\/\": 1, »\"/\": 2}", {row("/~1", "key \"/\"", 1)}},
           {"{\"\": 1, »\"\": 2}", {row("/", "key \"\"", 1)}},
           {"{\"x\": {\"b\": 1, \"c\": 2, »\"b\": 3}}", {row("/x/b", "key \"b\"", 1)}},
           {"{\"x\": [0, {\"b\": {},\n\"c\": 2,\n»\"\\u0062\": []}]}",
            {row("/x/1/b", "key \"b\"", 1)}},
           {"{\"things\": {\"t\": {\"b\": 1, »\"b\": 1}}}", {row("/things/t/b", "key \"b\"", 1)}},
           {"{\"x\": {\"b\": 1},\n»\"x\": {\"c\": 2}}", {row("/x", "key \"x\"", 1)}},
           {"{\"x\": {\"b\": 1}, \"y\": {\"b\": 2}, \"b\": [{\"x\": 3}]}", {}},
           {"{\"things\": {},\n»\"things\": {}}", {row("/things", "key \"things\"", 1)}},
           {"{\"things\": {},\n»\"things\": 1}", {row("/things", "key \"things\"", 1)}},
           // what stands in a root member has nothing to do with its key
           {"{\"x\": {\"b\": 1}, \"y\": {\"b\": 1}}", {}},
           {"{\"x\": {\"b\": 1},\n»\"x\": {\"c\": 1}}", {row("/x", "key \"x\"", 1)}},
           // three of a kind are two problems
           {"{\"a\": 1,\n»\"a\": 2,\n»\"a\": 3}",
            {row("/a", "key \"a\"", 1), row("/a", "key \"a\"", 1)}},
           {"{\"x\": {\"a\": 1,\n»\"a\": 2,\n»\"a\": 3}}",
            {row("/x/a", "key \"a\"", 1), row("/x/a", "key \"a\"", 2)}},
           // what may be a code, and control characters, reach nobody's screen
           {"{\"k3x9-7abp\": 1, »\"k3x9-7abp\": 2}", {row("/…", "key", 1)}},
           {"{\"a\\u001b[2J\": 1, »\"a\\u001b[2J\": 2}", {row("/…", "key", 1)}},
           // nor does a secret
           {"{\"otpauth://totp/a\": 1, »\"otpauth://totp/a\": 2}", {row("/…", "key", 1)}},
           {"{\"x\": {\"otpauth://totp/a\": 1, »\"otpauth://totp/a\": 2}}",
            {row("/x/…", "key", 1)}},
       }) {
    const Marked marks = unmark(one.marked);
    for (const std::size_t chunk_bytes : chunk_sizes) {
      CAPTURE(one.marked, chunk_bytes);
      const Reading reading = read(marks.text, JsonDialect::strict, chunk_bytes);
      CHECK(shown(reading.outcome.problems) == expected_at(marks.at, one.expected));
      // Reading goes on: what else is wrong is found in the same run.
      CHECK(reading.outcome.complete);
    }
  }
}

TEST_CASE("many members of one object are compared as well as few", "[support]") {
  std::string members;
  for (int i = 0; i < 40; ++i) members += fmt::format("\"k{}\": 1, ", i % 39);
  const Reading reading = read("{\"x\": {" + members + "\"z\": 1}}");
  REQUIRE(reading.outcome.problems.size() == 1);
  CHECK(reading.outcome.problems[0].pointer == "/x/k0");
}

TEST_CASE("a NUL byte is found wherever it stands", "[support]") {
  const std::string text = "{\"é\": [1,\n \"two\"],\n\"things\": {\"k\": null}}\n";
  for (std::size_t at = 0; at <= text.size(); ++at) {
    // Not inside a character of two bytes, where it is bad UTF-8 besides.
    if (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) continue;
    const Marked marks = unmark(text.substr(0, at) + "»" + text.substr(at));
    std::string with_nul = text;
    with_nul.insert(at, 1, '\0');
    for (const std::size_t chunk_bytes : chunk_sizes) {
      for (const JsonDialect dialect : {JsonDialect::strict, JsonDialect::with_comments}) {
        CAPTURE(at, chunk_bytes, dialect == JsonDialect::strict);
        const Reading reading = read(with_nul, dialect, chunk_bytes);
        CHECK_FALSE(reading.outcome.complete);
        CHECK(shown(reading.outcome.problems) ==
              expected_at(marks.at,
                          {"PKI001  | a NUL byte stands here; what follows it could not be seen by "
                           "every reader | remove it; the file may be damaged, or UTF-16: save it "
                           "as UTF-8"}));
      }
    }
  }
}

TEST_CASE("a NUL byte behind another mistake is reported at its own place", "[support]") {
  const Marked marks = unmark("{\"a\": [1»,,2],\n\"b»");
  std::string text = marks.text;
  text += '\0';
  const std::string found = problems_of(text);
  CHECK(found.find("1:10 PKI001  | not valid JSON: unexpected ','") != std::string::npos);
  CHECK(found.find("2:3 PKI001  | a NUL byte stands here") != std::string::npos);
}

TEST_CASE("a file in UTF-16 is told to be saved as UTF-8", "[support]") {
  const std::string text("\xFF\xFE{\0}\0", 6);
  CHECK(problems_of(text).find("save it as UTF-8") != std::string::npos);
}

TEST_CASE("64 levels are read and 65 are not", "[support]") {
  const auto lists = [](int levels) {
    return "{\"a\": " + std::string(static_cast<std::size_t>(levels - 1), '[') +
           std::string(static_cast<std::size_t>(levels - 1), ']') + "}";
  };
  const auto objects = [](int levels) {
    std::string text = "1";
    for (int i = 0; i < levels; ++i) text = "{\"a\":" + text + "}";
    return text;
  };
  const auto entries = [](int levels) {
    return "{\"things\": {\"k\": " + std::string(static_cast<std::size_t>(levels - 2), '[') +
           std::string(static_cast<std::size_t>(levels - 2), ']') + "}}";
  };
  REQUIRE(limits::json_depth_max == 64);
  const std::string too_deep = "PKI001  | nested too deeply | the limit is 64 levels\n";
  for (const JsonDialect dialect : {JsonDialect::strict, JsonDialect::with_comments}) {
    CHECK(problems_of(lists(64), dialect).empty());
    CHECK(problems_of(objects(64), dialect).empty());
    CHECK(problems_of(entries(64), dialect).empty());
    CHECK(problems_of(lists(65), dialect) == "1:70 " + too_deep);
    CHECK(problems_of(objects(65), dialect) == "1:321 " + too_deep);
    CHECK(problems_of(entries(65), dialect) == "1:80 " + too_deep);
    // What follows is never looked at, however deep it goes.
    CHECK(problems_of(lists(1'000'000), dialect) == "1:70 " + too_deep);
  }
}

TEST_CASE("the size limit is met exactly", "[support]") {
  const std::string text = "{\"a\": \"some text\"}\n";
  for (const std::size_t chunk_bytes : chunk_sizes) {
    for (const JsonDialect dialect : {JsonDialect::strict, JsonDialect::with_comments}) {
      CAPTURE(chunk_bytes);
      Recorder recorder;
      for (const std::size_t room : {text.size(), text.size() + 1}) {
        ChunkSource large_enough(text, chunk_bytes, room);
        const JsonOutcome outcome = read_json(large_enough, dialect, recorder);
        CHECK(outcome.complete);
        CHECK(shown(outcome.problems).empty());
      }
      // The last byte but one ends the object: even then the input is over the limit.
      for (const std::size_t room : {text.size() - 1, text.size() - 2, std::size_t{1}}) {
        ChunkSource too_small(text, chunk_bytes, room);
        const JsonOutcome outcome = read_json(too_small, dialect, recorder);
        CHECK_FALSE(outcome.complete);
        CHECK(shown(outcome.problems) ==
              "0:0 PKI001  | the input is over the size limit | raise the limit with --max-size\n");
      }
    }
  }
}

TEST_CASE("a read that fails is a problem of the whole file", "[support]") {
  for (const JsonDialect dialect : {JsonDialect::strict, JsonDialect::with_comments}) {
    for (const std::string_view text : {"{\"a\": 1}", "{\"a\": "}) {
      Recorder recorder;
      ChunkSource source(text, 3, UINT64_MAX, "Input/output error");
      const JsonOutcome outcome = read_json(source, dialect, recorder);
      CHECK_FALSE(outcome.complete);
      CHECK(shown(outcome.problems) == "0:0 PKI001  | reading failed: Input/output error | \n");
    }
  }
}

TEST_CASE("one entry holds a limited number of values and a limited amount of text", "[support]") {
  // The list itself is a value too.
  const auto list = [](std::size_t values) {
    std::string text = "{\"a\": [";
    for (std::size_t i = 2; i < values; ++i) text += "0,";
    return text + "0]}";
  };
  CHECK(problems_of(list(limits::json_entry_values_max)).empty());
  CHECK(problems_of(list(limits::json_entry_values_max + 1))
            .ends_with(" PKI001  | one entry holds too many values | the limit is 100000 for one "
                       "account, device or other entry\n"));
  const auto text_of = [](std::size_t bytes) {
    return "{\"a\": \"" + std::string(bytes - 1, 'x') + "\"}";
  };
  CHECK(problems_of(text_of(limits::json_entry_text_bytes_max)).empty());
  CHECK(problems_of(text_of(limits::json_entry_text_bytes_max + 1))
            .find("one entry holds too much text | the limit is 8 MiB") != std::string::npos);
  // The next entry begins afresh.
  const std::string half(limits::json_entry_text_bytes_max / 2 + 100, 'x');
  CHECK(problems_of("{\"things\": {\"a\": \"" + half + "\", \"b\": \"" + half + "\"}}").empty());
}

TEST_CASE(".jsonc may have comments and trailing commas, and keeps every place", "[support]") {
  for (const std::string_view marked : {
           "// first\n{»\"a\": »1, // é ü\n »\"b\": »2}",
           "{/* one */»\"a\"/* two */:/* 日本 */»1/**/,»\"b\": »[»1 /* x */, »2]}",
           "{»\"a\": »1,\n}",
           "{»\"a\": »[»1, »2, ],}",
           "{»\"a\": »[»1 // c\n, // d\n], /* e\n\n é */ »\"b\": »{»\"c\": »true,},\n}\n// end",
           // no comments inside text
           R"({»"a // b": »"/* c */", »"d\\": »"\"//", »"e": »",]"})",
           "{»\"a\": »\"x\" /* \"quoted\" , ] */ , /* ] */ }",
       }) {
    const Marked marks = unmark(marked);
    for (const std::size_t chunk_bytes : chunk_sizes) {
      for (const std::string& text : {marks.text, with_crlf(marks.text)}) {
        CAPTURE(text, chunk_bytes);
        const Reading reading = read(text, JsonDialect::with_comments, chunk_bytes);
        CHECK(shown(reading.outcome.problems).empty());
        CHECK(shown(reading.recorder.places) == shown(marks.at));
      }
    }
  }
}

TEST_CASE(".jsonc has its mistakes too", "[support]") {
  const std::string_view not_closed = "a comment is not closed, or begins with a single slash";
  const auto row = [](std::string_view what, std::string_view hint = "") {
    return fmt::format("PKI001  | not valid JSON: {} | {}", what, hint);
  };
  const std::string value = "; expected '[', '{', or a literal";
  const std::string_view too_early =
      "the file ends too early; a closing bracket or quote is missing";
  for (const auto& [marked, expected] : std::vector<std::pair<std::string_view, std::string>>{
           {"{\"a\": [1,»,2]}", row("unexpected ','" + value)},
           {"{\"a\": [1,»,]}", row("unexpected ','" + value)},
           {"{\"a\": [»,]}", row("unexpected ','" + value)},
           {"{»,}", row("unexpected ','; expected string literal")},
           {"{\"a\": 1, /* c */ », }", row("unexpected ','; expected string literal")},
           {"{\"a\": »,}", row("unexpected ','" + value)},
           {"{\"a\": /* é */ [1 /* c */ »2]}", row("unexpected number literal; expected ']'")},
           {"{\"a\": 1 // b\n »\"c\": 2}",
            row("unexpected string literal; expected '}'",
                "a comma or a closing bracket is missing before it")},
           {"{\"a\": 1 »/* never closed", row("invalid literal", not_closed)},
           {"{\"a\": 1 »/ 2}", row("invalid literal", not_closed)},
           {"{\"a\": 1} // c\n»2",
            row("unexpected number literal; expected end of input",
                "the file goes on behind its last bracket; one object is all it may hold")},
           {"{\"a\": 1, // c\n»",
            row("unexpected end of input; expected string literal", too_early)},
           {"»// only this\n ",
            "PKI001  | the file is empty | begin with {\"version\": 1, \"accounts\": {...}}"},
       }) {
    CAPTURE(marked);
    const Marked marks = unmark(marked);
    CHECK(problems_of(marks.text, JsonDialect::with_comments) == expected_at(marks.at, {expected}));
  }
}

TEST_CASE("comments are looked at for secrets", "[support]") {
  const std::string secret =
      "PKI004  | this comment looks like a secret value; it is not shown here | take it out of the "
      "file, comments too";
  for (const std::string_view marked : {
           "»// otpauth://totp/x\n{}",
           "{ »//otpauth://totp/x\n}",
           "{/* é */ »/* JBSWY3DPEHPK3PXP */}",
           "{\n  »// codes:\n  // 8394 5512\n  // 2034 7712\n  // 9921 3345\n}",
           "{»/* 8394 5512\n * 2034 7712\n * 9921 3345 */}",
           "{\"a\": 1, // fine\n \"b\": 2 »// a1b2c-3d4e5\n}",
       }) {
    const Marked marks = unmark(marked);
    for (const std::string& text : {marks.text, with_crlf(marks.text)}) {
      CAPTURE(text);
      CHECK(problems_of(text, JsonDialect::with_comments) == expected_at(marks.at, {secret}));
    }
  }
  CHECK(problems_of(std::string(byte_order_mark) + "// otpauth://totp/x\n{}",
                    JsonDialect::with_comments) == "1:1 " + secret + "\n");
  CHECK(problems_of("// \"a\": [1, 2],\n{\"a\": \"// x\" /* see https://example.com/help */}",
                    JsonDialect::with_comments)
            .empty());
}

TEST_CASE("a comment ends at the same place for every reader", "[support]") {
  const Marked bytes = unmark("{// é»\xFF\n}");
  CHECK(
      problems_of(bytes.text, JsonDialect::with_comments) ==
      expected_at(bytes.at, {"PKI001  | this comment has a byte that is not UTF-8 | save the file "
                             "as UTF-8"}));
  const Marked cr = unmark("{// x»\r\"a\": 1\n}");
  CHECK(
      problems_of(cr.text, JsonDialect::with_comments) ==
      expected_at(cr.at, {"PKI001  | a line ends with CR alone; for some readers the comment ends "
                          "here | end lines with LF, or with CR and LF"}));
}

TEST_CASE("common mistakes have hints of their own", "[support]") {
  const auto hint_of = [](std::string_view text) {
    const std::string problem = problems_of(text);
    return problem.substr(problem.rfind(" | ") + 3);
  };
  CHECK(hint_of("{// x\n}") == "only files named .jsonc may have comments\n");
  CHECK(hint_of("{/* x */}") == "only files named .jsonc may have comments\n");
  CHECK(hint_of("{'a': 1}") == "use double quotes\n");
  CHECK(hint_of("{\"a\" 1}") == "a colon is missing before it\n");
  CHECK(hint_of("{\"a\" \"b\"}") == "a colon is missing before it\n");
  CHECK(hint_of("{\"a\": \"b\tc\"}") == "write a tab as \\t\n");
  CHECK(hint_of("{\"a\": \"b\nc\"}") ==
        "text ends on the line it begins on; write a line break as \\n\n");
  CHECK(hint_of("{\"a\": \"b\x1b\"}") == "take it out\n");
}

TEST_CASE("a file in another encoding is one problem", "[support]") {
  const std::string expected = "1:1 PKI001  | the file is not in UTF-8 | save it as UTF-8\n";
  for (const JsonDialect dialect : {JsonDialect::strict, JsonDialect::with_comments}) {
    CHECK(problems_of("\xEF\xBB", dialect) == expected);
    CHECK(problems_of(std::string_view("\xFF\xFE{\0}\0", 6), dialect) == expected);
    CHECK(problems_of(std::string_view("\xFE\xFF\0{\0}", 6), dialect) == expected);
  }
}

}  // namespace passkey_audit
