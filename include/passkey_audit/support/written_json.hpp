// A JSON text as somebody wrote it: every key and value in its own characters, and the comments
// where they stand. For what rearranges a file and must lose nothing.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace passkey_audit {

// The views are of the text that was read.
struct WrittenJson {
  enum class Form : std::uint8_t { scalar, array, object };

  Form form = Form::scalar;
  std::string_view key;   // of a member of an object, in its quotes
  std::string_view text;  // of a scalar
  std::vector<WrittenJson> members;
  std::vector<std::string_view> above;   // comments before it
  std::vector<std::string_view> behind;  // comments on the line on which it ends
  std::vector<std::string_view> at_end;  // comments after its last member
  std::vector<std::string_view> below;   // of the root: comments after it

  // Somewhere inside it there is a comment.
  bool has_comments_inside() const;
  // The key without quotes; with its escapes, if it has any.
  std::string_view name() const { return key.size() < 2 ? key : key.substr(1, key.size() - 2); }
};

// Of a text that read_json() has accepted.
[[nodiscard]] WrittenJson read_written_json(std::string_view text);

// The layout of json_layout.hpp. Comments keep to their values, and what holds one is spread.
[[nodiscard]] std::string lay_out_json(const WrittenJson& json, int spread_depth);

}  // namespace passkey_audit
