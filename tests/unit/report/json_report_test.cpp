// The JSON report, format 1: which keys, in which order, also when the inventory cannot be used.
#include <nlohmann/json.hpp>

#include "reported.hpp"

namespace passkey_audit {
namespace {

using Json = nlohmann::ordered_json;
using Keys = std::vector<std::string>;

Keys keys_of(const Json& object) {
  Keys keys;
  for (const auto& [key, value] : object.items()) keys.push_back(key);
  return keys;
}

constexpr std::string_view inventory = R"({"version": 1,
  "devices": {"phone": {"type": "phone"}, "pc": {"type": "desktop"}},
  "authenticators": {"vault": {"type": "vault", "account": "manager", "devices": ["phone", "pc"],
                               "new_device_needs": []}},
  "accounts": {"manager": {"importance": "critical", "other_sign_in": ["mail", "phone", "pc"]},
               "mail": {"passkeys": ["vault"], "password": []},
               "silent": {}}})";

Json report_of(std::string_view text) {
  Reports reports;
  reports.add(text);
  return Json::parse(reports.as("json"));
}

TEST_CASE("JSON: every object has its keys, in their order", "[report]") {
  const Json report = report_of(inventory);
  CHECK(keys_of(report) == Keys{"format", "tool", "audited_on", "inventory", "verdict", "score",
                                "checklist", "findings", "single_points_of_failure", "scenarios",
                                "circles", "plan", "not_judged", "waivers", "exit"});
  CHECK(keys_of(report["tool"]) == Keys{"name", "version"});
  CHECK(keys_of(report["inventory"]) == Keys{"path", "sha256", "profile", "reviewed_on", "accounts",
                                             "critical_accounts", "authenticators",
                                             "recovery_methods"});
  CHECK(keys_of(report["verdict"]) == Keys{"safe", "text"});
  CHECK(keys_of(report["score"]) == Keys{"passed", "of", "points", "model"});
  CHECK(keys_of(report["checklist"][0]) ==
        Keys{"item", "text", "status", "covered", "applicable", "accounts"});
  CHECK(keys_of(report["findings"][0]) == Keys{"rule", "severity", "subject", "accounts", "message",
                                               "remedy", "item", "losses", "route", "location",
                                               "fingerprint", "state"});
  CHECK(keys_of(report["findings"][0]["location"]) ==
        Keys{"path", "pointer", "line", "column", "end_line", "end_column"});
  CHECK(keys_of(report["single_points_of_failure"][0]) == Keys{"loss", "delayed", "locked_out"});
  CHECK(keys_of(report["scenarios"][0]) == Keys{"id", "title", "losses", "accounts"});
  CHECK(keys_of(report["scenarios"][0]["accounts"][0]) ==
        Keys{"account", "state", "hours", "route"});
  CHECK(keys_of(report["not_judged"][0]) == Keys{"subject", "why"});
  CHECK(keys_of(report["exit"]) == Keys{"status", "because"});
}

TEST_CASE("JSON: what is said of the program, the day and the inventory", "[report]") {
  const Json report = report_of(inventory);
  CHECK(report["format"] == 1);
  CHECK(report["tool"] == Json{{"name", "passkey-audit"}, {"version", "1.2.3"}});
  CHECK(report["audited_on"] == "2026-11-22");
  const Json& about = report["inventory"];
  CHECK(about["path"] == "test.json");
  CHECK(about["sha256"].get<std::string>().size() == 64);
  CHECK(about["profile"] == "personal");
  CHECK(about["reviewed_on"].is_null());
  CHECK(about["accounts"] == 3);
  CHECK(about["authenticators"] == 1);
  CHECK(report["exit"] == Json{{"status", 1}, {"because", {"2 findings at or above high"}}});
}

TEST_CASE("JSON: eight items in their order, with a status each", "[report]") {
  const Json report = report_of(inventory);
  REQUIRE(report["checklist"].size() == 8);
  for (std::size_t i = 0; i < 8; ++i) {
    CHECK(report["checklist"][i]["item"] == fmt::format("C{}", i + 1));
  }
}

TEST_CASE("JSON: circles, and what was not judged, by id", "[report]") {
  const Json report = report_of(inventory);
  CHECK(report["circles"].dump() == R"([["mail","vault","manager","mail"]])");
  CHECK(report["not_judged"][0].dump() ==
        R"({"subject":"silent","why":"does not say how you get in"})");
}

TEST_CASE("JSON: messages are for programs and begin as they are", "[report]") {
  const Json report = report_of(R"({"version": 1, "accounts": {
      "cloud": {"name": "the family cloud", "password": ["memory"], "accepts_security_key": true}}})");
  bool found = false;
  for (const Json& finding : report["findings"]) {
    found |= finding["message"].get<std::string>().starts_with("the family cloud");
  }
  CHECK(found);
}

TEST_CASE("JSON: an inventory that cannot be used has errors in place of an audit", "[report]") {
  Reports reports;
  reports.add_unusable(R"({"version": 1, "accounts": {"a": {"pasword": []}}})");
  const Json report = Json::parse(reports.as("json"));
  CHECK(keys_of(report) == Keys{"format", "tool", "audited_on", "inventory", "errors", "exit"});
  REQUIRE(report["errors"].size() == 1);
  const Json& error = report["errors"][0];
  CHECK(keys_of(error) == Keys{"code", "message", "hint", "location"});
  CHECK(keys_of(error["location"]) == Keys{"path", "pointer", "line", "column"});
  CHECK(error["code"] == "PKI002");
  CHECK(error["location"]["line"] == 1);
  CHECK(report["exit"]["status"] == 3);
}

TEST_CASE("JSON: several inventories are a list of reports, each as it would be alone",
          "[report]") {
  Reports reports;
  reports.add(inventory, "one.json");
  reports.add_unusable("{", "two.json");
  const Json all = Json::parse(reports.as("json"));
  CHECK(keys_of(all) == Keys{"format", "reports"});
  REQUIRE(all["reports"].size() == 2);
  CHECK(all["reports"][0]["inventory"]["path"] == "one.json");
  CHECK(all["reports"][1]["errors"].size() == 1);
  Reports alone;
  alone.add(inventory, "one.json");
  CHECK(all["reports"][0] == Json::parse(alone.as("json")));
}

TEST_CASE("JSON: nothing beyond ASCII, and nothing that a screen could take for a command",
          "[report]") {
  Reports reports;
  reports.add(R"({"version": 1, "accounts": {"a": {"name": "Bücher )"
              "\u202e"
              R"( :: x", "password": ["memory"]}}})");
  for (const char c : reports.as("json")) CHECK(static_cast<unsigned char>(c) < 0x80);
}

}  // namespace
}  // namespace passkey_audit
