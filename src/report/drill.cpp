#include "passkey_audit/report/drill.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "passkey_audit/audit/safeguards.hpp"
#include "passkey_audit/audit/wording.hpp"
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

std::string how_long(Hours wait) {
  return wait.is_unknown() ? "a time that nobody can tell" : spoken_duration({wait.value});
}

std::string after(Hours wait) {
  return fmt::format("after {}", how_long(wait));
}

bool is_gone(const AuditContext& context, ThingId person, const LossSet& losses) {
  return std::ranges::any_of(losses, [&](LossId loss) {
    const Loss& lost = context.graph.losses()[loss];
    return lost.kind == LossKind::person && lost.thing == person;
  });
}

// The first of the owners who is still there.
ThingId owner_left(const AuditContext& context, const Account& account, const LossSet& losses) {
  const List<Reference>& owners = account.details().owners;
  const auto left = std::ranges::find_if(
      owners, [&](const Reference& owner) { return !is_gone(context, owner.thing, losses); });
  return left == owners.end() ? owners[0].thing : left->thing;
}

// "what you remember", "what Tom remembers"
std::string who_remembers(const AuditContext& context, const Step& step, const LossSet& losses) {
  const Inventory& inventory = context.inventory;
  ThingId who = ThingDirectory::me;
  if (const Authenticator* one = inventory.authenticator(step.thing)) {
    who = inventory.owner_or_default(one->owner);
  } else if (const Account* account = inventory.account(step.thing)) {
    if (!is_owner(*account, ThingDirectory::me)) who = owner_left(context, *account, losses);
  }
  return inventory.person(who) == nullptr ? "what you remember"
                                          : fmt::format("what {} remembers", context.name(who));
}

// "the password of Google (what you remember)", "my number (a new SIM, after 2 days)". A wait that
// is all there is to wait was told before.
std::string spoken_step(const AuditContext& context, const Step& step, Hours total,
                        const LossSet& losses) {
  std::vector<std::string> notes;
  if (step.kept_at == ThingDirectory::memory) notes.push_back(who_remembers(context, step, losses));
  if (step.kept_at == ThingDirectory::me) notes.emplace_back("what you remember");
  if (step.kept_at == ThingDirectory::carried) notes.emplace_back("what you carry");
  if (context.inventory.place(step.kept_at) != nullptr) {
    notes.push_back(fmt::format("on paper at {}", context.name(step.kept_at)));
  }
  const bool is_number =
      context.inventory.authenticator(step.thing, AuthenticatorType::phone_number) != nullptr;
  if (step.wait != Hours{} && is_number) notes.emplace_back("a new SIM");
  if (step.wait != Hours{} && step.wait != total) notes.push_back(after(step.wait));
  std::string text = context.name(step.thing, step.part);
  if (!notes.empty()) text += fmt::format(" ({})", fmt::join(notes, ", "));
  return text;
}

// What to do, in order: "the passcode (what you remember), then Sam's iPhone". Where the account
// itself makes one wait, that comes last.
std::string spoken_route(const AuditContext& context, const AccountState& state,
                         const LossSet& losses) {
  std::vector<std::string> steps;
  for (const Step& step : state.route) {
    const ThingKind kind = context.inventory.things[step.thing].kind;
    const bool is_where = kind == ThingKind::place || kind == ThingKind::carried ||
                          kind == ThingKind::memory ||
                          kind == ThingKind::me;  // said with what is taken from there
    const bool is_goal = &step == &state.route.back();
    const bool waits = step.wait != Hours{} && step.wait != state.wait;
    if (is_where || (is_goal && !waits)) continue;
    std::string text = is_goal ? fmt::format("wait {}", how_long(step.wait))
                               : spoken_step(context, step, state.wait, losses);
    // A person and their being a recovery contact may bear one name.
    if (steps.empty() || steps.back() != text) steps.push_back(std::move(text));
  }
  return fmt::format("{}", fmt::join(steps, ", then "));
}

// The first line: "Losing Sam's iPhone: you still get into both accounts."
std::string outcome(const ScenarioResult& result) {
  const std::string_view who = result.scenario.gone.empty() ? "you" : "those you leave behind";
  const auto out = static_cast<std::size_t>(
      std::ranges::count_if(result.states, [](const AccountState& s) { return is_out(s.state); }));
  const std::size_t of = result.states.size();
  if (out == 0) return fmt::format("{} still get into {}", who, all_accounts(of));
  if (out == of) return fmt::format("{} {} out of reach", all_accounts(of), of == 1 ? "is" : "are");
  return fmt::format("{} of {} accounts {} out of reach", out, of, out == 1 ? "is" : "are");
}

// Whether support brings the account back is not known.
bool hopes_for_support(const AuditContext& context, const AccountState& state) {
  if (state.route.empty() || state.route.back().thing == ThingId{}) return false;
  const Account* account = context.inventory.account(state.route.back().thing);
  if (account == nullptr || context.support_can_restore(*account) == true) return false;
  return std::ranges::any_of(state.route, [&](const Step& step) {
    const RecoveryMethod* method = context.inventory.recovery_method(step.thing);
    return method != nullptr && method->type == RecoveryType::support;
  });
}

std::string account_line(const AuditContext& context, std::uint32_t index,
                         const AccountState& account, const LossSet& losses) {
  const std::string name = context.name(index);
  if (!context.says_how_you_get_in(context.account(index))) {
    return fmt::format("{}: the file does not say how you get in", name);
  }
  const bool waits = account.state != AccessState::locked_out && account.wait != Hours{};
  std::string route = spoken_route(context, account, losses);
  if (hopes_for_support(context, account)) route += ", if support can help";
  return fmt::format("{}{}{}", name, waits ? fmt::format(", {}", after(account.wait)) : "",
                     route.empty() ? "" : fmt::format(": {}", route));
}

bool is_told(const Reference& place) {
  return place.told() && place.thing != ThingDirectory::unknown;
}

// What a fire would take if the file told where it is: it counts as safe.
std::vector<ThingId> not_placed(const AuditContext& context, const LossSet& losses) {
  const LossTable& table = context.graph.losses();
  const bool loses_place = std::ranges::any_of(losses, [&](LossId loss) {
    return table[loss].kind == LossKind::place && !table[loss].name.starts_with("carried");
  });
  std::vector<ThingId> things;
  if (!loses_place) return things;
  for (const Device& device : context.inventory.devices) {
    const bool is_carried = device.type == DeviceType::phone;
    const bool counts = device.status == Status::active && !is_carried;
    if (counts && !is_told(device.place)) things.push_back(device.thing);
  }
  for (const Authenticator& key : context.inventory.authenticators) {
    const bool counts = key.type == AuthenticatorType::security_key && key.status == Status::active;
    if (counts && !is_told(key.place)) things.push_back(key.thing);
  }
  return things;
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
                          const Rendering& rendering, std::string_view advice) {
  Page page(rendering.width, rendering.colour);
  page.line(fmt::format("{}: {}.", capitalized(safe_text(result.scenario.title)), outcome(result)));
  std::string losses;
  for (const LossId loss : result.scenario.losses) {
    losses += losses.empty() ? "" : ", ";
    losses += safe_text(context.graph.losses()[loss].text);
  }
  if (!result.scenario.gone.empty()) {
    page.line("Gone: ", result.scenario.gone);
  } else {
    page.line("Lost: ", losses.empty() ? "nothing" : losses);
  }
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
      page.line("  ", account_line(context, static_cast<std::uint32_t>(i), account,
                                   result.scenario.losses));
    }
  }
  const std::vector<ThingId> safe = not_placed(context, result.scenario.losses);
  if (!safe.empty()) {
    page.blank();
    page.line(fmt::format("Counted as safe, since the file does not say where {}: {}.",
                          safe.size() == 1 ? "it is" : "they are", context.names_of(safe)));
  }
  if (!advice.empty()) {
    page.blank();
    page.line(advice);
  }
  return page.take();
}

}  // namespace passkey_audit
