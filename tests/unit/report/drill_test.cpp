// Loss drills in words and as JSON: the first line, who is out, and the way in that is left.
#include "passkey_audit/report/drill.hpp"

#include <fmt/ranges.h>

#include <nlohmann/json.hpp>

#include "unit/audit/audited.hpp"

namespace passkey_audit {
namespace {

ScenarioResult drill(const AuditOf& audit, const std::vector<std::string_view>& lost) {
  Scenario scenario{.id = "what-if", .title = "", .losses = {}};
  for (const std::string_view text : lost) {
    scenario.losses.push_back(*audit.context.graph.losses().find(text));
  }
  scenario.title = audit.context.losing(scenario.losses);
  return {scenario,
          account_states(audit.context.graph, scenario.losses, audit.context.policy.max_outage)};
}

std::string text(std::string_view inventory, const std::vector<std::string_view>& lost) {
  const AuditOf audit(inventory);
  return drill_as_text(audit.context, drill(audit, lost), {});
}

// The ids of the route, joined with blanks.
std::string route(std::string_view inventory, std::size_t account,
                  const std::vector<std::string_view>& lost = {}) {
  const AuditOf audit(inventory);
  return fmt::format(
      "{}", fmt::join(route_ids(audit.context, drill(audit, lost).states[account].route), " "));
}

constexpr std::string_view household = R"({"version": 1,
  "places": {"home": {"name": "the flat"}},
  "people": {"brother": {"name": "my brother"}},
  "devices": {"phone": {"name": "Sam's iPhone", "type": "phone"},
              "laptop": {"name": "the laptop", "type": "laptop", "place": "home"}},
  "authenticators": {
    "number": {"type": "phone-number", "name": "my number", "sim_in": "phone", "new_sim_after": "2d"}},
  "recovery_methods": {
    "contact": {"type": "recovery-contact", "name": "my brother", "person": "brother"},
    "form": {"type": "support", "name": "the bank's form"},
    "letter": {"type": "support", "name": "a letter", "wait": "7d"}},
  "accounts": {
    "google": {"name": "Google", "password": ["memory"], "second_factors": ["phone", "laptop"]},
    "mail": {"name": "the mailbox", "other_sign_in": ["phone"], "recovery": ["contact"]},
    "shop": {"name": "the shop", "other_sign_in": ["number"]},
    "bank": {"name": "the bank", "other_sign_in": ["phone"], "recovery": ["form"]},
    "tax": {"name": "the tax office", "password": ["home"], "totp": ["phone"], "codes": ["home"],
            "recovery": ["letter"]},
    "club": {"name": "the club", "other_sign_in": [{"all": ["phone"], "wait": "1h"}]},
    "forum": {"name": "the forum", "other_sign_in": ["phone"]},
    "silent": {"name": "the library"}}})";

TEST_CASE("a drill in words, from locked out to open", "[report]") {
  CHECK(text(household, {"device:phone"}) ==
        R"(Losing Sam's iPhone: 5 of 8 accounts are out of reach.
Lost: device:phone

LOCKED OUT
  the club
  the forum
  the library: the file does not say how you get in

DELAYED
  the shop, after 2 days: my number (a new SIM)
  the bank, after a time that nobody can tell: the bank's form, if support can help

RECOVERABLE
  the mailbox: my brother

OPEN
  Google: the password of Google (what you remember), then the laptop
  the tax office: the password of the tax office (on paper at the flat), then the recovery codes of the tax office (on paper at the flat)
)");
}

TEST_CASE("of several waits each is told where it is spent", "[report]") {
  CHECK(text(R"({"version": 1, "devices": {"phone": {"type": "phone"}},
    "authenticators": {
      "number": {"type": "phone-number", "name": "my number", "sim_in": "phone", "new_sim_after": "2d"}},
    "recovery_methods": {"letter": {"type": "support", "name": "a letter", "wait": "3d"}},
    "accounts": {
      "shop": {"other_sign_in": [{"all": ["number"], "wait": "1h"}]},
      "bank": {"other_sign_in": [{"all": ["number", "letter"]}]},
      "club": {"other_sign_in": [{"all": ["letter"], "wait": "1h"}]}}})",
             {"device:phone"}) ==
        R"(Losing phone: all 3 accounts are out of reach.
Lost: device:phone

DELAYED
  shop, after 49 hours: my number (a new SIM, after 2 days), then wait 1 hour
  bank, after 3 days: my number (a new SIM, after 2 days), then a letter, if support can help
  club, after 73 hours: a letter (after 3 days), then wait 1 hour, if support can help
)");
}

TEST_CASE("what has no place counts as safe from a fire, and the drill says so", "[report]") {
  const std::string drilled = text(R"({"version": 1, "places": {"flat": {}},
    "devices": {"pc": {"type": "desktop", "name": "the PC"}, "phone": {"type": "phone"},
                "mac": {"type": "laptop", "place": "flat"}},
    "authenticators": {"key": {"type": "security-key", "name": "the key", "place": "unknown"}},
    "accounts": {"a": {"other_sign_in": ["pc"]}}})",
                                   {"place:flat"});
  CHECK(drilled.ends_with(
      "\n\nCounted as safe, since the file does not say where they are: the PC and the key.\n"));
  CHECK(text(household, {"device:phone"}).find("Counted as safe") == std::string::npos);
}

TEST_CASE("who remembers is somebody who is still there", "[report]") {
  const std::string drilled = text(R"({"version": 1, "people": {"ada": {}, "bo": {}},
    "accounts": {"a": {"owners": ["ada", "bo"], "password": ["memory"]}}})",
                                   {"person:ada"});
  CHECK(drilled.find("what bo remembers") != std::string::npos);
}

TEST_CASE("the first line counts as people do", "[report]") {
  const std::string begin = R"({"version": 1,
    "devices": {"phone": {"name": "Sam's iPhone", "type": "phone"}, "tablet": {"type": "tablet"}},
    "accounts": {"a": {"other_sign_in": ["phone"]})";
  const auto first_line = [&](const std::string& more, std::string_view lost) {
    const std::string drilled = text(begin + more + "}}", {lost});
    return drilled.substr(0, drilled.find('\n'));
  };
  const std::string same = R"(, "b": {"other_sign_in": ["phone"]})";
  CHECK(first_line("", "device:tablet") == "Losing tablet: you still get into your account.");
  CHECK(first_line("", "device:phone") == "Losing Sam's iPhone: your account is out of reach.");
  CHECK(first_line(same, "device:tablet") == "Losing tablet: you still get into both accounts.");
  CHECK(first_line(same, "device:phone") == "Losing Sam's iPhone: both accounts are out of reach.");
  CHECK(first_line(same + R"(, "c": {"other_sign_in": ["tablet"]})", "device:tablet") ==
        "Losing tablet: 1 of 3 accounts is out of reach.");
  CHECK(first_line(same + R"(, "c": {"other_sign_in": ["phone"]})", "device:phone") ==
        "Losing Sam's iPhone: all 3 accounts are out of reach.");
}

// The kit at home brings "a" back as quickly as "b" signs in to it, and comes first in the file.
TEST_CASE("an open account shows a sign-in, not a recovery that is as quick", "[report]") {
  constexpr std::string_view inventory = R"({"version": 1, "places": {"home": {}},
    "recovery_methods": {"kit": {"type": "emergency-kit", "stored_in": ["home"]}},
    "authenticators": {"key": {"type": "security-key"}},
    "accounts": {"a": {"recovery": ["kit"], "federated_via": "b"},
                 "b": {"passkeys": ["key"]},
                 "c": {"federated_via": "a"}}})";
  CHECK(route(inventory, 0) == "key b a");
  CHECK(route(inventory, 2) == "key b a c");
  CHECK(route(inventory, 0, {"security-key:key"}) == "home kit a");
}

// Its vault opens only after it has been recovered: a sign-in out of that vault would lead through
// the account itself.
TEST_CASE("a route never leads through what only the account opens", "[report]") {
  constexpr std::string_view inventory = R"({"version": 1, "places": {"home": {}},
    "recovery_methods": {"kit": {"type": "emergency-kit", "stored_in": ["home"]}},
    "authenticators": {"vault": {"type": "vault", "account": "a", "devices": [], "new_device_needs": []}},
    "accounts": {"a": {"passkeys": ["vault"], "recovery": ["kit"]}, "b": {"passkeys": ["vault"]}}})";
  CHECK(route(inventory, 0) == "home kit a");
  CHECK(route(inventory, 1) == "home kit a vault b");
}

// Both can be recovered; once b is, it signs in to a as well.
TEST_CASE("a sign-in through an account that had to be recovered is a sign-in", "[report]") {
  constexpr std::string_view inventory = R"({"version": 1, "places": {"home": {}},
    "recovery_methods": {"kit": {"type": "emergency-kit", "stored_in": ["home"]}},
    "accounts": {"a": {"federated_via": "b", "recovery": ["kit"]}, "b": {"recovery": ["kit"]}}})";
  const AuditOf audit(inventory);
  CHECK(drill(audit, {}).states[0].state == AccessState::open);
  CHECK(route(inventory, 0) == "home kit b a");
  CHECK(route(inventory, 1) == "home kit b");
}

TEST_CASE("a drill as JSON is one scenario object", "[report]") {
  const AuditOf audit(household);
  const auto json = nlohmann::ordered_json::parse(
      drill_as_json(audit.context, drill(audit, {"device:phone", "secret:google"})));
  std::vector<std::string> keys;
  for (const auto& [key, value] : json.items()) keys.push_back(key);
  CHECK(keys == std::vector<std::string>{"id", "title", "losses", "accounts"});
  CHECK(json["title"] == "Losing Sam's iPhone and forgetting the password of Google");
  CHECK(json["losses"] == nlohmann::ordered_json{"device:phone", "secret:google"});
  CHECK(json["accounts"].size() == 8);
  CHECK(json["accounts"][0].dump() ==
        R"({"account":"google","state":"locked_out","hours":null,"route":[]})");
  CHECK(json["accounts"][2].dump() ==
        R"({"account":"shop","state":"delayed","hours":48,"route":["number","shop"]})");
  CHECK(json["accounts"][3].dump() ==
        R"({"account":"bank","state":"delayed","hours":null,"route":["form","bank"]})");
  CHECK(json["accounts"][4].dump() ==
        R"({"account":"tax","state":"open","hours":0,"route":["home","tax","tax.codes","tax"]})");
}

}  // namespace
}  // namespace passkey_audit
