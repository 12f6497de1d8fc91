// Runs every tests/rules/*.cases.json: one file for each rule, named like the rule's source file,
// with small inventories and all that the rule finds in them, word for word.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "catch.hpp"
#include "passkey_audit/audit/audit_context.hpp"
#include "passkey_audit/catalog/known.hpp"
#include "passkey_audit/inventory/read_inventory.hpp"
#include "passkey_audit/rules/registry.hpp"

namespace passkey_audit {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;  // inventories keep their order

const fs::path source_dir = PASSKEY_AUDIT_SOURCE_DIR;
constexpr std::string_view file_ending = ".cases.json";

// How many cases of each kind a rule needs.
const std::map<std::string, int> kinds_needed{
    {"firing", 2}, {"passing", 1}, {"boundary", 1}, {"not-applicable", 1}};

std::vector<fs::path> case_files() {
  std::vector<fs::path> files;
  for (const fs::directory_entry& entry : fs::directory_iterator(source_dir / "tests" / "rules")) {
    if (entry.path().string().ends_with(file_ending)) files.push_back(entry.path());
  }
  std::ranges::sort(files);
  return files;
}

Json parse(const fs::path& file) {
  std::ifstream stream(file);
  Json json = Json::parse(stream, nullptr, false);
  if (!json.is_object()) FAIL(fmt::format("{} is no JSON object", file.string()));
  return json;
}

std::string rule_file_of(const fs::path& case_file) {
  std::string name = case_file.filename().string();
  name.resize(name.size() - file_ending.size());
  return name;
}

Json as_json(const Inventory& inventory, const Finding& finding) {
  Json accounts = Json::array();
  for (const std::uint32_t account : finding.accounts) {
    accounts.push_back(inventory.id_of(inventory.accounts[account].thing));
  }
  return {{"severity", word(finding.severity)},
          {"subject", finding.subject},
          {"at", finding.at.told() ? inventory.id_of(finding.at) : ""},
          {"accounts", accounts},
          {"message", finding.message},
          {"remedy", finding.remedy.text()}};
}

// Where a finding points is compared where the case says it.
void leave_out_unasked(Json& actual, const Json& expected) {
  for (std::size_t i = 0; i < std::min(actual.size(), expected.size()); ++i) {
    if (!expected[i].contains("at")) actual[i].erase("at");
  }
}

// What the rule says about the inventory; a text in place of it when the inventory is no good.
Json outcome_of(const Rule& rule, const Json& inventory, Date today) {
  const std::vector<ProviderWord> providers = provider_words(embedded_catalog());
  const ReadInventory read =
      read_inventory_text(inventory.dump(2), "case.json", {.today = today, .providers = providers});
  if (!read.usable()) {
    std::string problems = "the inventory cannot be used:";
    for (const Problem& problem : read.problems) {
      problems += fmt::format("\n  {} {} {}", problem.pointer, problem.message, problem.hint);
    }
    return problems;
  }
  const AuditContext context(read.inventory, embedded_catalog(), today);
  RuleFindings found;
  RuleOutcome outcome(rule, context, found);
  rule.check(context, outcome);
  Json findings = Json::array(), not_judged = Json::array();
  for (const Finding& finding : found.findings) {
    findings.push_back(as_json(read.inventory, finding));
  }
  for (const NotJudged& gap : found.unknown) {
    not_judged.push_back(read.inventory.id_of(context.account(gap.account).thing));
  }
  return {{"findings", findings}, {"not_judged", not_judged}};
}

std::vector<std::string> lines_of(const Json& json) {
  std::istringstream stream(json.is_string() ? json.get<std::string>() : json.dump(2));
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

// Both texts with what they share said once: "- " is expected, "+ " is what came.
std::string difference(const Json& expected, const Json& actual) {
  const std::vector<std::string> old_lines = lines_of(expected), new_lines = lines_of(actual);
  std::vector<std::vector<std::size_t>> common(old_lines.size() + 1,
                                               std::vector<std::size_t>(new_lines.size() + 1));
  for (std::size_t i = old_lines.size(); i-- > 0;) {
    for (std::size_t j = new_lines.size(); j-- > 0;) {
      common[i][j] = old_lines[i] == new_lines[j] ? common[i + 1][j + 1] + 1
                                                  : std::max(common[i + 1][j], common[i][j + 1]);
    }
  }
  std::string text;
  for (std::size_t i = 0, j = 0; i < old_lines.size() || j < new_lines.size();) {
    if (i < old_lines.size() && j < new_lines.size() && old_lines[i] == new_lines[j]) {
      text += fmt::format("    {}\n", old_lines[i]);
      ++i, ++j;
    } else if (j == new_lines.size() ||
               (i < old_lines.size() && common[i + 1][j] >= common[i][j + 1])) {
      text += fmt::format("  - {}\n", old_lines[i++]);
    } else {
      text += fmt::format("  + {}\n", new_lines[j++]);
    }
  }
  return text;
}

// A member that no case has is a slip of the pen, and would otherwise never be looked at.
void check_members(const Json& json, const std::set<std::string>& known) {
  for (const auto& [key, value] : json.items()) {
    if (!known.contains(key)) FAIL_CHECK(fmt::format("\"{}\" is nothing that a case has", key));
  }
}

void check_kind(const std::string& kind, const Json& findings) {
  if (!kinds_needed.contains(kind)) FAIL_CHECK(fmt::format("\"{}\" is no kind of case", kind));
  const bool finds = !findings.empty();
  if (kind == "firing" && !finds) FAIL_CHECK("a firing case without a finding");
  if ((kind == "passing" || kind == "not-applicable") && finds) {
    FAIL_CHECK(fmt::format("a {} case with a finding", kind));
  }
}

// A message is one sentence without its full stop, a remedy an instruction with it.
void check_style(const Json& findings) {
  for (const Json& finding : findings) {
    if (finding["message"].get<std::string>().ends_with('.')) {
      FAIL_CHECK("the message ends with a full stop");
    }
    if (!finding["remedy"].get<std::string>().ends_with('.')) {
      FAIL_CHECK("the remedy does not end with a full stop");
    }
  }
}

void run_case(const Rule& rule, const Json& one, Date today) {
  INFO("case: " << one.value("name", "without a name"));
  check_members(one, {"name", "kind", "inventory", "findings", "not_judged"});
  const Json expected = {{"findings", one.value("findings", Json::array())},
                         {"not_judged", one.value("not_judged", Json::array())}};
  check_kind(one.value("kind", ""), expected["findings"]);
  Json actual = outcome_of(rule, one.value("inventory", Json::object()), today);
  if (actual.is_object()) leave_out_unasked(actual["findings"], expected["findings"]);
  if (actual != expected) FAIL_CHECK("\n" << difference(expected, actual));
  if (actual.is_object()) check_style(actual["findings"]);
}

// Returns how many cases of each kind there are.
std::map<std::string, int> run_cases(const Rule& rule, const Json& file) {
  std::map<std::string, int> kinds;
  std::set<std::string> names;
  const auto today = parse_date(file.value("today", ""));
  if (!today) FAIL_CHECK("no \"today\"");
  for (const Json& one : file.value("cases", Json::array())) {
    ++kinds[one.value("kind", "")];
    if (!names.insert(one.value("name", "")).second) {
      FAIL_CHECK(fmt::format("two cases are called \"{}\"", one.value("name", "")));
    }
    run_case(rule, one, today.value_or(Date{}));
  }
  return kinds;
}

}  // namespace

// One section for each file: `-c codes_running_out` runs the cases of that rule alone.
TEST_CASE("every rule finds what its cases say, and says it word for word", "[rules][cases]") {
  for (const fs::path& path : case_files()) {
    DYNAMIC_SECTION(rule_file_of(path)) {
      if (!fs::exists(source_dir / "src" / "rules" / (rule_file_of(path) + ".cpp"))) {
        FAIL_CHECK("no source file in src/rules has this name");
      }
      const Json file = parse(path);
      check_members(file, {"rule", "today", "cases"});
      const Rule* rule = find_rule(file.value("rule", ""));
      if (rule == nullptr) FAIL(fmt::format("there is no rule \"{}\"", file.value("rule", "")));
      std::map<std::string, int> kinds = run_cases(*rule, file);
      for (const auto& [kind, needed] : kinds_needed) {
        if (kinds[kind] < needed) {
          FAIL_CHECK(
              fmt::format("{} has {} {} cases and needs {}", rule->id, kinds[kind], kind, needed));
        }
      }
    }
  }
}

TEST_CASE("every rule has one file of cases", "[rules]") {
  std::set<std::string> rules_with_cases;
  for (const fs::path& path : case_files()) {
    const std::string id = parse(path).value("rule", "");
    if (!rules_with_cases.insert(id).second) {
      FAIL_CHECK(fmt::format("{} has two files of cases", id));
    }
  }
  for (const Rule* rule : all_rules()) {
    INFO(rule->id << " has no cases");
    CHECK(rules_with_cases.contains(std::string(rule->id)));
  }
}

}  // namespace passkey_audit
