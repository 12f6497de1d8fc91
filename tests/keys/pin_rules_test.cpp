// When no PIN is asked for, and which PIN is not sent.
#include "passkey_audit/keys/pin_rules.hpp"

#include "catch.hpp"

namespace passkey_audit {
namespace {

KeyFacts ready() {
  return {.is_fido2 = true, .pin_set = true, .pin_retries = 8, .listing = Listing::possible};
}

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a PIN is asked for only where it can help and do no harm", "[keys]") {
  KeyFacts facts = ready();
  CHECK(why_not_listable(facts).empty());
  CHECK(why_no_pin(facts).empty());
  SECTION("U2F only") {
    facts.is_fido2 = false;
    CHECK(has(why_not_listable(facts), "U2F only"));
  }
  SECTION("no list") {
    facts.listing = Listing::not_offered;
    CHECK(has(why_not_listable(facts), "does not let anybody list"));
    facts.listing = Listing::needs_newer_library;
    CHECK(has(why_not_listable(facts), "libfido2 1.15"));
  }
  SECTION("no PIN") {
    facts.pin_set = false;
    CHECK(has(why_not_listable(facts), "no PIN is set"));
    facts.pin_set.reset();
    CHECK(has(why_not_listable(facts), "has no PIN"));
  }
  SECTION("a new PIN is due") {
    facts.must_change_pin = true;
    CHECK(has(why_no_pin(facts), "new PIN"));
  }
  SECTION("too few tries") {
    facts.pin_retries = 4;
    CHECK(why_no_pin(facts).empty());
    facts.pin_retries = 3;
    CHECK(has(why_no_pin(facts), "only 3 tries of the PIN are left"));
    facts.pin_retries = 1;
    CHECK(has(why_no_pin(facts), "only 1 try of the PIN is left"));
    facts.pin_retries = 0;
    CHECK(has(why_no_pin(facts), "blocked for good"));
    facts.pin_retries.reset();
    CHECK(has(why_no_pin(facts), "does not say"));
  }
}

TEST_CASE("a PIN that the key could only refuse is not sent", "[keys]") {
  KeyFacts facts = ready();
  facts.pin_characters_min = 6;
  CHECK(why_not_this_pin(facts, "123456").empty());
  CHECK(why_not_this_pin(facts, "äöüäöü").empty());
  CHECK(has(why_not_this_pin(facts, "äöü"), "at least 6 characters"));
  CHECK(has(why_not_this_pin(facts, ""), "no PIN was given"));
  CHECK(why_not_this_pin(facts, std::string(63, '1')).empty());
  CHECK(has(why_not_this_pin(facts, std::string(64, '1')), "at most 63 bytes"));
  CHECK(has(why_not_this_pin(facts, "\xFF\xFF\xFF\xFF\xFF\xFF\xFF"), "plain text"));
  CHECK(has(why_not_this_pin(facts, std::string_view("123456\0", 7)), "plain text"));
}

}  // namespace passkey_audit
