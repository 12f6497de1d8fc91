// How likely a lockout is, in words: each border between two ways of saying it, from both sides.
#include "passkey_audit/report/likelihood_words.hpp"

#include "catch.hpp"

namespace passkey_audit {
namespace {

std::string exactly(double probability) {
  return likelihood_in_words({.at_least = probability, .at_most = probability});
}

TEST_CASE("a likelihood is told as odds and in percent", "[report]") {
  CHECK(exactly(0.02) == "about 1 in 50 within a year (2.0 %)");
  CHECK(exactly(0.0109) == "about 1 in 92 within a year (1.1 %)");
  CHECK(exactly(0.25) == "about 1 in 4 within a year (25 %)");
  CHECK(exactly(0.26) == "about 3 in 10 within a year (26 %)");
  CHECK(exactly(0.5) == "about 5 in 10 within a year (50 %)");
  CHECK(exactly(0.94) == "about 9 in 10 within a year (94 %)");
}

TEST_CASE("small likelihoods are told to two digits, however small", "[report]") {
  CHECK(exactly(0.1) == "about 1 in 10 within a year (10 %)");
  CHECK(exactly(0.099) == "about 1 in 10 within a year (9.9 %)");
  CHECK(exactly(0.0077) == "about 1 in 130 within a year (0.8 %)");
  CHECK(exactly(0.000123) == "about 1 in 8100 within a year (0.012 %)");
  CHECK(exactly(1e-6) == "about 1 in 1000000 within a year (0.0001 %)");
  CHECK(exactly(9e-7) == "less than 1 in 1000000 within a year (under 0.0001 %)");
  CHECK(exactly(1e-300) == "less than 1 in 1000000 within a year (under 0.0001 %)");
}

TEST_CASE("what is never, certain, or nearly so, is called that and no more", "[report]") {
  CHECK(exactly(0) == "not by the losses that have a figure");
  CHECK(exactly(1) == "certain within a year by the figures told");
  CHECK(exactly(0.95) == "almost certain within a year (95 %)");
  CHECK(exactly(0.99) == "almost certain within a year (99 %)");
  CHECK(exactly(0.9999999) == "almost certain within a year (over 99 %)");
}

TEST_CASE("of two bounds those are told that say anything", "[report]") {
  CHECK(likelihood_in_words({.at_least = 0.01, .at_most = 0.02}) ==
        "between about 1 in 100 and about 1 in 50 within a year (1.0 % to 2.0 %)");
  CHECK(likelihood_in_words({.at_least = 0, .at_most = 0.5}) ==
        "at most about 5 in 10 within a year (50 %)");
  CHECK(likelihood_in_words({.at_least = 0.5, .at_most = 1}) ==
        "at least about 5 in 10 within a year (50 %)");
  CHECK(likelihood_in_words({.at_least = 0, .at_most = 1}) ==
        "nobody can tell: too many losses play together");
}

}  // namespace
}  // namespace passkey_audit
