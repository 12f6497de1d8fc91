#include "device_words.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "answer.hpp"

namespace passkey_audit {
namespace {

struct Entry {
  std::string_view word;
  DeviceType type;
  std::optional<Platform> platform = std::nullopt;
  bool kind_only = false;
};

// The first that stands in a name decides: "Android tablet" is a tablet, "Windows laptop" a laptop.
constexpr std::array<Entry, 41> table{{
    {"ipad", DeviceType::tablet, Platform::ipados},
    {"tablet", DeviceType::tablet, std::nullopt, true},
    {"tab", DeviceType::tablet, Platform::android},
    {"iphone", DeviceType::phone, Platform::ios},
    {"macbook", DeviceType::laptop, Platform::macos},
    {"imac", DeviceType::desktop, Platform::macos},
    {"mini", DeviceType::desktop, Platform::macos},
    {"mac", DeviceType::laptop, Platform::macos},
    {"chromebook", DeviceType::laptop, Platform::chromeos},
    {"watch", DeviceType::other},
    {"pixel", DeviceType::phone, Platform::android},
    {"galaxy", DeviceType::phone, Platform::android},
    {"samsung", DeviceType::phone, Platform::android},
    {"fairphone", DeviceType::phone, Platform::android},
    {"oneplus", DeviceType::phone, Platform::android},
    {"xiaomi", DeviceType::phone, Platform::android},
    {"motorola", DeviceType::phone, Platform::android},
    {"nokia", DeviceType::phone},
    {"phone", DeviceType::phone, std::nullopt, true},
    {"smartphone", DeviceType::phone, std::nullopt, true},
    {"mobile", DeviceType::phone, std::nullopt, true},
    {"cellphone", DeviceType::phone, std::nullopt, true},
    {"handy", DeviceType::phone, std::nullopt, true},
    {"laptop", DeviceType::laptop, std::nullopt, true},
    {"notebook", DeviceType::laptop, std::nullopt, true},
    {"thinkpad", DeviceType::laptop},
    {"surface", DeviceType::laptop, Platform::windows},
    {"desktop", DeviceType::desktop, std::nullopt, true},
    {"pc", DeviceType::desktop, std::nullopt, true},
    {"computer", DeviceType::desktop, std::nullopt, true},
    {"workstation", DeviceType::desktop, std::nullopt, true},
    {"tower", DeviceType::desktop, std::nullopt, true},
    {"android", DeviceType::phone, Platform::android},
    {"windows", DeviceType::desktop, Platform::windows},
    {"linux", DeviceType::desktop, Platform::linux_},
    {"ubuntu", DeviceType::desktop, Platform::linux_},
    {"nas", DeviceType::other},
    {"server", DeviceType::other},
    {"reader", DeviceType::other},
    {"tv", DeviceType::other},
    {"device", DeviceType::other},
}};

// What else a name may say of the system: "Windows laptop", "Android phone".
std::optional<Platform> platform_in(std::string_view name) {
  if (has_word(name, {"windows"})) return Platform::windows;
  if (has_word(name, {"linux", "ubuntu", "debian", "fedora"})) return Platform::linux_;
  if (has_word(name, {"android"})) return Platform::android;
  return std::nullopt;
}

}  // namespace

std::optional<DeviceKind> device_kind(std::string_view name) {
  const auto words = words_of(name);
  for (const Entry& entry : table) {
    if (std::ranges::find(words, entry.word) == words.end()) continue;
    return DeviceKind{entry.type, entry.platform ? entry.platform : platform_in(name)};
  }
  return std::nullopt;
}

bool is_kind_only(std::string_view name) {
  const auto words = words_of(without_article(name));
  return words.size() == 1 && std::ranges::any_of(table, [&](const Entry& entry) {
           return entry.word == words.front() && entry.kind_only;
         });
}

}  // namespace passkey_audit
