// The text of a file that is going to be written again, whole.
#pragma once

#include <string>

#include "passkey_audit/support/expected.hpp"

namespace passkey_audit {

// A file, or standard input for "-". It ends behind the first NUL byte, which no JSON has. The
// error is one plain sentence without a subject.
[[nodiscard]] Expected<std::string> input_text(const std::string& path);

}  // namespace passkey_audit
