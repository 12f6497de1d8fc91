// The access graph against another implementation of the same sentences: candidate losses, single
// points of failure, states, times and routes, on many random inventories.
#include "brute_force.hpp"

#include <map>
#include <set>

#include "passkey_audit/graph/account_state.hpp"
#include "passkey_audit/graph/closure.hpp"
#include "passkey_audit/graph/lanes.hpp"
#include "passkey_audit/graph/single_points.hpp"
#include "random_case.hpp"

namespace passkey_audit {
namespace {

namespace bf = brute_force;

bf::Waiting waiting_of(Hours hours) {
  if (hours.is_never()) return bf::never;
  return hours.is_unknown() ? bf::unknown_time : hours.value;
}

std::string shown(bf::Waiting waiting) {
  if (waiting == bf::never) return "never";
  return waiting == bf::unknown_time ? "after an unknown time" : fmt::format("after {} h", waiting);
}

std::string shown(const bf::SinglePoints& points) {
  std::string text =
      fmt::format("    unreachable now [{}], abandoned [{}]\n",
                  fmt::join(points.unreachable_now, ", "), fmt::join(points.abandoned, ", "));
  const auto add = [&](std::string_view title, const std::vector<bf::SinglePoint>& list) {
    for (const bf::SinglePoint& point : list) {
      text += fmt::format("    {} {}: delayed [{}], locked out [{}]\n", title, point.loss,
                          fmt::join(point.delayed, ", "), fmt::join(point.locked_out, ", "));
    }
  };
  add("plain", points.plain);
  add("listed", points.listed);
  return text;
}

// So that the comparison cannot go blind without notice.
struct Seen {
  std::size_t inventories = 0, accounts = 0, with_single_points = 0;
  std::map<std::string_view, std::size_t> states;  // with nothing lost
  std::set<std::string> kinds;                     // of single points
};

class Comparison : public RandomCase {
 public:
  explicit Comparison(std::uint64_t seed)
      : RandomCase(seed),
        equations_(inventory(), small_catalog::catalog(), today()),
        candidates_(graph().losses().candidates()),
        prompt_(Patience::prompt(max_outage())) {}

  void run(Seen& seen) {
    ++seen.inventories;
    compare_candidates();
    if (!differences().empty()) return;
    solve();
    compare_single_points(LockoutKind::prompt, {});
    compare_single_points(LockoutKind::eventual, {});
    if (dice().chance(30)) compare_single_points(LockoutKind::prompt, some_kinds());
    for (std::size_t set = 0; set < loss_sets_.size(); ++set) {
      compare_states(set);
      compare_things(set);
    }
    compare_lanes(prompt_);
    compare_lanes(Patience::eventual());
    count(seen);
  }

 private:
  void compare_candidates() {
    const std::vector<std::string> ours = texts_of(candidates_);
    const std::vector<std::string> expected = equations_.candidate_losses();
    if (ours == expected) return;
    differs("candidate losses [{}]\n  expected [{}]", fmt::join(ours, ", "),
            fmt::join(expected, ", "));
  }

  // World 0: nothing lost; then each candidate alone; then some sets at random.
  void solve() {
    std::vector<bf::Losses> worlds{{}};
    for (const LossId loss : candidates_) worlds.push_back({text_of(loss)});
    loss_sets_ = {{}};
    worlds_ = {0};
    for (int i = 0; i < 3; ++i) {
      loss_sets_.push_back(some_losses());
      worlds_.push_back(worlds.size());
      const std::vector<std::string> texts = texts_of(loss_sets_.back());
      worlds.emplace_back(texts.begin(), texts.end());
    }
    prompt_access_ = equations_.least(worlds, max_outage().hours);
    eventual_access_ = equations_.least(worlds, std::nullopt);
  }

  // ---- single points of failure

  std::vector<LossKind> some_kinds() {
    std::vector<LossKind> kinds;
    for (std::size_t i = 0; i < Words<LossKind>::list.size(); ++i) {
      if (dice().chance(40)) kinds.push_back(static_cast<LossKind>(i));
    }
    return kinds;
  }

  std::vector<std::string> ids_of(const std::vector<std::uint32_t>& accounts) const {
    std::vector<std::string> ids;
    for (const std::uint32_t account : accounts) ids.push_back(account_id(account));
    return ids;
  }

  bf::SinglePoints in_words(const SinglePoints& points) const {
    bf::SinglePoints words;
    for (std::uint32_t i = 0; i < graph().account_count(); ++i) {
      if (points.unreachable_now[i]) words.unreachable_now.push_back(account_id(i));
      if (points.abandoned[i]) words.abandoned.push_back(account_id(i));
    }
    for (const LossEffect& effect : points.plain) {
      words.plain.push_back(
          {text_of(effect.loss), ids_of(effect.delayed), ids_of(effect.locked_out)});
    }
    for (const LossEffect& effect : points.listed) {
      words.listed.push_back(
          {text_of(effect.loss), ids_of(effect.delayed), ids_of(effect.locked_out)});
    }
    return words;
  }

  void compare_single_points(LockoutKind lockout, const std::vector<LossKind>& kinds) {
    SinglePointOptions options{.max_outage = max_outage(), .lockout = lockout, .kinds = kinds};
    std::set<std::string> words;
    for (const LossKind kind : kinds) words.emplace(word(kind));
    const bool only_locked_out = lockout == LockoutKind::eventual;
    const bf::SinglePoints expected =
        equations_.single_points(prompt_access_, eventual_access_, only_locked_out, words);
    for (const std::size_t side_by_side_max : {std::size_t{0}, SIZE_MAX}) {
      options.side_by_side_max = side_by_side_max;
      const bf::SinglePoints ours = in_words(find_single_points(inventory(), graph(), options));
      if (ours == expected) continue;
      differs("single points ({}, {} side by side) of kinds [{}]:\n{}  expected:\n{}",
              only_locked_out ? "eventual" : "prompt", side_by_side_max == 0 ? "none" : "all",
              fmt::join(words, ", "), shown(ours), shown(expected));
    }
  }

  // ---- states and times

  void compare_states(std::size_t set) {
    const std::vector<AccountState> states = account_states(graph(), loss_sets_[set], max_outage());
    for (std::size_t i = 0; i < states.size(); ++i) {
      const bf::State ours{word(states[i].state), waiting_of(states[i].wait)};
      const bf::State expected =
          equations_.state(inventory().accounts[i], prompt_access_, eventual_access_, worlds_[set]);
      if (ours == expected) continue;
      differs("after [{}] {} is {} ({}), expected {} ({})", joined(loss_sets_[set]), account_id(i),
              ours.word, shown(ours.waiting), expected.word, shown(expected.waiting));
    }
  }

  void compare_things(std::size_t set) {
    const Closure prompt = least_closure(graph(), loss_sets_[set], prompt_);
    const Closure eventual = least_closure(graph(), loss_sets_[set], Patience::eventual());
    const auto compare = [&](const bf::Access& access, const Closure& closure, bf::Slot slot,
                             NodeId node) {
      const bf::Waiting ours = waiting_of(closure.time[node.index]);
      const bf::Waiting expected = access.waiting(slot, worlds_[set]);
      if (ours == expected) return;
      differs("after [{}] {} (part {}) is usable {}, expected {}", joined(loss_sets_[set]),
              id(slot.thing), static_cast<int>(slot.own), shown(ours), shown(expected));
    };
    const auto compare_both = [&](bf::Slot slot, NodeId node) {
      compare(prompt_access_, prompt, slot, node);
      compare(eventual_access_, eventual, slot, node);
    };
    const Inventory& all = inventory();
    for (std::size_t i = 0; i < all.devices.size(); ++i) {
      compare_both({all.devices[i].thing}, graph().device(i));
    }
    for (std::size_t i = 0; i < all.authenticators.size(); ++i) {
      compare_both({all.authenticators[i].thing}, graph().authenticator(i));
    }
    for (std::size_t i = 0; i < all.recovery_methods.size(); ++i) {
      compare_both({all.recovery_methods[i].thing}, graph().recovery_method(i));
    }
    for (std::size_t i = 0; i < all.accounts.size(); ++i) {
      const ThingId account = all.accounts[i].thing;
      compare_both({account}, graph().account(i));
      compare_both({account, bf::Own::password}, graph().own_nodes(i).password);
      compare_both({account, bf::Own::codes}, graph().own_nodes(i).codes);
      compare_both({account, bf::Own::totp}, graph().own_nodes(i).totp);
    }
  }

  // All losses at once, and one after the other.
  void compare_lanes(Patience patience) {
    const Closure unharmed = least_closure(graph(), {}, Patience::eventual());
    const LaneClosure lanes = lane_closure(graph(), candidates_, patience, unharmed.order);
    for (std::size_t lane = 0; lane < candidates_.size(); ++lane) {
      const Closure closure = least_closure(graph(), {&candidates_[lane], 1}, patience);
      for (std::uint32_t node = 0; node < graph().nodes().size(); ++node) {
        if (lanes.usable({node}, lane) == closure.usable({node})) continue;
        differs("in the lane of {} node {} is not as after that loss", text_of(candidates_[lane]),
                node);
      }
    }
  }

  void count(Seen& seen) const {
    for (const Account& account : inventory().accounts) {
      ++seen.accounts;
      ++seen.states[equations_.state(account, prompt_access_, eventual_access_, 0).word];
    }
    const bf::SinglePoints points =
        equations_.single_points(prompt_access_, eventual_access_, false, {});
    if (!points.listed.empty()) ++seen.with_single_points;
    for (const bf::SinglePoint& point : points.listed) {
      seen.kinds.insert(point.loss.substr(0, point.loss.find(':')));
    }
  }

  bf::Equations equations_;
  std::vector<LossId> candidates_;
  Patience prompt_;
  std::vector<LossSet> loss_sets_;   // the first is empty
  std::vector<std::size_t> worlds_;  // of the loss sets
  bf::Access prompt_access_, eventual_access_;
};

void compare(std::uint64_t first_seed, std::uint64_t inventories) {
  Seen seen;
  for_random_inventories<Comparison>(first_seed, inventories, seen);
  CAPTURE(seen.inventories, seen.with_single_points, seen.accounts, seen.states["open"],
          seen.states["recoverable"], seen.states["delayed"], seen.states["locked_out"]);
  CHECK(seen.inventories == inventories);
  CHECK(seen.with_single_points * 10 > seen.inventories * 6);
  CHECK(seen.states["open"] * 10 > seen.accounts * 6);
  CHECK(seen.states["recoverable"] * 100 > seen.accounts);
  CHECK(seen.states["delayed"] * 200 > seen.accounts);
  CHECK(seen.kinds.size() == Words<LossKind>::list.size());
}

TEST_CASE("random inventories 0 to 1,999 are as brute force has them", "[graph][random]") {
  compare(0, 2'000);
}
TEST_CASE("random inventories 2,000 to 9,999 are as brute force has them",
          "[graph][random][many]") {
  compare(2'000, 8'000);
}
TEST_CASE("random inventories 10,000 to 19,999 are as brute force has them",
          "[graph][random][many]") {
  compare(10'000, 10'000);
}

// ---- routes

bf::Slot slot_of(const Step& step) {
  switch (step.part) {
    case Part::itself: return {step.thing};
    case Part::password: return {step.thing, bf::Own::password};
    case Part::codes: return {step.thing, bf::Own::codes};
    case Part::totp: return {step.thing, bf::Own::totp};
  }
  return {};
}

// The steps of a route lead to the account in the time that is said, each by those before it.
class RouteCheck : public RandomCase {
 public:
  explicit RouteCheck(std::uint64_t seed)
      : RandomCase(seed), equations_(inventory(), small_catalog::catalog(), today()) {}

  void run(std::size_t& routes) {
    for (const LossSet& losses : {LossSet{}, some_losses()}) {
      const std::vector<AccountState> states = account_states(graph(), losses, max_outage());
      for (std::size_t i = 0; i < states.size(); ++i) {
        check(losses, i, states[i]);
        if (!states[i].route.empty()) ++routes;
      }
    }
  }

 private:
  void check(const LossSet& losses, std::size_t account, const AccountState& state) {
    std::vector<bf::Slot> steps;
    std::string route;
    for (const Step& step : state.route) {
      route += " " + id_of_part(inventory(), step.thing, step.part);
      const ThingKind kind = inventory().things[step.thing].kind;
      const bool kept_there = kind == ThingKind::place || kind == ThingKind::carried ||
                              kind == ThingKind::memory || kind == ThingKind::me;
      if (!kept_there) steps.push_back(slot_of(step));
    }
    const std::vector<std::string> texts = texts_of(losses);
    const bf::Waiting waiting = equations_.along(steps, {texts.begin(), texts.end()});
    const bool ends_there =
        steps.empty() || steps.back() == bf::Slot{inventory().accounts[account].thing};
    if (ends_there && waiting == waiting_of(state.wait)) return;
    differs("after [{}] the route to {}, which is usable {}, leads there {}:{}", joined(losses),
            account_id(account), shown(waiting_of(state.wait)), shown(waiting), route);
  }

  bf::Equations equations_;
};

TEST_CASE("every route leads to its account, step by step and in the time that is said",
          "[graph]") {
  std::size_t routes = 0;
  for_random_inventories<RouteCheck>(20'000, 3'000, routes);
  CHECK(routes > 9'000);
}

}  // namespace
}  // namespace passkey_audit
