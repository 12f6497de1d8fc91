// What several questions do with what they are told. Internal to this module.
#pragma once

#include <string>

#include "names.hpp"

namespace passkey_audit {

// Why an account that tells of getting in is left alone.
[[nodiscard]] std::string it_is_there(const Draft& draft, const std::string& account);

// The account that "Google codes", "the codes of Google" or "iCloud recovery key" is about; empty:
// none is named. One that nobody named before is noted.
[[nodiscard]] std::string account_in(Names& names, const std::string& text);

// The secret that "iPhone PIN" or "the PIN of my YubiKey" is about; null: none.
[[nodiscard]] DraftAuthenticator* code_in(Names& names, const std::string& text);

// One more way back into the account. The id is made here.
void add_method(Draft& draft, DraftAccount& account, DraftMethod method);

}  // namespace passkey_audit
