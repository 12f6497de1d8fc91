// Variables of the environment. An empty one is as good as none.
#pragma once

#include <cstdlib>

namespace passkey_audit {

// Null: not set.
inline const char* environment(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr && *value != '\0' ? value : nullptr;
}

}  // namespace passkey_audit
