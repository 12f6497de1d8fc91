// The access graph against another implementation of the same sentences, on many random
// inventories; and laws that hold whatever the inventory.
#include "brute_force.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <deque>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "catch.hpp"
#include "model.hpp"
#include "passkey_audit/graph/account_state.hpp"
#include "passkey_audit/graph/circles.hpp"
#include "passkey_audit/graph/closure.hpp"
#include "passkey_audit/graph/lanes.hpp"
#include "passkey_audit/graph/single_points.hpp"
#include "random_inventory.hpp"

namespace passkey_audit {
namespace {

namespace bf = brute_force;

bf::Waiting waiting_of(Hours hours) {
  if (hours.is_never()) return bf::never;
  return hours.is_unknown() ? bf::unknown_time : hours.value;
}

bf::Slot slot_of(ThingId thing, Part part) {
  switch (part) {
    case Part::itself: return {thing};
    case Part::password: return {thing, bf::Own::password};
    case Part::codes: return {thing, bf::Own::codes};
    case Part::totp: return {thing, bf::Own::totp};
  }
  return {};
}

std::string described(const bf::SinglePoints& points) {
  const auto lines = [](std::string_view title, const std::vector<bf::SinglePoint>& list) {
    std::string text;
    for (const bf::SinglePoint& point : list) {
      text += fmt::format("    {} {}: delayed [{}], locked out [{}]\n", title, point.loss,
                          fmt::join(point.delayed, ", "), fmt::join(point.locked_out, ", "));
    }
    return text;
  };
  return fmt::format("    unreachable now [{}], abandoned [{}]\n{}{}",
                     fmt::join(points.unreachable_now, ", "), fmt::join(points.abandoned, ", "),
                     lines("plain", points.plain), lines("listed", points.listed));
}

// What the run over many inventories has seen, so that it cannot go blind without notice.
struct Seen {
  std::map<std::string, std::size_t> states;  // with nothing lost
  std::size_t inventories = 0, accounts = 0, with_single_points = 0, with_circles = 0;
};

// One random inventory, and whatever is wrong with the answers about it.
class Comparison {
 public:
  Comparison(const std::string& inventory, std::uint64_t seed)
      : dice_(~seed),
        model_(model_of(inventory)),
        graph_(model_.graph),
        equations_(model_.inventory, *parse_date(random_inventory_day)),
        candidates_(graph_.losses().candidates()),
        limit_(model_.max_outage().hours) {}

  void run(Seen& seen) {
    compare_candidates();
    if (!differences_.empty()) return;
    solve();
    compare_single_points(LockoutKind::prompt, {}, seen);
    compare_single_points(LockoutKind::eventual, {}, seen);
    if (dice_.chance(30)) compare_single_points(LockoutKind::prompt, some_kinds(), seen);
    for (std::size_t set = 0; set < loss_sets_.size(); ++set) {
      compare_states(set, seen);
      compare_things(set);
      check_closure(set);
    }
    check_lanes();
    check_circles(seen);
    ++seen.inventories;
  }

  const std::string& differences() const { return differences_; }

 private:
  template <class... Values>
  void differs(fmt::format_string<Values...> format, Values&&... values) {
    differences_ += "  " + fmt::format(format, std::forward<Values>(values)...) + "\n";
  }

  Patience prompt() const { return Patience::prompt(model_.max_outage()); }

  std::vector<std::string> texts(std::span<const LossId> losses) const {
    std::vector<std::string> list;
    for (const LossId loss : losses) list.push_back(model_.text(loss));
    return list;
  }

  void compare_candidates() {
    const std::vector<std::string> ours = texts(candidates_), expected = equations_.candidate_losses();
    if (ours != expected) {
      differs("candidate losses [{}], expected [{}]", fmt::join(ours, ", "),
              fmt::join(expected, ", "));
    }
  }

  // World 0: nothing lost; then each candidate alone; then the random sets.
  void solve() {
    std::vector<bf::Losses> worlds{{}};
    for (const LossId loss : candidates_) worlds.push_back({model_.text(loss)});
    loss_sets_ = {{}};
    worlds_ = {0};
    for (int i = 0; i < 3; ++i) {
      LossSet losses;
      for (std::size_t count = 1 + dice_.below(3); count > 0; --count) losses.push_back(any_loss());
      loss_sets_.push_back(losses);
      worlds_.push_back(worlds.size());
      const std::vector<std::string> names = texts(losses);
      worlds.emplace_back(names.begin(), names.end());
    }
    prompt_ = equations_.least(worlds, limit_);
    eventual_ = equations_.least(worlds, std::nullopt);
  }

  LossId any_loss() {
    return {static_cast<std::uint32_t>(dice_.below(graph_.losses().size()))};
  }

  std::vector<LossKind> some_kinds() {
    std::vector<LossKind> kinds;
    for (std::size_t i = 0; i < Words<LossKind>::list.size(); ++i) {
      if (dice_.chance(40)) kinds.push_back(static_cast<LossKind>(i));
    }
    return kinds;
  }

  // ---- single points

  bf::SinglePoints plainly(const SinglePoints& points) const {
    const auto names = [this](const std::vector<std::uint32_t>& accounts) {
      std::vector<std::string> ids;
      for (const std::uint32_t account : accounts) ids.push_back(model_.account_id(account));
      return ids;
    };
    const auto effects = [&](const std::vector<LossEffect>& list) {
      std::vector<bf::SinglePoint> plain;
      for (const LossEffect& effect : list) {
        plain.push_back({model_.text(effect.loss), names(effect.delayed), names(effect.locked_out)});
      }
      return plain;
    };
    bf::SinglePoints plain{.plain = effects(points.plain), .listed = effects(points.listed)};
    for (std::size_t i = 0; i < graph_.account_count(); ++i) {
      if (points.unreachable_now[i]) plain.unreachable_now.push_back(model_.account_id(i));
      if (points.abandoned[i]) plain.abandoned.push_back(model_.account_id(i));
    }
    return plain;
  }

  void compare_single_points(LockoutKind lockout, const std::vector<LossKind>& kinds, Seen& seen) {
    const SinglePointOptions options{
        .max_outage = model_.max_outage(), .lockout = lockout, .kinds = kinds};
    const bf::SinglePoints ours =
        plainly(find_single_points(model_.inventory, graph_, options));
    std::set<std::string> words;
    for (const LossKind kind : kinds) words.emplace(word(kind));
    const bool eventual = lockout == LockoutKind::eventual;
    const bf::SinglePoints expected = equations_.single_points(prompt_, eventual_, eventual, words);
    if (ours != expected) {
      differs("{} single points of kinds [{}]:\n{}  expected:\n{}", eventual ? "eventual" : "prompt",
              fmt::join(words, ", "), described(ours), described(expected));
    }
    if (!eventual && kinds.empty() && !expected.listed.empty()) ++seen.with_single_points;
  }

  // ---- states and times

  void compare_states(std::size_t set, Seen& seen) {
    const std::vector<AccountState> states =
        account_states(graph_, loss_sets_[set], model_.max_outage());
    for (std::size_t i = 0; i < states.size(); ++i) {
      const Account& account = model_.inventory.accounts[i];
      const bf::State ours{word(states[i].state), waiting_of(states[i].wait)};
      const bf::State expected = equations_.state(account, prompt_, eventual_, worlds_[set]);
      if (ours != expected) {
        differs("after [{}] {} is {} ({} h), expected {} ({} h)",
                fmt::join(texts(loss_sets_[set]), ", "), model_.account_id(i), ours.word,
                ours.waiting, expected.word, expected.waiting);
      }
      check_route(set, i, states[i]);
      if (set != 0) continue;
      ++seen.accounts;
      ++seen.states[std::string(expected.word)];
    }
  }

  // The steps of a route lead to the account in the time that is said, each by those before it.
  void check_route(std::size_t set, std::size_t account, const AccountState& state) {
    if (state.state == AccessState::locked_out) {
      if (!state.route.empty()) differs("{} is locked out, but has a route", model_.account_id(account));
      return;
    }
    std::vector<bf::Slot> steps;
    for (const Step& step : state.route) {
      const ThingKind kind = model_.inventory.things[step.thing].kind;
      const bool is_paper_or_memory = kind == ThingKind::place || kind == ThingKind::carried ||
                                      kind == ThingKind::memory;
      if (!is_paper_or_memory) steps.push_back(slot_of(step.thing, step.part));
    }
    const std::vector<std::string> losses = texts(loss_sets_[set]);
    const bf::Waiting waiting = equations_.along(steps, {losses.begin(), losses.end()});
    const bool ends_there =
        !steps.empty() && steps.back() == bf::Slot{model_.inventory.accounts[account].thing};
    if (ends_there && waiting == waiting_of(state.wait)) return;
    std::string route;
    for (const Step& step : state.route) {
      route += " " + id_of_part(model_.inventory, step.thing, step.part);
    }
    differs("after [{}] the route to {} takes {} h, expected {} h:{}", fmt::join(losses, ", "),
            model_.account_id(account), waiting, waiting_of(state.wait), route);
  }

  void compare_things(std::size_t set) {
    const Closure closure = least_closure(graph_, loss_sets_[set], Patience::eventual());
    const Closure quick = least_closure(graph_, loss_sets_[set], prompt());
    const auto compare = [&](bf::Slot slot, NodeId node) {
      const bf::Waiting ours = waiting_of(closure.time[node.index]);
      const bf::Waiting expected = eventual_.waiting(slot, worlds_[set]);
      const bf::Waiting ours_prompt = waiting_of(quick.time[node.index]);
      const bf::Waiting expected_prompt = prompt_.waiting(slot, worlds_[set]);
      if (ours == expected && ours_prompt == expected_prompt) return;
      differs("after [{}] {} (part {}) takes {} h, prompt {} h; expected {} h, prompt {} h",
              fmt::join(texts(loss_sets_[set]), ", "), model_.id(slot.thing),
              static_cast<int>(slot.own), ours, ours_prompt, expected, expected_prompt);
    };
    const Inventory& inventory = model_.inventory;
    for (std::size_t i = 0; i < inventory.devices.size(); ++i) {
      compare({inventory.devices[i].thing}, graph_.device(i));
    }
    for (std::size_t i = 0; i < inventory.authenticators.size(); ++i) {
      compare({inventory.authenticators[i].thing}, graph_.authenticator(i));
    }
    for (std::size_t i = 0; i < inventory.recovery_methods.size(); ++i) {
      compare({inventory.recovery_methods[i].thing}, graph_.recovery_method(i));
    }
    for (std::size_t i = 0; i < inventory.accounts.size(); ++i) {
      const ThingId account = inventory.accounts[i].thing;
      compare({account}, graph_.account(i));
      compare({account, bf::Own::password}, graph_.own_nodes(i).password);
      compare({account, bf::Own::codes}, graph_.own_nodes(i).codes);
      compare({account, bf::Own::totp}, graph_.own_nodes(i).totp);
    }
  }

  // ---- laws

  bool struck(const auto& item, const LossSet& losses) const {
    return std::ranges::any_of(graph_.struck_by(item), [&](LossId loss) {
      return std::ranges::find(losses, loss) != losses.end();
    });
  }

  bool stands(const Alternative& alternative, const Closure& closure, const LossSet& losses,
              Patience patience) const {
    const auto usable = std::ranges::count_if(
        graph_.parts(alternative), [&](NodeId part) { return closure.usable(part); });
    return patience.allows(alternative) && !struck(alternative, losses) &&
           static_cast<std::uint32_t>(usable) >= alternative.needed;
  }

  void check_closure(std::size_t set) {
    for (const Patience patience : {prompt(), Patience::eventual()}) {
      const LossSet& losses = loss_sets_[set];
      const Closure closure = least_closure(graph_, losses, patience);
      check_fixpoint(closure, losses, patience);

      LossSet twice(losses.rbegin(), losses.rend());
      twice.insert(twice.end(), losses.begin(), losses.end());
      if (least_closure(graph_, twice, patience).time != closure.time) {
        differs("losing [{}] twice is not as once", fmt::join(texts(losses), ", "));
      }

      LossSet more = losses;
      more.push_back(any_loss());
      const Closure after_more = least_closure(graph_, more, patience);
      const bool idle = strikes_nothing_that_works(more.back(), closure, losses, patience);
      for (std::size_t node = 0; node < closure.time.size(); ++node) {
        if (after_more.time[node] < closure.time[node]) {
          differs("after [{}] node {} is usable sooner than without the last of them",
                  fmt::join(texts(more), ", "), node);
        }
      }
      if (idle && after_more.time != closure.time) {
        differs("the last of [{}] strikes nothing that works, and changes something",
                fmt::join(texts(more), ", "));
      }

      const std::vector<bool> greatest = greatest_closure(graph_, losses, patience);
      for (const NodeId node : closure.order) {
        if (!greatest[node.index]) {
          differs("after [{}] node {} is usable, but not in the greatest fixpoint",
                  fmt::join(texts(losses), ", "), node.index);
        }
      }
    }
  }

  // Usable is what has an alternative that stands, and nothing else; and each usable thing is
  // derived from things derived before it.
  void check_fixpoint(const Closure& closure, const LossSet& losses, Patience patience) {
    for (std::uint32_t i = 0; i < graph_.nodes().size(); ++i) {
      bool derived = false;
      for (std::uint32_t a = graph_.first_alternative({i}); a < graph_.end_alternative({i}); ++a) {
        derived = derived || stands(graph_.alternatives()[a], closure, losses, patience);
      }
      derived = derived && !struck(graph_.nodes()[i], losses);
      if (derived != closure.usable({i})) {
        differs("after [{}] node {} does not follow from its alternatives",
                fmt::join(texts(losses), ", "), i);
      }
    }
    std::vector<bool> before(graph_.nodes().size());
    for (const NodeId node : closure.order) {
      const Alternative& way = graph_.alternatives()[closure.through[node.index]];
      const auto ready = std::ranges::count_if(
          graph_.parts(way), [&](NodeId part) { return bool{before[part.index]}; });
      if (way.node != node || static_cast<std::uint32_t>(ready) < way.needed) {
        differs("after [{}] node {} is derived too early", fmt::join(texts(losses), ", "), node.index);
      }
      before[node.index] = true;
    }
  }

  bool strikes_nothing_that_works(LossId loss, const Closure& closure, const LossSet& losses,
                                  Patience patience) const {
    const LossSet alone{loss};
    for (std::uint32_t i = 0; i < graph_.nodes().size(); ++i) {
      if (struck(graph_.nodes()[i], alone) && closure.usable({i})) return false;
    }
    return std::ranges::none_of(graph_.alternatives(), [&](const Alternative& alternative) {
      return struck(alternative, alone) && stands(alternative, closure, losses, patience);
    });
  }

  void check_lanes() {
    for (const Patience patience : {prompt(), Patience::eventual()}) {
      const LaneClosure lanes = lane_closure(graph_, candidates_, patience);
      for (std::size_t lane = 0; lane < candidates_.size(); ++lane) {
        const Closure closure = least_closure(graph_, {&candidates_[lane], 1}, patience);
        for (std::uint32_t node = 0; node < graph_.nodes().size(); ++node) {
          if (lanes.usable({node}, lane) == closure.usable({node})) continue;
          differs("in the lane of {} node {} is not as after that loss",
                  model_.text(candidates_[lane]), node);
        }
      }
    }
  }

  // ---- circles

  using Needs = std::map<bf::Slot, std::set<bf::Slot>>;

  // From each thing that could be usable after cold start, but only because of itself, to those of
  // them that it needs.
  Needs circular_needs() const {
    const bf::Losses lost = equations_.cold_start();
    const bf::Access greatest = equations_.greatest({lost}, limit_);
    const bf::Access least = equations_.least({lost}, limit_);
    Needs needs;
    for (const bf::Slot slot : equations_.slots()) {
      if (slot.own == bf::Own::sign_in) continue;
      if (greatest.usable(slot, 0) && !least.usable(slot, 0)) needs[slot];
    }
    for (auto& [slot, parts] : needs) {
      for (const bf::Slot part : equations_.parts_of_satisfied(slot, greatest, lost, limit_)) {
        if (needs.contains(part)) parts.insert(part);
      }
    }
    return needs;
  }

  void check_circles(Seen& seen) {
    const std::vector<Circle> circles =
        find_circles(model_.inventory, graph_, model_.max_outage());
    if (!circles.empty()) ++seen.with_circles;
    const auto needs = circular_needs();
    std::vector<std::string> on_a_loop, expected_on_a_loop, hanging, expected_hanging;
    for (std::size_t i = 0; i < graph_.account_count(); ++i) {
      const bf::Slot account{model_.inventory.accounts[i].thing};
      if (!needs.contains(account)) continue;
      const std::set<bf::Slot> reached = reachable(needs, account);
      if (reached.contains(account)) {
        expected_on_a_loop.push_back(model_.account_id(i));
      } else {
        const bool leads_into_one = std::ranges::any_of(model_.inventory.accounts, [&](const Account& other) {
          return reached.contains({other.thing}) && reachable(needs, {other.thing}).contains({other.thing});
        });
        if (leads_into_one) expected_hanging.push_back(model_.account_id(i));
      }
    }
    for (const Circle& circle : circles) {
      for (const std::uint32_t account : circle.accounts) on_a_loop.push_back(model_.account_id(account));
      for (const std::uint32_t account : circle.hanging) hanging.push_back(model_.account_id(account));
      check_loop(circle, needs);
    }
    for (std::vector<std::string>* list : {&on_a_loop, &expected_on_a_loop, &hanging, &expected_hanging}) {
      std::ranges::sort(*list);
    }
    if (on_a_loop != expected_on_a_loop || hanging != expected_hanging) {
      differs("circular [{}] and hanging [{}], expected [{}] and [{}]", fmt::join(on_a_loop, ", "),
              fmt::join(hanging, ", "), fmt::join(expected_on_a_loop, ", "),
              fmt::join(expected_hanging, ", "));
    }
  }

  static std::set<bf::Slot> reachable(const Needs& needs, bf::Slot start) {
    std::set<bf::Slot> reached;
    std::vector<bf::Slot> open{start};
    while (!open.empty()) {
      const bf::Slot slot = open.back();
      open.pop_back();
      for (const bf::Slot part : needs.at(slot)) {
        if (reached.insert(part).second) open.push_back(part);
      }
    }
    return reached;
  }

  // A real cycle: each thing of it needs the next. An account and what it has of its own go by one
  // name, so a step may lead through the account's password, codes or code generator.
  void check_loop(const Circle& circle, const Needs& needs) {
    std::string names;
    for (const ThingId thing : circle.loop) names += " " + model_.id(thing);
    const std::set<ThingId> things(circle.loop.begin(), circle.loop.end());
    if (circle.loop.size() < 2 || circle.loop.front() != circle.loop.back()) {
      differs("the loop{} does not return", names);
    } else if (things.size() != circle.loop.size() - 1) {
      differs("the loop{} goes through a thing twice", names);
    } else if (!goes_round(circle.loop, needs)) {
      differs("the loop{} is none", names);
    } else if (things.size() > shortest_loop(circle, needs)) {
      differs("the loop{} is not the shortest: {}", names, shortest_loop(circle, needs));
    }
  }

  static bool goes_round(const std::vector<ThingId>& loop, const Needs& needs) {
    return std::ranges::any_of(needs, [&](const auto& entry) {
      if (entry.first.thing != loop.front()) return false;
      std::set<bf::Slot> here = within_one_thing({entry.first}, needs);
      for (std::size_t i = 1; i < loop.size(); ++i) {
        std::set<bf::Slot> next;
        for (const bf::Slot slot : here) {
          for (const bf::Slot part : needs.at(slot)) {
            if (part.thing == loop[i]) next.insert(part);
          }
        }
        here = within_one_thing(std::move(next), needs);
      }
      return here.contains(entry.first);
    });
  }

  // With what can be reached from them without leaving the thing.
  static std::set<bf::Slot> within_one_thing(std::set<bf::Slot> slots, const Needs& needs) {
    std::vector<bf::Slot> open(slots.begin(), slots.end());
    while (!open.empty()) {
      const bf::Slot slot = open.back();
      open.pop_back();
      for (const bf::Slot part : needs.at(slot)) {
        if (part.thing == slot.thing && slots.insert(part).second) open.push_back(part);
      }
    }
    return slots;
  }

  // In things, among the loops that lead through what the accounts of this circle need.
  static std::size_t shortest_loop(const Circle& circle, const Needs& needs) {
    std::size_t shortest = SIZE_MAX;
    for (const auto& [start, parts] : needs) {
      const std::set<bf::Slot> reached = reachable(needs, start);
      if (!reached.contains({circle.loop.front()}) || !reached.contains(start)) continue;
      if (!reachable(needs, {circle.loop.front()}).contains(start)) continue;
      // How many steps from thing to thing lead to each slot; repeated until nothing changes.
      std::map<bf::Slot, std::size_t> steps;
      std::size_t back = SIZE_MAX;
      for (bool changed = true; changed;) {
        changed = false;
        for (const auto& [slot, next] : needs) {
          if (slot != start && !steps.contains(slot)) continue;
          const std::size_t here = slot == start ? 0 : steps[slot];
          for (const bf::Slot part : next) {
            const std::size_t there = here + (part.thing == slot.thing ? 0 : 1);
            if (part == start) back = std::min(back, there);
            if (part == start || (steps.contains(part) && steps[part] <= there)) continue;
            steps[part] = there;
            changed = true;
          }
        }
      }
      shortest = std::min(shortest, std::max(back, std::size_t{1}));
    }
    return shortest;
  }

  Dice dice_;
  Model model_;
  const AccessGraph& graph_;
  bf::Equations equations_;
  std::vector<LossId> candidates_;
  bf::Waiting limit_;
  std::vector<LossSet> loss_sets_;
  std::vector<std::size_t> worlds_;  // of the loss sets
  bf::Access prompt_, eventual_;
  std::string differences_;
};

constexpr std::uint64_t inventories_per_part = 5'000;

void compare_part(std::uint64_t part) {
  Seen seen;
  int failures = 0;
  const std::uint64_t first = part * inventories_per_part;
  for (std::uint64_t seed = first; seed < first + inventories_per_part && failures < 3; ++seed) {
    const std::string inventory = random_inventory(seed);
    Comparison comparison(inventory, seed);
    comparison.run(seen);
    if (comparison.differences().empty()) continue;
    ++failures;
    FAIL_CHECK("seed " << seed << ":\n" << comparison.differences() << inventory);
  }
  UNSCOPED_INFO(fmt::format("of {} inventories {} have single points and {} have circles; of {} "
                            "accounts {} are open and {} locked out with nothing lost",
                            seen.inventories, seen.with_single_points, seen.with_circles,
                            seen.accounts, seen.states["open"], seen.states["locked_out"]));
  CHECK(seen.inventories == inventories_per_part);
  CHECK(seen.with_single_points * 10 > seen.inventories * 6);
  CHECK(seen.with_circles * 10 > seen.inventories);
  CHECK(seen.states["open"] * 10 > seen.accounts * 6);
  CHECK(seen.states["recoverable"] > 0);
  CHECK(seen.states["delayed"] > 0);
}

TEST_CASE("random inventories, as brute force has it, part 1", "[graph]") { compare_part(0); }
TEST_CASE("random inventories, as brute force has it, part 2", "[graph]") { compare_part(1); }
TEST_CASE("random inventories, as brute force has it, part 3", "[graph]") { compare_part(2); }
TEST_CASE("random inventories, as brute force has it, part 4", "[graph]") { compare_part(3); }

}  // namespace
}  // namespace passkey_audit
