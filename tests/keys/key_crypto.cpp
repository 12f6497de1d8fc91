#include "key_crypto.hpp"

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/hmac.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <openssl/rand.h>

#include <stdexcept>
#include <string>

namespace passkey_audit {
namespace {

void must(bool done) {
  if (!done) throw std::runtime_error("OpenSSL");
}

// Of the coordinate of a key, with its leading zeros.
KeyBytes coordinate(const EVP_PKEY* key, const char* name, std::size_t size) {
  BIGNUM* number = nullptr;
  must(EVP_PKEY_get_bn_param(key, name, &number) == 1);
  KeyBytes bytes(size);
  must(BN_bn2binpad(number, bytes.data(), static_cast<int>(size)) == static_cast<int>(size));
  BN_free(number);
  return bytes;
}

KeyBytes hkdf(const KeyBytes& secret, std::string_view info) {
  KeyBytes salt(32), key(32);
  std::size_t size = key.size();
  EVP_PKEY_CTX* context = EVP_PKEY_CTX_new_id(EVP_PKEY_HKDF, nullptr);
  must(EVP_PKEY_derive_init(context) == 1 && EVP_PKEY_CTX_set_hkdf_md(context, EVP_sha256()) == 1 &&
       EVP_PKEY_CTX_set1_hkdf_salt(context, salt.data(), static_cast<int>(salt.size())) == 1 &&
       EVP_PKEY_CTX_set1_hkdf_key(context, secret.data(), static_cast<int>(secret.size())) == 1 &&
       EVP_PKEY_CTX_add1_hkdf_info(context, reinterpret_cast<const unsigned char*>(info.data()),
                                   static_cast<int>(info.size())) == 1 &&
       EVP_PKEY_derive(context, key.data(), &size) == 1);
  EVP_PKEY_CTX_free(context);
  return key;
}

KeyBytes aes_cbc(const KeyBytes& key, const KeyBytes& iv, const KeyBytes& text, bool encrypt) {
  KeyBytes out(text.size());
  int size = 0;
  EVP_CIPHER_CTX* context = EVP_CIPHER_CTX_new();
  must(EVP_CipherInit_ex(context, EVP_aes_256_cbc(), nullptr, key.data(), iv.data(),
                         encrypt ? 1 : 0) == 1 &&
       EVP_CIPHER_CTX_set_padding(context, 0) == 1 &&
       EVP_CipherUpdate(context, out.data(), &size, text.data(), static_cast<int>(text.size())) ==
           1);
  EVP_CIPHER_CTX_free(context);
  return out;
}

constexpr std::size_t block = 16;

}  // namespace

KeyBytes sha256(const KeyBytes& bytes) {
  KeyBytes digest(32);
  must(EVP_Digest(bytes.data(), bytes.size(), digest.data(), nullptr, EVP_sha256(), nullptr) == 1);
  return digest;
}

KeyBytes sha256(std::string_view text) {
  return sha256(KeyBytes(text.begin(), text.end()));
}

KeyBytes hmac_sha256(const KeyBytes& key, const KeyBytes& text) {
  KeyBytes mac(32);
  must(HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), text.data(), text.size(),
            mac.data(), nullptr) != nullptr);
  return mac;
}

KeyBytes random_bytes(std::size_t count) {
  KeyBytes bytes(count);
  must(RAND_bytes(bytes.data(), static_cast<int>(count)) == 1);
  return bytes;
}

PrivateKey::PrivateKey(int cose_algorithm) : algorithm_(cose_algorithm) {
  switch (cose_algorithm) {
    case -8: key_.reset(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519")); break;
    case -35: key_.reset(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-384")); break;
    default: key_.reset(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256")); break;
  }
  must(key_ != nullptr);
}

KeyBytes PrivateKey::public_key() const {
  if (algorithm_ == -8) {
    KeyBytes point(32);
    std::size_t size = point.size();
    must(EVP_PKEY_get_raw_public_key(key_.get(), point.data(), &size) == 1);
    return point;
  }
  const std::size_t size = algorithm_ == -35 ? 48 : 32;
  KeyBytes bytes = coordinate(key_.get(), OSSL_PKEY_PARAM_EC_PUB_X, size);
  const KeyBytes y = coordinate(key_.get(), OSSL_PKEY_PARAM_EC_PUB_Y, size);
  bytes.insert(bytes.end(), y.begin(), y.end());
  return bytes;
}

KeyBytes PrivateKey::sign(const KeyBytes& text) const {
  const EVP_MD* digest = algorithm_ == -8    ? nullptr
                         : algorithm_ == -35 ? EVP_sha384()
                                             : EVP_sha256();
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  std::size_t size = 0;
  must(EVP_DigestSignInit(context, nullptr, digest, nullptr, key_.get()) == 1 &&
       EVP_DigestSign(context, nullptr, &size, text.data(), text.size()) == 1);
  KeyBytes signature(size);
  must(EVP_DigestSign(context, signature.data(), &size, text.data(), text.size()) == 1);
  EVP_MD_CTX_free(context);
  signature.resize(size);
  return signature;
}

KeyBytes PrivateKey::shared_with(const KeyBytes& x, const KeyBytes& y) const {
  KeyBytes point{POINT_CONVERSION_UNCOMPRESSED};
  point.insert(point.end(), x.begin(), x.end());
  point.insert(point.end(), y.begin(), y.end());
  std::string group = "P-256";
  OSSL_PARAM parameters[] = {
      OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, group.data(), 0),
      OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()),
      OSSL_PARAM_construct_end()};
  EVP_PKEY_CTX* maker = EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr);
  EVP_PKEY* peer = nullptr;
  must(EVP_PKEY_fromdata_init(maker) == 1 &&
       EVP_PKEY_fromdata(maker, &peer, EVP_PKEY_PUBLIC_KEY, parameters) == 1);
  EVP_PKEY_CTX_free(maker);
  EVP_PKEY_CTX* context = EVP_PKEY_CTX_new(key_.get(), nullptr);
  KeyBytes shared(32);
  std::size_t size = shared.size();
  must(EVP_PKEY_derive_init(context) == 1 && EVP_PKEY_derive_set_peer(context, peer) == 1 &&
       EVP_PKEY_derive(context, shared.data(), &size) == 1);
  EVP_PKEY_CTX_free(context);
  EVP_PKEY_free(peer);
  return shared;
}

PinProtocol::PinProtocol(int number, const KeyBytes& shared_x)
    : number_(number), key_(number == 1 ? sha256(shared_x) : hkdf(shared_x, "CTAP2 AES key")) {}

KeyBytes PinProtocol::decrypted(const KeyBytes& text) const {
  if (number_ == 1) return aes_cbc(key_, KeyBytes(block), text, false);
  const auto begin = text.begin() + block;
  return aes_cbc(key_, KeyBytes(text.begin(), begin), KeyBytes(begin, text.end()), false);
}

KeyBytes PinProtocol::encrypted(const KeyBytes& text) const {
  if (number_ == 1) return aes_cbc(key_, KeyBytes(block), text, true);
  KeyBytes all = random_bytes(block);
  const KeyBytes coded = aes_cbc(key_, all, text, true);
  all.insert(all.end(), coded.begin(), coded.end());
  return all;
}

KeyBytes pin_auth(int protocol, const KeyBytes& token, const KeyBytes& text) {
  KeyBytes mac = hmac_sha256(token, text);
  if (protocol == 1) mac.resize(block);
  return mac;
}

}  // namespace passkey_audit
