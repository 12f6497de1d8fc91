#include "passkey_audit/audit/finding.hpp"

#include <fmt/format.h>

#include "passkey_audit/support/digest.hpp"

namespace passkey_audit {

std::string text_of(const Instruction& instruction) {
  return instruction.effect.empty() ? instruction.what
                                    : fmt::format("{} {}", instruction.what, instruction.effect);
}

std::string Remedy::text() const {
  std::string text;
  for (const Instruction& step : steps) {
    if (!text.empty()) text += ' ';
    text += text_of(step);
  }
  return text;
}

std::string Finding::fingerprint() const {
  return sha256_hex(fmt::format("{}\n{}", rule, subject));
}

}  // namespace passkey_audit
