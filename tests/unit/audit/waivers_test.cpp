// What somebody decided to live with: it stays in the report, does not count, and says when it
// ends.
#include <algorithm>

#include "audited.hpp"

namespace passkey_audit {
namespace {

// One phone, one account on it, and a waiver of what that means.
std::string one_phone(std::string_view waivers) {
  return fmt::format(R"({{"version": 1, "reviewed_on": "2026-11-01",
    "devices": {{"phone": {{"type": "phone", "name": "Ines's phone"}}}},
    "authenticators": {{"app": {{"type": "push", "device": "phone"}}}},
    "waivers": [{}],
    "accounts": {{"mail": {{"name": "the mailbox", "other_sign_in": ["app"]}}}}}})",
                     waivers);
}

std::string waiver(std::string_view rule, std::string_view subject, std::string_view until) {
  return fmt::format(
      R"({{"rule": "{}", "subject": "{}", "reason": "a new phone comes in spring",
          "approved_by": "Ines", "until": "{}"}})",
      rule, subject, until);
}

const Finding* finding(const AuditOf& audit, std::string_view rule, std::string_view subject) {
  const auto found = std::ranges::find_if(audit.report.findings, [&](const Finding& one) {
    return one.rule == rule && one.subject == subject;
  });
  return found == audit.report.findings.end() ? nullptr : &*found;
}

struct Expected {
  WaiverState state;
  bool waives;
  std::string announcement;  // of PKA808
};

void check_waiver(std::string_view until, const Expected& expected) {
  CAPTURE(until);
  const AuditOf audit(one_phone(waiver("PKA102", "device:phone", until)));
  REQUIRE(audit.report.waivers.size() == 1);
  CHECK(audit.report.waivers[0].state == expected.state);
  const Finding* waived = finding(audit, "PKA102", "device:phone");
  REQUIRE(waived != nullptr);
  CHECK(waived->waived() == expected.waives);
  const Finding* announced = finding(audit, "PKA808", "waiver:PKA102:device:phone");
  CHECK((announced == nullptr ? "" : announced->message) == expected.announcement);
  if (announced == nullptr) return;
  // What was decided holds to its last day, and fails no item until then.
  const bool has_ended = expected.state == WaiverState::ended;
  CHECK(announced->severity == (has_ended ? Severity::medium : Severity::low));
}

TEST_CASE("a waiver counts up to its last day, and says so in time", "[audit]") {
  // 60 days are left on 2027-01-21, and today is 2026-11-22.
  check_waiver("2027-01-22", {WaiverState::in_force, true, ""});
  check_waiver("2027-01-21", {WaiverState::ends_soon, true,
                              "the waiver of PKA102 for Ines's phone, approved by Ines, ends in 60 "
                              "days, on 2027-01-21"});
  check_waiver("2026-11-23", {WaiverState::ends_soon, true,
                              "the waiver of PKA102 for Ines's phone, approved by Ines, ends "
                              "tomorrow"});
  check_waiver("2026-11-22",
               {WaiverState::ends_soon, true,
                "the waiver of PKA102 for Ines's phone, approved by Ines, ends today"});
  check_waiver("2026-11-21", {WaiverState::ended, false,
                              "the waiver of PKA102 for Ines's phone, approved by Ines, ended on "
                              "2026-11-21"});
}

TEST_CASE("a waiver that matches nothing is idle, and nothing else is said of it", "[audit]") {
  for (const auto& [rule, subject] :
       {std::pair("PKA102", "device:laptop"), std::pair("PKA203", "device:phone")}) {
    const AuditOf audit(one_phone(waiver(rule, subject, "2026-01-01")));
    REQUIRE(audit.report.waivers.size() == 1);
    CHECK(audit.report.waivers[0].state == WaiverState::idle);
    CHECK(std::ranges::none_of(audit.report.findings, &Finding::waived));
    CHECK(std::ranges::none_of(audit.report.findings,
                               [](const Finding& one) { return one.rule == "PKA808"; }));
  }
}

TEST_CASE("a waiver that ends says where to renew it", "[audit]") {
  const auto remedy = [](std::string_view until) {
    const AuditOf audit(one_phone(waiver("PKA102", "device:phone", until)));
    const Finding* announced = finding(audit, "PKA808", "waiver:PKA102:device:phone");
    REQUIRE(announced != nullptr);
    return announced->remedy.text();
  };
  CHECK(remedy("2026-12-24") ==
        "By 2026-12-24, mend what the waiver of PKA102 for Ines's phone lets pass, or renew it: "
        "once Ines approves it again, give it a later \"until\" (test.json:4:17).");
  CHECK(remedy("2026-11-21") ==
        "Mend what the waiver of PKA102 for Ines's phone let pass, or renew it: once Ines approves "
        "it again, give it a later \"until\" (test.json:4:17).");
}

TEST_CASE("of several waivers of one finding the one that lasts longest counts", "[audit]") {
  const std::string ended = waiver("PKA102", "device:phone", "2026-01-01");
  const std::string long_one = waiver("PKA102", "device:phone", "2027-06-01");
  const std::string longest = waiver("PKA102", "device:phone", "2027-07-01");
  for (const auto& [waivers, counting] :
       {std::pair(ended + "," + long_one, 1U), std::pair(long_one + "," + ended, 0U),
        std::pair(long_one + "," + long_one, 0U),
        std::pair(long_one + "," + longest + "," + ended, 1U)}) {
    CAPTURE(waivers);
    const AuditOf audit(one_phone(waivers));
    const auto& judged = audit.report.waivers;
    for (std::size_t i = 0; i < judged.size(); ++i) {
      CHECK(judged[i].state == (i == counting ? WaiverState::in_force : WaiverState::replaced));
      CHECK(judged[i].by == (i == counting ? nullptr : judged[counting].waiver));
    }
    CHECK(finding(audit, "PKA102", "device:phone")->waiver == judged[counting].waiver);
    CHECK(finding(audit, "PKA808", "waiver:PKA102:device:phone") == nullptr);
  }
}

TEST_CASE("a renewal of another finding replaces nothing", "[audit]") {
  const AuditOf audit(one_phone(waiver("PKA102", "device:phone", "2026-01-01") + "," +
                                waiver("PKA101", "mail", "2027-06-01") + "," +
                                waiver("PKA102", "mail", "2027-06-01")));
  CHECK(audit.report.waivers[0].state == WaiverState::ended);
  CHECK(finding(audit, "PKA808", "waiver:PKA102:device:phone") != nullptr);
}

TEST_CASE("a waiver tells which accounts it lets pass today", "[audit]") {
  const AuditOf audit(one_phone(waiver("PKA102", "device:phone", "2027-06-01") + "," +
                                waiver("PKA101", "mail", "2026-06-01") + "," +
                                waiver("PKA801", "inventory", "2027-06-01")));
  CHECK(audit.report.waivers[0].accounts == std::vector<std::uint32_t>{0});
  CHECK(audit.report.waivers[1].accounts.empty());
  CHECK(audit.report.waivers[2].accounts.empty());
}

TEST_CASE("what is waived does not count, but the verdict stays true", "[audit]") {
  const AuditOf plain(one_phone(""));
  CHECK(plain.item(Item::two_ways_in).status == ItemStatus::fail);

  const std::string both = waiver("PKA102", "device:phone", "2027-06-01") + "," +
                           waiver("PKA101", "mail", "2027-06-01") + "," +
                           waiver("PKA108", "signed-out:phone", "2027-06-01");
  const AuditOf waived(one_phone(both));
  CHECK(unmet(plain.report, {.fail_on = Severity::critical}).size() == 1);
  CHECK(unmet(waived.report, {.fail_on = Severity::critical}).empty());
  CHECK(waived.item(Item::two_ways_in).status == ItemStatus::pass);
  CHECK_FALSE(verdict_of(waived.report).safe);
  CHECK(
      waived.verdict() ==
      "NOT SAFE, BUT ACCEPTED. Accepted until 2027-06-01: losing Ines's phone locks you out of the "
      "mailbox.");
  CHECK(waived.report.findings.back().waived());
}

// A finding for every loss, too minor to ask for anything.
void every_loss(const AuditContext& context, RuleOutcome& outcome) {
  for (const LossEffect& effect : context.single_points.plain) {
    outcome.add(effect, effect.locked_out,
                {.message = "about a loss", .remedy = std::string("Do something.")});
  }
}

TEST_CASE("no verdict is SAFE over a waived loss, even where a worse one counts as minor",
          "[audit]") {
  const Rule rule{.id = "PKA000", .severity = Severity::low, .check = every_loss};
  const Rule* const rules[]{&rule};
  const auto verdict = [&](std::string_view waivers) {
    return AuditOf(fmt::format(R"({{"version": 1,
      "devices": {{"phone": {{"type": "phone"}}, "pc": {{"type": "desktop"}}}},
      "authenticators": {{"app": {{"type": "push", "device": "phone"}},
                          "hello": {{"type": "platform", "device": "pc"}}}},
      "waivers": [{}],
      "accounts": {{"mail": {{"importance": "critical", "other_sign_in": ["app", "hello"]}},
                    "shop": {{"other_sign_in": ["hello"]}}, "club": {{"other_sign_in": ["hello"]}},
                    "wiki": {{"other_sign_in": ["app"]}}}}}})",
                               waivers),
                   rules)
        .verdict();
  };
  CHECK(verdict("").starts_with("SAFE: "));
  CHECK(
      verdict(waiver("PKA000", "device:phone", "2027-06-01")) ==
      "NOT SAFE, BUT ACCEPTED. Accepted until 2027-06-01: losing phone locks you out of wiki (1 of "
      "4 accounts).");
}

// Nothing that is lost, and serious or not.
void something(const AuditContext& context, RuleOutcome& outcome) {
  outcome.add(context.account(0),
              {.message = "Nobody has a key", .remedy = std::string("Do something.")});
}

TEST_CASE("no verdict is SAFE over a waived finding that is serious", "[audit]") {
  const auto audit = [](Severity severity) {
    const Rule rule{.id = "PKA000", .severity = severity, .check = something};
    const Rule* const rules[]{&rule};
    return std::make_unique<AuditOf>(fmt::format(R"({{"version": 1,
          "devices": {{"phone": {{"type": "phone"}}, "pc": {{"type": "desktop"}}}},
          "authenticators": {{"app": {{"type": "push", "device": "phone"}},
                              "hello": {{"type": "platform", "device": "pc"}}}},
          "waivers": [{}],
          "accounts": {{"mail": {{"other_sign_in": ["app", "hello"]}}}}}})",
                                                 waiver("PKA000", "mail", "2027-06-01")),
                                     rules);
  };
  for (const Severity serious : {Severity::high, Severity::critical}) {
    const auto accepted = audit(serious);
    CHECK(accepted->verdict() ==
          "NOT SAFE, BUT ACCEPTED. Accepted until 2027-06-01: Nobody has a key.");
    CHECK_FALSE(verdict_of(accepted->report).safe);
  }
  CHECK(audit(Severity::medium)->verdict().starts_with("SAFE: "));
}

}  // namespace
}  // namespace passkey_audit
