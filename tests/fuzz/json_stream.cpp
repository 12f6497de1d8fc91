// The reader of JSON: what it hands out does not depend on how the bytes arrive, and every position
// is that of the token's first character.
#include "passkey_audit/support/json_stream.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "fuzz.hpp"
#include "unit/support/chunk_source.hpp"

namespace passkey_audit {
namespace {

using fuzz::require;

// Finds the byte at a position.
class Lines {
 public:
  explicit Lines(std::string_view text) {
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    for (std::size_t end = text.find('\n'); end != std::string_view::npos; end = text.find('\n')) {
      lines_.push_back(text.substr(0, end));
      text.remove_prefix(end + 1);
    }
    lines_.push_back(text);
  }

  char at(Position position) const {
    require(position.line >= 1 && position.line <= lines_.size(), "the line exists");
    std::uint32_t column = 0;
    for (const char c : lines_[position.line - 1]) {
      const bool begins = (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
      if (begins && ++column == position.column) return c;
    }
    require(false, "the column exists");
    return '\0';
  }

 private:
  std::vector<std::string_view> lines_;
};

// Writes down all that is handed out, and holds it against the text.
class Recorder final : public JsonVisitor {
 public:
  explicit Recorder(const Lines* lines) : lines_(lines) {}

  bool is_collection(std::string_view root_key) override { return root_key == "accounts"; }
  void entry(std::string_view collection, JsonValue value) override {
    record += collection;
    add(value);
  }
  void member(JsonValue value) override { add(value); }

  std::string record;

 private:
  void add(JsonValue value) {
    if (lines_ != nullptr) check(value);
    add(value.key_at());
    add(value.at());
    record += value.pointer();
    if (value.size() == 0) record += value.dump();
    for (const JsonValue member : value) add(member);
  }
  void add(Position at) {
    record += ' ' + std::to_string(at.line) + ':' + std::to_string(at.column) + ' ';
  }

  void check(JsonValue value) const {
    const bool has_key = value.key_at().line != 0;
    if (has_key) require(lines_->at(value.key_at()) == '"', "a key begins at its position");
    const char c = lines_->at(value.at());
    switch (value.type()) {
      case JsonType::null: return require(c == 'n', "null begins at its position");
      case JsonType::boolean: return require(c == 't' || c == 'f', "a flag begins there");
      case JsonType::integer:
      case JsonType::number: return require(c == '-' || (c >= '0' && c <= '9'), "a number does");
      case JsonType::string: return require(c == '"', "a text begins at its position");
      case JsonType::array: return require(c == '[', "a list begins at its position");
      case JsonType::object: return require(c == '{', "an object begins at its position");
    }
  }

  const Lines* lines_;
};

std::string read(std::string_view text, std::size_t chunk_bytes, JsonDialect dialect) {
  const Lines lines(text);
  Recorder recorder(&lines);
  ChunkSource source(text, chunk_bytes);
  const JsonOutcome outcome = read_json(source, dialect, recorder);
  for (const Problem& problem : outcome.problems) {
    require(!problem.message.empty(), "a problem says what is wrong");
    recorder.record += '\n' + std::to_string(problem.at.line) + ':' +
                       std::to_string(problem.at.column) + problem.pointer + problem.message;
  }
  require(outcome.complete || !outcome.problems.empty(), "reading stops for a reason");
  return recorder.record + (outcome.complete ? "" : " ...");
}

}  // namespace
}  // namespace passkey_audit

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace passkey_audit;
  const std::string_view text = fuzz::text_of(data, size);
  for (const JsonDialect dialect : {JsonDialect::strict, JsonDialect::with_comments}) {
    const std::string whole = read(text, SIZE_MAX, dialect);
    // Behind an error, a NUL byte is seen only when it came in the same chunk.
    if (text.find('\0') != std::string_view::npos) continue;
    for (const std::size_t chunk_bytes : {1U, 2U, 7U}) {
      fuzz::require(read(text, chunk_bytes, dialect) == whole, "chunks make no difference");
    }
  }
  return 0;
}
