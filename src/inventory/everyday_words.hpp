// What people write in an inventory before they know its words: "sms", "yubikey", "important". The
// table in everyday_words.cpp says which word of the format each stands for. It only makes hints:
// no everyday word is ever accepted. Internal to this module.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace passkey_audit {

struct EverydayWords {
  std::string_view meant;    // a key of the format, or the word of a choice; once in the table
  std::string_view written;  // small letters, dashes, singular; a blank between them
};
[[nodiscard]] std::span<const EverydayWords> everyday_words();

// Those of `known` that `word` stands for; it may be written in capitals, with blanks, and for
// several.
[[nodiscard]] std::vector<std::string_view> meant_by(std::string_view word,
                                                     std::span<const std::string_view> known);

// `did you mean "usb-a" or "usb-c"?`: by what the word stands for, else by how it is spelt. Empty:
// nobody can tell.
[[nodiscard]] std::string meant_or_near(std::string_view word,
                                        std::span<const std::string_view> known);

}  // namespace passkey_audit
