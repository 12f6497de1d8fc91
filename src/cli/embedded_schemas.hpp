// The JSON schemas of data/schema as text inside the program; the definition is written by CMake.
#pragma once

#include <string_view>

namespace passkey_audit {

[[nodiscard]] std::string_view inventory_schema();
[[nodiscard]] std::string_view report_schema();

}  // namespace passkey_audit
