// A dialogue over standard input and standard error: plain lines, one after the other, that a
// screen reader can follow. Standard output is left to the report.
#pragma once

#include "passkey_audit/interview/dialogue.hpp"
#include "session.hpp"

namespace passkey_audit {

class TerminalDialogue final : public Dialogue {
 public:
  explicit TerminalDialogue(const Session& session) : session_(session) {}

  void say(std::string_view text) override;
  std::optional<std::string> answer() override;

 private:
  const Session& session_;
};

}  // namespace passkey_audit
