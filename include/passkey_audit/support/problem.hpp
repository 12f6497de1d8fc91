// What is wrong with a file: where, what, and what to do about it. Everything wrong with the input
// is collected as Problems and shown at once.
#pragma once

#include <array>
#include <cstddef>
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
inline constexpr std::size_t problem_code_count = 6;

[[nodiscard]] const char* code_of(ProblemCode code);
[[nodiscard]] bool is_warning(ProblemCode code);

struct Problem {
  ProblemCode code = ProblemCode::unusable_json;
  std::string path;  // of the file, as the user wrote it; "-" is standard input
  Position at;
  std::string pointer;    // RFC 6901; empty where it makes no sense
  std::string message;    // one sentence, no secret
  std::string hint;       // what to do; may be empty
  std::size_t count = 1;  // more: it stands for so many that are not listed
};

using Problems = std::vector<Problem>;

// Errors listed, and errors that a last line stands for.
[[nodiscard]] std::size_t count_errors(const Problems& problems);

// A bad file may have more problems than anybody reads. Only so many of each code are listed, so
// that no number of spelling mistakes hides a secret; the others are counted.
class ProblemCounter {
 public:
  // One more of this code: is it to be listed?
  [[nodiscard]] bool admit(ProblemCode code);
  // No more of this code are listed.
  [[nodiscard]] bool is_full(ProblemCode code) const;
  // Those that were not listed elsewhere.
  void add_unlisted(const ProblemCounter& other);
  // A last line for each code of which not all were listed.
  [[nodiscard]] Problems rest(const std::string& path) const;

 private:
  std::size_t unlisted(std::size_t code) const;

  std::array<std::size_t, problem_code_count> seen_{};
};

}  // namespace passkey_audit
