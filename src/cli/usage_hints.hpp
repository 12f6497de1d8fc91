// What to say to somebody who called the program in a way that it does not understand.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace CLI {
class App;
}

namespace passkey_audit {

// For a call that names no command, so that each word may be a file: what somebody meant who
// mistyped a command, or put it after its options. Empty: no such thing, the words are files.
[[nodiscard]] std::string meant_command(const std::vector<std::string>& words,
                                        std::span<const std::string_view> commands);

// What CLI11 says of `words`, and where to look.
[[nodiscard]] std::string usage_text(const CLI::App& program, const std::vector<std::string>& words,
                                     std::string_view error);

}  // namespace passkey_audit
