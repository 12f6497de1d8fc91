// What a plan puts first, what it leaves out, and what it promises.
#include "passkey_audit/audit/plan.hpp"

#include <fstream>
#include <iterator>

#include "audited.hpp"

namespace passkey_audit {
namespace {

Plan plan_of(std::string_view inventory, std::size_t steps = 20) {
  const AuditOf audit(inventory);
  return make_plan(audit.report, all_rules(), steps);
}

const PlanStep* step_with(const Plan& plan, std::string_view action) {
  const auto found = std::ranges::find(plan.steps, action, &PlanStep::action);
  return found == plan.steps.end() ? nullptr : &*found;
}

// One phone, GitHub on it, and as many keys as are told.
std::string phone_and(std::string_view keys) {
  return fmt::format(R"({{"version": 1, "reviewed_on": "2026-11-01",
    "places": {{"home": {{}}, "parents": {{}}}},
    "devices": {{"phone": {{"type": "phone", "place": "home"}}}},
    "authenticators": {{"app": {{"type": "push", "device": "phone"}} {}}},
    "accounts": {{"github": {{"service": "github.com", "password": ["memory"],
                             "second_factors": ["app"]}}}}}})",
                     keys);
}

}  // namespace

TEST_CASE("nothing is bought while something owned will do", "[audit]") {
  constexpr std::string_view two = R"(, "a": {"type": "security-key", "place": "carried"},
                                        "b": {"type": "security-key", "place": "parents"})";
  const Plan owned = plan_of(phone_and(two));
  CHECK(step_with(owned, "get-key") == nullptr);
  const PlanStep* registration = step_with(owned, "register-key");
  REQUIRE(registration != nullptr);
  CHECK(registration->effort == Effort::low);
  REQUIRE(registration->outcome);
  CHECK(registration->outcome->closes > 0);

  const Plan bought = plan_of(phone_and(""));
  const PlanStep* purchase = step_with(bought, "get-key");
  REQUIRE(purchase != nullptr);
  CHECK(purchase->effort == Effort::high);
  // Paper costs nothing and comes first.
  const PlanStep* codes = step_with(bought, "print-codes");
  REQUIRE(codes != nullptr);
  CHECK(codes < purchase);
}

TEST_CASE("a step is told with what it comes to, and each follows from those before", "[audit]") {
  const AuditOf audit(phone_and(""));
  const Plan plan = make_plan(audit.report, all_rules(), 20);
  Score score = audit.report.scorecard.score;
  for (std::size_t i = 0; i < plan.steps.size(); ++i) {
    INFO(plan.steps[i].text);
    CHECK(plan.steps[i].minutes > 0);
    CHECK(plan.steps[i].outcome.has_value() == !plan.steps[i].changes.empty());
    if (!plan.steps[i].outcome) continue;
    CHECK(plan.steps[i].outcome->before.points == score.points);
    score = plan.steps[i].outcome->after;
    const Inventory after =
        followed(audit.context.inventory, std::span(plan.steps).first(i + 1), audit_day());
    const AuditContext context(after, embedded_catalog(), audit_day());
    CHECK(run_audit(context, all_rules()).scorecard.score.points == score.points);
  }
}

TEST_CASE("a plan ends where nothing is left, or where it was told to", "[audit]") {
  const Plan first = plan_of(phone_and(""), 1);
  CHECK(first.steps.size() == 1);
  CHECK_FALSE(first.is_whole);
  const Plan all = plan_of(phone_and(""), 1000);
  CHECK(all.is_whole);
  CHECK(all.steps.size() < 1000);
  CHECK(all.steps.front().text == first.steps.front().text);
  for (std::size_t i = 0; i < all.steps.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) CHECK(all.steps[i].text != all.steps[j].text);
  }
  CHECK(plan_of(R"({"version": 1, "accounts": {}})").steps.empty());
}

TEST_CASE("what lets somebody else in today comes before everything else", "[audit]") {
  // The leaver's seat is one finding among many that promise more points.
  const std::string team = phone_and("").insert(1, R"("profile": "team",
      "people": {"ada": {}, "eli": {"name": "Eli", "status": "left"}}, )");
  const std::string seat = R"("eli-seat": {"name": "Eli's seat", "service": "github.com",
                                           "owners": ["eli"], "password": ["memory"]}, )";
  const std::string_view accounts = R"("accounts": {)";
  std::string with_leaver = team;
  with_leaver.insert(team.find(accounts) + accounts.size(), seat);
  const Plan plan = plan_of(with_leaver);
  REQUIRE_FALSE(plan.steps.empty());
  CHECK(plan.steps.front().text.starts_with("Suspend Eli's seat today"));
  CHECK_FALSE(plan.steps.front().outcome);
}

TEST_CASE("advice that cannot be tried out is given once, wherever papers go meanwhile",
          "[audit]") {
  std::ifstream file(std::string(PASSKEY_AUDIT_SOURCE_DIR) +
                     "/data/examples/phone-and-laptop.json");
  const std::string example(std::istreambuf_iterator<char>(file), {});
  const Plan plan = plan_of(example, 1000);
  const auto told = [&](std::string_view beginning) {
    return std::ranges::count_if(
        plan.steps, [&](const PlanStep& step) { return step.text.starts_with(beginning); });
  };
  CHECK(told("Set up another way back into Netflix") == 1);
  CHECK(told("Set up another way back into Tax office") == 1);
}

TEST_CASE("accounts that are called the same are both seen to", "[audit]") {
  constexpr std::string_view inventory = R"({"version": 1, "reviewed_on": "2026-11-01",
      "devices": {"phone": {"type": "phone"}},
      "authenticators": {"app": {"type": "push", "device": "phone"},
                         "k1": {"type": "security-key", "place": "carried"},
                         "k2": {"type": "security-key", "place": "carried"}},
      "accounts": {"a": {"name": "Mail", "service": "github.com", "password": ["memory"],
                         "second_factors": ["app"]},
                   "b": {"name": "Mail", "service": "github.com", "password": ["memory"],
                         "second_factors": ["app"]}}})";
  const Plan plan = plan_of(inventory);
  const PlanStep* registration = step_with(plan, "register-key");
  REQUIRE(registration != nullptr);
  CHECK(registration->accounts == std::vector<std::uint32_t>{0, 1});
  CHECK(registration->changes.size() == 4);
}

TEST_CASE("a step says nothing of accounts that its numbers leave out", "[audit]") {
  // Whether the mail service takes keys is not known, so nothing there can be tried out.
  const AuditOf audit(R"({"version": 1, "places": {"home": {}}, "accounts": {
      "mail": {"password": [], "roles": ["admin"]},
      "apple": {"service": "apple.com", "importance": "high", "password": ["home"]},
      "bank": {"federated_via": "mail", "accepts_security_key": true}}})");
  std::size_t registrations = 0;
  for (const PlanStep& step : make_plan(audit.report, all_rules(), 20).steps) {
    if (!step.outcome || step.action != "register-key") continue;
    INFO(step.text);
    ++registrations;
    for (const std::uint32_t account : step.accounts) {
      const ThingId thing = audit.context.account(account).thing;
      CHECK(std::ranges::find(step.changes, thing, &Change::thing) != step.changes.end());
    }
  }
  CHECK(registrations > 0);
}

TEST_CASE("a spare that lies beside its key is moved", "[audit]") {
  const Plan plan = plan_of(phone_and(R"(, "a": {"type": "security-key", "place": "home"},
                                           "b": {"type": "security-key", "place": "home"})"));
  const PlanStep* registered = step_with(plan, "register-key");
  const PlanStep* moved = step_with(plan, "move-key");
  REQUIRE(registered != nullptr);
  REQUIRE(moved != nullptr);
  CHECK(moved->text ==
        "Once b is registered wherever it should sign in, take it to another place, such as "
        "parents.");
  REQUIRE(moved->outcome);
  CHECK(moved->outcome->closes > 0);
  CHECK(registered < moved);
}

TEST_CASE("what is waived is not planned", "[audit]") {
  const std::string waived = phone_and("").insert(
      1, R"("waivers": [{"rule": "PKA201", "subject": "github", "reason": "No key fits.",
                         "approved_by": "Sam", "until": "2027-06-01"}], )");
  CHECK(step_with(plan_of(waived, 1000), "get-key") == nullptr);
}

}  // namespace passkey_audit
