#include "passkey_audit/support/json_layout.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <utility>

#include "passkey_audit/support/safe_text.hpp"

namespace passkey_audit {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t line_columns_max = 120;

std::uint32_t code_point(std::string_view utf8) {
  std::uint32_t code = static_cast<unsigned char>(utf8.front()) & (0x7FU >> utf8.size());
  for (const char c : utf8.substr(1)) code = code << 6U | (static_cast<unsigned char>(c) & 0x3FU);
  return code;
}

// Valid UTF-8 with what must not reach a terminal as it is (controls, bidi, what cannot be seen)
// written as JSON escapes: the same text to every reader of JSON.
std::string with_escapes(std::string_view text) {
  std::string escaped;
  for (std::size_t at = 0, size = 0; at < text.size(); at += size) {
    const auto lead = static_cast<unsigned char>(text[at]);
    size = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    const std::string_view character = text.substr(at, size);
    // The library has escaped all other controls of ASCII.
    if ((size == 1 && lead != 0x7F) || is_safe(character)) {
      escaped += character;
      continue;
    }
    const std::uint32_t code = size == 1 ? lead : code_point(character);
    if (code < 0x10000) {
      escaped += fmt::format("\\u{:04x}", code);
    } else {
      escaped += fmt::format("\\u{:04x}\\u{:04x}", 0xD800 + ((code - 0x10000) >> 10U),
                             0xDC00 + ((code - 0x10000) & 0x3FFU));
    }
  }
  return escaped;
}

class Layout {
 public:
  Layout(JsonText text, int spread_depth) : text_(text), spread_depth_(spread_depth) {}

  // `before`: columns taken by the indentation and the key.
  void add(const Json& value, std::size_t indent, std::size_t before, int depth) {
    const bool must_spread = value.is_object() && depth < spread_depth_;
    if (!value.is_structured() || value.empty()) {
      out_ += scalar(value);
      return;
    }
    if (!must_spread) {
      const std::string line = on_one_line(value, line_columns_max);
      if (before + line.size() + 1 <= line_columns_max) {
        out_ += line;
        return;
      }
    }
    out_ += value.is_object() ? "{\n" : "[\n";
    bool first = true;
    for (const auto& [key, member] : value.items()) {
      if (!std::exchange(first, false)) out_ += ",\n";
      out_.append(indent + 2, ' ');
      const std::string shown_key = value.is_object() ? scalar(Json(key)) + ": " : std::string();
      out_ += shown_key;
      add(member, indent + 2, indent + 2 + shown_key.size(), depth + 1);
    }
    out_ += '\n';
    out_.append(indent, ' ');
    out_ += value.is_object() ? '}' : ']';
  }

  std::string take() { return std::move(out_); }

 private:
  std::string scalar(const Json& value) const {
    const bool ascii = text_ == JsonText::ascii;
    std::string text = value.dump(-1, ' ', ascii, Json::error_handler_t::replace);
    if (!ascii) return with_escapes(text);
    // Some build servers take "##" anywhere in a line for the beginning of a command.
    for (std::size_t at = text.find("##"); at != std::string::npos; at = text.find("##", at)) {
      text.replace(at + 1, 1, "\\u0023");
    }
    return text;
  }

  // {"type": "phone", "platform": "ios"}; gives up, with more than `most` columns, when too long.
  std::string on_one_line(const Json& value, std::size_t most) const {
    if (!value.is_structured()) return scalar(value);
    std::string line(1, value.is_object() ? '{' : '[');
    bool first = true;
    for (const auto& [key, member] : value.items()) {
      if (line.size() > most) return line;
      if (!std::exchange(first, false)) line += ", ";
      if (value.is_object()) line += scalar(Json(key)) + ": ";
      line += on_one_line(member, most);
    }
    return line + (value.is_object() ? '}' : ']');
  }

  JsonText text_;
  int spread_depth_;
  std::string out_;
};

}  // namespace

std::string lay_out_json(const Json& value, JsonText text, int spread_depth) {
  Layout layout(text, spread_depth);
  layout.add(value, 0, 0, 0);
  return layout.take() + '\n';
}

}  // namespace passkey_audit
