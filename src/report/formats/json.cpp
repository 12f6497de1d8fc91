#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "passkey_audit/report/drill.hpp"
#include "passkey_audit/report/format.hpp"
#include "passkey_audit/support/json_layout.hpp"
#include "passkey_audit/support/safe_text.hpp"
#include "plan_json.hpp"
#include "scenario_json.hpp"

namespace passkey_audit::formats {
namespace {

using Json = nlohmann::ordered_json;

class JsonReport {
 public:
  JsonReport(const Audited& audited, const Rendering& rendering)
      : audited_(audited), rendering_(rendering) {}

  Json render() const {
    Json root;
    root["format"] = 1;
    root["tool"] = {{"name", "passkey-audit"}, {"version", rendering_.program_version}};
    root["audited_on"] = format_date(audited_.today);
    root["inventory"] = about_inventory();
    if (audited_.report == nullptr) {
      root["errors"] = errors();
    } else {
      add_audit(root, *audited_.report);
    }
    root["exit"] = {{"status", audited_.exit_status}, {"because", audited_.because}};
    return root;
  }

 private:
  Json about_inventory() const {
    const Inventory& inventory = *audited_.inventory;
    Json about;
    about["path"] = safe_text(audited_.path);
    about["sha256"] = inventory.files.empty() ? "" : inventory.files.front().sha256;
    about["profile"] = word(inventory.profile);
    about["reviewed_on"] =
        inventory.reviewed_on ? Json(format_date(*inventory.reviewed_on)) : Json(nullptr);
    about["accounts"] = inventory.accounts.size();
    about["critical_accounts"] =
        audited_.report == nullptr
            ? 0
            : std::ranges::count(audited_.report->context.importance, Importance::critical);
    about["authenticators"] = inventory.authenticators.size();
    about["recovery_methods"] = inventory.recovery_methods.size();
    return about;
  }

  Json errors() const {
    Json list = Json::array();
    for (const Problem& problem : audited_.problems) {
      if (is_warning(problem.code)) continue;
      list.push_back({{"code", code_of(problem.code)},
                      {"message", problem.message},
                      {"hint", problem.hint},
                      {"location",
                       {{"path", safe_text(problem.path)},
                        {"pointer", safe_text(problem.pointer)},
                        {"line", problem.at.line},
                        {"column", problem.at.column}}}});
    }
    return list;
  }

  void add_audit(Json& root, const AuditReport& report) const {
    const Verdict verdict = verdict_of(report);
    root["verdict"] = {{"safe", verdict.safe}, {"text", verdict.text}};
    const Score& score = report.scorecard.score;
    root["score"] = {{"passed", score.passed},
                     {"of", Score::of},
                     {"points", score.points},
                     {"model", Score::model}};
    root["checklist"] = Json::array();
    for (const ItemVerdict& item : report.scorecard.items)
      root["checklist"].push_back(checked(item));
    root["findings"] = Json::array();
    for (const Finding& finding : report.findings) root["findings"].push_back(found(finding));
    root["single_points_of_failure"] = Json::array();
    for (const LossEffect& effect : report.context.single_points.listed) {
      root["single_points_of_failure"].push_back(
          {{"loss", report.context.graph.losses()[effect.loss].text},
           {"delayed", account_ids(effect.delayed)},
           {"locked_out", account_ids(effect.locked_out)}});
    }
    root["scenarios"] = Json::array();
    for (const ScenarioResult& result : run_scenarios(report.context)) {
      root["scenarios"].push_back(scenario_json(report.context, result));
    }
    root["circles"] = Json::array();
    for (const Circle& circle : report.context.circles) {
      Json loop = Json::array();
      for (const ThingId thing : circle.loop) loop.push_back(id_of(thing));
      root["circles"].push_back(std::move(loop));
    }
    root["plan"] = plan_json(report.context, audited_.plan);
    root["not_judged"] = Json::array();
    for (const OpenQuestion& question : report.not_judged) {
      root["not_judged"].push_back({{"subject", id_of(question.subject)}, {"why", question.why}});
    }
    root["waivers"] = Json::array();
    for (const JudgedWaiver& waiver : report.waivers) root["waivers"].push_back(judged(waiver));
  }

  Json checked(const ItemVerdict& item) const {
    return {{"item", text_of(item.item).id}, {"text", text_of(item.item).text},
            {"status", word(item.status)},   {"covered", item.covered},
            {"applicable", item.applicable}, {"accounts", account_ids(item.accounts)}};
  }

  Json found(const Finding& finding) const {
    Json json;
    json["rule"] = finding.rule;
    json["severity"] = word(finding.severity);
    json["subject"] = finding.subject;
    json["accounts"] = account_ids(finding.accounts);
    json["message"] = finding.message;
    json["remedy"] = finding.remedy.text();
    json["item"] = text_of(finding.item).id;
    json["losses"] = finding.losses;
    json["route"] = finding.route;
    json["location"] = finding.about == nullptr ? location(finding.at)
                                                : spot(finding.about->path, finding.about->at);
    json["fingerprint"] = finding.fingerprint();
    json["state"] = finding.waived() ? "waived" : "new";
    return json;
  }

  Json judged(const JudgedWaiver& judged) const {
    const Waiver& waiver = *judged.waiver;
    return {{"rule", waiver.rule},
            {"subject", safe_text(waiver.subject)},
            {"reason", safe_text(waiver.reason)},
            {"approved_by", safe_text(waiver.approved_by)},
            {"until", format_date(waiver.until)},
            {"state", word(judged.state)},
            {"location", spot(waiver.path, waiver.at)},
            {"accounts", account_ids(judged.accounts)}};
  }

  static Json spot(std::string_view path, Position at) {
    return {{"path", safe_text(path)}, {"pointer", ""},       {"line", at.line},
            {"column", at.column},     {"end_line", at.line}, {"end_column", at.column + 1}};
  }

  // The id where the thing is declared: one line, which is what annotations want.
  Json location(ThingId at) const {
    const Inventory& inventory = *audited_.inventory;
    if (!at.told() || inventory.things[at].at.line == 0) {
      return {{"path", safe_text(audited_.path)},
              {"pointer", ""},
              {"line", 1},
              {"column", 1},
              {"end_line", 1},
              {"end_column", 1}};
    }
    const Thing& thing = inventory.things[at];
    const auto quoted_size = static_cast<std::uint32_t>(thing.id.view().size() + 2);
    return {{"path", safe_text(inventory.files[thing.file].path)},
            {"pointer", inventory.pointer_of(at)},
            {"line", thing.at.line},
            {"column", thing.at.column},
            {"end_line", thing.at.line},
            {"end_column", thing.at.column + (thing.in_place ? 1 : quoted_size)}};
  }

  std::string_view id_of(ThingId thing) const { return audited_.inventory->id_of(thing); }

  Json account_ids(const std::vector<std::uint32_t>& accounts) const {
    Json ids = Json::array();
    for (const std::uint32_t account : accounts) {
      ids.push_back(id_of(audited_.inventory->accounts[account].thing));
    }
    return ids;
  }

  const Audited& audited_;
  const Rendering& rendering_;
};

std::string render(std::span<const Audited> audited, const Rendering& rendering) {
  if (audited.size() == 1) {
    return lay_out_json(JsonReport(audited.front(), rendering).render(), JsonText::ascii, 1);
  }
  Json root;
  root["format"] = 1;
  root["reports"] = Json::array();
  for (const Audited& one : audited) root["reports"].push_back(JsonReport(one, rendering).render());
  return lay_out_json(root, JsonText::ascii, 1);
}

}  // namespace

extern const Format json{.name = "json", .render = render};

}  // namespace passkey_audit::formats
