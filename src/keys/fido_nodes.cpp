#include "passkey_audit/keys/fido_nodes.hpp"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string_view>

namespace passkey_audit {
namespace {

namespace fs = std::filesystem;

std::string contents_of(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

// A report descriptor is a row of items: a byte with tag, type and size, then the data (Device
// Class Definition for HID 1.11, section 6.2.2).
bool has_fido_usage_page(std::string_view descriptor) {
  constexpr unsigned long_item = 0xFE, usage_page = 0x04;
  constexpr std::string_view fido = "\xD0\xF1";  // 0xF1D0, the lower byte first
  while (!descriptor.empty()) {
    const unsigned item = static_cast<unsigned char>(descriptor.front());
    if (item == long_item) return false;  // which no key has
    const std::size_t size = (item & 3U) == 3 ? 4 : item & 3U;
    if ((item & 0xFCU) == usage_page && descriptor.substr(1, size) == fido) return true;
    descriptor.remove_prefix(std::min(descriptor.size(), 1 + size));
  }
  return false;
}

// The value of "NAME=value" on a line of its own.
std::string_view value_of(std::string_view lines, std::string_view name) {
  while (!lines.empty()) {
    const std::string_view line = lines.substr(0, lines.find('\n'));
    if (line.starts_with(name) && line.substr(name.size()).starts_with('=')) {
      return line.substr(name.size() + 1);
    }
    lines.remove_prefix(std::min(lines.size(), line.size() + 1));
  }
  return {};
}

// Of "0003:00001050:00000407", bus, vendor and product, the part at this place.
std::uint16_t usb_id(std::string_view hid_id, std::size_t place) {
  constexpr std::size_t bus_width = 5, id_width = 9;
  const std::size_t begin = bus_width + place * id_width;
  if (hid_id.size() < begin + id_width - 1) return 0;
  std::uint32_t id = 0;
  std::from_chars(hid_id.data() + begin, hid_id.data() + begin + id_width - 1, id, 16);
  return static_cast<std::uint16_t>(id);
}

}  // namespace

std::vector<ConnectedKey> fido_nodes(const std::string& sysfs) {
  std::vector<ConnectedKey> nodes;
  std::error_code none;
  for (const auto& node : fs::directory_iterator(fs::path(sysfs) / "class/hidraw", none)) {
    const fs::path device = node.path() / "device";
    if (!has_fido_usage_page(contents_of(device / "report_descriptor"))) continue;
    const std::string uevent = contents_of(device / "uevent");
    const std::string_view hid_id = value_of(uevent, "HID_ID");
    nodes.push_back({.path = "/dev/" + node.path().filename().string(),
                     .vendor = usb_id(hid_id, 0),
                     .product = usb_id(hid_id, 1),
                     .name = std::string(value_of(uevent, "HID_NAME"))});
  }
  std::ranges::sort(nodes, {}, &ConnectedKey::path);
  return nodes;
}

}  // namespace passkey_audit
