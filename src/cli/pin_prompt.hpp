// Asks for a PIN at the terminal.
#pragma once

#include <string>

#include "passkey_audit/support/expected.hpp"
#include "passkey_audit/support/secret_bytes.hpp"

namespace passkey_audit {

// What is typed at the controlling terminal, whatever the standard streams are; it is not shown,
// and lies nowhere else. At least one NUL byte stands behind it. The error is one plain sentence:
// there is no terminal, or whoever sits there broke it off with Ctrl-C or Ctrl-D.
[[nodiscard]] Expected<SecretBytes> ask_pin(const std::string& prompt);

}  // namespace passkey_audit
