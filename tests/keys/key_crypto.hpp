// The other side of what a scan does with OpenSSL: key agreement, PIN protocols (CTAP 2.1, sections
// 6.5.6 and 6.5.7) and signing.
#pragma once

#include <openssl/evp.h>

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace passkey_audit {

using KeyBytes = std::vector<std::uint8_t>;

KeyBytes sha256(const KeyBytes& bytes);
KeyBytes sha256(std::string_view text);
KeyBytes hmac_sha256(const KeyBytes& key, const KeyBytes& text);
KeyBytes random_bytes(std::size_t count);

// A private key: of the curve P-256 or P-384, or Ed25519.
class PrivateKey {
 public:
  explicit PrivateKey(int cose_algorithm);

  int algorithm() const { return algorithm_; }
  KeyBytes public_key() const;  // x and y, or the point
  KeyBytes sign(const KeyBytes& text) const;
  // ECDH: the x of the shared point.
  KeyBytes shared_with(const KeyBytes& x, const KeyBytes& y) const;

 private:
  struct Free {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  };

  int algorithm_;
  std::unique_ptr<EVP_PKEY, Free> key_;
};

// What both sides make of the shared point under protocol 1 or 2.
class PinProtocol {
 public:
  PinProtocol(int number, const KeyBytes& shared_x);

  KeyBytes decrypted(const KeyBytes& text) const;
  KeyBytes encrypted(const KeyBytes& text) const;

 private:
  int number_;
  KeyBytes key_;
};

// The parameter that proves knowledge of a token.
KeyBytes pin_auth(int protocol, const KeyBytes& token, const KeyBytes& text);

}  // namespace passkey_audit
