// What an answer came to, said back, so that a misunderstanding is seen at once. Internal to this
// module.
#pragma once

#include <string>

#include "passkey_audit/interview/draft.hpp"

namespace passkey_audit {

// "Noted: samsung galaxy, a phone; gmail: password in your head." Empty: nothing is new.
[[nodiscard]] std::string noted(const Draft& before, const Draft& after);

}  // namespace passkey_audit
