// What the rules rest on: standards, vendors' pages and guides, each asked for one thing.
#pragma once

#include <string_view>

namespace passkey_audit {

struct Source {
  std::string_view code;   // "N1"
  std::string_view asks;   // in our words
  std::string_view where;  // title and section
  std::string_view address;
};

// Null for an unknown code.
[[nodiscard]] const Source* find_source(std::string_view code);

}  // namespace passkey_audit
