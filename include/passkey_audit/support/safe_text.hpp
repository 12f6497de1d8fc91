// Foreign text (anything that came from a file or an argument) made safe to show.
#pragma once

#include <string>
#include <string_view>

namespace passkey_audit {

// For terminals and logs: control, C1, bidi, zero-width and separator characters and invalid bytes
// become \u{..}; "::" and "##" are broken up, so that no CI system takes the text for a command; at
// most limits::shown_characters_max characters, then "...".
[[nodiscard]] std::string safe_text(std::string_view text);

// The first byte that is no UTF-8; npos: there is none.
[[nodiscard]] std::size_t bad_utf8_in(std::string_view text);

// Nothing in it would have to be escaped; it may be longer than what is shown.
[[nodiscard]] bool is_safe(std::string_view text);

// Blanks and what cannot be seen, and nothing else.
[[nodiscard]] bool is_blank(std::string_view text);

// Columns that the text takes on a terminal; 2 for wide East Asian characters and emoji.
[[nodiscard]] std::size_t display_width(std::string_view text);

// True for text that could be a password, code, key or seed: never to be quoted in a message.
[[nodiscard]] bool looks_secret(std::string_view text);

// True for text that cannot be a code: a few words of small letters, "living-room", "at_least".
// Where a code may have been written by mistake, only this is quoted.
[[nodiscard]] bool is_plain_word(std::string_view text);

}  // namespace passkey_audit
