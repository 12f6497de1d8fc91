// What those who are left behind can open.
#include "passkey_audit/graph/survivor.hpp"

#include <fmt/format.h>

#include "catch.hpp"
#include "passkey_audit/catalog/known.hpp"
#include "passkey_audit/graph/account_state.hpp"
#include "passkey_audit/graph/build_graph.hpp"
#include "passkey_audit/inventory/read_inventory.hpp"

namespace passkey_audit {
namespace {

const Date today = *parse_date("2026-11-22");

// Whether the account "a" opens without me.
bool opens(std::string_view account, std::string_view authenticators = "",
           std::string_view more = "") {
  const ReadInventory read = read_inventory_text(
      fmt::format(R"({{"version": 1, "places": {{"home": {{}}}}, "people": {{"jo": {{}}}},
        "devices": {{"mine": {{"type": "phone"}}, "hers": {{"type": "phone", "owner": "jo"}}}},
        "authenticators": {{"my-app": {{"type": "push", "device": "mine"}},
                            "her-app": {{"type": "push", "device": "hers", "owner": "jo"}} {}}},
        "accounts": {{"a": {{{}}}, "b": {{"password": ["memory"], "owners": ["jo"]}}}} {}}})",
                  authenticators, account, more),
      "test.json", {.today = today});
  std::string problems;
  for (const Problem& problem : read.problems) problems += problem.message + "\n";
  INFO(problems);
  REQUIRE(read.usable());
  const Inventory left = as_left_behind(read.inventory, embedded_catalog());
  const AccessGraph graph = build_graph(left, embedded_catalog(), today);
  return !is_out(account_states(graph, {}, left.policy.max_outage).front().state);
}

}  // namespace

TEST_CASE("what only I remember is gone, what others remember is not", "[graph]") {
  CHECK_FALSE(opens(R"("password": ["memory"])"));
  CHECK_FALSE(opens(R"("password": ["memory"], "owners": ["me"])"));
  CHECK(opens(R"("password": ["memory"], "owners": ["jo"])"));
  CHECK(opens(R"("password": ["memory"], "owners": ["me", "jo"])"));
  CHECK(opens(R"("password": ["memory", "home"])"));
  constexpr std::string_view secrets = R"(, "pin": {"type": "secret", "stored_in": ["memory"]},
    "her-pin": {"type": "secret", "stored_in": ["memory"], "owner": "jo"})";
  CHECK_FALSE(opens(R"("other_sign_in": ["pin"])", secrets));
  CHECK(opens(R"("other_sign_in": ["her-pin"])", secrets));
}

TEST_CASE("a contact of whom what only I know is asked helps nobody without me", "[graph]") {
  constexpr std::string_view contact =
      R"(, "recovery_methods": {"c": {"type": "recovery-contact", "person": "jo", "accepted": true},
                                "l": {"type": "legacy-contact", "person": "jo"}})";
  CHECK(opens(R"("service": "google.com", "recovery": ["c"])", "", contact));
  CHECK_FALSE(opens(R"("service": "apple.com", "recovery": ["c"])", "", contact));
  CHECK(opens(R"("service": "apple.com", "recovery": ["l"])", "", contact));
  CHECK(opens(R"("service": "apple.com", "owners": ["jo"], "recovery": ["c"])", "", contact));
}

TEST_CASE("what is mine opens only with a secret that is kept elsewhere", "[graph]") {
  CHECK_FALSE(opens(R"("other_sign_in": ["my-app"])"));
  CHECK(opens(R"("other_sign_in": ["her-app"])"));
  const auto lock = [](std::string_view stored_in, std::string_view thing) {
    return fmt::format(
        R"(, "key": {{"type": "security-key"}},
             "lock": {{"type": "secret", "stored_in": [{}], "opens": ["{}"]}})",
        stored_in, thing);
  };
  CHECK_FALSE(opens(R"("other_sign_in": ["my-app"])", lock(R"("memory")", "mine")));
  CHECK(opens(R"("other_sign_in": ["my-app"])", lock(R"("memory", "home")", "mine")));
  CHECK_FALSE(opens(R"("passkeys": ["key"])", lock(R"("home")", "mine")));
  CHECK(opens(R"("passkeys": ["key"])", lock(R"("home")", "key")));
  // Codes to a number reach its SIM, which no screen lock guards.
  CHECK(opens(R"("other_sign_in": ["sim"])",
              R"(, "sim": {"type": "phone-number", "sim_in": "mine"})"));
}

TEST_CASE("legacy contacts count, and nobody can ask me", "[graph]") {
  const auto contact = [](std::string_view type, std::string_view who) {
    return fmt::format(R"("recovery": [{{"type": "{}", "person": "{}", "wait": "1h"}}])", type,
                       who);
  };
  CHECK_FALSE(opens(R"("other_sign_in": ["me"])"));
  CHECK_FALSE(opens(R"("other_sign_in": [{"all": ["me", "jo"]}])"));
  CHECK(opens(R"("other_sign_in": [{"at_least": 1, "of": ["me", "jo"]}])"));
  CHECK_FALSE(opens(R"("other_sign_in": [{"at_least": 2, "of": ["me", "jo"]}])"));
  // Support asks for proof of who one is, and a new SIM is for me alone.
  CHECK_FALSE(opens(R"("recovery": [{"type": "support", "wait": "1h"}])"));
  CHECK(opens(contact("legacy-contact", "jo")));
  CHECK(opens(contact("recovery-contact", "jo")));
  CHECK_FALSE(opens(contact("legacy-contact", "me")));
  CHECK_FALSE(opens(contact("recovery-contact", "me")));
  CHECK_FALSE(opens(R"("recovery": [{"type": "admin-reset", "by": ["me"]}])"));
  CHECK(opens(R"("recovery": [{"type": "admin-reset", "by": ["me", "jo"]}])"));
}

}  // namespace passkey_audit
