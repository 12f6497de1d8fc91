#include "passkey_audit/report/drill.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "passkey_audit/report/page.hpp"
#include "passkey_audit/support/json_layout.hpp"
#include "passkey_audit/support/safe_text.hpp"
#include "scenario_json.hpp"

namespace passkey_audit {
namespace {

using Json = nlohmann::ordered_json;

std::string_view heading(AccessState state) {
  switch (state) {
    case AccessState::locked_out: return "LOCKED OUT";
    case AccessState::delayed: return "DELAYED";
    case AccessState::recoverable: return "RECOVERABLE";
    case AccessState::open: return "OPEN";
  }
  return "";
}

Ink ink_of(AccessState state) {
  switch (state) {
    case AccessState::locked_out: return Ink::bad;
    case AccessState::delayed: return Ink::warning;
    case AccessState::recoverable: return Ink::plain;
    case AccessState::open: return Ink::good;
  }
  return Ink::plain;
}

std::string waiting(const AccountState& state) {
  if (state.wait.is_unknown()) return ", after a time nobody can tell";
  if (state.wait == Hours{} || state.state == AccessState::locked_out) return "";
  return fmt::format(", after {}", spoken_duration({state.wait.value}));
}

// What the steps are called, in order: "home (My house) > codes of google > google".
std::string spoken_route(const AuditContext& context, const std::vector<Step>& route) {
  std::string text;
  for (const Step& step : route) {
    std::string name = context.name(step.thing);
    if (step.thing == ThingDirectory::memory) name = "what you remember";
    if (step.thing == ThingDirectory::carried) name = "what you carry";
    if (step.part == Part::password) name = fmt::format("password of {}", name);
    if (step.part == Part::codes) name = fmt::format("codes of {}", name);
    if (step.part == Part::totp) name = fmt::format("code generator of {}", name);
    if (!text.empty()) text += " > ";
    text += name;
  }
  return text;
}

}  // namespace

std::vector<std::string> route_ids(const AuditContext& context, const std::vector<Step>& route) {
  std::vector<std::string> ids;
  for (const Step& step : route) {
    std::string id = id_of_part(context.inventory, step.thing, step.part);
    // The password of an account bears the account's id.
    if (ids.empty() || ids.back() != id) ids.push_back(std::move(id));
  }
  return ids;
}

nlohmann::ordered_json scenario_json(const AuditContext& context, const ScenarioResult& result) {
  Json scenario;
  scenario["id"] = result.scenario.id;
  scenario["title"] = safe_text(result.scenario.title);
  scenario["losses"] = Json::array();
  for (const LossId loss : result.scenario.losses) {
    scenario["losses"].push_back(context.graph.losses()[loss].text);
  }
  Json accounts = Json::array();
  for (std::size_t i = 0; i < result.states.size(); ++i) {
    const AccountState& state = result.states[i];
    Json account;
    account["account"] = context.inventory.id_of(context.inventory.accounts[i].thing);
    account["state"] = word(state.state);
    const bool told = !state.wait.is_unknown() && !state.wait.is_never();
    account["hours"] = told ? Json(state.wait.value) : Json(nullptr);
    account["route"] = route_ids(context, state.route);
    accounts.push_back(std::move(account));
  }
  scenario["accounts"] = std::move(accounts);
  return scenario;
}

std::string drill_as_json(const AuditContext& context, const ScenarioResult& result) {
  return lay_out_json(scenario_json(context, result), JsonText::ascii, 1);
}

std::string drill_as_text(const AuditContext& context, const ScenarioResult& result,
                          const Rendering& rendering) {
  Page page(rendering.width, rendering.colour);
  const auto out =
      std::ranges::count_if(result.states, [](const AccountState& s) { return is_out(s.state); });
  const std::string title = safe_text(result.scenario.title);
  page.line(fmt::format(
      "{}: {}", title,
      out == 0 ? fmt::format("you still get into all {} accounts.", result.states.size())
               : fmt::format("{} of {} accounts {} out of reach.", out, result.states.size(),
                             out == 1 ? "is" : "are")));
  std::string losses;
  for (const LossId loss : result.scenario.losses) {
    losses += losses.empty() ? "" : ", ";
    losses += safe_text(context.graph.losses()[loss].text);
  }
  page.line("Lost: ", losses.empty() ? "nothing" : losses);
  for (const AccessState state : {AccessState::locked_out, AccessState::delayed,
                                  AccessState::recoverable, AccessState::open}) {
    bool headed = false;
    for (std::size_t i = 0; i < result.states.size(); ++i) {
      const AccountState& account = result.states[i];
      if (account.state != state) continue;
      if (!std::exchange(headed, true)) {
        page.blank();
        page.line(page.ink(heading(state), ink_of(state)), heading(state).size(), "");
      }
      const std::string name = context.name(static_cast<std::uint32_t>(i));
      const std::string route = spoken_route(context, account.route);
      page.line("  ", fmt::format("{}{}{}", name, waiting(account),
                                  route.empty() ? "" : fmt::format(": {}", route)));
    }
  }
  return page.take();
}

}  // namespace passkey_audit
