// What counts as a proof that a passkey signs.
#include "passkey_audit/keys/signature.hpp"

#include "catch.hpp"
#include "key_crypto.hpp"

namespace passkey_audit {
namespace {

struct Signed {
  explicit Signed(int algorithm) : key(algorithm) {
    passkey = {
        .relying_party = "github.com", .algorithm = algorithm, .public_key = key.public_key()};
    assertion.authenticator_data = sha256("github.com");
    for (const int byte : {0x01, 0, 0, 0, 9}) {
      assertion.authenticator_data.push_back(static_cast<std::uint8_t>(byte));
    }
    sign();
  }

  void sign() {
    KeyBytes text = assertion.authenticator_data;
    text.insert(text.end(), hash.begin(), hash.end());
    assertion.signature = key.sign(text);
  }

  std::string refusal() const { return why_no_proof(passkey, hash, assertion); }

  PrivateKey key;
  ChallengeHash hash = random_challenge();
  StoredPasskey passkey;
  Assertion assertion;
};

}  // namespace

TEST_CASE("a signature by the passkey over the challenge is a proof", "[keys]") {
  const int algorithm = GENERATE(-7, -8, -35);
  Signed made(algorithm);
  CHECK(made.refusal().empty());
  SECTION("over another challenge it is none") {
    made.hash[0] ^= 1U;
    CHECK_FALSE(made.refusal().empty());
  }
  SECTION("by another passkey it is none") {
    made.passkey.public_key = PrivateKey(algorithm).public_key();
    CHECK_FALSE(made.refusal().empty());
  }
  SECTION("for another relying party it is none") {
    made.passkey.relying_party = "github.com.example";
    CHECK(made.refusal() == "signed for another relying party");
  }
  SECTION("without a touch it is none") {
    made.assertion.authenticator_data[32] = 0x04;
    made.sign();
    CHECK(made.refusal() == "signed without having been touched");
  }
  SECTION("over data that were changed it is none") {
    made.assertion.authenticator_data[36] = 8;
    CHECK_FALSE(made.refusal().empty());
  }
  SECTION("cut off it is none") {
    made.assertion.signature.pop_back();
    CHECK_FALSE(made.refusal().empty());
    made.assertion.authenticator_data.resize(36);
    CHECK(made.refusal() == "returned too little to be checked");
  }
}

TEST_CASE("a public key that is none proves nothing", "[keys]") {
  Signed made(-7);
  SECTION("too short") {
    made.passkey.public_key.pop_back();
  }
  SECTION("not on the curve") {
    made.passkey.public_key[63] ^= 1U;
  }
  CHECK(made.refusal() == "reports a public key that is none");
}

TEST_CASE("an algorithm that cannot be checked is named", "[keys]") {
  Signed made(-7);
  made.passkey.algorithm = -257;
  CHECK(made.refusal() == "signs in a way (COSE algorithm -257) that cannot be checked here");
}

}  // namespace passkey_audit
