// What a scan measured, in an inventory that somebody wrote.
#include "passkey_audit/keys/record_key.hpp"

#include "catch.hpp"
#include "passkey_audit/inventory/read_inventory.hpp"

namespace passkey_audit {
namespace {

constexpr Date today{20'779};  // 2026-11-22

using Lines = std::vector<std::string>;

Inventory read(std::string_view text) {
  ReadInventory read = read_inventory_text(text, "inventory.jsonc", {.today = today});
  REQUIRE(read.usable());
  return std::move(read.inventory);
}

// A YubiKey 5 NFC of firmware 5.2 or 5.4.
ScannedKey scanned() {
  return {.facts = KeyFacts{.is_fido2 = true,
                            .aaguid = "2fc0579f-8113-47ea-b116-bb5a8db9202a",
                            .pin_set = true,
                            .pin_retries = 8}};
}

ScannedKey with_list(const Lines& parties) {
  ScannedKey key = scanned();
  key.show_passkeys = true;
  key.contents = KeyContents{.slots_used = static_cast<std::uint32_t>(parties.size()),
                             .slots_free = static_cast<std::uint32_t>(25 - parties.size())};
  for (const std::string& party : parties)
    key.contents->passkeys.push_back({.relying_party = party});
  return key;
}

KeyRecord record(std::string_view text, const ScannedKey& key, std::string_view id = "spare") {
  const Inventory inventory = read(text);
  KeyRecord result = record_key(text, inventory, id, key, today);
  (void)read(result.text);
  return result;
}

std::string meant(std::string_view text, std::string_view asked_for = "",
                  const ScannedKey& key = scanned()) {
  const Inventory inventory = read(text);
  const auto id = key_meant(inventory, embedded_catalog(), key, asked_for);
  return id ? *id : "! " + id.error();
}

// Around the entries of "authenticators".
std::string inventory_with(const std::string& keys) {
  return R"({"version": 1, "authenticators": {)" + keys +
         R"(}, "accounts": {"a": {"passkeys": []}}})";
}

}  // namespace

TEST_CASE("measured fields are added, and nothing else is touched", "[keys]") {
  ScannedKey key = with_list({"github.com", "google.com", "github.com"});
  key.test = SigningTest{.relying_party = "github.com"};
  const KeyRecord result = record(R"({
  "version": 1, // mine
  "x-mine": {"b": 1, "a": [1, 2]},
  "authenticators": {
    // The one at my parents'.
    "spare": {
      "x-bought": "2024", // in autumn
      "type": "security-key",
      "pin_set": false, // really?
      "note": "blue"
    }
  },
  "accounts": {"git": {"passkeys": ["spare"]}}
})",
                                  key);
  CHECK(result.text == R"({
  "version": 1, // mine
  "x-mine": {
    "b": 1,
    "a": [1, 2]
  },
  "authenticators": {
    // The one at my parents'.
    "spare": {
      "x-bought": "2024", // in autumn
      "type": "security-key",
      "pin_set": true, // really?
      "note": "blue",
      "aaguid": "2fc0579f-8113-47ea-b116-bb5a8db9202a",
      "slots_total": 25,
      "slots_used": 3,
      "found": ["github.com", "google.com"],
      "scanned_on": "2026-11-22",
      "tested_on": "2026-11-22"
    }
  },
  "accounts": {
    "git": {"passkeys": ["spare"]}
  }
}
)");
  CHECK(result.changes ==
        Lines{R"(~ spare: aaguid "2fc0579f-8113-47ea-b116-bb5a8db9202a")",
              "~ spare: pin_set false -> true", "~ spare: slots_total 25", "~ spare: slots_used 3",
              "~ spare: found 2 services; new: github.com, google.com",
              R"(~ spare: scanned_on "2026-11-22")", R"(~ spare: tested_on "2026-11-22")"});
  CHECK(result.open.empty());
}

TEST_CASE("what is on the key as before keeps its place and its comments", "[keys]") {
  const KeyRecord result = record(R"({
  "version": 1,
  "authenticators": {
    "spare": {
      "type": "security-key",
      "found": [
        "google.com", // the old account
        // closed soon
        "shop.example"
      ],
      "scanned_on": "2026-01-01"
    }
  },
  "accounts": {"git": {"passkeys": ["spare"]}}
})",
                                  with_list({"github.com", "google.com"}));
  CHECK(result.text.find(R"(      "found": [
        "google.com", // the old account
        "github.com"
        // closed soon
      ],
      "scanned_on": "2026-11-22",)") != std::string::npos);
  CHECK(result.changes[4] == "~ spare: found 2 services; new: github.com; gone: shop.example");
}

TEST_CASE("a second scan on the same day changes nothing", "[keys]") {
  const std::string text = inventory_with(R"("spare": {"type": "security-key"})");
  const ScannedKey key = with_list({"github.com"});
  const KeyRecord once = record(text, key);
  const KeyRecord twice = record(once.text, key);
  CHECK(twice.changes.empty());
  CHECK(twice.text == once.text);
}

TEST_CASE("while an older list has to stay, the day on which it was read stays", "[keys]") {
  const std::string text = inventory_with(
      R"("spare": {"type": "security-key", "found": ["a.example"], "scanned_on": "2026-01-01"})");
  SECTION("nobody asked for the list") {
    const KeyRecord result = record(text, scanned());
    CHECK(result.text.find("2026-01-01") != std::string::npos);
    CHECK(result.open.size() == 1);
  }
  SECTION("the key kept only a part of a name") {
    ScannedKey key = with_list({"b.example"});
    key.contents->passkeys.front().is_cut_off = true;
    const KeyRecord result = record(text, key);
    CHECK(result.text.find("2026-01-01") != std::string::npos);
    CHECK(result.text.find("a.example") != std::string::npos);
    CHECK(result.open.size() == 1);
  }
  SECTION("the list was read for a test only") {
    ScannedKey key = with_list({"b.example"});
    key.show_passkeys = false;
    CHECK(record(text, key).text.find("b.example") == std::string::npos);
  }
}

TEST_CASE("a test that failed is no test, and a key that holds nothing says so", "[keys]") {
  ScannedKey key = with_list({});
  key.test = SigningTest{.relying_party = "github.com", .failure = "signed for another"};
  const KeyRecord result = record(inventory_with(R"("spare": {"type": "security-key"})"), key);
  CHECK(result.text.find("tested_on") == std::string::npos);
  CHECK(result.text.find(R"("found": [])") != std::string::npos);
}

TEST_CASE("another AAGUID than was told is noted, and pointed out", "[keys]") {
  const KeyRecord result = record(
      inventory_with(
          R"("spare": {"type": "security-key", "aaguid": "a4e9fc6d-4cbe-4758-b8ba-37598bb5bbaa"})"),
      scanned());
  CHECK(result.open.size() == 1);
  CHECK(result.changes.front() == R"(~ spare: aaguid "a4e9fc6d-4cbe-4758-b8ba-37598bb5bbaa" -> )"
                                  R"("2fc0579f-8113-47ea-b116-bb5a8db9202a")");
  // As somebody wrote it, it is the same.
  CHECK(record(inventory_with(R"("spare": {"type": "security-key", "pin_set": true,)"
                              R"( "aaguid": "2FC0579F-8113-47EA-B116-BB5A8DB9202A",)"
                              R"( "scanned_on": "2026-11-22"})"),
               scanned())
            .changes.empty());
}

TEST_CASE("which key of the inventory is meant", "[keys]") {
  const std::string by_model = R"("spare": {"type": "security-key", "model": "yubikey 5 nfc"})";
  const std::string by_aaguid =
      R"("first": {"type": "security-key", "aaguid": "2FC0579F-8113-47ea-b116-bb5a8db9202a"})";
  const std::string other =
      R"("other": {"type": "security-key", "aaguid": "a4e9fc6d-4cbe-4758-b8ba-37598bb5bbaa"})";
  const auto text = [](const std::string& a, const std::string& b) {
    return inventory_with(a + ", " + b);
  };
  CHECK(meant(text(by_model, other)) == "spare");
  CHECK(meant(text(by_aaguid, other)) == "first");
  CHECK(meant(text(by_model, by_aaguid)) ==
        "! spare and first could each be this key; say which it is with --key ID");
  CHECK(meant(text(by_model, by_aaguid), "first") == "first");
  CHECK(meant(inventory_with(other)).find("none of its security keys") != std::string::npos);
  CHECK(meant(inventory_with(other), "nobody") == "! there is no security key \"nobody\" in it");
  CHECK(meant(inventory_with(R"("v": {"type": "vault", "provider": "bitwarden"})"), "v") ==
        "! there is no security key \"v\" in it");
  SECTION("a key without an AAGUID can only be named") {
    ScannedKey key;
    key.facts = KeyFacts{};
    CHECK(meant(inventory_with(by_model), "", key).starts_with("! none of"));
    CHECK(meant(inventory_with(by_model), "spare", key) == "spare");
  }
  SECTION("one that is described where it is used has no entry to change") {
    const std::string in_place =
        R"({"version": 1, "accounts": {"a": {"passkeys": [{"type": "security-key", "id": "k"}]}}})";
    CHECK(meant(in_place, "k").find("described where it is used") != std::string::npos);
  }
}

}  // namespace passkey_audit
