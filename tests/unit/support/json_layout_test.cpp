// JSON text of a report can do no harm where it is shown.
#include "passkey_audit/support/json_layout.hpp"

#include <nlohmann/json.hpp>

#include "catch.hpp"

namespace passkey_audit {

TEST_CASE("no string of a report begins a command of a build server", "[support]") {
  const nlohmann::ordered_json report{{"##vso[a]", "##[error]"}, {"key", {"a##b", "###", "#"}}};
  const std::string text = lay_out_json(report, JsonText::ascii, 1);
  CHECK(text.find("##") == std::string::npos);
  CHECK(nlohmann::ordered_json::parse(text) == report);
}

TEST_CASE("a report is in ASCII, a file for people is not", "[support]") {
  const nlohmann::ordered_json name{{"name", "Bücherbank\u202e"}};
  CHECK(lay_out_json(name, JsonText::ascii, 0) == "{\"name\": \"B\\u00fccherbank\\u202e\"}\n");
  // What could do harm on a screen is an escape there too, and the same text to a reader.
  CHECK(lay_out_json(name, JsonText::utf8, 0) == "{\"name\": \"Bücherbank\\u202e\"}\n");
  const nlohmann::ordered_json del{{"name",
                                    "a\x7f"
                                    "b"}};
  CHECK(lay_out_json(del, JsonText::utf8, 0) == "{\"name\": \"a\\u007fb\"}\n");
  const nlohmann::ordered_json tag{{"name", "a\U000E0041b\u200bc"}};
  const std::string text = lay_out_json(tag, JsonText::utf8, 0);
  CHECK(text == "{\"name\": \"a\\udb40\\udc41b\\u200bc\"}\n");
  CHECK(nlohmann::ordered_json::parse(text) == tag);
}

}  // namespace passkey_audit
