#include "terminal_dialogue.hpp"

#include <iostream>

#include "passkey_audit/support/safe_text.hpp"

namespace passkey_audit {

// Names that were typed are in it.
void TerminalDialogue::say(std::string_view text) {
  std::string line;
  constexpr std::size_t piece = 150;  // safe_text shows no more than 200 characters
  while (!text.empty()) {
    std::size_t end = text.size() <= piece ? text.size() : text.rfind(' ', piece);
    if (end == std::string_view::npos || end == 0) end = text.size();
    line += safe_text(text.substr(0, end));
    text.remove_prefix(end);
  }
  session_.complain(line + "\n");
}

std::optional<std::string> TerminalDialogue::answer() {
  std::string line;
  if (!std::getline(std::cin, line)) return std::nullopt;
  return line;
}

}  // namespace passkey_audit
