// Reads one JSON object in a single pass and hands out its parts as they are complete, so that a
// file of any size needs memory for one entry at a time. nlohmann_json tokenises; this adds exact
// positions, and refuses what it would let pass: NUL bytes, duplicate keys, deep nesting.
#pragma once

#include <functional>
#include <string_view>

#include "passkey_audit/support/byte_source.hpp"
#include "passkey_audit/support/json_value.hpp"

namespace passkey_audit {

enum class JsonDialect : std::uint8_t { strict, with_comments };
// By the name of a file: `.jsonc` may have comments.
[[nodiscard]] JsonDialect dialect_of(std::string_view path);

class JsonVisitor {
 public:
  virtual ~JsonVisitor() = default;
  // Shall the members of this root member be handed out one by one (when it is an object)?
  virtual bool is_collection(std::string_view root_key) = 0;
  // One member of a collection; value.key() is its id.
  virtual void entry(std::string_view collection, JsonValue value) = 0;
  // A root member that is not a collection, whole. `value.key()` is its name.
  virtual void member(JsonValue value) = 0;
  // What such a file begins with, for whoever gave an empty one.
  virtual std::string_view beginning() const { return R"({"version": 1, "accounts": {...}})"; }
};

struct JsonOutcome {
  bool complete = false;   // false: reading stopped at an error, and what follows is not known
  Problems problems;       // syntax, duplicate keys, limits; `path` is left empty
  ProblemCounter counter;  // of all that there were
};

[[nodiscard]] JsonOutcome read_json(ByteSource& source, JsonDialect dialect, JsonVisitor& visitor);

}  // namespace passkey_audit
