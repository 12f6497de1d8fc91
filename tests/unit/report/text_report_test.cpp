// The text report: what is folded into one line, what is left out without -v, how lines begin.
#include "reported.hpp"

namespace passkey_audit {
namespace {

// Two sentences for one rule, as the account's name begins with a vowel or not; and remedies to go
// with them.
void two_sentences(const AuditContext& context, RuleOutcome& outcome) {
  for (std::uint32_t i = 0; i < context.inventory.accounts.size(); ++i) {
    const std::string name = context.name(i);
    const bool vowel = std::string_view("aeiou").find(name.front()) != std::string_view::npos;
    outcome.add(context.account(i),
                {.message = fmt::format("{} has {}", name, vowel ? "none" : "no key"),
                 .remedy = fmt::format("Register a key on {}{}.", name, vowel ? " today" : "")});
  }
}

const Rule folding{
    .id = "PKA000", .severity = Severity::high, .item = Item::two_ways_in, .check = two_sentences};

std::string accounts(const std::vector<std::string>& ids) {
  std::string entries;
  for (const std::string& id : ids) {
    entries +=
        fmt::format(R"({}"{}": {{"password": ["memory"]}})", entries.empty() ? "" : ", ", id);
  }
  return fmt::format(R"({{"version": 1, "accounts": {{{}}}}})", entries);
}

std::string text_of(std::string_view inventory, Rendering rendering = {}) {
  const Rule* const rules[]{&folding};
  Reports reports;
  reports.add(inventory, "test.json", rules);
  return reports.as("text", rendering);
}

// What stands between a heading and the next blank line.
std::string under(std::string_view heading, const std::string& report) {
  const std::size_t begin = report.find(fmt::format("\n{}\n", heading));
  if (begin == std::string::npos) return {};
  const std::size_t first = begin + heading.size() + 2;
  return report.substr(first, report.find("\n\n", first) + 1 - first);
}

std::string without_positions(const std::string& list) {
  std::string lines;
  std::size_t begin = 0;
  while (begin < list.size()) {
    const std::size_t end = std::min(list.find('\n', begin), list.size() - 1) + 1;
    const std::string line = list.substr(begin, end - begin);
    if (line.find("passkey-audit explain") == std::string::npos) lines += line;
    begin = end;
  }
  return lines;
}

TEST_CASE("sentences that differ in the account's name only are folded", "[report]") {
  const std::string report = text_of(accounts({"bank", "amazon", "mail", "ebay", "shop"}));
  CHECK(without_positions(under("WHY", report)) ==
        "  HIGH     PKA000  Amazon has none; the same goes for ebay\n"
        "  HIGH     PKA000  Bank has no key; the same goes for mail and shop\n");
  // Worst first; nobody can tell what comes of a remedy that names no change.
  CHECK(under("DO THIS NEXT", report) ==
        "  1. Register a key on bank. The same for mail and shop.\n"
        "     what it changes cannot be told before; about 30 minutes\n"
        "  2. Register a key on amazon today. The same for ebay.\n"
        "     what it changes cannot be told before; about 30 minutes\n");
}

TEST_CASE("-v folds no finding", "[report]") {
  const std::string report = text_of(accounts({"bank", "mail"}), {.verbose = true});
  CHECK(without_positions(under("WHY", report)) ==
        "  HIGH     PKA000  Bank has no key\n"
        "  HIGH     PKA000  Mail has no key\n");
}

void of_every_severity(const AuditContext& context, RuleOutcome& outcome) {
  for (std::uint32_t i = 0; i < context.inventory.accounts.size(); ++i) {
    outcome.add(context.account(i), {.message = fmt::format("Finding number {}", i),
                                     .remedy = fmt::format("Step number {}.", i),
                                     .severity = static_cast<Severity>(i % 4)});
  }
}

const Rule many{.id = "PKA000", .item = Item::two_ways_in, .check = of_every_severity};

TEST_CASE("a long list ends after twelve entries, worst first, and says how many more there are",
          "[report]") {
  std::vector<std::string> ids;
  for (int i = 0; i < 40; ++i) ids.push_back(fmt::format("a{}", i));
  const Rule* const rules[]{&many};
  Reports reports;
  reports.add(accounts(ids), "test.json", rules);
  const std::string shown = without_positions(under("WHY", reports.as("text")));
  CHECK(std::ranges::count(shown, '\n') == 13);
  CHECK(shown.starts_with("  CRITICAL PKA000  Finding number 11\n"));
  CHECK(shown.ends_with("  28 more, 8 of them high or worse; -v shows them.\n"));
  CHECK(shown.find("MEDIUM") == std::string::npos);
  const std::string all = without_positions(under("WHY", reports.as("text", {.verbose = true})));
  CHECK(std::ranges::count(all, '\n') == 40);
}

void three_of_another(const AuditContext& context, RuleOutcome& outcome) {
  for (std::uint32_t i = 0; i < 3; ++i) {
    outcome.add(context.account(i), {.message = fmt::format("Another thing {}", i),
                                     .remedy = std::string("Mend it."),
                                     .severity = Severity::medium});
  }
}

const Rule another{.id = "PKA001", .item = Item::two_ways_in, .check = three_of_another};

TEST_CASE("many findings of one rule leave room for another", "[report]") {
  std::vector<std::string> ids;
  for (int i = 0; i < 80; ++i) ids.push_back(fmt::format("a{}", i));
  const Rule* const rules[]{&many, &another};
  Reports reports;
  reports.add(accounts(ids), "test.json", rules);
  const std::string shown = without_positions(under("WHY", reports.as("text")));
  CHECK(std::ranges::count(shown, '\n') == 13);
  for (int i = 0; i < 3; ++i) {
    CHECK(shown.find(fmt::format("Another thing {}", i)) != std::string::npos);
  }
  CHECK(shown.starts_with("  CRITICAL PKA000  Finding number"));
}

TEST_CASE("a list that fits says what is left out of it", "[report]") {
  const Rule* const rules[]{&many};
  Reports reports;
  reports.add(accounts({"a", "b", "c", "d"}), "test.json", rules);
  CHECK(under("WHY", reports.as("text"))
            .ends_with("  1 more of low severity or with a cause named above; -v shows it.\n"));
}

TEST_CASE("the last line says what was asked for and is not met", "[report]") {
  Reports reports;
  reports.add(R"({"version": 1, "accounts": {"mail": {"importance": "critical"}}})");
  CHECK(reports.as("text").ends_with("\n\nNot met: 2 findings at or above high.\n"));
}

TEST_CASE("open questions are cut short as well", "[report]") {
  std::string entries;
  for (int i = 0; i < 14; ++i) entries += fmt::format(R"({}"a{}": {{}})", i == 0 ? "" : ", ", i);
  Reports reports;
  reports.add(fmt::format(R"({{"version": 1, "accounts": {{{}}}}})", entries));
  const auto questions = [&](Rendering rendering) {
    const std::string report = reports.as("text", rendering);
    const std::size_t begin = report.find("Not judged"), end = report.find("\nNot met");
    return report.substr(begin, end - begin);
  };
  CHECK(questions({}).ends_with("  2 more; -v shows them.\n"));
  CHECK(std::ranges::count(questions({}), '\n') == 14);
  CHECK(std::ranges::count(questions({.verbose = true}), '\n') == 15);
}

TEST_CASE("a step stands for a finding that is shown", "[report]") {
  // The phone is all that is carried: the bag is no finding of its own.
  const std::string_view inventory = R"({"version": 1, "devices": {"phone": {"type": "phone"}},
      "accounts": {"a": {"other_sign_in": ["phone"]}}})";
  Reports reports;
  reports.add(inventory);
  const std::string report = reports.as("text");
  CHECK(report.find("everything you carry") == std::string::npos);
  CHECK(under("DO THIS NEXT", report).find("at another place, such as") == std::string::npos);
}

TEST_CASE("lines begin with a capital letter, JSON and names do not", "[report]") {
  Reports reports;
  reports.add(R"({"version": 1, "accounts": {
      "cloud": {"name": "the family cloud", "accepts_security_key": true, "password": ["memory"]},
      "silent": {"name": "the school"}}})");
  const std::string report = reports.as("text");
  CHECK(report.find("  The family cloud takes security keys and has none\n") != std::string::npos);
  CHECK(report.find("  The school does not say how you get in (test.json:3:7)\n") !=
        std::string::npos);
  CHECK(reports.as("json").find("The family cloud") == std::string::npos);
}

TEST_CASE("several inventories stand under their names; one that cannot be used says so",
          "[report]") {
  Reports reports;
  reports.add(R"({"version": 1, "accounts": {}})", "one.json");
  reports.add_unusable("{", "two.json");
  const std::string report = reports.as("text");
  CHECK(report.starts_with("== one.json ==\nNOTHING TO JUDGE: the inventory has no accounts.\n"));
  CHECK(report.ends_with("\n\n== two.json ==\nNOT AUDITED: two.json has 1 error.\n"));
}

}  // namespace
}  // namespace passkey_audit
