// Whoever is asked: a person at a terminal, lines that are piped in, or answers of a test.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace passkey_audit {

class Dialogue {
 public:
  Dialogue() = default;
  Dialogue(const Dialogue&) = delete;
  Dialogue& operator=(const Dialogue&) = delete;
  virtual ~Dialogue() = default;

  // Whole lines, each one sentence or two: they are read aloud by some.
  virtual void say(std::string_view text) = 0;
  // The next line, without its end. No value: nobody answers any more.
  virtual std::optional<std::string> answer() = 0;
};

}  // namespace passkey_audit
