#include "passkey_audit/support/json_stream.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <map>
#include <nlohmann/json.hpp>
#include <utility>

#include "passkey_audit/support/limits.hpp"
#include "passkey_audit/support/safe_text.hpp"

namespace passkey_audit {
namespace {

// Pulls characters from the source and knows, whenever nlohmann reports a token, where the token
// began. Characters are looked at in runs between two tokens, not one by one as they are pulled.
//
// nlohmann takes its time over each character, so it gets to see few of those that it could only
// pass on: hardly any blanks between tokens, and of a text without escapes, line breaks and the
// like just the two quotes. That is two thirds of a usual file.
class Cursor {
 public:
  explicit Cursor(ByteSource& source) : source_(source) {}

  bool at_end() { return next_ == end_ && !refill(); }
  char current() const { return *next_; }
  void advance() { ++next_; }

  // The text that has just ended, of which nlohmann has seen `seen`.
  std::string_view take_text(std::string_view seen) {
    const std::string_view unseen = std::exchange(plain_text_, {});
    return seen.empty() ? unseen : seen;
  }

  // The token that has just ended; `lookahead` characters behind it are already pulled.
  Position finish_token(std::ptrdiff_t lookahead) {
    const bool pulled = exhausted_ || lookahead == 0;
    scan(pulled ? next_ : next_ - lookahead);
    in_gap_ = true;
    if (lookahead == 0) look_ahead();
    return token_;
  }

  // Where the character stands that nothing could be made of.
  Position here() {
    if (!in_gap_) return token_;
    scan_gap(next_);
    if (!in_gap_) return token_;
    // Commas and colons are skipped with the blanks, but may be what is wrong.
    const bool at_separator = next_ != begin_ && (next_[-1] == ',' || next_[-1] == ':');
    return {position_.line, position_.column - (at_separator && !exhausted_ ? 1 : 0)};
  }
  // Behind the last character that the source has given.
  Position at_source_end() const {
    Position at = position_;
    for (const char* c = scanned_; c != chunk_end_; ++c) {
      if (*c == '\n') {
        at = {at.line + 1, 1};
      } else if (begins_column(*c)) {
        ++at.column;
      }
    }
    return at;
  }
  // Everything was looked at.
  bool exhausted() const { return exhausted_; }
  // Nothing was found but blanks.
  bool saw_nothing() const { return exhausted_ && token_.line == 0; }

 private:
  bool refill() {
    scan(end_);
    if (exhausted_) return false;
    if (closing_quote_ != nullptr) {
      position_.column += static_cast<std::uint32_t>(plain_text_.size());
      next_ = scanned_ = std::exchange(closing_quote_, nullptr);
      end_ = chunk_end_;
      return true;
    }
    if (end_ != chunk_end_) {
      look_ahead();
      if (next_ != end_) return true;
    }
    const std::string_view chunk = source_.next_chunk();
    if (chunk.empty()) {
      exhausted_ = true;
      return false;
    }
    begin_ = scanned_ = next_ = chunk.data();
    end_ = chunk_end_ = next_ + chunk.size();
    return true;
  }

  // Between two tokens, when everything that was pulled is scanned.
  void look_ahead() {
    skip_blanks();
    end_ = chunk_end_;
    if (next_ == chunk_end_) return;
    const bool at_separator = *next_ == ',' || *next_ == ':';
    if (at_separator) end_ = next_ + 1;  // more blanks may follow it
    if (*next_ == '"') leave_out_plain_text();
  }

  void leave_out_plain_text() {
    const char* const begin = next_ + 1;
    const std::string_view rest(begin, chunk_end_);
    const std::string_view text = rest.substr(0, rest.find('"'));
    if (text.size() == rest.size()) return;
    // With what follows a short one is quicker to look at, and mostly plain too.
    if (!is_plain(rest.substr(0, std::max(text.size(), sizeof(std::uint64_t)))) &&
        !is_plain(text)) {
      return;
    }
    plain_text_ = text;
    closing_quote_ = begin + text.size();
    end_ = begin;
  }

  void skip_blanks() {
    Position at = position_;
    for (; next_ != chunk_end_; ++next_) {
      if (*next_ == ' ' || *next_ == '\t' || *next_ == '\r') {
        ++at.column;
      } else if (*next_ == '\n') {
        at = {at.line + 1, 1};
      } else {
        break;
      }
    }
    position_ = at;
    scanned_ = next_;
  }

  void scan(const char* until) {
    if (in_gap_) scan_gap(until);
    if (scanned_ >= until) return;
    // Inside a token there are no line breaks.
    position_.column += columns_of({scanned_, until});
    scanned_ = until;
  }

  // Every byte but a continuation begins a column; most tokens are ASCII, which is quick to see.
  static std::uint32_t columns_of(std::string_view bytes) {
    if (bytes.size() == 1) return begins_column(bytes.front()) ? 1 : 0;  // a bracket, a quote
    if (is_ascii(bytes)) return static_cast<std::uint32_t>(bytes.size());
    return static_cast<std::uint32_t>(std::ranges::count_if(bytes, begins_column));
  }
  static bool begins_column(char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }
  static bool is_ascii(std::string_view bytes) {
    return no_eight_of(bytes, [](std::uint64_t eight) { return eight; });
  }
  // ASCII without controls and backslashes: what stands for itself in a text.
  static bool is_plain(std::string_view text) {
    return no_eight_of(text, [](std::uint64_t eight) {
      const std::uint64_t below_blank = eight - 0x2020'2020'2020'2020U;
      const std::uint64_t difference = eight ^ 0x5C5C'5C5C'5C5C'5C5CU;  // of each to a backslash
      const std::uint64_t backslash = (difference - 0x0101'0101'0101'0101U) & ~difference;
      return eight | below_blank | backslash;
    });
  }
  // Looks at eight bytes at a time; `mark` sets the highest bit of those that are looked for, which
  // blanks are not.
  static bool no_eight_of(std::string_view bytes, auto mark) {
    constexpr std::size_t size = sizeof(std::uint64_t);
    std::uint64_t all = 0;
    const auto look = [&](std::string_view from) {
      std::uint64_t eight = 0;
      std::memcpy(&eight, from.data(), size);
      all |= mark(eight);
    };
    if (bytes.size() < size) {
      for (const char c : bytes)
        all |= mark(0x2020'2020'2020'2000U | static_cast<unsigned char>(c));
    } else {
      for (std::size_t i = 0; i + size < bytes.size(); i += size) look(bytes.substr(i));
      look(bytes.substr(bytes.size() - size));
    }
    return (all & 0x8080'8080'8080'8080U) == 0;
  }

  void scan_gap(const char* until) {
    Position at = position_;  // kept apart from memory that the bytes could lie in
    for (; scanned_ < until; ++scanned_) {
      const char c = *scanned_;
      if (c == ' ' || c == ',' || c == ':' || c == '\t' || c == '\r') {
        ++at.column;
      } else if (c == '\n') {
        at = {at.line + 1, 1};
      } else if (at == Position{1, 1} && is_byte_order_mark(c)) {
        ++mark_bytes_;  // takes no column; nlohmann_json skips it too
      } else {
        token_ = at;
        in_gap_ = false;
        break;
      }
    }
    position_ = at;
  }

  bool is_byte_order_mark(char c) const {
    constexpr std::string_view mark = "\xEF\xBB\xBF";
    return mark_bytes_ < mark.size() && c == mark[mark_bytes_];
  }

  ByteSource& source_;
  const char* begin_ = nullptr;
  const char* next_ = nullptr;
  const char* end_ = nullptr;  // of what may be pulled before looking again
  const char* chunk_end_ = nullptr;
  const char* closing_quote_ = nullptr;  // to go on with, behind a text that is left out
  std::string_view plain_text_;          // what is left out
  const char* scanned_ = nullptr;
  std::size_t mark_bytes_ = 0;
  bool exhausted_ = false;
  bool in_gap_ = true;
  Position position_{1, 1};
  Position token_;  // line 0: there was none yet
};

// The input iterator that nlohmann_json reads from.
struct Characters {
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  Cursor* cursor = nullptr;  // null: the end

  char operator*() const { return cursor->current(); }
  Characters& operator++() {
    cursor->advance();
    return *this;
  }
  // nlohmann_json compares with the end only, for each character.
  friend bool operator==(const Characters& here, const Characters& /*end*/) {
    return here.cursor->at_end();
  }
  friend bool operator!=(const Characters& here, const Characters& end) { return !(here == end); }
};

// nlohmann's message without its prefix and without what it quotes of the file. Of
// "... parse error at line 1, column 8: syntax error while parsing value - invalid literal; last
// read: 'x'; expected y" only "invalid literal" and "expected y" are words of the library.
std::string describe_syntax_error(std::string_view what) {
  const std::size_t dash = what.find(" - ");
  if (dash == std::string_view::npos) return "not valid JSON";
  std::string_view text = what.substr(dash + 3);
  text = text.substr(0, text.find("; last read:"));
  return fmt::format("not valid JSON: {}", text);
}

// `token` ends with the character that nothing could be made of; it is never to be shown.
std::string syntax_hint(std::string_view message, std::string_view token, JsonDialect dialect) {
  const bool strict = dialect == JsonDialect::strict;
  const bool is_literal = message.find("invalid literal") != std::string_view::npos;
  if (is_literal && token.ends_with('/')) {
    return strict ? "only files named .jsonc may have comments"
                  : "a comment is not closed, or begins with a single slash";
  }
  if (is_literal && token.ends_with('\'')) return "use double quotes";
  if (is_literal) {
    return "in JSON, names and text stand in double quotes, and true, false and null in lower case";
  }
  if (message.find("unexpected end of input") != std::string_view::npos ||
      message.find("missing closing quote") != std::string_view::npos) {
    return "the file ends too early; a closing bracket or quote is missing";
  }
  if (message.ends_with("expected ':'")) return "a colon is missing before it";
  if (strict && (message.find("'}'; expected string") != std::string_view::npos ||
                 message.find("unexpected ']'; expected '['") != std::string_view::npos)) {
    return "remove the comma before it; only files named .jsonc may have trailing commas";
  }
  if (message.find("expected end of input") != std::string_view::npos) {
    return "the file goes on behind its last bracket; one object is all it may hold";
  }
  if (message.find("unexpected string literal; expected") != std::string_view::npos) {
    return "a comma or a closing bracket is missing before it";
  }
  if (message.find("UTF-8") != std::string_view::npos) return "save the file as UTF-8";
  if (message.find("U+0009") != std::string_view::npos) return "write a tab as \\t";
  if (message.find("U+000A") != std::string_view::npos ||
      message.find("U+000D") != std::string_view::npos) {
    return "text ends on the line it begins on; write a line break as \\n";
  }
  if (message.find("control character") != std::string_view::npos) return "take it out";
  return {};
}

constexpr std::string_view empty_file = "the file is empty";
constexpr std::string_view not_utf8 = "the file is not in UTF-8";

// Builds the tape of one part of the file after the other and hands it to the visitor.
class EntryBuilder final : public nlohmann::json_sax<nlohmann::json> {
 public:
  EntryBuilder(Cursor& cursor, JsonDialect dialect, JsonVisitor& visitor, JsonOutcome& outcome)
      : cursor_(cursor), dialect_(dialect), visitor_(visitor), outcome_(outcome) {}

  bool null() override {
    return scalar(JsonType::null, 0, [](JsonTape::Node&) {});
  }
  bool boolean(bool value) override {
    return scalar(JsonType::boolean, 0, [&](JsonTape::Node& node) { node.boolean = value; });
  }
  bool number_integer(number_integer_t value) override {
    return scalar(JsonType::integer, 1, [&](JsonTape::Node& node) { node.integer = value; });
  }
  bool number_unsigned(number_unsigned_t value) override {
    if (value > static_cast<number_unsigned_t>(INT64_MAX)) {
      return text(JsonType::number, std::to_string(value), 1);
    }
    return number_integer(static_cast<number_integer_t>(value));
  }
  bool number_float(number_float_t /*value*/, const string_t& text_of_number) override {
    return text(JsonType::number, text_of_number, 1);
  }
  bool string(string_t& value) override {
    return text(JsonType::string, cursor_.take_text(value), 0);
  }
  bool binary(binary_t& /*value*/) override { return false; }  // never in JSON text

  bool key(string_t& name) override {
    const bool kept = keep_text(cursor_.take_text(name), key_begin_, key_size_);
    key_at_ = cursor_.finish_token(0);
    return kept;
  }
  bool start_object(std::size_t /*size*/) override { return open(JsonType::object); }
  bool start_array(std::size_t /*size*/) override { return open(JsonType::array); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }

  bool parse_error(std::size_t /*byte*/, const std::string& token,
                   const nlohmann::json::exception& error) override {
    constexpr int number_out_of_range = 406;
    const Position at = cursor_.here();
    // A byte order mark of UTF-16, or half of one of UTF-8.
    const bool other_encoding =
        token.starts_with('\xFF') || token.starts_with('\xFE') ||
        std::string_view(error.what()).find("invalid BOM") != std::string_view::npos;
    if (at <= Position{1, 1} && other_encoding) {
      return fail({1, 1}, std::string(not_utf8), "save it as UTF-8");
    }
    if (cursor_.saw_nothing()) return fail({1, 1}, std::string(empty_file), how_to_begin());
    if (error.id == number_out_of_range) {
      fail(at, "the number is out of range", "");
    } else {
      std::string message = describe_syntax_error(error.what());
      std::string hint = syntax_hint(message, token, dialect_);
      fail(at, std::move(message), std::move(hint));
    }
    return false;
  }

 private:
  // Depth 0 is the root object; depth 1 its members; depth 2 the entries of a collection.
  bool in_collection() const { return !collection_.empty(); }
  std::string_view last_key() const {
    return std::string_view(tape_.characters).substr(key_begin_, key_size_);
  }

  bool fail(Position at, std::string message, std::string hint) {
    outcome_.problems.push_back({.code = ProblemCode::unusable_json,
                                 .at = at,
                                 .message = std::move(message),
                                 .hint = std::move(hint)});
    return false;
  }

  std::string how_to_begin() const { return fmt::format("begin with {}", visitor_.beginning()); }

  bool keep_text(std::string_view text, std::uint32_t& begin, std::uint32_t& size) {
    if (tape_.characters.size() + text.size() > limits::json_entry_text_bytes_max) {
      return fail(cursor_.finish_token(0), "one entry holds too much text",
                  fmt::format("the limit is {} MiB for one account, device or other entry",
                              limits::json_entry_text_bytes_max / (1024 * 1024)));
    }
    begin = static_cast<std::uint32_t>(tape_.characters.size());
    size = static_cast<std::uint32_t>(text.size());
    tape_.characters += text;
    return true;
  }

  bool text(JsonType type, std::string_view value, std::ptrdiff_t lookahead) {
    std::uint32_t begin = 0, size = 0;
    if (!keep_text(value, begin, size)) return false;
    return scalar(type, lookahead, [&](JsonTape::Node& node) {
      node.text_begin = begin;
      node.text_size = size;
    });
  }

  bool scalar(JsonType type, std::ptrdiff_t lookahead, auto fill) {
    const Position at = cursor_.finish_token(lookahead);
    if (depth_ == 0) {
      return fail(at, "the file must hold one JSON object", how_to_begin());
    }
    if (!push(type, at)) return false;
    fill(tape_.nodes.back());
    if (open_.empty()) deliver();
    return true;
  }

  bool open(JsonType type) {
    const Position at = cursor_.finish_token(0);
    if (++depth_ > limits::json_depth_max) {
      return fail(at, "nested too deeply",
                  fmt::format("the limit is {} levels", limits::json_depth_max));
    }
    if (depth_ == 1) {
      if (type == JsonType::object) return true;
      return fail(at, "the file must hold one JSON object, not a list", how_to_begin());
    }
    if (depth_ == 2 && type == JsonType::object && visitor_.is_collection(last_key())) {
      note_root_key(last_key(), key_at_);
      collection_ = last_key();
      tape_.base_pointer = pointer_segment(collection_);
      return true;
    }
    if (!push(type, at)) return false;
    open_.push_back({static_cast<std::uint32_t>(tape_.nodes.size() - 1), JsonTape::none});
    return true;
  }

  bool close() {
    cursor_.finish_token(0);
    --depth_;
    if (open_.empty()) {  // of a collection, or of the root
      collection_.clear();
      tape_.base_pointer.clear();
      tape_.characters.clear();
      return true;
    }
    const std::uint32_t container = open_.back().node;
    open_.pop_back();
    if (tape_.nodes[container].type == JsonType::object) report_duplicate_keys(container);
    if (open_.empty()) deliver();
    return true;
  }

  bool push(JsonType type, Position at) {
    if (tape_.nodes.size() >= limits::json_entry_values_max) {
      return fail(at, "one entry holds too many values",
                  fmt::format("the limit is {} for one account, device or other entry",
                              limits::json_entry_values_max));
    }
    const auto index = static_cast<std::uint32_t>(tape_.nodes.size());
    JsonTape::Node& node = tape_.nodes.emplace_back();
    node.type = type;
    node.at = at;
    const bool has_key = open_.empty() || tape_.nodes[open_.back().node].type == JsonType::object;
    if (has_key) {
      node.key_at = key_at_;
      node.key_begin = key_begin_;
      node.key_size = key_size_;
    }
    if (!open_.empty()) {
      Open& container = open_.back();
      node.parent = container.node;
      (container.last_child == JsonTape::none ? tape_.nodes[container.node].first
                                              : tape_.nodes[container.last_child].next) = index;
      container.last_child = index;
      node.index = tape_.nodes[container.node].size++;
    }
    return true;
  }

  void deliver() {
    const JsonValue value(tape_, 0);
    if (in_collection()) {
      visitor_.entry(collection_, value);
    } else {
      note_root_key(value.key(), value.key_at());  // the last key may be one inside it
      visitor_.member(value);
    }
    tape_.nodes.clear();
    tape_.characters.clear();
  }

  // A repeated root member is reported, and handed out too.
  void note_root_key(std::string_view key, Position at) {
    const auto [known, is_new] = root_keys_.emplace(key, at);
    if (!is_new && outcome_.counter.admit(ProblemCode::unusable_json)) {
      report_duplicate(key, at, known->second, shown_segment(key));
    }
  }

  void report_duplicate_keys(std::uint32_t object) {
    constexpr std::uint32_t short_object = 32;
    if (tape_.nodes[object].size <= short_object && all_differ(JsonValue(tape_, object))) return;
    scratch_.clear();
    for (std::uint32_t i = tape_.nodes[object].first; i != JsonTape::none;
         i = tape_.nodes[i].next) {
      scratch_.push_back(i);
    }
    const auto key_of = [this](std::uint32_t node) { return JsonValue(tape_, node).key(); };
    std::ranges::stable_sort(scratch_, {}, key_of);
    for (std::size_t i = 1; i < scratch_.size(); ++i) {
      if (key_of(scratch_[i - 1]) != key_of(scratch_[i])) continue;
      if (!outcome_.counter.admit(ProblemCode::unusable_json)) continue;
      const JsonValue repeated(tape_, scratch_[i]);
      report_duplicate(repeated.key(), repeated.key_at(), tape_.nodes[scratch_[i - 1]].key_at,
                       repeated.pointer());
    }
  }

  // A key is looked for among those before it only when one of them has a like mark.
  static bool all_differ(JsonValue object) {
    std::uint64_t seen = 0;
    for (const JsonValue member : object) {
      const std::uint64_t mark = mark_of(member.key());
      if ((seen & mark) != 0 && object.find(member.key())->key_at() != member.key_at()) {
        return false;
      }
      seen |= mark;
    }
    return true;
  }

  // One bit that equal keys share, and few others.
  static std::uint64_t mark_of(std::string_view key) {
    if (key.empty()) return 1;
    const auto sum = key.size() * 9 + static_cast<unsigned char>(key.front()) +
                     static_cast<unsigned char>(key.back()) * 5U;
    return std::uint64_t{1} << (sum % 64);
  }

  void report_duplicate(std::string_view key, Position at, Position first, std::string pointer) {
    const std::string shown =
        is_plain_word(key) ? fmt::format("key \"{}\"", key) : std::string("key");
    outcome_.problems.push_back(
        {.code = ProblemCode::unusable_json,
         .at = at,
         .pointer = std::move(pointer),
         .message = fmt::format("duplicate {}, it stands on line {} already", shown, first.line),
         .hint = "keep one of the two"});
  }

  struct Open {
    std::uint32_t node;
    std::uint32_t last_child;
  };

  Cursor& cursor_;
  JsonDialect dialect_;
  JsonVisitor& visitor_;
  JsonOutcome& outcome_;
  JsonTape tape_;
  std::vector<Open> open_;
  std::vector<std::uint32_t> scratch_;
  std::uint32_t key_begin_ = 0, key_size_ = 0;  // the last key, on the tape
  Position key_at_;
  std::string collection_;
  std::map<std::string, Position, std::less<>> root_keys_;
  int depth_ = 0;
};

// Comments are no part of the data, but stand in the file all the same.
struct Comment {
  std::size_t begin = 0, end = 0;
  bool to_end_of_line = false;
};

// `.jsonc` files are read whole: comments become one space for each character, a comma before a
// closing bracket becomes a space. Every line and column stays what it was.
std::string without_comments(std::string_view text, std::vector<Comment>& comments) {
  std::string plain;
  plain.reserve(text.size());
  std::size_t comma = std::string::npos;  // the last one, while only blanks have followed it
  std::size_t i = 0;
  const auto blank_until = [&](std::size_t end) {
    for (; i < end; ++i) {
      const auto c = static_cast<unsigned char>(text[i]);
      if (c == '\n') {
        plain += '\n';
      } else if ((c & 0xC0U) != 0x80U) {
        plain += ' ';
      }
    }
  };
  while (i < text.size()) {
    const std::string_view rest = text.substr(i);
    if (rest.starts_with("//")) {
      const std::size_t end = std::min(text.size(), text.find('\n', i));
      comments.push_back({.begin = i, .end = end, .to_end_of_line = true});
      blank_until(end);
    } else if (rest.starts_with("/*")) {
      const std::size_t close = text.find("*/", i + 2);
      comments.push_back({.begin = i, .end = std::min(text.size(), close)});
      if (close == std::string_view::npos) {  // left as it is: the parser refuses it there
        plain += rest;
        return plain;
      }
      blank_until(close + 2);
    } else if (rest.front() == '"') {
      const std::size_t begin = i++;
      while (i < text.size() && text[i] != '"') i += text[i] == '\\' ? 2 : 1;
      i = std::min(text.size(), i + 1);
      plain += text.substr(begin, i - begin);
      comma = std::string::npos;
    } else {
      const char c = text[i++];
      if ((c == '}' || c == ']') && comma != std::string::npos) plain[comma] = ' ';
      if (c == ',') {
        // "[,]" and "[1,,]" stay errors: only a comma behind a value may be dropped.
        const std::size_t before = plain.find_last_not_of(" \t\r\n");
        const bool behind_value = before != std::string::npos &&
                                  std::string_view("{[,:").find(plain[before]) == std::string::npos;
        comma = behind_value ? plain.size() : std::string::npos;
      } else if (c != ' ' && c != '\t' && c != '\r' && c != '\n') {
        comma = std::string::npos;
      }
      plain += c;
    }
  }
  return plain;
}

// The places of bytes that are asked for in the order of the text.
class Places {
 public:
  explicit Places(std::string_view text)
      : text_(text), next_(text.starts_with("\xEF\xBB\xBF") ? 3 : 0) {}

  Position of(std::size_t byte) {
    for (; next_ < byte; ++next_) {
      const char c = text_[next_];
      if (c == '\n') {
        at_ = {at_.line + 1, 1};
      } else if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U) {
        ++at_.column;
      }
    }
    return at_;
  }

 private:
  std::string_view text_;
  std::size_t next_;
  Position at_{1, 1};
};

// Looks for secrets, which stand in comments too, and for what would let a comment end elsewhere
// for another reader.
class CommentCheck {
 public:
  CommentCheck(std::string_view text, JsonOutcome& outcome)
      : text_(text), places_(text), outcome_(outcome) {}

  void check(std::span<const Comment> comments) {
    // Comments with nothing between them are one text: codes stand below one another.
    std::string together;
    Position together_at;
    std::size_t end = 0;
    for (const Comment& comment : comments) {
      const Position at = places_.of(comment.begin);
      const std::string_view words =
          text_.substr(comment.begin + 2, comment.end - comment.begin - 2);
      check_bytes(comment);
      if (together.empty() || !is_blank(between(end, comment))) {
        check_words(together, together_at);
        together.clear();
        together_at = at;
      }
      if (!check_words(words, at)) together.append(words).append("\n");
      end = comment.end;
    }
    check_words(together, together_at);
  }

 private:
  std::string_view between(std::size_t end, const Comment& next) const {
    const std::string_view gap = text_.substr(end, next.begin - end);
    return gap.starts_with("*/") ? gap.substr(2) : gap;
  }

  bool check_words(std::string_view words, Position at) {
    if (!looks_secret(words)) return false;
    report(ProblemCode::looks_secret, at,
           "this comment looks like a secret value; it is not shown here",
           "take it out of the file, comments too");
    return true;
  }

  void check_bytes(const Comment& comment) {
    const std::string_view bytes = text_.substr(comment.begin, comment.end - comment.begin);
    if (const std::size_t bad = bad_utf8_in(bytes); bad != std::string_view::npos) {
      report(ProblemCode::unusable_json, places_.of(comment.begin + bad),
             "this comment has a byte that is not UTF-8", "save the file as UTF-8");
      return;
    }
    const std::size_t cr = comment.to_end_of_line ? bytes.find('\r') : std::string_view::npos;
    if (cr < bytes.size() - 1) {
      report(ProblemCode::unusable_json, places_.of(comment.begin + cr),
             "a line ends with CR alone; for some readers the comment ends here",
             "end lines with LF, or with CR and LF");
    }
  }

  void report(ProblemCode code, Position at, std::string_view message, std::string_view hint) {
    if (!outcome_.counter.admit(code)) return;
    outcome_.problems.push_back(
        {.code = code, .at = at, .message = std::string(message), .hint = std::string(hint)});
  }

  std::string_view text_;
  Places places_;
  JsonOutcome& outcome_;
};

// A source that ended before its time; `cursor` has read what there was.
void report_early_end(const ByteSource& source, const Cursor& cursor, JsonOutcome& outcome) {
  Problem problem{.code = ProblemCode::unusable_json};
  if (std::ranges::find(outcome.problems, not_utf8, &Problem::message) != outcome.problems.end()) {
    return;  // of course there are NUL bytes
  }
  switch (source.end()) {
    case ByteSource::End::none:
    case ByteSource::End::regular: return;
    case ByteSource::End::nul_byte:
      problem.at = cursor.at_source_end();
      problem.message = "a NUL byte stands here; what follows it could not be seen by every reader";
      problem.hint = "remove it; the file may be damaged, or UTF-16: save it as UTF-8";
      break;
    case ByteSource::End::too_large:
      problem.message = "the input is over the size limit";
      problem.hint = "raise the limit with --max-size";
      break;
    case ByteSource::End::read_error:
      problem.message = fmt::format("reading failed: {}", source.read_error());
      break;
  }
  // The parser's complaint about the sudden end says nothing more.
  if (cursor.exhausted()) {
    std::erase_if(outcome.problems, [](const Problem& earlier) {
      return earlier.message.starts_with("not valid JSON") || earlier.message == empty_file;
    });
  }
  outcome.problems.push_back(std::move(problem));
  outcome.complete = false;
}

// `origin` is where the text came from, and knows whether it ended too early.
JsonOutcome read_plain_json(ByteSource& text, const ByteSource& origin, JsonDialect dialect,
                            JsonVisitor& visitor) {
  JsonOutcome outcome;
  Cursor cursor(text);
  EntryBuilder builder(cursor, dialect, visitor, outcome);
  outcome.complete = nlohmann::json::sax_parse(Characters{&cursor}, Characters{nullptr}, &builder);
  report_early_end(origin, cursor, outcome);
  return outcome;
}

}  // namespace

JsonDialect dialect_of(std::string_view path) {
  constexpr std::string_view ending = ".jsonc";
  const bool has_it =
      path.size() >= ending.size() &&
      std::ranges::equal(path.substr(path.size() - ending.size()), ending, [](char a, char b) {
        return (a >= 'A' && a <= 'Z' ? a - 'A' + 'a' : a) == b;
      });
  return has_it ? JsonDialect::with_comments : JsonDialect::strict;
}

JsonOutcome read_json(ByteSource& source, JsonDialect dialect, JsonVisitor& visitor) {
  if (dialect == JsonDialect::strict) return read_plain_json(source, source, dialect, visitor);
  std::string text;
  for (std::string_view chunk = source.next_chunk(); !chunk.empty(); chunk = source.next_chunk()) {
    text += chunk;
  }
  std::vector<Comment> comments;
  const std::string plain = without_comments(text, comments);
  MemorySource memory(plain);
  JsonOutcome outcome = read_plain_json(memory, source, dialect, visitor);
  CommentCheck(text, outcome).check(comments);
  return outcome;
}

}  // namespace passkey_audit
