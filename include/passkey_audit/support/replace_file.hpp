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

// Whether the file is there and has this text.
[[nodiscard]] bool still_has(const std::string& path, std::string_view text);

// The same for a private file (0600) of which the old text is kept beside it, as private, in a file
// of its name with ".bak", ".bak-2" and so on behind. The value is that file's name. A file that
// does not have the old text any more is left alone.
[[nodiscard]] Expected<std::string> replace_file_and_keep(const std::string& path,
                                                          std::string_view old_text,
                                                          std::string_view text);

}  // namespace passkey_audit
