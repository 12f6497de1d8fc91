// A draft as the text of an inventory.
#pragma once

#include <string>
#include <string_view>

#include "passkey_audit/interview/draft.hpp"

namespace passkey_audit {

// A new inventory, laid out as fmt does.
[[nodiscard]] std::string written(const Draft& draft);

// What the draft adds to the inventory whose text this is: behind what is there, of which nothing
// is changed or lost, comments neither.
[[nodiscard]] std::string added_to(std::string_view inventory, const Draft& draft);

}  // namespace passkey_audit
