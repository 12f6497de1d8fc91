// The table of everyday words: each row leads to a word of the format, and a hint names it.
#include "everyday_words.hpp"

#include <algorithm>
#include <set>
#include <sstream>
#include <string>

#include "catch.hpp"
#include "fields.hpp"
#include "policy_keys.hpp"

namespace passkey_audit {
namespace {

using WordSet = std::set<std::string_view>;

template <class... Enum>
void add_words_of(WordSet& words) {
  (words.insert(Words<Enum>::list.begin(), Words<Enum>::list.end()), ...);
}

template <class... Owner>
void add_keys_of(WordSet& words) {
  const auto add = [&](const auto& fields) {
    for (const auto& field : fields) words.insert(field.key);
  };
  (add(fields_of<Owner>()), ...);
}

WordSet words_of_the_format() {
  WordSet words{"places",     "people",  "accounts", "authenticators", "recovery_methods",
                "type",       "policy",  "waivers",  "include",        "title",
                "rule",       "subject", "reason",   "approved_by",    "until",
                "memory",     "carried", "me",       "never",          "wait",
                "reviewed_on"};
  add_words_of<Profile, PersonStatus, Status, DeviceType, Platform, Ownership, Connector,
               AuthenticatorType, RecoveryType, Importance, Role, Export, Severity>(words);
  add_keys_of<Place, Person, Device, Authenticator, RecoveryMethod, Account>(words);
  for (const PolicyKey& key : policy_keys()) words.insert(key.key);
  return words;
}

constexpr auto& authenticator_types = Words<AuthenticatorType>::list;
constexpr auto& recovery_types = Words<RecoveryType>::list;

}  // namespace

TEST_CASE("every row of the everyday words leads to a word of the format", "[inventory]") {
  const WordSet known = words_of_the_format();
  WordSet rows;
  for (const EverydayWords& row : everyday_words()) {
    CAPTURE(row.meant);
    CHECK(known.contains(row.meant));
    CHECK(rows.insert(row.meant).second);
    std::istringstream written{std::string(row.written)};
    std::set<std::string> words;
    for (std::string word; written >> word;) {
      CAPTURE(word);
      CHECK(words.insert(word).second);
      CHECK(word != row.meant);
      CHECK(std::ranges::none_of(word, [](char c) { return c == '_' || (c >= 'A' && c <= 'Z'); }));
    }
    CHECK_FALSE(words.empty());
  }
}

TEST_CASE("everyday words are understood, in any spelling", "[inventory]") {
  CHECK(meant_or_near("sms", authenticator_types) == "did you mean \"phone-number\"?");
  CHECK(meant_or_near("Text message", authenticator_types) == "did you mean \"phone-number\"?");
  CHECK(meant_or_near("YubiKey", authenticator_types) == "did you mean \"security-key\"?");
  CHECK(meant_or_near("fido_keys", authenticator_types) == "did you mean \"security-key\"?");
  CHECK(meant_or_near("authenticator app", authenticator_types) == "did you mean \"totp\"?");
  CHECK(meant_or_near("icloud", authenticator_types) == "did you mean \"vault\"?");
  CHECK(meant_or_near("passkey", authenticator_types) ==
        "did you mean \"security-key\", \"platform\" or \"vault\"?");
  CHECK(meant_or_near("backup codes", recovery_types) == "did you mean \"recovery-codes\"?");
  CHECK(meant_or_near("Important", Words<Importance>::list) ==
        "did you mean \"critical\" or \"high\"?");
  CHECK(meant_or_near("pc", Words<DeviceType>::list) == "did you mean \"desktop\"?");
  CHECK(meant_or_near("pc", Words<Platform>::list) == "did you mean \"windows\"?");
}

TEST_CASE("a word without an everyday meaning here is compared by its letters", "[inventory]") {
  CHECK(meant_or_near("vualt", authenticator_types) == "did you mean \"vault\"?");
  CHECK(meant_or_near("sms", recovery_types).empty());
  CHECK(meant_or_near("", authenticator_types).empty());
  CHECK(meant_or_near("s", authenticator_types).empty());
  CHECK(meant_or_near("key token", authenticator_types).empty());
}

}  // namespace passkey_audit
