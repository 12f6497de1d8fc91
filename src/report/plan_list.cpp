#include "passkey_audit/report/plan_list.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <vector>

#include "passkey_audit/audit/judgement.hpp"
#include "passkey_audit/audit/wording.hpp"
#include "passkey_audit/report/page.hpp"
#include "passkey_audit/support/json_layout.hpp"
#include "passkey_audit/support/safe_text.hpp"
#include "plan_json.hpp"

namespace passkey_audit {
namespace {

using Json = nlohmann::ordered_json;

std::string counted(std::size_t count, std::string_view what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

std::string score_in_words(const Score& score) {
  return fmt::format("{}/{}, {}/100 points", score.passed, Score::of, score.points);
}

std::string time_in_words(std::uint32_t minutes) {
  if (minutes < 60) return fmt::format("about {} minutes", minutes);
  const std::uint32_t hours = (minutes + 30) / 60;
  return hours == 1 ? "about an hour" : fmt::format("about {} hours", hours);
}

// "PKA203: Spare kept with the primary"
std::string names_of(const std::vector<const Rule*>& rules) {
  std::vector<std::string> names;
  for (const Rule* rule : rules) names.push_back(fmt::format("{}: {}", rule->id, rule->title));
  return fmt::format("{}", fmt::join(names, "; "));
}

// What a step changes; empty: nothing that is counted.
std::string change_in_words(const StepOutcome& outcome) {
  std::string text;
  const auto add = [&](const std::string& part) { text += (text.empty() ? "" : ", ") + part; };
  if (outcome.closes != 0) {
    add("closes " + counted(outcome.closes, "finding"));
  } else if (outcome.eases != 0) {
    add("eases " + counted(outcome.eases, "finding"));
  }
  if (outcome.opens != 0) {
    add(fmt::format("brings {} ({})", counted(outcome.opens, "new one"),
                    names_of(outcome.opened_by)));
  }
  const Score &before = outcome.before, &after = outcome.after;
  if (before.passed != after.passed) {
    add(fmt::format("{}/{} -> {}/{}", before.passed, Score::of, after.passed, Score::of));
  }
  if (before.points != after.points) {
    add(fmt::format("{} -> {} points", before.points, after.points));
  }
  return text;
}

Json step_json(const AuditContext& context, const PlanStep& step) {
  const Inventory& inventory = context.inventory;
  const auto id_of = [&](std::uint32_t account) {
    return std::string(inventory.id_of(context.account(account).thing));
  };
  Json json;
  json["action"] = step.action;
  json["subject"] = step.accounts.empty() ? "inventory" : id_of(step.accounts.front());
  json["accounts"] = Json::array();
  for (const std::uint32_t account : step.accounts) json["accounts"].push_back(id_of(account));
  // What the step itself brings into being has no id yet.
  const bool has_id = step.with.told() && step.with.index < inventory.things.size();
  json["with"] = has_id ? Json(std::string(inventory.id_of(step.with))) : Json(nullptr);
  json["text"] = step.text;
  const auto& outcome = step.outcome;
  json["closes"] = outcome ? Json(outcome->closes) : Json(nullptr);
  json["opens"] = outcome ? Json(outcome->opens) : Json(nullptr);
  json["score_after"] =
      outcome ? Json{{"passed", outcome->after.passed}, {"points", outcome->after.points}}
              : Json(nullptr);
  json["minutes"] = step.minutes;
  json["effort"] = word(step.effort);
  return json;
}

// What nobody can tell before may only add to the score.
std::string not_counted(const Plan& plan) {
  const auto count = std::ranges::count_if(
      plan.steps, [](const PlanStep& step) { return !step.outcome.has_value(); });
  if (count == 0) return {};
  if (plan.steps.size() == 1) return ", and what it brings besides";
  return fmt::format(", and what {} of them {} besides", count, count == 1 ? "brings" : "bring");
}

// What findings ask for all the same, so that nobody has to look for it.
void print_left_out(Page& page, const std::vector<std::string>& steps) {
  constexpr std::size_t most = 3;
  if (steps.empty()) return;
  page.line(fmt::format("Left out, since {} nothing better on the whole as things stand:",
                        steps.size() == 1 ? "it makes" : "they make"));
  for (std::size_t i = 0; i < std::min(most, steps.size()); ++i) page.line("  - ", steps[i]);
  if (steps.size() > most) page.line(fmt::format("  and {} more", steps.size() - most));
}

}  // namespace

std::string outcome_in_words(const PlanStep& step) {
  const std::string time = time_in_words(step.minutes);
  if (!step.outcome) {
    return fmt::format("{}; {}",
                       step.urgent ? "comes first, since somebody else may get in today"
                                   : "what it changes cannot be told before",
                       time);
  }
  const std::string_view cost = step.effort == Effort::high ? ", and something to buy" : "";
  const std::string change = change_in_words(*step.outcome);
  return fmt::format("{}{}{}{}", change, change.empty() ? "" : "; ", time, cost);
}

std::string plan_as_text(const AuditReport& report, const Plan& plan, const Rendering& rendering) {
  Page page(rendering.width, rendering.colour);
  page.line(verdict_of(report).text);
  page.line(fmt::format("Score now: {}.", score_in_words(report.scorecard.score)));
  if (plan.steps.empty()) {
    page.blank();
    page.line("There is nothing left to do that an audit asks for.");
    return page.take();
  }
  page.blank();
  Score score = report.scorecard.score;
  for (std::size_t i = 0; i < plan.steps.size(); ++i) {
    const PlanStep& step = plan.steps[i];
    const std::string lead = fmt::format("{:>3}. ", i + 1);
    page.line(lead, capitalized(step.text));
    page.line(std::string(lead.size(), ' '), outcome_in_words(step));
    if (step.outcome) score = step.outcome->after;
  }
  page.blank();
  page.line(fmt::format("After {}: {}{}.", plan.steps.size() == 1 ? "this" : "these",
                        score_in_words(score), not_counted(plan)));
  print_left_out(page, plan.left_out);
  if (!plan.is_whole) {
    page.line(fmt::format("There is more to do: --steps {} shows it.", plan.steps.size() * 2));
  }
  return page.take();
}

std::string plan_as_json(const AuditReport& report, const Plan& plan) {
  Json root;
  root["format"] = 1;
  root["score"] = {{"passed", report.scorecard.score.passed},
                   {"of", Score::of},
                   {"points", report.scorecard.score.points},
                   {"model", Score::model}};
  root["plan"] = plan_json(report.context, plan);
  root["whole"] = plan.is_whole;
  return lay_out_json(root, JsonText::ascii, 1);
}

nlohmann::ordered_json plan_json(const AuditContext& context, const Plan& plan) {
  Json steps = Json::array();
  for (const PlanStep& step : plan.steps) steps.push_back(step_json(context, step));
  return steps;
}

}  // namespace passkey_audit
