// Foreign text (anything that came from a file or an argument) made safe to show.
#pragma once

#include <string>
#include <string_view>

namespace passkey_audit {

// For terminals and logs: control, C1, bidi, zero-width and separator characters and invalid bytes
// become \u{..}; "::" and "##" are broken up, so that no CI system takes the text for a command; at
// most limits::shown_characters_max characters, then "...".
[[nodiscard]] std::string safe_text(std::string_view text);

// Columns that the text takes on a terminal; 2 for wide East Asian characters and emoji.
[[nodiscard]] std::size_t display_width(std::string_view text);

// True for text that could be a password, code, key or seed: never to be quoted in a message.
[[nodiscard]] bool looks_secret(std::string_view text);

}  // namespace passkey_audit
