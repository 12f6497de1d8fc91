// The scenarios that always run, on a household and on a team: which there are, in which order,
// what each takes, and whom it locks out.
#include "passkey_audit/graph/scenarios.hpp"

#include <fmt/ranges.h>

#include <map>

#include "model.hpp"
#include "passkey_audit/graph/account_state.hpp"

namespace passkey_audit {
namespace {

std::vector<Scenario> scenarios_of(const Model& model) {
  return all_scenarios(model.inventory, Catalog{}, model.graph);
}

// "device:phone place:home".
std::string losses_of(const Model& model, const Scenario& scenario) {
  std::vector<std::string> texts;
  for (const LossId loss : scenario.losses) texts.push_back(model.graph.losses()[loss].text);
  return fmt::format("{}", fmt::join(texts, " "));
}

// "bank mail": accounts that are delayed or locked out, and were not before.
std::string newly_out(const Model& model, const Scenario& scenario) {
  const Duration max_outage = model.inventory.policy.max_outage;
  const std::vector<AccountState> before = account_states(model.graph, {}, max_outage);
  const std::vector<AccountState> after = account_states(model.graph, scenario.losses, max_outage);
  std::vector<std::string_view> out;
  for (std::size_t i = 0; i < after.size(); ++i) {
    if (is_out(before[i].state) || !is_out(after[i].state)) continue;
    out.push_back(model.inventory.id_of(model.inventory.accounts[i].thing));
  }
  return fmt::format("{}", fmt::join(out, " "));
}

struct Expected {
  std::string id, losses, out;
};

void check_scenarios(const Model& model, const std::vector<Expected>& expected) {
  const std::vector<Scenario> scenarios = scenarios_of(model);
  std::vector<std::string> ids, expected_ids;
  for (const Scenario& scenario : scenarios) ids.push_back(scenario.id);
  for (const Expected& scenario : expected) expected_ids.push_back(scenario.id);
  REQUIRE(ids == expected_ids);
  for (std::size_t i = 0; i < scenarios.size(); ++i) {
    CAPTURE(scenarios[i].id);
    CHECK(losses_of(model, scenarios[i]) == expected[i].losses);
    CHECK(newly_out(model, scenarios[i]) == expected[i].out);
    CHECK_FALSE(scenarios[i].title.empty());
  }
}

constexpr std::string_view household = R"({
  "version": 1,
  "places": {
    "home": {},
    "garage": {"site": "home"},
    "parents": {"name": "My parents' house"}
  },
  "people": {
    "alex": {"name": "Alex"},
    "kim": {"status": "left"}
  },
  "devices": {
    "iphone": {"type": "phone", "platform": "ios"},
    "alexphone": {"type": "phone", "platform": "android", "owner": "alex"},
    "macbook": {"type": "laptop", "platform": "macos", "place": "home"},
    "pc": {"type": "desktop", "platform": "windows", "place": "garage"},
    "oldphone": {"type": "phone", "place": "parents", "status": "retired"},
    "tablet": {"type": "tablet"}
  },
  "authenticators": {
    "icloud": {
      "type": "vault", "vendor": "apple", "account": "apple", "devices": ["iphone", "macbook"]
    },
    "passcode": {"type": "secret", "opens": ["iphone", "icloud"], "stored_in": ["memory"]},
    "hello": {"type": "platform", "device": "pc"},
    "key-a": {"type": "security-key", "place": "carried"},
    "key-b": {"type": "security-key", "place": "parents"},
    "key-c": {"type": "security-key"},
    "number": {"type": "phone-number", "sim_in": "iphone"}
  },
  "accounts": {
    "apple": {
      "vendor": "apple", "password": ["memory"], "second_factors": ["iphone", "macbook", "number"],
      "recovery": [{"type": "recovery-contact", "person": "alex", "wait": "3d"}]
    },
    "google": {"vendor": "google", "passkeys": ["key-a", "key-b"]},
    "bank": {"passkeys": ["hello"], "other_sign_in": [{"all": ["number", "passcode"]}]},
    "forum": {"passkeys": ["icloud", "key-c"]}
  }
})";

// The iPhone and one key are carried, the computers are at home, the other key is at the parents'.
TEST_CASE("the scenarios of a household", "[graph]") {
  check_scenarios(
      model_of(household),
      {
          {"lost-phone:iphone", "device:iphone", ""},
          {"lost-phone:alexphone", "device:alexphone", ""},
          {"lost-phone:oldphone", "device:oldphone", ""},
          {"locked:apple", "account:apple", "apple"},
          {"left:apple", "device:iphone device:macbook vendor:apple", "apple"},
          {"left:google", "device:alexphone vendor:google", "google"},
          {"lost-key:key-a", "security-key:key-a", ""},
          {"lost-key:key-b", "security-key:key-b", ""},
          {"lost-key:key-c", "security-key:key-c", ""},
          {"stolen-bag", "place:carried", ""},
          {"destroyed:home", "place:home", ""},
          {"destroyed:parents", "place:parents", ""},
          {"night-fire:home", "place:carried place:home", "apple bank"},
          {"night-fire:parents", "place:carried place:parents", "google"},
          // The tablet and the third key lie at no place that is told.
          {"abroad",
           "device:tablet phone-number:number place:home place:parents security-key:key-c", "bank"},
          {"forgotten:passcode", "secret:passcode", ""},
          {"forgotten:apple", "secret:apple", "apple"},
          {"unreachable:alex", "person:alex", ""},
          {"signed-out:apple", "signed-out:apple", ""},
          {"cold-start",
           "device:alexphone device:iphone device:macbook device:oldphone device:pc device:tablet",
           "apple bank"},
      });
}

constexpr std::string_view team = R"({
  "version": 1, "profile": "team",
  "places": {"office": {}, "cellar": {"site": "datacentre"}},
  "people": {"alex": {}, "bo": {}, "cleo": {"status": "left"}},
  "devices": {
    "alex-phone": {"type": "phone", "platform": "android", "owner": "alex"},
    "pool-phone": {"type": "phone"},
    "bo-laptop": {"type": "laptop", "platform": "windows", "owner": "bo", "place": "office"},
    "server": {"type": "other"}
  },
  "authenticators": {
    "key-alex": {"type": "security-key", "owner": "alex", "place": "carried"},
    "key-bo": {"type": "security-key", "owner": "bo", "place": "office"},
    "hello": {"type": "platform", "owner": "bo", "device": "bo-laptop"},
    "vault": {"type": "vault", "account": "alex-mail", "devices": ["bo-laptop"]},
    "switchboard": {"type": "phone-number"}
  },
  "accounts": {
    "tenant": {
      "vendor": "microsoft", "owners": ["alex", "bo"], "passkeys": ["key-alex", "key-bo"],
      "second_factors": ["switchboard"]
    },
    "break-glass": {"org": "tenant", "password": ["cellar"]},
    "alex-mail": {"owners": ["alex"], "password": ["memory"], "second_factors": ["alex-phone"]},
    "deploy": {"owners": ["bo"], "passkeys": ["hello"]},
    "wiki": {"passkeys": ["vault"]},
    "old": {"owners": ["cleo"], "password": ["memory"]}
  }
})";

TEST_CASE("the scenarios of a team", "[graph]") {
  check_scenarios(
      model_of(team),
      {
          {"lost-phone:alex-phone", "device:alex-phone", "alex-mail"},
          {"lost-phone:pool-phone", "device:pool-phone", ""},
          {"locked:alex-mail", "account:alex-mail", "alex-mail wiki"},
          {"left:microsoft", "device:bo-laptop vendor:microsoft", "tenant deploy"},
          {"lost-key:key-alex", "security-key:key-alex", ""},
          {"lost-key:key-bo", "security-key:key-bo", ""},
          // Bo carries nothing, and the pool's phone is in nobody's bag.
          {"stolen-bag:alex", "place:carried@alex", "alex-mail"},
          {"destroyed:office", "place:office", "deploy"},
          {"destroyed:datacentre", "place:datacentre", "break-glass"},
          {"abroad", "device:server phone-number:switchboard place:datacentre place:office",
           "break-glass deploy"},
          {"forgotten:alex-mail", "secret:alex-mail", "alex-mail"},
          {"forgotten:old", "secret:old", ""},
          {"unreachable:alex", "person:alex", "alex-mail"},
          {"unreachable:bo", "person:bo", "deploy"},
          {"signed-out:alex-mail", "signed-out:alex-mail", "alex-mail wiki"},
          {"cold-start", "device:alex-phone device:bo-laptop device:pool-phone device:server",
           "alex-mail deploy wiki"},
      });
}

TEST_CASE("an inventory without things has the scenarios that need none", "[graph]") {
  check_scenarios(
      model_of(R"({"version": 1, "accounts": {}})"),
      {{"stolen-bag", "place:carried", ""}, {"abroad", "", ""}, {"cold-start", "", ""}});
  check_scenarios(model_of(R"({"version": 1, "profile": "team", "accounts": {}})"),
                  {{"abroad", "", ""}, {"cold-start", "", ""}});
}

TEST_CASE("the platforms that go with a vendor", "[graph]") {
  const Model model = model_of(R"({"version": 1,
    "devices": {
      "d1": {"type": "phone", "platform": "ios"}, "d2": {"type": "tablet", "platform": "ipados"},
      "d3": {"type": "laptop", "platform": "macos"}, "d4": {"type": "phone", "platform": "android"},
      "d5": {"type": "laptop", "platform": "chromeos"},
      "d6": {"type": "laptop", "platform": "windows"},
      "d7": {"type": "laptop", "platform": "linux"}, "d8": {"type": "other"}},
    "accounts": {
      "a": {"vendor": "apple"}, "b": {"vendor": "google"}, "c": {"vendor": "microsoft"},
      "d": {"vendor": "acme"}}})");
  const std::map<std::string, std::string> expected{
      {"left:apple", "device:d1 device:d2 device:d3 vendor:apple"},
      {"left:google", "device:d4 device:d5 vendor:google"},
      {"left:microsoft", "device:d6 vendor:microsoft"},
      {"left:acme", "vendor:acme"}};
  std::map<std::string, std::string> found;
  for (const Scenario& scenario : scenarios_of(model)) {
    if (scenario.id.starts_with("left:")) found[scenario.id] = losses_of(model, scenario);
  }
  CHECK(found == expected);
}

TEST_CASE("passkeys to register again after leaving a vendor", "[graph]") {
  const Model model = model_of(R"({"version": 1,
    "devices": {
      "pixel": {"type": "phone", "platform": "android"},
      "pc": {"type": "desktop", "platform": "linux"}},
    "authenticators": {
      "its-vault": {"type": "vault", "vendor": "google", "devices": ["pc"]},
      "other-vault": {"type": "vault", "vendor": "acme", "devices": ["pixel"]},
      "on-its-device": {"type": "platform", "device": "pixel"},
      "on-another": {"type": "platform", "device": "pc"},
      "key": {"type": "security-key"}},
    "accounts": {
      "a": {"passkeys": ["its-vault", "key"]},
      "b": {"passkeys": ["its-vault", "on-its-device", "on-another"]},
      "c": {"passkeys": ["other-vault"], "password": ["its-vault"]}}})");
  std::map<std::string, std::size_t> found;
  for (const Scenario& scenario : scenarios_of(model)) {
    if (scenario.passkeys_to_register != 0) found[scenario.id] = scenario.passkeys_to_register;
  }
  const std::map<std::string, std::size_t> expected{{"left:google", 3}, {"left:acme", 1}};
  CHECK(found == expected);
}

}  // namespace
}  // namespace passkey_audit
