// Circles on random inventories: which accounts lie on a loop and which hang on one, from the
// equations of brute_force.hpp; and whether the loops that are reported are real and the shortest.
#include <map>
#include <set>

#include "brute_force.hpp"
#include "passkey_audit/graph/circles.hpp"
#include "random_case.hpp"

namespace passkey_audit {
namespace {

namespace bf = brute_force;
using Slots = std::set<bf::Slot>;

// The things that could be usable after cold start, but only because of themselves; and which of
// them each of them needs.
class Knots {
 public:
  Knots(const bf::Equations& equations, bf::Limit limit) {
    const bf::Losses lost = equations.cold_start();
    const bf::Access greatest = equations.greatest({lost}, limit);
    const bf::Access least = equations.least({lost}, limit);
    for (const bf::Slot slot : equations.slots()) {
      const bool is_thing = slot.own != bf::Own::sign_in;
      if (is_thing && greatest.usable(slot, 0) && !least.usable(slot, 0)) needs_[slot];
    }
    for (auto& [slot, needs] : needs_) {
      for (const bf::Slot part : equations.parts_of_satisfied(slot, greatest, lost, limit)) {
        if (needs_.contains(part)) needs.insert(part);
      }
    }
    for (const auto& [slot, needs] : needs_) reached_[slot] = reachable(slot);
  }

  bool on_a_loop(bf::Slot slot) const { return leads_to(slot, slot); }
  bool leads_to(bf::Slot from, bf::Slot to) const {
    return reached_.contains(from) && reached_.at(from).contains(to);
  }
  bool leads_into_a_loop(bf::Slot slot, const Inventory& inventory) const {
    return std::ranges::any_of(inventory.accounts, [&](const Account& other) {
      return leads_to(slot, {other.thing}) && on_a_loop({other.thing});
    });
  }

  // Each thing needs the next. An account and what it has of its own go by one name, so a step may
  // lead through its password, codes or code generator.
  bool goes_round(const std::vector<ThingId>& loop) const {
    return std::ranges::any_of(needs_, [&](const auto& entry) {
      if (entry.first.thing != loop.front()) return false;
      Slots here = within_their_things({entry.first});
      for (std::size_t i = 1; i < loop.size(); ++i) {
        Slots next;
        for (const bf::Slot slot : here) {
          for (const bf::Slot part : needs_.at(slot)) {
            if (part.thing == loop[i]) next.insert(part);
          }
        }
        here = within_their_things(std::move(next));
      }
      return here.contains(entry.first);
    });
  }

  // The least number of things on a loop through an account of the slot's knot.
  std::size_t shortest_loop(bf::Slot in_knot, const Inventory& inventory) const {
    std::size_t shortest = SIZE_MAX;
    for (const Account& account : inventory.accounts) {
      const bf::Slot start{account.thing};
      if (leads_to(in_knot, start) && leads_to(start, in_knot)) {
        shortest = std::min(shortest, std::max(steps_back(start), std::size_t{1}));
      }
    }
    return shortest;
  }

 private:
  Slots reachable(bf::Slot start) const {
    Slots reached;
    std::vector<bf::Slot> open{start};
    while (!open.empty()) {
      const bf::Slot slot = open.back();
      open.pop_back();
      for (const bf::Slot part : needs_.at(slot)) {
        if (reached.insert(part).second) open.push_back(part);
      }
    }
    return reached;
  }

  // With what can be reached from them without leaving the thing.
  Slots within_their_things(Slots slots) const {
    std::vector<bf::Slot> open(slots.begin(), slots.end());
    while (!open.empty()) {
      const bf::Slot slot = open.back();
      open.pop_back();
      for (const bf::Slot part : needs_.at(slot)) {
        if (part.thing == slot.thing && slots.insert(part).second) open.push_back(part);
      }
    }
    return slots;
  }

  // Steps from thing to thing until the start comes again; repeated until nothing changes.
  std::size_t steps_back(bf::Slot start) const {
    std::map<bf::Slot, std::size_t> steps;
    std::size_t back = SIZE_MAX;
    for (bool changed = true; changed;) {
      changed = false;
      for (const auto& [slot, needs] : needs_) {
        if (slot != start && !steps.contains(slot)) continue;
        for (const bf::Slot part : needs) {
          const std::size_t here = slot == start ? 0 : steps[slot];
          const std::size_t there = here + (part.thing == slot.thing ? 0 : 1);
          if (part == start) {
            back = std::min(back, there);
          } else if (!steps.contains(part) || there < steps[part]) {
            steps[part] = there;
            changed = true;
          }
        }
      }
    }
    return back;
  }

  std::map<bf::Slot, Slots> needs_;
  std::map<bf::Slot, Slots> reached_;  // in one step or more
};

class CircleCheck : public RandomCase {
 public:
  explicit CircleCheck(std::uint64_t seed)
      : RandomCase(seed),
        knots_(bf::Equations(inventory(), small_catalog::catalog(), today()), max_outage().hours),
        circles_(find_circles(inventory(), graph(), max_outage())) {}

  void run(std::size_t& with_circles) {
    compare_accounts();
    for (const Circle& circle : circles_) {
      if (circle.loop.size() < 2 || circle.loop.front() != circle.loop.back()) {
        differs("the loop{} does not return", names(circle));
      } else if (!knots_.goes_round(circle.loop)) {
        differs("the loop{} is none", names(circle));
      }
    }
    if (!circles_.empty()) ++with_circles;
  }

 protected:
  std::string names(const Circle& circle) const {
    std::string text;
    for (const ThingId thing : circle.loop) text += " " + id(thing);
    return text;
  }

  const Knots& knots() const { return knots_; }
  const std::vector<Circle>& circles() const { return circles_; }

 private:
  void compare_accounts() {
    std::set<std::string> circular, hanging, expected_circular, expected_hanging;
    for (const Circle& circle : circles_) {
      for (const std::uint32_t account : circle.accounts) circular.insert(account_id(account));
      for (const std::uint32_t account : circle.hanging) hanging.insert(account_id(account));
      is_one_knot(circle);
    }
    for (std::uint32_t i = 0; i < graph().account_count(); ++i) {
      const bf::Slot slot{inventory().accounts[i].thing};
      if (knots_.on_a_loop(slot)) {
        expected_circular.insert(account_id(i));
      } else if (knots_.leads_into_a_loop(slot, inventory())) {
        expected_hanging.insert(account_id(i));
      }
    }
    if (circular == expected_circular && hanging == expected_hanging) return;
    differs("circular [{}] and hanging [{}], expected [{}] and [{}]", fmt::join(circular, ", "),
            fmt::join(hanging, ", "), fmt::join(expected_circular, ", "),
            fmt::join(expected_hanging, ", "));
  }

  void is_one_knot(const Circle& circle) {
    for (const std::uint32_t account : circle.accounts) {
      const bf::Slot one{inventory().accounts[circle.accounts.front()].thing};
      const bf::Slot other{inventory().accounts[account].thing};
      if (!knots_.leads_to(one, other) || !knots_.leads_to(other, one)) {
        differs("{} is not of the circle{}", account_id(account), names(circle));
      }
    }
  }

  Knots knots_;
  std::vector<Circle> circles_;
};

class ShortestLoopCheck : public CircleCheck {
 public:
  using CircleCheck::CircleCheck;

  void run(std::size_t& loops) {
    for (const Circle& circle : circles()) {
      const bf::Slot account{inventory().accounts[circle.accounts.front()].thing};
      const std::size_t shortest = knots().shortest_loop(account, inventory());
      if (circle.loop.size() != shortest + 1) {
        differs("the loop{} has not the least number of things, {}", names(circle), shortest);
      }
      ++loops;
    }
  }
};

TEST_CASE("circles of random inventories are real and all there", "[graph][many]") {
  std::size_t with_circles = 0;
  for_random_inventories<CircleCheck>(40'000, 5'000, with_circles);
  CHECK(with_circles > 500);
}

TEST_CASE("of the loops of a circle the shortest is shown", "[graph][many]") {
  std::size_t loops = 0;
  for_random_inventories<ShortestLoopCheck>(45'000, 5'000, loops);
  CHECK(loops > 500);
}

}  // namespace
}  // namespace passkey_audit
