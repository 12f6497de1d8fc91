// The sentence that a report begins with, and whether an audit meets what was asked of it.
#include "passkey_audit/audit/judgement.hpp"

#include <array>

#include "audited.hpp"

namespace passkey_audit {
namespace {

// Rules by hand, so that each verdict can be seen on its own.
void nothing(const AuditContext&, RuleOutcome&) {}

// A finding for every loss, as the rules about losses make them.
void losses(const AuditContext& context, RuleOutcome& outcome) {
  for (const LossEffect& effect : context.single_points.plain) {
    std::vector<std::uint32_t> accounts = effect.locked_out;
    accounts.insert(accounts.end(), effect.delayed.begin(), effect.delayed.end());
    outcome.add(effect, accounts,
                {.message = "about a loss", .remedy = std::string("Do something.")});
  }
}

void shut(const AuditContext& context, RuleOutcome& outcome) {
  for (const Account& account : context.inventory.accounts) {
    outcome.add(account,
                {.message = "something is missing", .remedy = std::string("Do something.")});
  }
}

void not_told(const AuditContext& context, RuleOutcome& outcome) {
  for (const Account& account : context.inventory.accounts)
    outcome.not_judged(account, "is silent");
}

Rule rule_of(Severity severity, void (*check)(const AuditContext&, RuleOutcome&)) {
  return {.id = "PKA000", .severity = severity, .item = Item::two_ways_in, .check = check};
}

std::string verdict(std::string_view inventory, const Rule& rule) {
  const Rule* const rules[]{&rule};
  return AuditOf(inventory, rules).verdict();
}

const Rule no_rule = rule_of(Severity::low, nothing);
const Rule about_losses = rule_of(Severity::critical, losses);

std::string accounts(std::string_view entries) {
  return fmt::format(R"({{"version": 1,
    "devices": {{"phone": {{"type": "phone", "name": "Mara's iPhone"}}, "pc": {{"type": "desktop", "name": "the PC"}}}},
    "authenticators": {{"app": {{"type": "push", "device": "phone"}}, "hello": {{"type": "platform", "device": "pc"}}}},
    "recovery_methods": {{"letter": {{"type": "support", "wait": "5d"}}, "form": {{"type": "support"}}}},
    "accounts": {{{}}}}})",
                     entries);
}

TEST_CASE("a policy sets the severity of a rule, and only of that rule", "[audit]") {
  const auto severity_under = [](std::string_view policy) {
    const Rule rule = rule_of(Severity::critical, shut);
    const Rule* const rules[]{&rule};
    const AuditOf audit(fmt::format(R"({{"version": 1, "policy": {{"severity": {{{}}}}},
                                         "accounts": {{"a": {{"password": ["memory"]}}}}}})",
                                    policy),
                        rules);
    return audit.report.findings.front().severity;
  };
  CHECK(severity_under("") == Severity::critical);
  CHECK(severity_under(R"("PKA000": "low")") == Severity::low);
  CHECK(severity_under(R"("PKA101": "low")") == Severity::critical);
}

TEST_CASE("what hangs on an answer that nobody gave is no certainty", "[audit]") {
  const auto verdict_with = [](std::string_view vault, std::string_view others) {
    return verdict(fmt::format(R"({{"version": 1, "devices": {{"phone": {{"type": "phone"}}}},
        "authenticators": {{"vault": {{"type": "vault", "account": "apple", "devices": ["phone"]{}}}}},
        "accounts": {{"apple": {{"password": ["memory"]}}, "bank": {{"passkeys": ["vault"]}},
                     "shop": {{"passkeys": ["vault"]}}{}}}}})",
                               vault, others),
                   about_losses);
  };
  CHECK(
      verdict_with("", "") ==
      "NOT SAFE YET: losing access to apple may lock you out of bank and shop (2 of 3 accounts).");
  CHECK(verdict_with(R"(, "works_offline": false)", "") ==
        "NOT SAFE YET: losing access to apple locks you out of bank and shop (2 of 3 accounts).");
  CHECK(verdict_with("", R"(, "mail": {"other_sign_in": ["apple"]})") ==
        "NOT SAFE YET: losing access to apple locks you out of mail, and may lock you out of bank "
        "and shop (3 of 4 accounts).");
}

TEST_CASE("verdict: nothing is wrong", "[audit]") {
  CHECK(verdict(accounts(R"("a": {"other_sign_in": ["app", "hello"]})"), no_rule) ==
        "SAFE: no single loss locks you out of your account.");
  CHECK(verdict(accounts(R"("a": {"other_sign_in": ["app", "hello"]},
                            "b": {"other_sign_in": ["app", "hello"]})"),
                no_rule) == "SAFE: no single loss locks you out of either of your accounts.");
  CHECK(verdict(accounts(R"("a": {"other_sign_in": ["app", "hello"]},
                            "b": {"other_sign_in": ["app", "hello"]},
                            "c": {"other_sign_in": ["app", "hello"]})"),
                no_rule) == "SAFE: no single loss locks you out of any of your 3 accounts.");
}

TEST_CASE("verdict: safe where it matters most names the loss that is left", "[audit]") {
  CHECK(verdict(accounts(R"("bank": {"importance": "critical", "other_sign_in": ["app", "hello"]},
                            "forum": {"other_sign_in": ["hello"]})"),
                no_rule) ==
        "SAFE: no single loss locks you out of your most important accounts; "
        "losing the PC locks you out of forum (1 of 2 accounts).");
}

TEST_CASE("verdict: there is nothing to judge", "[audit]") {
  CHECK(verdict(R"({"version": 1, "accounts": {}})", no_rule) ==
        "NOTHING TO JUDGE: the inventory has no accounts.");
}

TEST_CASE("verdict: a loss names the accounts, or all of them", "[audit]") {
  const std::string one = R"("a": {"other_sign_in": ["app"]})";
  const std::string other = R"(, "b": {"other_sign_in": ["app"]})";
  const std::string third = R"(, "c": {"other_sign_in": ["app", "hello"]})";
  CHECK(verdict(accounts(one), about_losses) ==
        "NOT SAFE YET: losing Mara's iPhone locks you out of a.");
  CHECK(verdict(accounts(one + other), about_losses) ==
        "NOT SAFE YET: losing Mara's iPhone locks you out of both accounts.");
  CHECK(verdict(accounts(one + third), about_losses) ==
        "NOT SAFE YET: losing Mara's iPhone locks you out of a (1 of 2 accounts).");
  CHECK(verdict(accounts(one + other + third), about_losses) ==
        "NOT SAFE YET: losing Mara's iPhone locks you out of a and b (2 of 3 accounts).");
}

TEST_CASE("verdict: being locked out and having to wait are told apart", "[audit]") {
  CHECK(verdict(accounts(R"("a": {"other_sign_in": ["app"]},
                            "b": {"other_sign_in": ["app"], "recovery": ["letter"]})"),
                about_losses) ==
        "NOT SAFE YET: losing Mara's iPhone locks you out of a, and keeps "
        "b shut for 5 days, if support can help (both accounts).");
  CHECK(
      verdict(accounts(R"("b": {"other_sign_in": ["app"], "recovery": ["form"]})"), about_losses) ==
      "NOT SAFE YET: losing Mara's iPhone keeps b shut for a time that nobody can tell, if "
      "support can help.");
}

TEST_CASE("verdict: important accounts come first, then locked out before delayed, then many",
          "[audit]") {
  // The PC takes more accounts along, the phone a critical one.
  CHECK(verdict(accounts(R"("a": {"other_sign_in": ["hello"]}, "b": {"other_sign_in": ["hello"]},
                            "c": {"importance": "critical", "other_sign_in": ["app"]})"),
                about_losses) ==
        "NOT SAFE YET: losing Mara's iPhone locks you out of c (1 of 3 accounts).");
  CHECK(verdict(accounts(R"("a": {"other_sign_in": ["hello"], "recovery": ["letter"]},
                            "b": {"other_sign_in": ["hello"], "recovery": ["letter"]},
                            "c": {"other_sign_in": ["app"]})"),
                about_losses) ==
        "NOT SAFE YET: losing Mara's iPhone locks you out of c (1 of 3 accounts).");
  CHECK(verdict(accounts(R"("a": {"other_sign_in": ["hello"]}, "b": {"other_sign_in": ["hello"]},
                            "c": {"other_sign_in": ["app"]})"),
                about_losses) ==
        "NOT SAFE YET: losing the PC locks you out of a and b (2 of 3 accounts).");
}

TEST_CASE("verdict: a loss that matters is told even when no rule speaks of it", "[audit]") {
  CHECK(verdict(accounts(R"("a": {"other_sign_in": ["app"]})"), no_rule) ==
        "NOT SAFE YET: losing Mara's iPhone locks you out of a.");
}

TEST_CASE("verdict: a loss of low severity is no headline while something worse is left",
          "[audit]") {
  const Rule rule = rule_of(Severity::high, shut);
  CHECK(verdict(accounts(R"("bank": {"importance": "critical", "other_sign_in": ["app", "hello"]},
                            "forum": {"other_sign_in": ["hello"]})"),
                rule) ==
        "NOT SAFE YET: no single loss locks you out of your most important "
        "accounts, but 1 of 8 checks fails.");
}

TEST_CASE("verdict: checks that fail, or that could not be judged", "[audit]") {
  const std::string inventory = accounts(R"("a": {"other_sign_in": ["app", "hello"]})");
  CHECK(verdict(inventory, rule_of(Severity::medium, shut)) ==
        "NOT SAFE YET: no single loss locks you out, but 1 of 8 checks fails.");
  CHECK(verdict(inventory, rule_of(Severity::medium, not_told)) ==
        "NOT KNOWN: no single loss is seen to lock you out, but 1 of 8 checks could not be "
        "judged.");
}

TEST_CASE("verdict: out of reach with nothing lost", "[audit]") {
  CHECK(verdict(accounts(R"("a": {"passkeys": []}, "b": {"other_sign_in": ["app"]})"),
                about_losses) == "NOT SAFE: as described, you cannot get into a even now.");
  CHECK(verdict(accounts(R"("a": {"passkeys": [], "recovery": ["letter"]})"), about_losses) ==
        "NOT SAFE: as described, getting into a takes 5 days even now.");
  CHECK(verdict(accounts(R"("a": {"passkeys": [], "recovery": ["form"]})"), about_losses) ==
        "NOT SAFE: as described, getting into a takes a time that nobody can tell even now.");
}

TEST_CASE("verdict: the file does not say how one gets in", "[audit]") {
  const std::string silent = R"({"version": 1, "accounts": {"google": {"service": "google.com"}}})";
  CHECK(AuditOf(silent).verdict() == "NOT KNOWN: the file does not say how you get into google.");
  // Whatever else is fine, and however little the account matters.
  CHECK(verdict(accounts(R"("a": {"importance": "critical", "other_sign_in": ["app", "hello"]},
                            "b": {}, "c": {"name": "Sam's forum"})"),
                no_rule) == "NOT KNOWN: the file does not say how you get into b and Sam's forum.");
  // A loss that is known to lock out is worse.
  CHECK(verdict(accounts(R"("a": {"other_sign_in": ["app"]}, "b": {})"), about_losses) ==
        "NOT SAFE YET: losing Mara's iPhone locks you out of a (1 of 2 accounts).");
}

TEST_CASE("what the file does not say is asked once, and passes nowhere", "[audit]") {
  const AuditOf audit(R"({"version": 1, "accounts": {"google": {"service": "google.com"}}})");
  REQUIRE(audit.report.not_judged.size() == 1);
  CHECK(audit.report.not_judged.front().why == "does not say how you get in");
  for (const ItemVerdict& item : audit.report.scorecard.items) {
    INFO(text_of(item.item).id);
    CHECK(item.status != ItemStatus::pass);
  }
  CHECK(audit.context.single_points.unreachable_now.front());
}

// All that is not judged of a thing, without what rules would ask.
std::vector<std::string> asked_of(const AuditOf& audit, std::string_view id) {
  std::vector<std::string> all;
  for (const OpenQuestion& question : audit.report.not_judged) {
    if (audit.context.inventory.id_of(question.subject) == id) all.push_back(question.why);
  }
  return all;
}

TEST_CASE("what somebody else keeps is said not to be judged", "[audit]") {
  const auto audit = [](std::string_view profile, std::string_view keeper,
                        std::string_view more = "") {
    return std::make_unique<AuditOf>(fmt::format(R"({{"version": 1, "profile": "{}",
          "people": {{"ada": {{"name": "Ada"}}, "gone": {{"name": "Cy", "status": "left"}}}},
          "accounts": {{"prod": {{"controlled_by": "{}", "password": ["memory"] {}}},
                        "mail": {{"password": ["memory"]}}}}}})",
                                                 profile, keeper, more),
                                     std::array{&no_rule});
  };
  const auto belongs_to = [](std::string_view who) {
    return std::vector<std::string>{
        fmt::format("belongs to {}, so no rule judges it (\"controlled_by\")", who)};
  };
  const auto household = audit("personal", "ada");
  CHECK(asked_of(*household, "prod") == belongs_to("Ada"));
  CHECK(household->context.abandoned(0));
  const auto of_a_member = audit("team", "ada");
  CHECK(asked_of(*of_a_member, "prod") == belongs_to("Ada"));
  CHECK(of_a_member->context.abandoned(0));
  // What serves the team is nobody's own, and of "unknown" nobody knows who it is.
  for (const auto& [profile, keeper, more] :
       {std::tuple("team", "ada", R"(, "importance": "critical")"),
        std::tuple("team", "gone", R"(, "roles": ["cloud-root"])"),
        std::tuple("team", "ada", R"(, "org": "mail")"), std::tuple("team", "unknown", ""),
        std::tuple("personal", "unknown", ""), std::tuple("personal", "me", "")}) {
    CAPTURE(profile, keeper, more);
    const auto judged = audit(profile, keeper, more);
    CHECK_FALSE(judged->context.abandoned(0));
    CHECK(std::ranges::none_of(asked_of(*judged, "prod"), [](const std::string& why) {
      return why.starts_with("belongs to");
    }));
  }
}

TEST_CASE("whether a second step follows a password is asked where it matters", "[audit]") {
  const AuditOf audit(R"({"version": 1, "authenticators": {"key": {"type": "security-key"}},
      "accounts": {
        "bare": {"importance": "critical", "passkeys": ["key"], "password": ["memory"]},
        "told": {"importance": "critical", "passkeys": ["key"], "password": ["memory"],
                 "second_factors": []},
        "codes": {"importance": "critical", "passkeys": ["key"], "password": ["memory"],
                  "codes": ["carried"]},
        "without": {"importance": "critical", "passkeys": ["key"], "password": []},
        "no-passkey": {"importance": "critical", "password": ["memory"]},
        "forum": {"passkeys": ["key"], "password": ["memory"]}}})",
                      std::array{&no_rule});
  CHECK(asked_of(audit, "bare") ==
        std::vector<std::string>{"does not say whether a second step follows its password; "
                                 "\"second_factors\": [] says that none does"});
  for (const std::string_view id : {"told", "codes", "without", "no-passkey", "forum"}) {
    INFO(id);
    CHECK(asked_of(audit, id).empty());
  }
}

TEST_CASE("whether a vault opens without its account is asked where something hangs on it",
          "[audit]") {
  const auto asked = [](std::string_view vault, std::string_view password) {
    const AuditOf audit(fmt::format(R"({{"version": 1, "devices": {{"phone": {{"type": "phone"}}}},
          "authenticators": {{"v": {{"type": "vault", "provider": "other", "account": "guard",
            "devices": ["phone"], "new_device_needs": [] {}}}}},
          "accounts": {{"guard": {{"password": ["memory"]}},
                        "shop": {{"password": [{}]}}}}}})",
                                    vault, password),
                        std::array{&no_rule});
    return asked_of(audit, "v");
  };
  CHECK(asked("", R"("v")") ==
        std::vector<std::string>{"does not say whether its devices still open it once its account "
                                 "is lost; \"works_offline\" says so"});
  CHECK(asked(R"(, "works_offline": false)", R"("v")").empty());
  CHECK(asked("", R"("v", "carried", "memory")").empty());
}

constexpr std::string_view circle = R"({"version": 1,
  "devices": {"phone": {"type": "phone", "name": "the phone"}, "pc": {"type": "desktop"}},
  "authenticators": {"vault": {"type": "vault", "name": "the vault", "account": "manager",
                               "devices": ["phone", "pc"], "new_device_needs": []}},
  "accounts": {
    "manager": {"name": "Bitwarden", "other_sign_in": [{"all": ["mail"]}, "phone", "pc"]},
    "mail": {"name": "Proton Mail", "passkeys": ["vault"], "password": []},
    "forum": {"name": "the forum", "passkeys": ["vault"], "password": []}}})";

TEST_CASE("verdict: a circle is told in words, without those that only lead into it", "[audit]") {
  CHECK(AuditOf(circle).verdict() ==
        "NOT SAFE YET: without your devices, Bitwarden and Proton Mail can only be recovered "
        "through each other.");
}

TEST_CASE("verdict: a circle that opens slowly says how long that takes", "[audit]") {
  std::string slow(circle);
  slow.replace(slow.find(R"("password": []},)"), 16,
               R"("password": [], "recovery": [{"type": "support", "wait": "2d"}]},)");
  CHECK(AuditOf(slow).verdict() ==
        "NOT SAFE YET: without your devices, Bitwarden and Proton Mail can be recovered within 24 "
        "hours only through each other; otherwise it takes 2 days, if support can help.");
}

TEST_CASE("the verdict, the first finding and the first step speak of the same", "[audit]") {
  const AuditOf audit(circle);
  CHECK(audit.report.findings.front().is_circle());
}

TEST_CASE("in a team, what lets others in comes before what is missing", "[audit]") {
  const auto order = [](std::string_view profile) {
    const auto rule = [](std::string_view id, bool urgent) {
      return Rule{.id = id, .severity = Severity::high, .urgent = urgent, .check = shut};
    };
    const std::array rules{rule("PKA201", false), rule("PKA504", true), rule("PKA802", false),
                           rule("PKA807", true)};
    const AuditOf audit(fmt::format(R"({{"version": 1, "profile": "{}",
                                         "accounts": {{"a": {{"password": ["memory"]}}}}}})",
                                    profile),
                        std::array{&rules[0], &rules[1], &rules[2], &rules[3]});
    std::vector<std::string> ids;
    for (const Finding& finding : audit.report.findings) ids.emplace_back(finding.rule);
    return ids;
  };
  using Ids = std::vector<std::string>;
  CHECK(order("team") == Ids{"PKA504", "PKA807", "PKA201", "PKA802"});
  CHECK(order("personal") == Ids{"PKA201", "PKA504", "PKA802", "PKA807"});
}

TEST_CASE("demands: the threshold of severity", "[audit]") {
  const std::string inventory = accounts(R"("a": {"other_sign_in": ["app", "hello"]},
                                            "b": {"other_sign_in": ["app", "hello"]})");
  const Rule rule = rule_of(Severity::medium, shut);
  const Rule* const rules[]{&rule};
  const AuditOf audit(inventory, rules);
  CHECK(unmet(audit.report, {.fail_on = Severity::high}).empty());
  CHECK(unmet(audit.report, {.fail_on = std::nullopt}).empty());
  CHECK(unmet(audit.report, {.fail_on = Severity::medium}) ==
        std::vector<std::string>{"2 findings at or above medium"});
  CHECK(unmet(audit.report, {.fail_on = Severity::low}) ==
        std::vector<std::string>{"2 findings at or above low"});
}

TEST_CASE("demands: the least score", "[audit]") {
  const Rule rule = rule_of(Severity::medium, shut);
  const Rule* const rules[]{&rule};
  const AuditOf audit(accounts(R"("a": {"other_sign_in": ["app", "hello"], "roles": ["email"]})"),
                      rules);
  REQUIRE(audit.report.scorecard.score.passed == 7);
  CHECK(unmet(audit.report, {.fail_on = std::nullopt, .min_score = 7}).empty());
  CHECK(unmet(audit.report, {.fail_on = std::nullopt, .min_score = 8}) ==
        std::vector<std::string>{"score 7 of 8 is under 8"});
  CHECK(unmet(audit.report, {.fail_on = Severity::medium, .min_score = 8}) ==
        std::vector<std::string>{"1 finding at or above medium", "score 7 of 8 is under 8"});
}

TEST_CASE("demands: a score that cannot be reached", "[audit]") {
  const Rule rule = rule_of(Severity::medium, shut);
  const Rule* const rules[]{&rule};
  const AuditOf audit(accounts(R"("a": {"other_sign_in": ["app", "hello"]})"), rules);
  REQUIRE(audit.report.scorecard.score.passed == 6);
  CHECK(unmet(audit.report, {.fail_on = std::nullopt, .min_score = 7}) ==
        std::vector<std::string>{"score 6 of 8 is under 7"});
  CHECK(unmet(audit.report, {.fail_on = std::nullopt, .min_score = 8}) ==
        std::vector<std::string>{"score 6 of 8 is under 8, which cannot be reached here: 7 items "
                                 "apply to this inventory"});
}

}  // namespace
}  // namespace passkey_audit
