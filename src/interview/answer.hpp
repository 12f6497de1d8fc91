// Answers taken apart: lines that people type, not a language. Internal to this module.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace passkey_audit {

[[nodiscard]] std::string trimmed(std::string_view text);

// "home i think" is "home": how sure somebody is, is no part of a name.
[[nodiscard]] std::string without_hedges(std::string_view answer);

// "?", "don't know", "no idea".
[[nodiscard]] bool is_dont_know(std::string_view answer);
// "no", "none", "nothing", "nobody".
[[nodiscard]] bool is_none(std::string_view answer);

// It says of something that it is not there, or not any more: "no phone", "YubiKey (broken)". Whole
// items that mean none are no denial.
[[nodiscard]] bool denies(std::string_view answer);
// "no domain of my own": all of it is a denial.
[[nodiscard]] bool is_only_denial(std::string_view answer);

// The things of a list: between commas and semicolons, and between "and" where that is a comma too.
enum class And { separates, belongs };
[[nodiscard]] std::vector<std::string> listed(std::string_view answer, And word);

// In small letters, without signs: "Mara's iPhone" is "mara's", "iphone".
[[nodiscard]] std::vector<std::string> words_of(std::string_view text);
[[nodiscard]] bool has_word(std::string_view text, std::initializer_list<std::string_view> any);

// Like a password, a code or a key, and stricter than the reader of inventories: here somebody may
// have misread the question.
[[nodiscard]] bool could_be_secret(std::string_view answer);

// "a passkey in iCloud" is "a passkey" and "iCloud". What stands before the first such word, and
// behind the first or the last: "YubiKey in the drawer at home" is at "home".
// "iPad carried" is "iPad" and "carried".
struct Located {
  std::string what, where;
};
enum class At { first, last };
[[nodiscard]] Located located(std::string_view item, At which);

// Without "my", "the", "a" and their like before it.
[[nodiscard]] std::string without_article(std::string_view text);

// "two YubiKeys" is 2 and "YubiKeys"; without a number, or with one above ten, 1 and the text.
struct Counted {
  std::size_t count = 1;
  std::string what;
};
[[nodiscard]] Counted counted(std::string_view text);

// For a message: in quotes where it cannot be a secret, else "that".
[[nodiscard]] std::string quoted(std::string_view text);

}  // namespace passkey_audit
