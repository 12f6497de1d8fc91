#include <fmt/format.h>

#include <algorithm>

#include "passkey_audit/audit/rule.hpp"
#include "passkey_audit/graph/account_state.hpp"
#include "suggestions.hpp"
#include "together.hpp"

namespace passkey_audit {
namespace {

bool is_carried(const Loss& site) {
  return site.name == "carried" || site.name.starts_with("carried@");
}

// To point at: the first place of the site.
ThingId place_at(const AuditContext& context, const Loss& site) {
  const auto& places = context.inventory.places;
  const auto found = std::ranges::find_if(places, [&](const Place& place) {
    return context.inventory.site_of_place(place.thing) == site.name;
  });
  return found == places.end() ? ThingId{} : found->thing;
}

std::string remedy_for(const AuditContext& context, const Loss& site, const std::string& names) {
  return fmt::format(
      "Keep a security key or printed recovery codes for {} at {}.", names,
      another_place(context, site.name)
          .value_or("another place, such as a relative's home or a safe deposit box"));
}

void check_site(const AuditContext& context, const LossEffect& effect, RuleOutcome& outcome) {
  const Loss& site = context.graph.losses()[effect.loss];
  const std::vector<std::uint32_t> accounts = together(effect);
  const std::string names = context.names(accounts);
  outcome.add(effect, accounts,
              {.at = place_at(context, site),
               .message = fmt::format("{} {} {}", context.losing(site), does_what(effect), names),
               .remedy = remedy_for(context, site, names)});
}

// The accounts that survive the loss of the site, and of what is carried, but not of both.
LossEffect night_fire(const AuditContext& context, LossId site, LossId carried) {
  std::vector<bool> left_out = context.single_points.abandoned;
  for (const LossEffect& alone : context.single_points.plain) {
    if (alone.loss != site && alone.loss != carried) continue;
    for (const std::uint32_t account : together(alone)) left_out[account] = true;
  }
  const std::vector<LossId> both{site, carried};
  const auto states = account_states(context.graph, both, context.policy.max_outage);
  LossEffect effect{.loss = site};
  for (std::uint32_t i = 0; i < states.size(); ++i) {
    if (left_out[i] || context.single_points.unreachable_now[i]) continue;
    if (states[i].state == AccessState::delayed) effect.delayed.push_back(i);
    if (states[i].state == AccessState::locked_out) effect.locked_out.push_back(i);
  }
  return effect;
}

void check_night_fire(const AuditContext& context, LossId id, LossId carried,
                      RuleOutcome& outcome) {
  const LossEffect effect = night_fire(context, id, carried);
  if (effect.none()) return;
  const Loss& site = context.graph.losses()[id];
  const std::vector<std::uint32_t> accounts = together(effect);
  const std::string names = context.names(accounts);
  std::vector<std::string> losses{site.text, context.graph.losses()[carried].text};
  std::ranges::sort(losses);
  outcome.add({.subject = fmt::format("night-fire:{}", site.name),
               .at = place_at(context, site),
               .accounts = accounts,
               .message = fmt::format("A fire at night at {}, which takes what you carry as well, "
                                      "{} {}",
                                      context.site_name(site.name), does_what(effect), names),
               .remedy = remedy_for(context, site, names),
               .losses = std::move(losses),
               .severity = Severity::medium});
}

void check(const AuditContext& context, RuleOutcome& outcome) {
  const LossTable& losses = context.graph.losses();
  for (const LossEffect& effect : context.single_points.plain) {
    if (losses[effect.loss].kind == LossKind::place) check_site(context, effect, outcome);
  }
  const std::optional<LossId> carried = losses.find("place:carried");
  if (context.inventory.profile != Profile::personal || !carried) return;
  for (std::uint32_t i = 0; i < losses.size(); ++i) {
    const Loss& site = losses[LossId{i}];
    if (site.kind != LossKind::place || is_carried(site)) continue;
    check_night_fire(context, {i}, *carried, outcome);
  }
}

}  // namespace

extern const Rule one_site_takes_everything{
    .id = "PKA704",
    .title = "One site takes everything",
    .why =
        "A fire or a burglary takes everything that lies together. At night it takes what you "
        "usually carry too, because that lies there as well.",
    .remedy =
        "Keep one way into each account at another site: a security key or codes on paper "
        "with family, at work or in a bank.",
    .severity = Severity::high,
    .item = Item::no_circles,
    .sources = {"MS3"},
    .check = check,
};

}  // namespace passkey_audit
