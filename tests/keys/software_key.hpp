// A security key in software, for tests: CTAPHID framing (CTAP 2.1, section 11.2), getInfo,
// clientPIN with protocols 1 and 2, credential management and getAssertion. It keeps a list of what
// it was asked, and refuses what a scan must never ask.
#pragma once

#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "cbor.hpp"
#include "key_crypto.hpp"

struct fido_dev;

namespace passkey_audit {

struct SoftwarePasskey {
  SoftwarePasskey(std::string party, std::string user, int algorithm = -7)
      : relying_party(std::move(party)), user_name(std::move(user)), key(algorithm) {}

  std::string relying_party, user_name;
  std::string shown_party;  // what the key kept of the relying party's id; empty: all of it
  KeyBytes id = random_bytes(32);
  PrivateKey key;
};

class SoftwareKey {
 public:
  // Its nature; to be chosen before it is opened.
  bool speaks_cbor = true;  // false: U2F only
  int pin_protocol = 2;
  bool has_permissions = true;  // CTAP 2.1; false: the token of CTAP 2.0
  bool lists_by_standard = true, lists_by_preview = true;
  std::string pin = "1234";  // empty: none is set
  int pin_retries = 8;
  bool has_fingerprints = false;
  bool wants_new_pin = false;
  int pin_characters_min = 4;
  std::optional<int> slots_free_told;  // in getInfo
  int slots = 25;
  std::vector<SoftwarePasskey> passkeys;

  // Its moods.
  bool is_held = false;  // by another program
  bool info_out_of_order = false;
  bool keepalives = false;  // before each answer
  bool signs_wrongly = false;
  bool is_touched = true;
  int vanishes_after = -1;  // so many commands, and takes its node away
  std::function<void()> on_vanishing;
  std::string path;  // of its node

  // What it was asked: "init", "info", "pin 2", "list 4", "assert", "cancel".
  std::vector<std::string> commands;
  std::vector<std::string> forbidden;  // anything else

  // Makes libfido2 talk to this key; one at a time.
  void attach(fido_dev* device);

  // Frames of 64 bytes from and to the library.
  int read(unsigned char* bytes, std::size_t size);
  int write(const unsigned char* bytes, std::size_t size);

 private:
  struct Answer {
    std::uint8_t status = 0;
    KeyBytes body;
  };

  void receive(std::uint8_t command, const KeyBytes& message);
  void send(std::uint8_t command, const KeyBytes& message);
  bool is_gone();

  Answer answer(const KeyBytes& message);
  Answer get_info();
  Answer client_pin(const cbor::Value& request);
  Answer pin_token(const cbor::Value& request);
  Answer manage(const cbor::Value& request);
  Answer next_relying_party(bool with_total);
  Answer next_passkey(bool with_total);
  Answer get_assertion(const cbor::Value& request);
  std::vector<std::string> relying_parties() const;
  bool knows_token(const cbor::Value& request, const KeyBytes& text, int auth_key) const;

  KeyBytes channel_{0xFF, 0xFF, 0xFF, 0xFF};
  std::uint8_t command_ = 0;
  std::size_t expected_ = 0;
  KeyBytes message_;
  std::deque<KeyBytes> outgoing_;
  int wrong_in_a_row_ = 0;
  PrivateKey agreement_{-25};
  KeyBytes token_ = random_bytes(32);
  std::deque<std::string> parties_left_;
  std::deque<const SoftwarePasskey*> passkeys_left_;
};

}  // namespace passkey_audit
