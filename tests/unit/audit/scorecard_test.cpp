// From findings to eight verdicts, a score and points, on findings made by hand.
#include "passkey_audit/audit/scorecard.hpp"

#include "audited.hpp"

namespace passkey_audit {
namespace {

// Two important accounts and one of each lower level; none guards a vault, one is a mailbox.
constexpr std::string_view four_accounts = R"({
  "version": 1,
  "accounts": {
    "bank": {"importance": "critical", "password": ["memory"], "accepts_security_key": false},
    "mail": {"importance": "critical", "password": ["memory"], "roles": ["email"]},
    "shop": {"importance": "high", "password": ["memory"]},
    "forum": {"password": ["memory"]}
  }
})";

Finding finding(Item item, Severity severity, std::vector<std::uint32_t> accounts) {
  return {.rule = "PKA000",
          .item = item,
          .base_severity = severity,
          .severity = severity,
          .accounts = std::move(accounts)};
}

Scorecard graded(std::string_view inventory, const std::vector<Finding>& findings,
                 const std::vector<NotJudged>& unknown = {}) {
  const AuditOf audit(inventory, {});
  return grade(audit.context, findings, unknown);
}

ItemVerdict at(const Scorecard& card, Item item) {
  return card.items[static_cast<std::size_t>(item)];
}

TEST_CASE("with nothing found every item passes that applies", "[audit]") {
  const Scorecard card = graded(four_accounts, {});
  for (const ItemVerdict& item : card.items) CHECK(item.status == ItemStatus::pass);
  CHECK(card.score.passed == 8);
  CHECK(card.score.points == 100);
  CHECK(at(card, Item::two_ways_in).applicable == 2);      // the critical ones
  CHECK(at(card, Item::hardware_backup).applicable == 1);  // the bank takes no keys
  CHECK(at(card, Item::platform_recovery).applicable == 1);
}

TEST_CASE("one failing account fails its item, and is named", "[audit]") {
  const Scorecard card = graded(four_accounts, {finding(Item::fallback, Severity::medium, {1})});
  const ItemVerdict item = at(card, Item::fallback);
  CHECK(item.status == ItemStatus::fail);
  CHECK(item.covered == 1);
  CHECK(item.applicable == 2);
  CHECK(item.accounts == std::vector<std::uint32_t>{1});
  CHECK(card.score.passed == 7);
}

TEST_CASE("points are weights of pairs: 4, 4, 2 and 1, floored", "[audit]") {
  // Eight items for four accounts: 8 * 11 = 88, less the bank's C2 (4) and the C4 of all but the
  // mailbox (4 + 2 + 1): 77.
  CHECK(graded(four_accounts, {finding(Item::fallback, Severity::high, {1})}).score.points ==
        100 * (77 - 4) / 77);
  CHECK(graded(four_accounts, {finding(Item::fallback, Severity::high, {3})}).score.points ==
        100 * (77 - 1) / 77);
  CHECK(graded(four_accounts, {finding(Item::fallback, Severity::high, {2, 3})}).score.points ==
        100 * (77 - 3) / 77);
}

TEST_CASE("an account out of scope costs points and fails no item", "[audit]") {
  const Scorecard card = graded(four_accounts, {finding(Item::fallback, Severity::high, {2, 3})});
  CHECK(at(card, Item::fallback).status == ItemStatus::pass);
  CHECK(card.score.passed == 8);
  CHECK(card.score.points == 96);
}

TEST_CASE("a finding about the inventory fails its item for every account", "[audit]") {
  const Scorecard card = graded(four_accounts, {finding(Item::reviewed, Severity::medium, {})});
  CHECK(at(card, Item::reviewed).status == ItemStatus::fail);
  CHECK(at(card, Item::reviewed).covered == 0);
  CHECK(card.score.points == 100 * (77 - 11) / 77);
}

TEST_CASE("low and waived findings fail nothing", "[audit]") {
  Finding waived = finding(Item::fallback, Severity::critical, {0});
  const Waiver waiver;
  waived.waiver = &waiver;
  const Scorecard card =
      graded(four_accounts, {waived, finding(Item::no_circles, Severity::low, {0})});
  CHECK(card.score.passed == 8);
  CHECK(card.score.points == 100);
}

TEST_CASE("the full severity counts, not the one lowered for a less important account", "[audit]") {
  Finding lowered = finding(Item::fallback, Severity::medium, {3});
  lowered.severity = Severity::low;
  CHECK(graded(four_accounts, {lowered}).score.points == 98);
}

TEST_CASE("unknown is not a pass, and a failure is worse than unknown", "[audit]") {
  const std::vector<NotJudged> gap{
      {.rule = "PKA000", .item = Item::fallback, .account = 0, .why = "says nothing"}};
  const Scorecard unknown = graded(four_accounts, {}, gap);
  CHECK(at(unknown, Item::fallback).status == ItemStatus::unknown);
  CHECK(at(unknown, Item::fallback).accounts == std::vector<std::uint32_t>{0});
  CHECK(unknown.score.passed == 7);
  CHECK(unknown.score.points == 100 * (77 - 4) / 77);
  const Scorecard both =
      graded(four_accounts, {finding(Item::fallback, Severity::medium, {0})}, gap);
  CHECK(at(both, Item::fallback).status == ItemStatus::fail);
}

TEST_CASE("an item that concerns nobody is not applicable, whatever is found about it", "[audit]") {
  const std::string_view inventory = R"({"version": 1, "accounts": {
      "bank": {"password": ["memory"], "accepts_security_key": false}}})";
  const Scorecard card =
      graded(inventory, {finding(Item::hardware_backup, Severity::critical, {0})});
  CHECK(at(card, Item::hardware_backup).status == ItemStatus::not_applicable);
  CHECK(at(card, Item::platform_recovery).status == ItemStatus::not_applicable);
  CHECK(card.score.passed == 6);
  CHECK(card.score.points == 100);
}

TEST_CASE("an inventory without accounts has nothing to fail and nothing to pass", "[audit]") {
  const Scorecard card = graded(R"({"version": 1, "accounts": {}})", {});
  for (const ItemVerdict& item : card.items) CHECK(item.status == ItemStatus::not_applicable);
  CHECK(card.score.passed == 0);
  CHECK(card.score.points == 0);
}

TEST_CASE("in a team, critical and high count together", "[audit]") {
  const std::string_view inventory = R"({"version": 1, "profile": "team", "accounts": {
      "a": {"importance": "critical", "password": []}, "b": {"importance": "high", "password": []},
      "c": {"password": []}}})";
  CHECK(at(graded(inventory, {}), Item::fallback).applicable == 2);
}

TEST_CASE("an account that matters to an important one is in scope with it", "[audit]") {
  const std::string_view inventory = R"({"version": 1, "accounts": {
      "mail": {"password": ["memory"]},
      "bank": {"importance": "critical", "federated_via": "mail"}}})";
  CHECK(at(graded(inventory, {}), Item::fallback).applicable == 2);
}

TEST_CASE("accounts of people who have all left belong to no item", "[audit]") {
  const std::string_view inventory = R"({"version": 1, "profile": "team",
      "people": {"kim": {"status": "left"}},
      "accounts": {"a": {"password": ["memory"]},
                   "b": {"password": ["memory"], "owners": ["kim"]}}})";
  const Scorecard card = graded(inventory, {finding(Item::fallback, Severity::critical, {1})});
  CHECK(at(card, Item::fallback).applicable == 1);
  CHECK(card.score.points == 100);
}

TEST_CASE("an account that is out of reach with nothing lost has no two ways in", "[audit]") {
  const std::string_view inventory = R"({"version": 1, "accounts": {
      "bank": {"importance": "critical", "federated_via": "mail"},
      "mail": {"password": ["memory"], "expires_on": "2026-11-20"}}})";
  const Scorecard card = graded(inventory, {});
  CHECK(at(card, Item::two_ways_in).status == ItemStatus::fail);
  // No loss can be tried out on it.
  CHECK(at(card, Item::known_homes).status == ItemStatus::unknown);
  CHECK(at(card, Item::no_circles).status == ItemStatus::unknown);
  CHECK(at(card, Item::fallback).status == ItemStatus::pass);
}

// Nothing at all is told of getting in: no rule finds anything wrong, and nothing is right.
TEST_CASE("an account that does not say how its owner gets in passes nothing but its review",
          "[audit]") {
  const Scorecard card =
      graded(R"({"version": 1, "accounts": {"google": {"service": "google.com"}}})", {});
  for (const Item item : {Item::two_ways_in, Item::hardware_backup, Item::fallback,
                          Item::known_homes, Item::no_circles, Item::reviewed}) {
    INFO(text_of(item).id);
    CHECK(at(card, item).status == ItemStatus::unknown);
    CHECK(at(card, item).accounts == std::vector<std::uint32_t>{0});
  }
  CHECK(at(card, Item::service_recovery).status == ItemStatus::pass);
}

}  // namespace
}  // namespace passkey_audit
