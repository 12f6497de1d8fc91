#include <fmt/format.h>

#include <algorithm>

#include "passkey_audit/audit/rule.hpp"
#include "passkey_audit/audit/safeguards.hpp"
#include "passkey_audit/graph/account_state.hpp"
#include "passkey_audit/graph/lanes.hpp"
#include "together.hpp"

namespace passkey_audit {
namespace {

// To point at: the first place of the site.
ThingId place_at(const AuditContext& context, const Loss& site) {
  const auto& places = context.inventory.places;
  const auto found = std::ranges::find_if(places, [&](const Place& place) {
    return context.inventory.site_of_place(place.thing) == site.name;
  });
  return found == places.end() ? ThingId{} : found->thing;
}

void check_site(const AuditContext& context, const LossEffect& effect, RuleOutcome& outcome) {
  const Loss& site = context.graph.losses()[effect.loss];
  const std::vector<std::uint32_t> accounts = together(effect);
  outcome.add(
      effect, accounts,
      {.at = place_at(context, site),
       .message = fmt::format("{} {}", context.losing(site), context.effect_in_words(effect)),
       .remedy = ways_back(context, {&effect.loss, 1}, accounts,
                           site.is_carried_site()
                               ? "what you carry"
                               : fmt::format("anything at {}", context.site_name(site.name)))});
}

// What each of the sites takes together with what is carried: the accounts that survive either
// loss, but not both.
std::vector<LossEffect> night_fires(const AuditContext& context, const LossSet& sites,
                                    LossId carried) {
  const auto after = [&](Patience patience) {
    return lane_closure(context.graph, sites, patience, context.eventual.order, {&carried, 1});
  };
  const LaneClosure in_time = after(Patience::prompt(context.policy.max_outage));
  const LaneClosure ever = after(Patience::eventual());
  std::vector<LossEffect> effects;
  for (std::size_t lane = 0; lane < sites.size(); ++lane) {
    std::vector<bool> left_out = context.single_points.abandoned;
    for (const LossEffect& alone : context.single_points.plain) {
      if (alone.loss != sites[lane] && alone.loss != carried) continue;
      for (const std::uint32_t account : together(alone)) left_out[account] = true;
    }
    LossEffect& effect = effects.emplace_back(LossEffect{.loss = sites[lane]});
    for (std::uint32_t i = 0; i < left_out.size(); ++i) {
      const NodeId node = context.graph.account(i);
      const bool was_out = left_out[i] || context.single_points.unreachable_now[i];
      if (was_out || in_time.usable(node, lane)) continue;
      (ever.usable(node, lane) ? effect.delayed : effect.locked_out).push_back(i);
    }
  }
  return effects;
}

// The user sleeps where devices stay; where none tells its place, that may be any site. Elsewhere
// it takes two disasters on one day.
bool may_be_home(const AuditContext& context, const Loss& site) {
  bool is_known = false;
  for (const Device& device : context.inventory.devices) {
    if (device.status != Status::active || context.inventory.place(device.place.thing) == nullptr) {
      continue;
    }
    if (context.inventory.site_of_place(device.place.thing) == site.name) return true;
    is_known = true;
  }
  return !is_known;
}

void check_night_fire(const AuditContext& context, const LossEffect& effect, LossId carried,
                      RuleOutcome& outcome) {
  const LossId id = effect.loss;
  const Loss& site = context.graph.losses()[id];
  const std::vector<std::uint32_t> accounts = together(effect);
  std::vector<std::string> losses{site.text, context.graph.losses()[carried].text};
  std::ranges::sort(losses);
  outcome.add({.subject = fmt::format("night-fire:{}", site.name),
               .at = place_at(context, site),
               .accounts = accounts,
               .message = fmt::format("Losing what you carry together with everything at {} {}",
                                      context.site_name(site.name),
                                      context.effect_in_words(effect, {id, carried})),
               .remedy = ways_back(
                   context, std::array{id, carried}, accounts,
                   fmt::format("what you carry and anything at {}", context.site_name(site.name))),
               .losses = std::move(losses),
               .severity = may_be_home(context, site) ? Severity::medium : Severity::low});
}

void check(const AuditContext& context, RuleOutcome& outcome) {
  const LossTable& losses = context.graph.losses();
  for (const LossEffect& effect : context.single_points.plain) {
    if (losses[effect.loss].kind == LossKind::place) check_site(context, effect, outcome);
  }
  const std::optional<LossId> carried = losses.find("place:carried");
  if (context.inventory.profile != Profile::personal || !carried) return;
  for (const LossEffect& effect : night_fires(context, losses.built_sites(), *carried)) {
    if (!effect.none()) check_night_fire(context, effect, *carried, outcome);
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
