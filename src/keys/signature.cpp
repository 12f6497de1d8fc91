#include "passkey_audit/keys/signature.hpp"

#include <fmt/format.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/rand.h>

#include <algorithm>
#include <memory>
#include <new>

namespace passkey_audit {
namespace {

using Bytes = std::vector<std::uint8_t>;

struct Free {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(EVP_PKEY_CTX* context) const { EVP_PKEY_CTX_free(context); }
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using PublicKey = std::unique_ptr<EVP_PKEY, Free>;

// COSE algorithms (RFC 9053) that keys use, and what OpenSSL calls them.
struct Algorithm {
  int cose;
  const char* group;          // null: no elliptic curve with x and y
  std::size_t key_bytes;      // of x and y, or of the point
  const EVP_MD* (*digest)();  // null: the algorithm has its own
};
constexpr Algorithm algorithms[] = {
    {.cose = -7, .group = "P-256", .key_bytes = 64, .digest = EVP_sha256},
    {.cose = -35, .group = "P-384", .key_bytes = 96, .digest = EVP_sha384},
    {.cose = -8, .group = nullptr, .key_bytes = 32, .digest = nullptr}};

PublicKey curve_point(const char* group, const Bytes& x_and_y) {
  Bytes point{POINT_CONVERSION_UNCOMPRESSED};
  point.insert(point.end(), x_and_y.begin(), x_and_y.end());
  const std::string name(group);
  OSSL_PARAM parameters[] = {
      OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, const_cast<char*>(name.c_str()),
                                       0),
      OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()),
      OSSL_PARAM_construct_end()};
  const std::unique_ptr<EVP_PKEY_CTX, Free> context(
      EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr));
  EVP_PKEY* key = nullptr;
  if (!context || EVP_PKEY_fromdata_init(context.get()) != 1) throw std::bad_alloc();
  EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters);
  return PublicKey(key);
}

// Null: it is no key of the algorithm.
PublicKey public_key_of(const Algorithm& algorithm, const Bytes& bytes) {
  if (bytes.size() != algorithm.key_bytes) return nullptr;
  if (algorithm.group != nullptr) return curve_point(algorithm.group, bytes);
  return PublicKey(
      EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, bytes.data(), bytes.size()));
}

bool is_signed(const Algorithm& algorithm, EVP_PKEY* key, const Bytes& text,
               const Bytes& signature) {
  const std::unique_ptr<EVP_MD_CTX, Free> context(EVP_MD_CTX_new());
  const EVP_MD* digest = algorithm.digest == nullptr ? nullptr : algorithm.digest();
  if (!context || EVP_DigestVerifyInit(context.get(), nullptr, digest, nullptr, key) != 1) {
    throw std::bad_alloc();
  }
  return EVP_DigestVerify(context.get(), signature.data(), signature.size(), text.data(),
                          text.size()) == 1;
}

// Authenticator data (WebAuthn, section 6.1): SHA-256 of the relying party's id, a byte of flags, a
// counter, and perhaps more.
constexpr std::size_t flags_at = 32, least_data_bytes = 37;
constexpr unsigned user_present = 0x01;

bool is_for(const StoredPasskey& passkey, const Bytes& data) {
  Bytes hash(EVP_MAX_MD_SIZE);
  unsigned int size = 0;
  const std::string& id = passkey.relying_party;
  if (EVP_Digest(id.data(), id.size(), hash.data(), &size, EVP_sha256(), nullptr) != 1) {
    throw std::bad_alloc();
  }
  return std::equal(hash.begin(), hash.begin() + size, data.begin());
}

}  // namespace

ChallengeHash random_challenge() {
  ChallengeHash hash{};
  if (RAND_bytes(hash.data(), static_cast<int>(hash.size())) != 1) throw std::bad_alloc();
  return hash;
}

std::string why_no_proof(const StoredPasskey& passkey, const ChallengeHash& hash,
                         const Assertion& assertion) {
  const auto* algorithm = std::ranges::find(algorithms, passkey.algorithm, &Algorithm::cose);
  if (algorithm == std::end(algorithms)) {
    return fmt::format("signs in a way (COSE algorithm {}) that cannot be checked here",
                       passkey.algorithm);
  }
  const Bytes& data = assertion.authenticator_data;
  if (data.size() < least_data_bytes) return "returned too little to be checked";
  if (!is_for(passkey, data)) return "signed for another relying party";
  if ((data[flags_at] & user_present) == 0) return "signed without having been touched";
  const PublicKey key = public_key_of(*algorithm, passkey.public_key);
  if (!key) return "reports a public key that is none";
  Bytes text = data;
  text.insert(text.end(), hash.begin(), hash.end());
  if (is_signed(*algorithm, key.get(), text, assertion.signature)) return {};
  return "returned a signature that does not fit the public key of the passkey";
}

}  // namespace passkey_audit
