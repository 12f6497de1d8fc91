// Inventories read from text, for tests.
#pragma once

#include <string_view>

#include "passkey_audit/inventory/read_inventory.hpp"
#include "passkey_audit/support/date.hpp"

namespace passkey_audit {

inline constexpr std::string_view today_of_tests = "2026-11-22";

// A few providers and one word that people use for the first of them.
inline constexpr ProviderWord providers_of_tests[]{{"apple-passwords", "apple-passwords"},
                                                   {"icloud", "apple-passwords"},
                                                   {"bitwarden", "bitwarden"}};

inline ReadOptions options_of_tests() {
  return {.today = *parse_date(today_of_tests), .providers = providers_of_tests};
}

inline ReadInventory read_text(std::string_view text, const char* path = "inventory.json") {
  return read_inventory_text(text, path, options_of_tests());
}

}  // namespace passkey_audit
