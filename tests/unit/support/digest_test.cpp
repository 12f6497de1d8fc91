// SHA-256 against the vectors of FIPS 180-4 and NIST's example files.
#include "passkey_audit/support/digest.hpp"

#include <string>
#include <utility>

#include "catch.hpp"

namespace passkey_audit {

TEST_CASE("digests are those that everybody computes", "[support]") {
  CHECK(sha256_hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(sha256_hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") ==
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  CHECK(sha256_hex(std::string(1'000'000, 'a')) ==
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
  CHECK(sha256_hex(std::string("\0", 1)) ==
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
}

TEST_CASE("a digest may be fed in parts, and moved", "[support]") {
  for (const std::size_t part : {1U, 7U, 63U, 64U, 65U}) {
    const std::string text(1000, 'x');
    Sha256 digest;
    for (std::size_t i = 0; i < text.size(); i += part) digest.update(text.substr(i, part));
    Sha256 moved = std::move(digest);
    moved.update("");
    CHECK(moved.finish() == sha256_hex(text));
  }
}

}  // namespace passkey_audit
