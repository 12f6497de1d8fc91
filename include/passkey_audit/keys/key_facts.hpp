// What the system shows of a security key, what the key says of itself, and what it holds:
// CTAP 2.1, sections 6.4 (authenticatorGetInfo) and 6.8 (authenticatorCredentialManagement). Texts
// come from the key: whoever shows them makes them safe first.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace passkey_audit {

// A key that is plugged in, before it was asked anything.
struct ConnectedKey {
  std::string path;                       // of its node: /dev/hidraw3
  std::uint16_t vendor = 0, product = 0;  // USB ids
  std::string name;                       // the maker's, from USB; may be empty
  bool may_open = true;                   // false: this user has no rights to the node
};

// Can the passkeys on the key be listed?
enum class Listing : std::uint8_t {
  possible,
  not_offered,         // by the key
  needs_newer_library  // offered, in a form that this libfido2 does not know
};

struct KeyFacts {
  bool is_fido2 = false;  // false: U2F only, and nothing but the firmware is known
  std::vector<std::string> versions, extensions, transports;
  std::string aaguid;           // "2fc0579f-8113-47ea-b116-bb5a8db9202a"; empty: none
  std::string firmware;         // "5.4.3", as it says when a channel is opened (section 11.2.9.1.3)
  std::optional<bool> pin_set;  // no value: it has no PIN
  std::optional<int> pin_retries;  // tries left; asked only when a PIN is set
  bool must_change_pin = false;
  std::uint32_t pin_characters_min = 4;  // code points
  std::optional<bool> uv_enrolled;       // fingerprints or the like; no value: no such sensor
  std::optional<int> uv_retries;
  bool always_uv = false;  // it asks for PIN or finger on every use
  Listing listing = Listing::not_offered;
  std::optional<std::uint32_t> slots_free;  // as getInfo tells; no value: it does not
};

struct StoredPasskey {
  std::string relying_party;  // its id, usually a domain
  bool is_cut_off = false;    // the key kept only a part of the id: what follows is not known
  std::string user_name, display_name;
  std::vector<std::uint8_t> credential_id;
  int algorithm = 0;                     // COSE: -7 ES256, -8 EdDSA, -35 ES384, -257 RS256
  std::vector<std::uint8_t> public_key;  // x and y; the point of EdDSA; modulus and exponent of RSA
};

struct KeyContents {
  std::uint32_t slots_used = 0, slots_free = 0;
  std::vector<StoredPasskey> passkeys;  // by relying party
};

// What the owner's touch made a key sign: CTAP 2.1, section 6.2 (authenticatorGetAssertion).
struct Assertion {
  std::vector<std::uint8_t> authenticator_data, signature;
};

enum class KeyTrouble : std::uint8_t {
  not_allowed,  // this user has no rights to the node
  busy,         // another program holds it
  removed,      // pulled out
  silent,       // no answer in time
  unreadable,   // answers against the standard
  pin_wrong,
  pin_locked,   // until it is plugged in again
  pin_blocked,  // for good
  not_touched,
  refused,
};

struct KeyError {
  KeyTrouble trouble = KeyTrouble::refused;
  int code = 0;                    // CTAP's where positive, else libfido2's
  std::optional<int> pin_retries;  // after a wrong PIN
};

}  // namespace passkey_audit
