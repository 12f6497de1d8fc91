// "Did you mean": the known word nearest to what somebody wrote.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace passkey_audit {

// Edits (insert, delete, replace, swap neighbours) that turn one word into the other; letters that
// differ only in case, or dash against underscore, count nothing. Above `most`, returns most + 1.
[[nodiscard]] int edit_distance(std::string_view a, std::string_view b, int most);

// The candidate at most a third of the word's length away (1 to 3 edits), the first of the nearest;
// empty when there is none.
[[nodiscard]] std::string_view nearest(std::string_view word,
                                       std::span<const std::string_view> candidates);

// `did you mean "recovery"?`, or an empty string.
[[nodiscard]] std::string did_you_mean(std::string_view word,
                                       std::span<const std::string_view> candidates);

}  // namespace passkey_audit
