#include "passkey_audit/support/date.hpp"

#include "catch.hpp"

using namespace passkey_audit;

TEST_CASE("days are read strictly", "[support]") {
  REQUIRE(parse_date("1970-01-01") == Date{0});
  REQUIRE(parse_date("2026-11-22") == Date{20'779});
  REQUIRE(parse_date("2024-02-29").has_value());
  for (const char* wrong : {"2026-02-29", "2026-13-01", "2026-00-10", "2026-1-01", "26-01-01",
                            "2026/01/01", "2026-01-01 ", "1899-12-31", "", "2026-01-3x"}) {
    CAPTURE(wrong);
    REQUIRE_FALSE(parse_date(wrong).has_value());
  }
}

TEST_CASE("days are written as they are read", "[support]") {
  for (const char* day : {"1970-01-01", "2024-02-29", "2026-11-22", "9999-12-31", "1900-01-01"}) {
    REQUIRE(format_date(*parse_date(day)) == day);
  }
}

TEST_CASE("waiting times are digits and h or d", "[support]") {
  REQUIRE(parse_duration("36h") == Duration{36});
  REQUIRE(parse_duration("3d") == Duration{72});
  REQUIRE(parse_duration("0h") == Duration{0});
  REQUIRE(parse_duration("36500d") == Duration{876'000});
  for (const char* wrong : {"36501d", "h", "3", "3w", "-1h", "1.5h", "3 d", "99999999h", ""}) {
    CAPTURE(wrong);
    REQUIRE_FALSE(parse_duration(wrong).has_value());
  }
}

TEST_CASE("waiting times are written and spoken", "[support]") {
  REQUIRE(format_duration({72}) == "3d");
  REQUIRE(format_duration({36}) == "36h");
  REQUIRE(format_duration({0}) == "0h");
  REQUIRE(spoken_duration({72}) == "3 days");
  REQUIRE(spoken_duration({24}) == "24 hours");
  REQUIRE(spoken_duration({1}) == "1 hour");
}
