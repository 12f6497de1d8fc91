// The words that sentences are made of: losses, what they do, accounts, companies.
#include "passkey_audit/audit/wording.hpp"

#include "audited.hpp"

namespace passkey_audit {
namespace {

TEST_CASE("a sentence begins with a capital letter, a name keeps its spelling", "[audit]") {
  CHECK(capitalized("the family cloud has no security key") ==
        "The family cloud has no security key");
  CHECK(capitalized("google has no security key") == "Google has no security key");
  CHECK(capitalized("mara's bank: closed") == "Mara's bank: closed");
  CHECK(capitalized("iCloud keeps it") == "iCloud keeps it");
  CHECK(capitalized("mara@example.org has no security key") ==
        "mara@example.org has no security key");
  CHECK(capitalized("yubikey-a is lost") == "yubikey-a is lost");
  CHECK(capitalized("über bank") == "über bank");
  CHECK(capitalized("Losing it") == "Losing it");
  CHECK(capitalized("").empty());
  CHECK(uncapitalized("Losing Mara's iPhone") == "losing Mara's iPhone");
}

TEST_CASE("all of the accounts", "[audit]") {
  CHECK(all_accounts(1) == "your account");
  CHECK(all_accounts(2) == "both accounts");
  CHECK(all_accounts(5) == "all 5 accounts");
}

TEST_CASE("a very long chain shows where it begins and ends", "[audit]") {
  std::vector<std::string> names{"a", "b", "c"};
  CHECK(chain(names) == "a > b > c");
  for (int i = 4; i <= 12; ++i) names.push_back(fmt::format("{}", i));
  CHECK(chain(names) == "a > b > c > 4 > 5 > 6 > 7 > 8 > 9 > 10 > 11 > 12");
  names.push_back("13");
  CHECK(chain(names) == "a > b > c > 4 > 5 > 6 > 7 > 8 > (2 more) > 11 > 12 > 13");
}

constexpr std::string_view household = R"({
  "version": 1,
  "places": {"home": {}, "safe": {"name": "the safe"}},
  "people": {"alex": {"name": "Alex"}},
  "devices": {"phone": {"name": "my phone", "type": "phone"}},
  "authenticators": {
    "vault": {"type": "vault", "provider": "bitwarden", "devices": ["phone"]},
    "key": {"type": "security-key", "name": "the blue key", "place": "home"},
    "named": {"type": "phone-number", "name": "my number", "sim_in": "phone"},
    "digits": {"type": "phone-number", "name": "+49 151 1234", "sim_in": "phone"},
    "pin": {"type": "secret", "name": "the PIN", "stored_in": ["memory", "safe", "carried"]}
  },
  "accounts": {
    "mail": {"name": "Yahoo", "service": "yahoo.com", "password": ["memory", "home"], "codes": ["carried"]},
    "one": {"service": "google.com", "passkeys": ["vault", "key"], "password": ["vault"],
            "second_factors": ["named", "digits", "phone"]},
    "two": {"vendor": "google", "other_sign_in": [{"all": ["pin", "alex"]}]},
    "club": {"vendor": "chess-club", "federated_via": "mail"}
  }
})";

TEST_CASE("every loss is the subject of a sentence", "[audit]") {
  const AuditOf audit(household);
  const auto losing = [&](std::string_view loss) { return audit.context.losing(audit.loss(loss)); };
  CHECK(losing("device:phone") == "Losing my phone");
  CHECK(losing("security-key:key") == "Losing the blue key");
  CHECK(losing("phone-number:named") == "Losing my number");
  CHECK(losing("phone-number:digits") == "Losing the number +49 151 1234");
  CHECK(losing("copy:mail@home") == "Losing the paper with the password of Yahoo at home");
  CHECK(losing("copy:pin@safe") == "Losing the paper with the PIN at the safe");
  CHECK(losing("copy:mail.codes@carried") ==
        "Losing the paper with the recovery codes of Yahoo that you carry");
  CHECK(losing("secret:pin") == "Forgetting the PIN");
  CHECK(losing("person:alex") == "Being unable to reach Alex");
  CHECK(losing("account:mail") == "Losing access to Yahoo");
  CHECK(losing("signed-out:one") == "Being signed out of one everywhere");
  CHECK(losing("place:home") == "Losing everything at home");
  CHECK(losing("place:carried") == "Losing everything you carry");
  CHECK(losing("vendor:google") == "Losing all your Google accounts for good");
  CHECK(losing("vendor:chess-club") == "Losing club for good");
  CHECK(losing("vendor:bitwarden") == "Losing everything you keep with Bitwarden");
}

TEST_CASE("several losses make one subject, many are counted", "[audit]") {
  const AuditOf audit(household);
  const auto losing = [&](const std::vector<std::string_view>& texts) {
    LossSet losses;
    for (const std::string_view text : texts)
      losses.push_back(*audit.context.graph.losses().find(text));
    return audit.context.losing(losses);
  };
  CHECK(losing({"device:phone"}) == "Losing my phone");
  CHECK(losing({"device:phone", "secret:pin"}) == "Losing my phone and forgetting the PIN");
  CHECK(losing({"device:phone", "place:home", "secret:pin"}) ==
        "Losing my phone, losing everything at home and forgetting the PIN");
  CHECK(losing({"account:mail", "device:phone", "place:home", "secret:pin"}) ==
        "Losing access to Yahoo, losing my phone and 2 more losses");
}

TEST_CASE("companies are written as they write themselves", "[audit]") {
  const AuditOf audit(household);
  CHECK(audit.context.vendor_name("google") == "Google");
  CHECK(audit.context.vendor_name("1password") == "1Password");
  CHECK(audit.context.vendor_name("ebay") == "eBay");
  CHECK(audit.context.vendor_name("gov-uk") == "GOV.UK");
  CHECK(audit.context.vendor_name("github") == "GitHub");
  CHECK(audit.context.vendor_name("usbank") == "U.S. Bank");
  CHECK(audit.context.vendor_name("acme") == "Acme");
}

// "bank" comes back after two days, "shop" after five, "shut" never, "slow" nobody knows when.
constexpr std::string_view delays = R"({
  "version": 1,
  "devices": {"phone": {"type": "phone"}, "tablet": {"type": "tablet"}},
  "authenticators": {"app": {"type": "push", "device": "phone"},
                     "other": {"type": "push", "device": "tablet"}},
  "recovery_methods": {"letter": {"type": "support", "wait": "2d"}, "visit": {"type": "support", "wait": "5d"},
                       "form": {"type": "support"}},
  "accounts": {
    "bank": {"other_sign_in": ["app"], "recovery": ["letter"]},
    "shop": {"other_sign_in": ["app"], "recovery": ["visit"]},
    "shut": {"other_sign_in": ["app"]},
    "forum": {"other_sign_in": ["other"], "recovery": ["letter"]},
    "club": {"other_sign_in": ["other"], "recovery": ["form"]},
    "gym": {"other_sign_in": [{"at_least": 1, "of": ["app", "other"]}], "recovery": ["visit"]}
  }
})";

TEST_CASE("what a loss does says who is locked out, who waits, and how long", "[audit]") {
  const AuditOf audit(delays);
  CHECK(
      audit.context.effect_in_words(audit.effect("device:phone")) ==
      "locks you out of shut, and keeps bank and shop shut for up to 5 days, if support can help");
  LossEffect effect = audit.effect("device:phone");
  effect.delayed = std::vector<std::uint32_t>(1, 0);
  CHECK(audit.context.effect_in_words(effect) ==
        "locks you out of shut, and keeps bank shut for 2 days, if support can help");
  effect.locked_out.clear();
  CHECK(audit.context.effect_in_words(effect) == "keeps bank shut for 2 days, if support can help");
  // Of one of them nobody knows how long.
  CHECK(audit.context.effect_in_words(audit.effect("device:tablet")) ==
        "keeps forum and club shut for a time that nobody can tell, if support can help");
}

TEST_CASE("a wait for support that nobody has asked is no promise", "[audit]") {
  const auto effect_with = [](std::string_view review, std::string_view service) {
    const AuditOf audit(fmt::format(R"({{"version": 1, "devices": {{"phone": {{"type": "phone"}}}},
        "accounts": {{
          "bank": {{"other_sign_in": ["phone"] {}{},
                    "recovery": [{{"type": "support", "wait": "5d"}}]}},
          "shop": {{"federated_via": "bank"}}}}}})",
                                    review, service));
    return audit.context.effect_in_words(audit.effect("device:phone"));
  };
  CHECK(effect_with("", "") == "keeps bank and shop shut for 5 days, if support can help");
  CHECK(effect_with(R"(, "service_review": {"support_can_restore": true})", "") ==
        "keeps bank and shop shut for 5 days");
}

TEST_CASE("the time after several losses is that after all of them", "[audit]") {
  const AuditOf audit(delays);
  const auto& losses = audit.context.graph.losses();
  const LossSet both{*losses.find("device:phone"), *losses.find("device:tablet")};
  const LossEffect effect{.loss = both.front(), .delayed = {5}, .locked_out = {}};
  CHECK(audit.context.effect_in_words(effect, both) ==
        "keeps gym shut for 5 days, if support can help");
}

TEST_CASE("an account says how its owner gets in by anything, even by saying that there is nothing",
          "[audit]") {
  const AuditOf audit(R"({"version": 1,
    "recovery_methods": {"form": {"type": "support"}},
    "accounts": {
      "nothing": {"service": "google.com", "importance": "critical", "accepts_security_key": true},
      "passkeys": {"passkeys": []}, "password": {"password": []}, "codes": {"codes": {"issued": 10}},
      "second": {"second_factors": []}, "totp": {"totp": []}, "other": {"other_sign_in": []},
      "recovery": {"recovery": ["form"]}, "via": {"federated_via": "password"},
      "organisation": {}, "administrator": {"org": "organisation", "password": []}}})");
  for (std::uint32_t i = 0; i < audit.context.inventory.accounts.size(); ++i) {
    const Account& account = audit.context.account(i);
    INFO(audit.context.name(i));
    CHECK(audit.context.says_how_you_get_in(account) == (audit.context.name(i) != "nothing"));
  }
}

}  // namespace
}  // namespace passkey_audit
