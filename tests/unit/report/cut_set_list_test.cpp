// Minimal cut sets as text, as JSON and counted.
#include "passkey_audit/report/cut_set_list.hpp"

#include "unit/audit/audited.hpp"

namespace passkey_audit {
namespace {

using Accounts = std::vector<std::uint32_t>;

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

struct Asked {
  std::size_t max_order = 1;
  LockoutKind lockout = LockoutKind::prompt;
  std::size_t listed_max = 1000;
  std::uint64_t effort = 0;
};

CutSetQuery query(const AuditOf& audit, Accounts accounts, Asked asked = {}) {
  const AuditContext& context = audit.context;
  return {.found = find_cut_sets(context.inventory, context.graph,
                                 {.max_outage = context.policy.max_outage,
                                  .lockout = asked.lockout,
                                  .kinds = {},
                                  .max_order = asked.max_order,
                                  .accounts = {},
                                  .effort = asked.effort}),
          .max_order = asked.max_order,
          .lockout = asked.lockout,
          .accounts = std::move(accounts),
          .listed_max = asked.listed_max};
}

const Accounts every{0, 1, 2, 3, 4, 5};

TEST_CASE("single points of failure in words", "[report]") {
  const AuditOf audit(inventory);
  CHECK(cut_sets_as_text(audit.context, query(audit, every), {}) ==
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
  CHECK(cut_sets_as_text(audit.context, query(audit, {0}, {.lockout = LockoutKind::eventual}),
                         {}) == "the bank: no single loss locks you out for good\n");
  CHECK(cut_sets_as_text(audit.context,
                         query(audit, {0}, {.max_order = 3, .lockout = LockoutKind::eventual}),
                         {}) == "the bank: no three losses together lock you out for good\n");
}

TEST_CASE("pairs stand behind single points of failure", "[report]") {
  const AuditOf audit(inventory);
  CHECK(cut_sets_as_text(audit.context, query(audit, {2}, {.max_order = 2}), {}) ==
        R"(forum: 1 single point of failure and 1 pair
  Being signed out of forum everywhere          signed-out:forum
  Losing pc and Sam's iPhone, together          device:pc device:phone
)");
}

// Every kind of loss; each account is there for one sentence.
constexpr std::string_view kinds = R"({"version": 1,
  "places": {"home": {"name": "the flat"}, "safe": {"name": "the safe"}},
  "people": {"kim": {"name": "Kim"}},
  "devices": {"phone": {"type": "phone", "name": "Sam's iPhone"},
              "pc": {"type": "desktop", "name": "the PC", "place": "home"},
              "mac": {"type": "laptop", "name": "the Mac", "place": "home"}},
  "authenticators": {"number": {"type": "phone-number", "name": "+49 151 1234"},
                     "key": {"type": "security-key", "name": "the blue key"}},
  "accounts": {
    "mail": {"vendor": "acme", "passkeys": ["key"]},
    "bank": {"name": "the bank", "password": ["safe"], "other_sign_in": ["kim"]},
    "paper": {"other_sign_in": ["phone", "number"], "passkeys": ["key"], "password": ["safe"]},
    "flat": {"federated_via": "mail", "other_sign_in": ["mac", "pc"], "password": ["memory"]},
    "two": {"federated_via": "mail", "other_sign_in": ["bank"]}}})";

TEST_CASE("losses that only together lock out, in words", "[report]") {
  const AuditOf audit(kinds);
  CHECK(cut_sets_as_text(audit.context, query(audit, {1, 2, 3}, {.max_order = 4}), {}) ==
        R"(the bank: no single loss locks you out, but 1 pair of losses does
  Losing the paper with the password of the bank at the safe and being unable to reach Kim, together  copy:bank@safe person:kim
paper: no single loss locks you out, but 2 sets of four losses do
  Losing Sam's iPhone, the blue key, the number +49 151 1234 and the paper with the password of paper at the safe, together  copy:paper@safe device:phone phone-number:number security-key:key
  Losing the blue key, the number +49 151 1234 and the paper with the password of paper at the safe, and being signed out of paper everywhere, together  copy:paper@safe phone-number:number security-key:key signed-out:paper
flat: no single loss locks you out, but 4 triples of losses and 2 sets of four do
  Losing everything at the flat, losing access to mail and forgetting the password of flat, together  account:mail place:home secret:flat
  Losing access to mail, forgetting the password of flat and being signed out of flat everywhere, together  account:mail secret:flat signed-out:flat
  Losing the blue key and everything at the flat, and forgetting the password of flat, together  place:home secret:flat security-key:key
  Losing the blue key, forgetting the password of flat and being signed out of flat everywhere, together  secret:flat security-key:key signed-out:flat
  Losing the Mac and the PC, losing access to mail, and forgetting the password of flat, together  account:mail device:mac device:pc secret:flat
  Losing the Mac, the PC and the blue key, and forgetting the password of flat, together  device:mac device:pc secret:flat security-key:key
)");
  CHECK(cut_sets_as_text(audit.context, query(audit, {4}, {.max_order = 2}), {}) ==
        R"(two: no single loss locks you out, but 2 pairs of losses do
  Losing access to the bank and mail, together  account:bank account:mail
  Losing the blue key and losing access to the bank, together  account:bank security-key:key
)");
  CHECK(cut_sets_as_text(audit.context, query(audit, {2}, {.max_order = 2}), {}) ==
        "paper: no two losses together lock you out\n");
}

TEST_CASE("of more sets than are listed only the number is told", "[report]") {
  const AuditOf audit(inventory);
  const CutSetQuery two = query(audit, {1}, {.max_order = 2, .listed_max = 2});
  CHECK(cut_sets_as_text(audit.context, two, {}) ==
        "shop: 3 single points of failure\n"
        "  3 single points of failure, more than are listed; --limit 3 lists them\n");
  CHECK(cut_sets_as_json(audit.context, two) == R"({
  "format": 1,
  "max_order": 2,
  "unreachable_now": [],
  "accounts": [{"account": "shop", "cut_sets": [], "not_listed": [{"order": 1, "count": 3}]}]
}
)");
  CHECK(cut_set_counts(two) == "order 0: 0\norder 1: 3\norder 2: 0\n");
}

TEST_CASE("a search that was too much says how far it got", "[report]") {
  const AuditOf audit(inventory);
  const CutSetQuery cut_short = query(audit, {2}, {.max_order = 3, .effort = 1});
  CHECK(cut_sets_as_text(audit.context, cut_short, {}) ==
        R"(forum: 1 single point of failure
  Being signed out of forum everywhere          signed-out:forum

There are too many sets of two losses to go through, so the search ended with single losses. --account and --kinds narrow it down.
)");
  CHECK(cut_sets_as_json(audit.context, cut_short) == R"({
  "format": 1,
  "max_order": 1,
  "not_searched": [2, 3],
  "unreachable_now": [],
  "accounts": [{"account": "forum", "cut_sets": [["signed-out:forum"]]}]
}
)");
  CHECK(cut_set_counts(cut_short) ==
        "order 0: 0\norder 1: 1\norder 2: not counted, there are too many\n"
        "order 3: not counted, there are too many\n");
}

TEST_CASE("cut sets as JSON, with the empty one of what is out of reach", "[report]") {
  const AuditOf audit(inventory);
  CHECK(cut_sets_as_json(audit.context, query(audit, {0, 2, 3, 4, 5}, {.max_order = 2})) == R"({
  "format": 1,
  "max_order": 2,
  "unreachable_now": ["gone", "silent"],
  "accounts": [
    {"account": "bank", "cut_sets": [["device:phone"], ["signed-out:bank"]]},
    {"account": "forum", "cut_sets": [["signed-out:forum"], ["device:pc", "device:phone"]]},
    {"account": "gone", "cut_sets": [[]]},
    {"account": "silent", "cut_sets": [[]]},
    {"account": "old", "cut_sets": []}
  ]
}
)");
}

TEST_CASE("cut sets counted by order", "[report]") {
  const AuditOf audit(inventory);
  CHECK(cut_set_counts(query(audit, every, {.max_order = 3})) ==
        "order 0: 2\norder 1: 6\norder 2: 1\norder 3: 0\n");
  CHECK(cut_set_counts(query(audit, {0}, {.lockout = LockoutKind::eventual})) ==
        "order 0: 0\norder 1: 0\n");
}

}  // namespace
}  // namespace passkey_audit
