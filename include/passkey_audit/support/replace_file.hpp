// Writes a file so that whoever looks finds the whole old text or the whole new one, whatever
// happens in between.
#pragma once

#include <string>
#include <string_view>

#include "passkey_audit/support/expected.hpp"

namespace passkey_audit {

struct Done {};  // nothing to tell

// The text goes into a new file beside it, which then takes its place and keeps its mode; a file
// that is new is private (0600). What is no regular file, a symbolic link among them, is left
// alone. The error is one plain sentence, and the old file is whole.
[[nodiscard]] Expected<Done> replace_file(const std::string& path, std::string_view text);

}  // namespace passkey_audit
