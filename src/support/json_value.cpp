#include "passkey_audit/support/json_value.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "passkey_audit/support/limits.hpp"
#include "passkey_audit/support/safe_text.hpp"

namespace passkey_audit {
namespace {

void append_quoted(std::string& out, std::string_view text) {
  out += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(static_cast<unsigned char>(c)));
    } else {
      out += c;
    }
  }
  out += '"';
}

void append_json(std::string& out, const JsonValue& value) {
  switch (value.type()) {
    case JsonType::null: out += "null"; return;
    case JsonType::boolean: out += value.boolean() ? "true" : "false"; return;
    case JsonType::integer: out += std::to_string(value.integer()); return;
    case JsonType::number: out += value.text(); return;
    case JsonType::string: append_quoted(out, value.text()); return;
    case JsonType::array:
    case JsonType::object: break;
  }
  const bool is_object = value.is(JsonType::object);
  out += is_object ? '{' : '[';
  bool first = true;
  for (const JsonValue member : value) {
    if (!std::exchange(first, false)) out += ", ";
    if (is_object) {
      append_quoted(out, member.key());
      out += ": ";
    }
    append_json(out, member);  // as deep as limits::json_depth_max lets it be
  }
  out += is_object ? '}' : ']';
}

bool is_alphanumeric(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// The ids of things are no secrets, and a message must name them.
bool may_be_id(std::string_view key) {
  const auto fits = [](char c) {
    return is_alphanumeric(c) || std::string_view("._+-@").find(c) != std::string_view::npos;
  };
  return key.size() <= limits::id_characters_max && std::ranges::all_of(key, fits) &&
         !looks_secret(key);
}

// "PKA101": a key of a policy.
bool is_rule(std::string_view key) {
  return key.size() == 6 && key.starts_with("PKA") &&
         key.find_first_not_of("0123456789", 3) == std::string_view::npos;
}

}  // namespace

std::string_view with_article(JsonType type) {
  switch (type) {
    case JsonType::null: return "null";
    case JsonType::boolean: return "true or false";
    case JsonType::integer: return "a whole number";
    case JsonType::number: return "a number";
    case JsonType::string: return "text";
    case JsonType::array: return "a list";
    case JsonType::object: return "an object";
  }
  return {};
}

std::string pointer_segment(std::string_view key) {
  std::string segment = "/";
  for (const char c : key) {
    if (c == '~') {
      segment += "~0";
    } else if (c == '/') {
      segment += "~1";
    } else {
      segment += c;
    }
  }
  return segment;
}

std::string shown_segment(std::string_view key) {
  return is_plain_word(key) || is_rule(key) ? pointer_segment(key) : "/…";
}

std::optional<JsonValue> JsonValue::find(std::string_view key) const {
  if (!is(JsonType::object)) return std::nullopt;
  for (const JsonValue member : *this) {
    if (member.key() == key) return member;
  }
  return std::nullopt;
}

std::string JsonValue::pointer() const {
  std::vector<std::string> segments;
  for (std::uint32_t node = node_; node != JsonTape::none; node = tape_->nodes[node].parent) {
    const std::uint32_t parent = tape_->nodes[node].parent;
    const bool is_member =
        parent == JsonTape::none || tape_->nodes[parent].type == JsonType::object;
    if (is_member) {
      if (tape_->nodes[node].key_at.line == 0) continue;  // the root itself
      const std::string_view key = JsonValue(*tape_, node).key();
      const bool names_entry = parent == JsonTape::none && !tape_->base_pointer.empty();
      segments.push_back(names_entry && may_be_id(key) ? pointer_segment(key) : shown_segment(key));
    } else {
      segments.push_back(fmt::format("/{}", tape_->nodes[node].index));
    }
  }
  std::string pointer = tape_->base_pointer;
  for (auto segment = segments.rbegin(); segment != segments.rend(); ++segment) pointer += *segment;
  return pointer;
}

std::string JsonValue::dump() const {
  std::string text;
  append_json(text, *this);
  return text;
}

}  // namespace passkey_audit
