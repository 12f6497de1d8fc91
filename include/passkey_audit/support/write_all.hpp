// Bytes to an open file, however many calls it takes.
#pragma once

#include <string_view>

namespace passkey_audit {

// False, with the reason in errno, when that fails.
[[nodiscard]] bool write_all(int descriptor, std::string_view bytes);

}  // namespace passkey_audit
