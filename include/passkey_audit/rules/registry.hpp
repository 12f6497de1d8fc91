// Every rule there is. The table is written by the build from the file names in src/rules.
#pragma once

#include <span>
#include <string_view>

#include "passkey_audit/audit/rule.hpp"

namespace passkey_audit {

// By file name.
[[nodiscard]] std::span<const Rule* const> all_rules();

// Null for an unknown id.
[[nodiscard]] const Rule* find_rule(std::string_view id);

}  // namespace passkey_audit
