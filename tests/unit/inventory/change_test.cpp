// Changes to a copy of an inventory: what is written down and read again is what was changed, and
// the first inventory stays as it was.
#include "passkey_audit/inventory/change.hpp"

#include <nlohmann/json.hpp>

#include "catch.hpp"
#include "passkey_audit/inventory/write_inventory.hpp"
#include "reading.hpp"

namespace passkey_audit {
namespace {

using Json = nlohmann::json;

constexpr std::string_view before = R"({
  "version": 1,
  "reviewed_on": "2026-01-02",
  "places": {"home": {}, "parents": {}},
  "people": {"sam": {}},
  "authenticators": {
    "key": {"type": "security-key", "pin_set": false, "expires_on": "2026-12-24", "slots_used": 3},
    "vault": {"type": "vault", "provider": "other", "new_device_needs": []},
    "pin": {"type": "secret", "stored_in": ["memory"]},
    "number": {"type": "phone-number"}
  },
  "recovery_methods": {
    "kit": {"type": "emergency-kit", "stored_in": ["home"]},
    "set": {"type": "recovery-codes", "stored_in": ["home"]},
    "letter": {"type": "recovery-email", "verified": false}
  },
  "accounts": {
    "mail": {"password": ["vault"], "second_factors": ["number"], "expires_on": "2026-12-24",
             "codes": {"stored_in": ["home"], "issued": 10, "remaining": 1}, "recovery": ["letter"],
             "service_review": {"worst_case": "5d"}},
    "shop": {"passkeys": ["vault", {"in": "key", "registered_on": "2026-01-02"}], "recovery": ["kit", "set"]}
  }
})";

const Date day = *parse_date("2026-11-22");

// What the inventory says at the pointer after the changes, written and read again.
class After {
 public:
  After() : read_(read_inventory_text(before, "test.json", {.today = day})) {
    REQUIRE(read_.usable());
  }
  const Inventory& inventory() const { return read_.inventory; }
  ThingId id(std::string_view name) const { return inventory().things.find(name); }

  Json operator()(std::initializer_list<Change> changes, const std::string& pointer) const {
    const std::string untouched = write_inventory(inventory());
    const std::string text =
        write_inventory(changed(inventory(), std::span(changes.begin(), changes.size()), day));
    const ReadInventory again = read_inventory_text(text, "test.json", {.today = day});
    INFO(text);
    REQUIRE(again.usable());
    CHECK(write_inventory(again.inventory) == text);
    CHECK(write_inventory(inventory()) == untouched);
    const Json json = Json::parse(text);
    const Json::json_pointer at(pointer);
    return json.contains(at) ? json.at(at) : Json();
  }

 private:
  ReadInventory read_;
};

using Kind = ChangeKind;

}  // namespace

TEST_CASE("keys and codes that are changed are written as such", "[inventory]") {
  const After after;
  const ThingId mail = after.id("mail"), shop = after.id("shop"), key = after.id("key");
  const ThingId parents = after.id("parents");
  // Beside a password that other things follow, a key is a second factor; else a passkey.
  CHECK(after({{Kind::register_key, mail, key, {}}}, "/accounts/mail/second_factors") ==
        Json({"number", "key"}));
  CHECK(after({{Kind::register_second_factor, shop, key, {}}}, "/accounts/shop/second_factors") ==
        Json({"key"}));
  CHECK(after({{Kind::register_key, mail, key, {}}}, "/authenticators/key/tested_on") ==
        "2026-11-22");
  CHECK(after({{Kind::register_key, shop, key, {}}}, "/accounts/shop/passkeys/2") ==
        Json({{"in", "key"}, {"registered_on", "2026-11-22"}, {"tested_on", "2026-11-22"}}));
  CHECK(after({{Kind::use, shop, key, {}}}, "/accounts/shop/passkeys/1/tested_on") == "2026-11-22");
  CHECK(after({{Kind::use, shop, after.id("vault"), {}}}, "/accounts/shop/passkeys/0/tested_on") ==
        "2026-11-22");
  CHECK(after({{Kind::new_codes, mail, parents, {}}}, "/accounts/mail/codes") ==
        Json({{"stored_in", {"parents"}},
              {"issued", 10},
              {"remaining", 10},
              {"generated_on", "2026-11-22"}}));
  // Whatever the file calls the old set, it is void; a passkey takes room on its key.
  CHECK(after({{Kind::new_codes, shop, parents, {}}}, "/recovery_methods/set/stored_in") ==
        Json({"parents"}));
  CHECK(after({{Kind::register_key, shop, key, {}}}, "/authenticators/key/slots_used") == 4);
  CHECK(after({{Kind::register_key, mail, key, {}}}, "/authenticators/key/slots_used") == 3);
  CHECK(after({{Kind::copy_codes, mail, parents, {}}}, "/accounts/mail/codes/stored_in") ==
        Json({"home", "parents"}));
  CHECK(after({{Kind::move, key, parents, {}}}, "/authenticators/key/place") == "parents");
  CHECK(after({{Kind::copy_password, mail, parents, {}}}, "/accounts/mail/password") ==
        Json({"vault", "parents"}));
  CHECK(after({{Kind::copy_secret, after.id("pin"), parents, {}}},
              "/authenticators/pin/stored_in") == Json({"memory", "parents"}));
  CHECK(after({{Kind::copy_secret, after.id("kit"), parents, {}}},
              "/recovery_methods/kit/stored_in") == Json({"home", "parents"}));
}

TEST_CASE("new things get ids that are free, and can be named by later changes", "[inventory]") {
  const After after;
  const ThingId mail = after.id("mail");
  const ThingId first = thing_to_be(after.inventory()), second = thing_to_be(after.inventory(), 1);
  const std::initializer_list<Change> key_at_a_new_place{
      {Kind::new_place, first, {}, {}},
      {Kind::new_key, second, first, after.id("sam")},
      {Kind::register_key, mail, second, {}}};
  CHECK(after(key_at_a_new_place, "/places/new-place/name") == "the new place");
  CHECK(after(key_at_a_new_place, "/authenticators/new-key/place") == "new-place");
  CHECK(after(key_at_a_new_place, "/authenticators/new-key/owner") == "sam");
  CHECK(after(key_at_a_new_place, "/accounts/mail/second_factors/1") == "new-key");
  CHECK(after({{Kind::new_key, first, after.id("home"), {}}, {Kind::new_key, second, {}, {}}},
              "/authenticators/new-key-2/pin_set") == true);
  CHECK(after({{Kind::new_key, first, after.id("home"), {}}, {Kind::new_key, second, {}, {}}},
              "/authenticators/new-key-2/name") == "the second new key");
  const std::initializer_list<Change> somebody{{Kind::new_person, first, {}, {}},
                                               {Kind::new_contact, mail, first, {}}};
  CHECK(after(somebody, "/recovery_methods/new-contact/person") == "new-person");
  CHECK(after(somebody, "/accounts/mail/recovery") == Json({"letter", "new-contact"}));
  CHECK_THROWS(after({{Kind::new_key, second, {}, {}}}, ""));
}

TEST_CASE("what was looked after has that day", "[inventory]") {
  const After after;
  const ThingId mail = after.id("mail"), key = after.id("key");
  const Json today = "2026-11-22";
  CHECK(after({{Kind::test, mail, {}, {}}}, "/accounts/mail/tested_on") == today);
  CHECK(after({{Kind::test, after.id("kit"), {}, {}}}, "/recovery_methods/kit/tested_on") == today);
  CHECK(after({{Kind::test, key, {}, {}}}, "/authenticators/key/tested_on") == today);
  CHECK(after({{Kind::verify, after.id("letter"), {}, {}}}, "/recovery_methods/letter/verified") ==
        true);
  CHECK(after({{Kind::verify, after.id("number"), {}, {}}}, "/authenticators/number/verified_on") ==
        today);
  CHECK(after({{Kind::set_pin, key, {}, {}}}, "/authenticators/key/pin_set") == true);
  CHECK(after({{Kind::extend, key, {}, {}}}, "/authenticators/key/expires_on").is_null());
  CHECK(after({{Kind::extend, mail, {}, {}}}, "/accounts/mail/expires_on").is_null());
  CHECK(after({{Kind::review_service, mail, {}, {}}}, "/accounts/mail/service_review") ==
        Json({{"reviewed_on", "2026-11-22"}, {"worst_case", "5d"}}));
  CHECK(after({{Kind::review, {}, {}, {}}}, "/reviewed_on") == today);
}

}  // namespace passkey_audit
