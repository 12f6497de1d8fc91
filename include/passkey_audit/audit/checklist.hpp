// The eight items of the passkey backup checklist. Their ids and order never change.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace passkey_audit {

enum class Item : std::uint8_t {
  two_ways_in,
  hardware_backup,
  fallback,
  platform_recovery,
  known_homes,
  service_recovery,
  no_circles,
  reviewed,
};
inline constexpr std::size_t item_count = 8;

struct ItemText {
  std::string_view id;           // "C1"
  std::string_view text;         // as printed
  std::string_view passes_when;  // for every account in scope; what the rules there are look at
};

[[nodiscard]] const ItemText& text_of(Item item);

}  // namespace passkey_audit
