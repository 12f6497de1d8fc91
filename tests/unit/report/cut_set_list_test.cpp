// Single points of failure as text, as JSON and counted.
#include "passkey_audit/report/cut_set_list.hpp"

#include "unit/audit/audited.hpp"

namespace passkey_audit {
namespace {

constexpr std::string_view inventory = R"({"version": 1,
  "people": {"kim": {"status": "left"}},
  "devices": {"phone": {"type": "phone", "name": "Sam's iPhone", "place": "carried"}, "pc": {"type": "desktop"}},
  "recovery_methods": {"letter": {"type": "support", "wait": "5d"}},
  "accounts": {
    "bank": {"name": "the bank", "other_sign_in": ["phone"], "recovery": ["letter"]},
    "shop": {"password": ["memory"], "second_factors": ["phone"]},
    "forum": {"other_sign_in": ["phone", "pc"]},
    "gone": {"passkeys": []},
    "silent": {},
    "old": {"owners": ["kim"], "password": ["memory"]}}})";

CutSetQuery query(const AuditOf& audit, LockoutKind lockout, std::vector<std::uint32_t> accounts) {
  return {.points = find_single_points(
              audit.context.inventory, audit.context.graph,
              {.max_outage = audit.context.policy.max_outage, .lockout = lockout, .kinds = {}}),
          .lockout = lockout,
          .accounts = std::move(accounts)};
}

TEST_CASE("cut sets in words", "[report]") {
  const AuditOf audit(inventory);
  CHECK(
      cut_sets_as_text(audit.context, query(audit, LockoutKind::prompt, {0, 1, 2, 3, 4, 5}), {}) ==
      R"(the bank: 2 single points of failure
  Losing Sam's iPhone                           device:phone
  Being signed out of the bank everywhere       signed-out:bank
shop: 3 single points of failure
  Losing Sam's iPhone                           device:phone
  Forgetting the password of shop               secret:shop
  Being signed out of shop everywhere           signed-out:shop
forum: 1 single point of failure
  Being signed out of forum everywhere          signed-out:forum
gone: out of reach with nothing lost
silent: out of reach with nothing lost, because the file does not say how you get in
old: not judged, its owners have left
)");
}

TEST_CASE("with slow ways a delay is no lockout", "[report]") {
  const AuditOf audit(inventory);
  CHECK(cut_sets_as_text(audit.context, query(audit, LockoutKind::eventual, {0}), {}) ==
        "the bank: no single loss locks you out for good\n");
}

TEST_CASE("cut sets as JSON, with the empty one of what is out of reach", "[report]") {
  const AuditOf audit(inventory);
  CHECK(cut_sets_as_json(audit.context, query(audit, LockoutKind::prompt, {0, 3, 4, 5})) ==
        R"({
  "format": 1,
  "max_order": 1,
  "unreachable_now": ["gone", "silent"],
  "accounts": [
    {"account": "bank", "cut_sets": [["device:phone"], ["signed-out:bank"]]},
    {"account": "gone", "cut_sets": [[]]},
    {"account": "silent", "cut_sets": [[]]},
    {"account": "old", "cut_sets": []}
  ]
}
)");
}

TEST_CASE("cut sets counted by order", "[report]") {
  const AuditOf audit(inventory);
  CHECK(cut_set_counts(audit.context, query(audit, LockoutKind::prompt, {0, 1, 2, 3, 4, 5})) ==
        "order 0: 2\norder 1: 6\n");
  CHECK(cut_set_counts(audit.context, query(audit, LockoutKind::eventual, {0})) ==
        "order 0: 0\norder 1: 0\n");
}

}  // namespace
}  // namespace passkey_audit
