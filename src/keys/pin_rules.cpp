#include "passkey_audit/keys/pin_rules.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "passkey_audit/support/safe_text.hpp"

namespace passkey_audit {

std::string why_not_listable(const KeyFacts& facts) {
  if (!facts.is_fido2) return "this key knows U2F only, and holds no passkeys";
  if (facts.listing == Listing::not_offered) {
    return "this key does not let anybody list the passkeys on it";
  }
  if (facts.listing == Listing::needs_newer_library) {
    return "listing the passkeys on this key takes libfido2 1.15 or newer, with which this program "
           "has to be built";
  }
  if (!facts.pin_set) return "this key has no PIN, without which its passkeys cannot be listed";
  if (!*facts.pin_set) {
    return "no PIN is set on this key, so its passkeys cannot be listed; set one with the maker's "
           "program or in a browser's settings";
  }
  return {};
}

std::string why_no_pin(const KeyFacts& facts) {
  if (facts.must_change_pin) {
    return "this key wants a new PIN first; set one with the maker's program or in a browser's "
           "settings";
  }
  if (!facts.pin_retries) {
    return "this key does not say how many tries of the PIN are left, so none is spent";
  }
  if (*facts.pin_retries == 0) {
    return "the PIN of this key is blocked for good; only a reset helps, which erases every "
           "passkey "
           "on it, so first make sure that other ways into those accounts work";
  }
  if (*facts.pin_retries <= pin_retries_kept) {
    return fmt::format(
        "only {} of the PIN {} left on this key, so none is spent here; sign in somewhere with the "
        "right PIN, which brings all tries back",
        *facts.pin_retries == 1 ? "1 try" : fmt::format("{} tries", *facts.pin_retries),
        *facts.pin_retries == 1 ? "is" : "are");
  }
  return {};
}

std::string why_not_this_pin(const KeyFacts& facts, std::string_view pin) {
  constexpr std::size_t bytes_max = 63;  // section 6.5.1
  const auto is_first_byte = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80; };
  const auto characters = std::ranges::count_if(pin, is_first_byte);
  if (pin.empty()) return "no PIN was given; nothing was sent to the key";
  // An arrow key or a key to leave with was pressed: that types nothing that can be seen.
  const bool has_control = std::ranges::any_of(
      pin, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
  if (bad_utf8_in(pin) != std::string_view::npos || has_control) {
    return "this is no plain text, so it was not sent to the key";
  }
  if (characters < static_cast<std::ptrdiff_t>(facts.pin_characters_min)) {
    return fmt::format(
        "a PIN of this key has at least {} characters, so this one was not sent to it",
        facts.pin_characters_min);
  }
  if (pin.size() > bytes_max) {
    return fmt::format("a PIN has at most {} bytes, so this one was not sent to the key",
                       bytes_max);
  }
  return {};
}

}  // namespace passkey_audit
