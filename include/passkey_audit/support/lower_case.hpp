// Small letters, of ASCII alone: the same in every language of the machine.
#pragma once

#include <string>
#include <string_view>

namespace passkey_audit {

[[nodiscard]] std::string lower_case(std::string_view text);

}  // namespace passkey_audit
