// When a PIN may be asked for, and which PIN may be sent to a key. A wrong one costs a try, eight
// wrong ones block the key for good, and only a reset, which erases it, helps then (CTAP 2.1,
// section 6.5.2): so whatever can be known before is looked at before.
#pragma once

#include <string>
#include <string_view>

#include "passkey_audit/keys/key_facts.hpp"

namespace passkey_audit {

inline constexpr int pin_retries_kept = 3;  // with no more than these left, none is spent

// Why the passkeys on the key cannot be listed by anybody, in one sentence; empty: they can. An
// answer like any other.
[[nodiscard]] std::string why_not_listable(const KeyFacts& facts);

// The same where they could, and yet no PIN may be asked for: a new one is due, or too few tries
// are left. What somebody has to do something about.
[[nodiscard]] std::string why_no_pin(const KeyFacts& facts);

// The same for a PIN as it was typed, in UTF-8: the key could only refuse it.
[[nodiscard]] std::string why_not_this_pin(const KeyFacts& facts, std::string_view pin);

}  // namespace passkey_audit
