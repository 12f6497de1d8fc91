// A software key with a node of its own, opened as a scan opens keys.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>

#include "catch.hpp"
#include "passkey_audit/keys/security_key.hpp"
#include "software_key.hpp"
#include "unit/temporary_folder.hpp"

namespace passkey_audit {

struct PluggedIn {
  PluggedIn() {
    key.path = folder.write("hidraw0", "");
    key.on_vanishing = [path = key.path] { std::filesystem::remove(path); };
  }

  Expected<SecurityKey, KeyError> open() {
    return SecurityKey::open(key.path, [this](fido_dev* device) { key.attach(device); });
  }

  SecurityKey opened() {
    auto opened = open();
    REQUIRE(opened);
    return std::move(*opened);
  }

  // How many commands of a kind it was given: "pin 9", "list".
  std::size_t count(std::string_view kind) const {
    std::size_t count = 0;
    for (const std::string& command : key.commands) count += command.starts_with(kind) ? 1 : 0;
    return count;
  }

  TemporaryFolder folder;
  SoftwareKey key;
};

// As the prompt hands it over: with a NUL byte behind it.
inline SecretBytes typed(std::string_view pin) {
  SecretBytes bytes(pin.size() + 1);
  pin.copy(bytes.room().data(), pin.size());
  bytes.filled(pin.size());
  return bytes;
}

}  // namespace passkey_audit
