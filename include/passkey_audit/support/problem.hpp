// What is wrong with a file: where, what, and what to do about it. Everything wrong with the input
// is collected as Problems and shown at once.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace passkey_audit {

// Counted from 1, columns in Unicode code points. Line 0: the file as a whole.
struct Position {
  std::uint32_t line = 0;
  std::uint32_t column = 0;

  friend auto operator<=>(const Position&, const Position&) = default;
};

enum class ProblemCode : std::uint8_t {
  unusable_json,       // PKI001
  wrong_word,          // PKI002: dangling, duplicate or wrong-kind id, unknown key or value
  impossible_data,     // PKI003
  looks_secret,        // PKI004
  readable_by_others,  // PKI005, a warning
  unused,              // PKI006, a warning
};

[[nodiscard]] const char* code_of(ProblemCode code);
[[nodiscard]] bool is_warning(ProblemCode code);

struct Problem {
  ProblemCode code = ProblemCode::unusable_json;
  std::string path;  // of the file, as the user wrote it; "-" is standard input
  Position at;
  std::string pointer;  // RFC 6901; empty where it makes no sense
  std::string message;  // one sentence, no secret
  std::string hint;     // what to do; may be empty
};

using Problems = std::vector<Problem>;

}  // namespace passkey_audit
