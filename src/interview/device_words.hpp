// What kind of device people mean by its name. Internal to this module.
#pragma once

#include <optional>
#include <string_view>

#include "passkey_audit/inventory/words.hpp"

namespace passkey_audit {

struct DeviceKind {
  DeviceType type = DeviceType::other;
  std::optional<Platform> platform;
};

// "Mara's iPhone 15" is a phone with iOS. No value: nobody can tell.
[[nodiscard]] std::optional<DeviceKind> device_kind(std::string_view name);

// Only a word for a kind, "phone" or "laptop": any device of that type may be meant.
[[nodiscard]] bool is_kind_only(std::string_view name);

}  // namespace passkey_audit
