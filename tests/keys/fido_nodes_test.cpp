// Keys that the kernel shows, read from a folder that looks like its own.
#include "passkey_audit/keys/fido_nodes.hpp"

#include <algorithm>

#include "catch.hpp"
#include "passkey_audit/keys/security_key.hpp"
#include "unit/temporary_folder.hpp"

namespace passkey_audit {
namespace {

using namespace std::string_view_literals;

// Usage page FIDO (0xF1D0), usage 1, ...; and the beginning of a keyboard's.
constexpr std::string_view fido = "\x06\xD0\xF1\x09\x01\xA1\x01\xC0"sv;
constexpr std::string_view keyboard = "\x05\x01\x09\x06\xA1\x01\x26\xD0\xF1\xC0"sv;

void add(const TemporaryFolder& sysfs, const std::string& node, std::string_view descriptor,
         std::string_view uevent) {
  const std::string device = "class/hidraw/" + node + "/device/";
  (void)sysfs.write(device + "report_descriptor", descriptor);
  (void)sysfs.write(device + "uevent", uevent);
}

}  // namespace

TEST_CASE("a key is known by the usage page of its reports", "[keys]") {
  const TemporaryFolder sysfs;
  add(sysfs, "hidraw3", fido,
      "DRIVER=hid-generic\nHID_ID=0003:00001050:00000407\nHID_NAME=Yubico YubiKey FIDO\n");
  add(sysfs, "hidraw1", keyboard, "HID_ID=0003:00001050:00000407\nHID_NAME=Yubico YubiKey OTP\n");
  add(sysfs, "hidraw2", fido, "");
  add(sysfs, "hidraw4", "\x06\xD0"sv, "");
  const auto nodes = fido_nodes(sysfs.path());
  REQUIRE(nodes.size() == 2);
  CHECK(nodes[0].path == "/dev/hidraw2");
  CHECK(nodes[0].vendor == 0);
  CHECK(nodes[1].path == "/dev/hidraw3");
  CHECK(nodes[1].vendor == 0x1050);
  CHECK(nodes[1].product == 0x0407);
  CHECK(nodes[1].name == "Yubico YubiKey FIDO");
}

TEST_CASE("without any such device there is no key", "[keys]") {
  const TemporaryFolder sysfs;
  CHECK(fido_nodes(sysfs.path()).empty());
  CHECK(fido_nodes(sysfs.path() + "/nowhere").empty());
}

TEST_CASE("a key that libfido2 passes over is one without rights", "[keys]") {
  const TemporaryFolder sysfs;
  add(sysfs, "hidraw4000000", fido, "HID_ID=0003:00001050:00000407\n");
  const auto keys = connected_keys(sysfs.path());
  const auto found = std::ranges::find(keys, "/dev/hidraw4000000", &ConnectedKey::path);
  REQUIRE(found != keys.end());
  CHECK_FALSE(found->may_open);
}

}  // namespace passkey_audit
