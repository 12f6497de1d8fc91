// Small words that sentences of every report are made of.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "passkey_audit/inventory/words.hpp"
#include "passkey_audit/support/date.hpp"

namespace passkey_audit {

// For the beginning of a sentence, which may be a name: "the family cloud" becomes "The family
// cloud". Names with a spelling of their own stay: "iCloud", "mara@example.org", "yubikey-a".
[[nodiscard]] std::string capitalized(std::string text);
// For the middle of a sentence; of our own words only.
[[nodiscard]] std::string uncapitalized(std::string text);

// "phone > vault > google"; the middle of a very long one is left out.
[[nodiscard]] std::string chain(std::vector<std::string> names);

// "your account", "both accounts", "all 5 accounts".
[[nodiscard]] std::string all_accounts(std::size_t count);

// "the recovery key"
[[nodiscard]] std::string_view kind_in_words(RecoveryType type);

// When something ends: "today", "tomorrow", "in 12 days, on 2026-12-04", "on 2026-05-01".
[[nodiscard]] std::string day_in_words(Date day, Date today);

}  // namespace passkey_audit
