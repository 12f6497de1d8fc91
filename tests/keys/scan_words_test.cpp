// What a scan tells, as text and as JSON.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "catch.hpp"
#include "passkey_audit/keys/scanned_key.hpp"

namespace passkey_audit {
namespace {

constexpr Date today{20'779};  // 2026-11-22

ScannedKey yubikey() {
  return {.connected = {.path = "/dev/hidraw3",
                        .vendor = 0x1050,
                        .product = 0xF407,
                        .name = "Yubico YubiKey FIDO"},
          .facts = KeyFacts{.is_fido2 = true,
                            .versions = {"FIDO_2_0", "FIDO_2_1"},
                            .aaguid = "2fc0579f-8113-47ea-b116-bb5a8db9202a",
                            .firmware = "5.4.3",
                            .pin_set = true,
                            .pin_retries = 8,
                            .listing = Listing::possible,
                            .slots_free = 22}};
}

std::string text_of(const ScannedKey& key) {
  return scan_text({.today = today, .keys = {key}}, embedded_catalog());
}

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a scan shows each key", "[keys]") {
  CHECK(text_of(yubikey()) == R"(YubiKey 5 Series with NFC
  at                 /dev/hidraw3, USB 1050:f407 (Yubico YubiKey FIDO)
  AAGUID             2fc0579f-8113-47ea-b116-bb5a8db9202a
  firmware           5.4.3
  speaks             FIDO_2_0, FIDO_2_1
  PIN                set, 8 tries left
  user verification  by PIN only
  passkeys           22 slots free
)");
}

TEST_CASE("passkeys are shown only to whoever asked for them", "[keys]") {
  ScannedKey key = yubikey();
  key.contents = KeyContents{.slots_used = 3, .slots_free = 22};
  key.contents->passkeys = {
      {.relying_party = "a-very-long-na", .is_cut_off = true},
      {.relying_party = "github.com", .user_name = "otto", .display_name = "Otto\x1b[2J"},
      {.relying_party = "google.com", .display_name = "Otto"}};
  CHECK(has(text_of(key), "  passkeys           3 stored, 22 slots free\n"));
  CHECK_FALSE(has(text_of(key), "github.com"));
  key.show_passkeys = true;
  CHECK(has(text_of(key), R"(
    a-very-long-na    (the key kept only this part of the name)
    github.com        otto (Otto\u{1b}[2J)
    google.com        Otto
)"));
}

TEST_CASE("what is wrong with a key stands beside it", "[keys]") {
  ScannedKey key = yubikey();
  SECTION("no PIN") {
    key.facts->pin_set = false;
    key.facts->slots_free.reset();
    CHECK(has(text_of(key), "PIN                not set: whoever finds this key can use it\n"));
    CHECK(has(text_of(key), "passkeys           not counted; --credentials does, with the PIN\n"));
  }
  SECTION("U2F only") {
    key.facts = KeyFacts{.firmware = "4.3.7"};
    CHECK(has(text_of(key), "kind               U2F only: a second factor"));
    CHECK_FALSE(has(text_of(key), "PIN  "));
  }
  SECTION("not read") {
    key.facts.reset();
    key.problem = trouble_text({.trouble = KeyTrouble::not_allowed}, key.connected);
    CHECK(has(text_of(key), "Yubico YubiKey FIDO\n  at  "));
    CHECK(has(text_of(key), "not read           you may not open this key"));
    CHECK(has(text_of(key), R"(ATTRS{idVendor}=="1050")"));
  }
  SECTION("tested") {
    key.test = SigningTest{.relying_party = "github.com"};
    CHECK(has(text_of(key), "test               github.com: signs, and"));
    key.test->failure = "signed for another relying party";
    CHECK(has(text_of(key), "github.com: FAILED: the key signed for another relying party\n"));
  }
}

TEST_CASE("every trouble has a sentence of its own", "[keys]") {
  std::vector<std::string> sentences;
  for (int i = 0; i <= static_cast<int>(KeyTrouble::refused); ++i) {
    sentences.push_back(trouble_text({.trouble = static_cast<KeyTrouble>(i)}, {}));
    CHECK(std::ranges::count(sentences, sentences.back()) == 1);
  }
  CHECK(has(trouble_text({.trouble = KeyTrouble::pin_wrong, .pin_retries = 7}, {}),
            "the PIN was wrong, and 7 tries are left"));
}

TEST_CASE("a scan is told to programs too", "[keys]") {
  ScannedKey key = yubikey();
  key.show_passkeys = true;
  key.contents = KeyContents{.slots_used = 1, .slots_free = 24};
  key.contents->passkeys = {{.relying_party = "github.com", .user_name = "otto", .algorithm = -7}};
  const Scan scan{.today = today, .keys = {key, {.problem = "broken"}}};
  const auto json =
      nlohmann::json::parse(scan_json(scan, embedded_catalog(), "1.0", 3, {"broken"}));
  CHECK(json["scanned_on"] == "2026-11-22");
  CHECK(json["exit"]["status"] == 3);
  CHECK(json["inventory"].is_null());
  const auto& first = json["keys"][0];
  CHECK(first["usb"] == "1050:f407");
  CHECK(first["facts"]["pin"]["tries_left"] == 8);
  CHECK(first["slots"]["used"] == 1);
  CHECK(first["passkeys"][0]["relying_party"] == "github.com");
  CHECK(first["passkeys"][0]["display_name"].is_null());
  CHECK(json["keys"][1]["facts"].is_null());
  CHECK(json["keys"][1]["problem"] == "broken");
}

}  // namespace passkey_audit
