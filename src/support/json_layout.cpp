#include "passkey_audit/support/json_layout.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <span>
#include <utility>

#include "passkey_audit/support/safe_text.hpp"
#include "passkey_audit/support/written_json.hpp"

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

// The two kinds of value that are laid out, by the same words.
class Made {
 public:
  Made(const Json& value, JsonText text) : value_(value), text_(text) {}

  bool is_object() const { return value_.is_object(); }
  bool is_structured() const { return value_.is_structured(); }
  bool is_empty() const { return value_.empty(); }
  std::size_t size() const { return value_.size(); }
  bool must_spread() const { return false; }
  std::string scalar() const { return scalar(value_); }
  // Until the visit is false.
  template <class Visit>
  void each(Visit visit) const {
    for (const auto& [key, member] : value_.items()) {
      if (!visit(is_object() ? scalar(Json(key)) : std::string(), Made(member, text_))) return;
    }
  }
  std::span<const std::string_view> above() const { return {}; }
  std::span<const std::string_view> behind() const { return {}; }
  std::span<const std::string_view> at_end() const { return {}; }

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

  const Json& value_;
  JsonText text_;
};

class Written {
 public:
  explicit Written(const WrittenJson& value) : value_(value) {}

  bool is_object() const { return value_.form == WrittenJson::Form::object; }
  bool is_structured() const { return value_.form != WrittenJson::Form::scalar; }
  bool is_empty() const { return value_.members.empty() && value_.at_end.empty(); }
  std::size_t size() const { return value_.members.size(); }
  bool must_spread() const { return value_.has_comments_inside(); }
  std::string_view scalar() const { return value_.text; }
  template <class Visit>
  void each(Visit visit) const {
    for (const WrittenJson& member : value_.members) {
      if (!visit(member.key, Written(member))) return;
    }
  }
  std::span<const std::string_view> above() const { return value_.above; }
  std::span<const std::string_view> behind() const { return value_.behind; }
  std::span<const std::string_view> at_end() const { return value_.at_end; }

 private:
  const WrittenJson& value_;
};

template <class Value>
class Layout {
 public:
  explicit Layout(int spread_depth) : spread_depth_(spread_depth) {}

  // `before`: columns taken by the indentation and the key.
  void add(const Value& value, std::size_t indent, std::size_t before, int depth) {
    if (!value.is_structured()) {
      out_ += value.scalar();
      return;
    }
    if (value.is_empty()) {
      out_ += value.is_object() ? "{}" : "[]";
      return;
    }
    if (!value.must_spread() && (!value.is_object() || depth >= spread_depth_)) {
      const std::string line = on_one_line(value, line_columns_max);
      if (before + line.size() + 1 <= line_columns_max) {
        out_ += line;
        return;
      }
    }
    spread(value, indent, depth);
  }

  void add_comments(std::span<const std::string_view> comments, std::size_t indent) {
    for (const std::string_view comment : comments) {
      out_.append(indent, ' ');
      out_ += comment;
      out_ += '\n';
    }
  }

  std::string take() { return std::move(out_); }

 private:
  void spread(const Value& value, std::size_t indent, int depth) {
    out_ += value.is_object() ? "{\n" : "[\n";
    std::size_t left = value.size();
    value.each([&](const auto& key, const Value& member) {
      add_comments(member.above(), indent + 2);
      out_.append(indent + 2, ' ');
      std::size_t before = indent + 2;
      if (value.is_object()) {
        out_ += key;
        out_ += ": ";
        before += key.size() + 2;
      }
      add(member, indent + 2, before, depth + 1);
      if (--left != 0) out_ += ',';
      for (const std::string_view comment : member.behind()) {
        out_ += ' ';
        out_ += comment;
      }
      out_ += '\n';
      return true;
    });
    add_comments(value.at_end(), indent + 2);
    out_.append(indent, ' ');
    out_ += value.is_object() ? '}' : ']';
  }

  // {"type": "phone", "platform": "ios"}; gives up, with more than `most` columns, when too long.
  std::string on_one_line(const Value& value, std::size_t most) const {
    if (!value.is_structured()) return std::string(value.scalar());
    std::string line(1, value.is_object() ? '{' : '[');
    bool first = true;
    value.each([&](const auto& key, const Value& member) {
      if (line.size() > most) return false;
      if (!std::exchange(first, false)) line += ", ";
      if (value.is_object()) {
        line += key;
        line += ": ";
      }
      line += on_one_line(member, most);
      return true;
    });
    return line + (value.is_object() ? '}' : ']');
  }

  int spread_depth_;
  std::string out_;
};

}  // namespace

std::string lay_out_json(const Json& value, JsonText text, int spread_depth) {
  Layout<Made> layout(spread_depth);
  layout.add(Made(value, text), 0, 0, 0);
  return layout.take() + '\n';
}

std::string lay_out_json(const WrittenJson& root, int spread_depth) {
  Layout<Written> layout(spread_depth);
  layout.add_comments(root.above, 0);
  layout.add(Written(root), 0, 0, 0);
  std::string text = layout.take();
  for (const std::string_view comment : root.behind) text += fmt::format(" {}", comment);
  text += '\n';
  for (const std::string_view comment : root.below) text += fmt::format("{}\n", comment);
  return text;
}

}  // namespace passkey_audit
