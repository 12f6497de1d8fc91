// Plugged-in security keys through libfido2. Everything here only reads: nothing is written to a
// key, reset or removed, and it is asked for a touch in `sign` alone.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "passkey_audit/keys/key_facts.hpp"
#include "passkey_audit/support/expected.hpp"
#include "passkey_audit/support/secret_bytes.hpp"

struct fido_dev;  // libfido2's

namespace passkey_audit {

// Those that libfido2 can open, and those that only the kernel shows (see fido_nodes.hpp); by path.
[[nodiscard]] std::vector<ConnectedKey> connected_keys(const std::string& sysfs = "/sys");

// SHA-256 of what is to be signed, 32 bytes.
using ChallengeHash = std::array<std::uint8_t, 32>;

// An open key. It stays open as long as the object lives, since the path of a key that was pulled
// out may soon be that of another one. To be used in the thread that opened it.
class SecurityKey {
 public:
  // Gives the device another transport than the system's; for tests.
  using Attach = std::function<void(fido_dev*)>;

  // Asks the key what it is, without PIN and without touch. Waits up to 20 seconds for another
  // program to let go of it.
  [[nodiscard]] static Expected<SecurityKey, KeyError> open(const std::string& path,
                                                            const Attach& attach = {});

  SecurityKey(SecurityKey&&) noexcept;
  SecurityKey& operator=(SecurityKey&&) noexcept;
  ~SecurityKey();

  // As last heard: the tries left change with each PIN.
  const KeyFacts& facts() const { return facts_; }

  // What the key holds. Only after why_not_listable(), why_no_pin() and
  // why_not_this_pin() (pin_rules.hpp) had nothing against it: a wrong PIN costs a try, and after
  // the first error nothing more is asked. The PIN is UTF-8 with a NUL byte behind it.
  [[nodiscard]] Expected<KeyContents, KeyError> contents(SecretBytes& pin);

  // Waits half a minute for the owner's touch. The PIN has to have been right before.
  [[nodiscard]] Expected<Assertion, KeyError> sign(const StoredPasskey& passkey,
                                                   const ChallengeHash& hash, SecretBytes& pin);

 private:
  struct Device;

  SecurityKey(std::string path, std::unique_ptr<Device> device);
  KeyError error(int code);
  int ask_what_it_is();
  int ask_retries();
  int list_relying_party(const std::string& id, const char* pin, KeyContents& contents);
  int list_passkeys(const char* pin, KeyContents& contents);

  std::string path_;
  std::unique_ptr<Device> device_;
  KeyFacts facts_;
};

}  // namespace passkey_audit
