// The adapter around libfido2 against a key in software: what it learns, what it asks, and what it
// says when something goes wrong.
#include "passkey_audit/keys/security_key.hpp"

#include <algorithm>

#include "passkey_audit/keys/signature.hpp"
#include "plugged_in.hpp"

namespace passkey_audit {
namespace {

using Commands = std::vector<std::string>;

KeyTrouble trouble_with(const Expected<SecurityKey, KeyError>& opened) {
  REQUIRE_FALSE(opened);
  return opened.error().trouble;
}

KeyContents contents_of(PluggedIn& plugged) {
  SecurityKey key = plugged.opened();
  SecretBytes pin = typed("1234");
  const auto contents = key.contents(pin);
  CHECK(plugged.key.forbidden.empty());
  REQUIRE(contents);
  return *contents;
}

KeyError error_of(PluggedIn& plugged, std::string_view typed_pin) {
  SecurityKey key = plugged.opened();
  SecretBytes pin = typed(typed_pin);
  const auto contents = key.contents(pin);
  CHECK(plugged.key.forbidden.empty());
  REQUIRE_FALSE(contents);
  return contents.error();
}

}  // namespace

TEST_CASE("a key says what it is without PIN and without touch", "[keys]") {
  PluggedIn plugged;
  plugged.key.slots_free_told = 22;
  plugged.key.has_fingerprints = true;
  plugged.key.pin_characters_min = 6;
  const KeyFacts facts = plugged.opened().facts();
  CHECK(facts.is_fido2);
  CHECK(facts.versions == std::vector<std::string>{"FIDO_2_0", "FIDO_2_1"});
  CHECK(facts.transports == std::vector<std::string>{"usb", "nfc"});
  CHECK(facts.aaguid == "2fc0579f-8113-47ea-b116-bb5a8db9202a");
  CHECK(facts.firmware == "5.4.3");
  CHECK(facts.pin_set == true);
  CHECK(facts.pin_retries == 8);
  CHECK(facts.pin_characters_min == 6);
  CHECK(facts.uv_enrolled == true);
  CHECK(facts.uv_retries == 3);
  CHECK(facts.slots_free == 22);
  CHECK(facts.listing == Listing::possible);
  CHECK(plugged.key.commands == Commands{"init", "info", "info", "pin 1", "pin 7"});
  CHECK(plugged.key.forbidden.empty());
}

TEST_CASE("what a key does not tell is not told", "[keys]") {
  PluggedIn plugged;
  plugged.key.pin.clear();
  const KeyFacts facts = plugged.opened().facts();
  CHECK(facts.pin_set == false);
  CHECK_FALSE(facts.pin_retries);
  CHECK_FALSE(facts.slots_free);
  CHECK_FALSE(facts.uv_enrolled);
  CHECK(plugged.key.commands == Commands{"init", "info", "info"});
}

TEST_CASE("a key that knows U2F only is a normal result", "[keys]") {
  PluggedIn plugged;
  plugged.key.speaks_cbor = false;
  const KeyFacts facts = plugged.opened().facts();
  CHECK_FALSE(facts.is_fido2);
  CHECK(facts.aaguid.empty());
  CHECK_FALSE(facts.pin_set);
  CHECK(plugged.key.commands == Commands{"init"});
  CHECK(plugged.key.forbidden.empty());
}

TEST_CASE("the command for listing is told by its option", "[keys]") {
  PluggedIn plugged;
  plugged.key.lists_by_standard = false;
  CHECK(plugged.opened().facts().listing == Listing::possible);
  plugged.key.lists_by_preview = false;
  CHECK(plugged.opened().facts().listing == Listing::not_offered);
  plugged.key.lists_by_standard = true;
  CHECK(plugged.opened().facts().listing != Listing::not_offered);
}

TEST_CASE("a getInfo against the standard is unreadable, not U2F", "[keys]") {
  PluggedIn plugged;
  plugged.key.info_out_of_order = true;
  CHECK(trouble_with(plugged.open()) == KeyTrouble::unreadable);
  CHECK(plugged.key.forbidden.empty());
}

TEST_CASE("a key that is gone, silent or out of reach is said to be so", "[keys]") {
  PluggedIn plugged;
  SECTION("gone before it was opened") {
    plugged.key.on_vanishing();
    CHECK(trouble_with(plugged.open()) == KeyTrouble::removed);
  }
  SECTION("gone while it is asked") {
    plugged.key.vanishes_after = 2;
    CHECK(trouble_with(plugged.open()) == KeyTrouble::removed);
  }
  SECTION("silent") {
    plugged.key.vanishes_after = 2;
    plugged.key.on_vanishing = {};
    CHECK(trouble_with(plugged.open()) == KeyTrouble::silent);
  }
  SECTION("held by another program") {
    plugged.key.is_held = true;
    CHECK(trouble_with(plugged.open()) == KeyTrouble::busy);
  }
}

TEST_CASE("with the PIN, passkeys are listed by relying party", "[keys]") {
  PluggedIn plugged;
  plugged.key.pin_protocol = GENERATE(1, 2);
  plugged.key.has_permissions = GENERATE(true, false);
  plugged.key.keepalives = GENERATE(true, false);
  for (const char* party : {"github.com", "example.org", "github.com"}) {
    plugged.key.passkeys.emplace_back(party, "otto");
  }
  plugged.key.passkeys.back().user_name = "anna";
  const KeyContents contents = contents_of(plugged);
  CHECK(contents.slots_used == 3);
  CHECK(contents.slots_free == 22);
  REQUIRE(contents.passkeys.size() == 3);
  CHECK(contents.passkeys[0].relying_party == "example.org");
  CHECK(contents.passkeys[1].relying_party == "github.com");
  CHECK(contents.passkeys[1].user_name == "otto");
  CHECK(contents.passkeys[2].user_name == "anna");
  CHECK(contents.passkeys[2].display_name.empty());
  CHECK(contents.passkeys[2].public_key == plugged.key.passkeys[2].key.public_key());
}

TEST_CASE("a key that holds nothing is not asked for a list", "[keys]") {
  PluggedIn plugged;
  const KeyContents contents = contents_of(plugged);
  CHECK(contents.slots_used == 0);
  CHECK(contents.passkeys.empty());
  CHECK(plugged.count("list") == 1);
}

TEST_CASE("many passkeys are listed to the last", "[keys]") {
  PluggedIn plugged;
  for (int i = 0; i < 60; ++i) {
    plugged.key.passkeys.emplace_back("service" + std::to_string(i / 2) + ".example", "otto");
  }
  plugged.key.slots = 100;
  CHECK(contents_of(plugged).passkeys.size() == 60);
  CHECK(plugged.count("list 5") == 30);
}

TEST_CASE("a relying party that the key cut off is not looked up by half its name", "[keys]") {
  PluggedIn plugged;
  plugged.key.passkeys.emplace_back("a-very-long-name-of-a-service.example", "otto");
  plugged.key.passkeys.back().shown_party = "a-very-long-name";
  const KeyContents contents = contents_of(plugged);
  REQUIRE(contents.passkeys.size() == 1);
  CHECK(contents.passkeys.front().is_cut_off);
  CHECK(contents.passkeys.front().relying_party == "a-very-long-name");
  CHECK(plugged.count("list 4") == 0);
}

TEST_CASE("a wrong PIN costs one try, and is told with what is left", "[keys]") {
  PluggedIn plugged;
  plugged.key.passkeys.emplace_back("github.com", "otto");
  const KeyError error = error_of(plugged, "9999");
  CHECK(error.trouble == KeyTrouble::pin_wrong);
  CHECK(error.pin_retries == 7);
  CHECK(plugged.key.pin_retries == 7);
  CHECK(plugged.count("list") == 0);
}

TEST_CASE("a PIN that is blocked, for now or for good, is told apart", "[keys]") {
  PluggedIn plugged;
  SECTION("for good") {
    plugged.key.pin_retries = 0;
    CHECK(error_of(plugged, "1234").trouble == KeyTrouble::pin_blocked);
  }
  SECTION("until it is plugged in again") {
    (void)error_of(plugged, "9991");
    (void)error_of(plugged, "9992");
    CHECK(error_of(plugged, "9993").trouble == KeyTrouble::pin_locked);
    CHECK(plugged.key.pin_retries == 5);
  }
}

TEST_CASE("a key that is pulled out while it lists is gone", "[keys]") {
  PluggedIn plugged;
  plugged.key.passkeys.emplace_back("github.com", "otto");
  plugged.key.passkeys.emplace_back("example.org", "otto");
  // init, two getInfos and the tries come first; then three commands for each request.
  plugged.key.vanishes_after = GENERATE(5, 6, 7, 9, 11, 13);
  CHECK(error_of(plugged, "1234").trouble == KeyTrouble::removed);
}

TEST_CASE("a passkey proves with a touch that it signs", "[keys]") {
  PluggedIn plugged;
  plugged.key.pin_protocol = GENERATE(1, 2);
  const int algorithm = GENERATE(-7, -8);
  plugged.key.passkeys.emplace_back("github.com", "otto", algorithm);
  SecurityKey key = plugged.opened();
  SecretBytes pin = typed("1234");
  const auto contents = key.contents(pin);
  REQUIRE(contents);
  const StoredPasskey& passkey = contents->passkeys.front();
  CHECK(passkey.algorithm == algorithm);
  CHECK(plugged.count("assert") == 0);  // nothing asks for a touch before

  const ChallengeHash hash = random_challenge();
  SECTION("and does") {
    const auto assertion = key.sign(passkey, hash, pin);
    REQUIRE(assertion);
    CHECK(why_no_proof(passkey, hash, *assertion).empty());
  }
  SECTION("and signs something else") {
    plugged.key.signs_wrongly = true;
    const auto assertion = key.sign(passkey, hash, pin);
    REQUIRE(assertion);
    CHECK_FALSE(why_no_proof(passkey, hash, *assertion).empty());
  }
  SECTION("and nobody touches it") {
    plugged.key.is_touched = false;
    const auto assertion = key.sign(passkey, hash, pin);
    REQUIRE_FALSE(assertion);
    CHECK(assertion.error().trouble == KeyTrouble::not_touched);
  }
  SECTION("and it is pulled out") {
    plugged.key.vanishes_after = 3;
    const auto assertion = key.sign(passkey, hash, pin);
    REQUIRE_FALSE(assertion);
    CHECK(assertion.error().trouble == KeyTrouble::removed);
  }
  CHECK(plugged.key.forbidden.empty());
}

}  // namespace passkey_audit
