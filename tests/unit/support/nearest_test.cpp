// "Did you mean".
#include "passkey_audit/support/nearest.hpp"

#include <array>
#include <string>
#include <string_view>

#include "catch.hpp"

namespace passkey_audit {

TEST_CASE("distance counts edits, and neighbours that changed places as one", "[support]") {
  struct Row {
    std::string_view a, b;
    int distance;
  };
  for (const Row& row : {Row{"", "", 0}, Row{"a", "", 1}, Row{"", "abc", 3}, Row{"same", "same", 0},
                         Row{"recovery", "recovry", 1}, Row{"recovery", "recoverry", 1},
                         Row{"recovery", "recavery", 1}, Row{"recovery", "recovrey", 1},
                         Row{"passkeys", "paskesy", 2}, Row{"ca", "abc", 3},
                         Row{"Second_Factors", "second-factors", 0}, Row{"kitten", "sitting", 3}}) {
    CAPTURE(row.a, row.b);
    CHECK(edit_distance(row.a, row.b, 9) == row.distance);
    CHECK(edit_distance(row.b, row.a, 9) == row.distance);
  }
}

TEST_CASE("above the most that is asked for, distance is only more", "[support]") {
  CHECK(edit_distance("kitten", "sitting", 3) == 3);
  CHECK(edit_distance("kitten", "sitting", 2) == 3);
  CHECK(edit_distance("kitten", "sitting", 0) == 1);
  CHECK(edit_distance("short", "a very much longer word", 2) == 3);
  CHECK(edit_distance(std::string(10'000, 'a'), std::string(10'000, 'b'), 3) == 4);
}

TEST_CASE("the nearest word is near, and the first of those equally near", "[support]") {
  constexpr std::array<std::string_view, 7> words{"vault", "secret",   "security-key", "totp",
                                                  "push",  "platform", "secrets"};
  CHECK(nearest("vualt", words) == "vault");
  CHECK(nearest("VAULT", words) == "vault");
  CHECK(nearest("security_key", words) == "security-key");
  CHECK(nearest("securtykee", words) == "security-key");
  CHECK(nearest("secret", words) == "secret");
  CHECK(nearest("secretz", words) == "secret");
  CHECK(nearest("tot", words) == "totp");
  // Nothing is better than something far away.
  CHECK(nearest("passkey", words).empty());
  CHECK(nearest("psh", words) == "push");
  CHECK(nearest("ps", words).empty());
  CHECK(nearest("", words).empty());
  CHECK(nearest("vault", {}).empty());
}

TEST_CASE("a hint shows words of a file safely", "[support]") {
  constexpr std::array<std::string_view, 1> words{"place:ev\x1b[31mil"};
  CHECK(did_you_mean("place:ev[31mil", words) == "did you mean \"place:ev\\u{1b}[31mil\"?");
}

TEST_CASE("a hint is a question, or nothing", "[support]") {
  constexpr std::array<std::string_view, 2> words{"recovery", "recovery_methods"};
  CHECK(did_you_mean("recovry", words) == "did you mean \"recovery\"?");
  CHECK(did_you_mean("recovery-method", words) == "did you mean \"recovery_methods\"?");
  CHECK(did_you_mean("codes", words).empty());
}

}  // namespace passkey_audit
