// The annotated example of data/template as text inside the program; written by CMake.
#pragma once

#include <string_view>

namespace passkey_audit {

[[nodiscard]] std::string_view inventory_template();

}  // namespace passkey_audit
