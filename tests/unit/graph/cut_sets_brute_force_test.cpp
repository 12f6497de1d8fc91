// Minimal cut sets of random inventories, loops included, against every set of losses tried one by
// one in the equations of brute_force.hpp.
#include <bit>
#include <map>

#include "brute_force.hpp"
#include "passkey_audit/graph/cut_sets.hpp"
#include "random_case.hpp"

namespace passkey_audit {
namespace {

namespace bf = brute_force;

using Bits = std::uint32_t;                          // of losses, by place in a list
using Sets = std::vector<std::vector<std::string>>;  // of losses
constexpr std::size_t losses_tried_max = 16;

std::string shown(const Sets& sets) {
  std::vector<std::string> texts;
  for (const auto& set : sets) texts.push_back(fmt::format("[{}]", fmt::join(set, ", ")));
  return fmt::format("{}", fmt::join(texts, " "));
}

// So that the comparison cannot go blind without notice.
struct Seen {
  std::map<std::size_t, std::size_t> by_order;
  std::size_t repeats = 0;  // sets left out, because a cause only repeats them
  std::size_t given_up = 0;
};

// All sets of a few losses, and which accounts they lock out.
class EverySet {
 public:
  EverySet(const bf::Equations& equations, std::vector<std::string> losses, std::size_t order_max,
           bf::Limit limit)
      : equations_(equations), losses_(std::move(losses)) {
    for (Bits set = 0; set < (Bits{1} << losses_.size()); ++set) {
      if (static_cast<std::size_t>(std::popcount(set)) <= order_max) sets_.push_back(set);
    }
    std::ranges::stable_sort(sets_, {}, [](Bits set) { return std::popcount(set); });
    std::vector<bf::Losses> worlds;
    for (const Bits set : sets_) {
      const std::vector<std::string> texts = texts_of(set);
      worlds.emplace_back(texts.begin(), texts.end());
      world_of_[set] = worlds.size() - 1;
    }
    access_ = equations_.least(worlds, limit);
  }

  bool out(const Account& account, Bits set) const {
    return !access_.usable({account.thing}, world_of_.at(set));
  }

  Sets minimal(const Account& account, Seen& seen) const {
    const Bits counted = those(
        losses_, [&](const std::string& loss) { return equations_.counts_against(loss, account); });
    std::vector<Bits> minimal;
    for (const Bits set : sets_) {
      const bool has_smaller =
          std::ranges::any_of(minimal, [&](Bits part) { return (part & ~set) == 0; });
      if ((set & ~counted) == 0 && !has_smaller && out(account, set)) minimal.push_back(set);
    }
    Sets sets;
    for (const Bits set : minimal) {
      ++seen.by_order[static_cast<std::size_t>(std::popcount(set))];
      const bool repeats = only_repeats(account, set, counted);
      if (repeats) ++seen.repeats;
      if (!repeats) sets.push_back(texts_of(set));
    }
    std::ranges::stable_sort(sets, [](const auto& a, const auto& b) {
      return a.size() != b.size() ? a.size() < b.size() : a < b;
    });
    return sets;
  }

 private:
  template <class Chooses>
  Bits those(const std::vector<std::string>& losses, Chooses chooses) const {
    Bits bits = 0;
    for (std::size_t i = 0; i < losses.size(); ++i) bits |= chooses(losses[i]) ? Bits{1} << i : 0;
    return bits;
  }

  std::vector<std::string> texts_of(Bits set) const {
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < losses_.size(); ++i) {
      if ((set >> i & 1U) != 0) texts.push_back(losses_[i]);
    }
    return texts;
  }

  // "Left out when putting one of that cause's own members in its place still locks the account
  // out."
  bool only_repeats(const Account& account, Bits set, Bits counted) const {
    for (std::size_t i = 0; i < losses_.size(); ++i) {
      if ((set >> i & 1U) == 0) continue;
      const bf::Losses members = equations_.members(losses_[i]);
      const Bits instead =
          counted & those(losses_, [&](const std::string& loss) { return members.contains(loss); });
      for (Bits left = instead; left != 0; left &= left - 1) {
        const Bits member = left & ~(left - 1);
        if (out(account, (set & ~(Bits{1} << i)) | member)) return true;
      }
    }
    return false;
  }

  const bf::Equations& equations_;
  std::vector<std::string> losses_;
  std::vector<Bits> sets_;
  std::map<Bits, std::size_t> world_of_;
  bf::Access access_;
};

class CutSetCheck : public RandomCase {
 public:
  explicit CutSetCheck(std::uint64_t seed)
      : RandomCase(seed), equations_(inventory(), small_catalog::catalog(), today()) {}

  void run(Seen& seen) {
    if (!choose_kinds()) return;
    CutSetOptions options{.max_outage = max_outage(), .kinds = kinds_};
    options.max_order = losses_.size() <= 14 ? 4 : 3;
    if (dice().chance(30)) options.lockout = LockoutKind::eventual;
    const bool is_prompt = options.lockout == LockoutKind::prompt;
    const EverySet every(equations_, losses_, options.max_order,
                         is_prompt ? bf::Limit(max_outage().hours) : std::nullopt);
    expected_.clear();
    for (const Account& account : inventory().accounts) {
      const bool searched = !inventory().owners_have_left(account) && !every.out(account, 0);
      expected_.push_back(searched ? every.minimal(account, seen) : Sets{});
    }
    compare(options, every);
    compare_one_account(options, every);
    compare_given_up(options, every, seen);
  }

 private:
  // As many as can be tried, if there are too many of all kinds. False: even one has too many.
  bool choose_kinds() {
    for (std::size_t i = 0; i < Words<LossKind>::list.size(); ++i) {
      kinds_.push_back(static_cast<LossKind>(i));
    }
    const std::vector<std::string> candidates = equations_.candidate_losses();
    while (true) {
      losses_.clear();
      for (const std::string& loss : candidates) {
        const LossKind kind = *from_word<LossKind>(loss.substr(0, loss.find(':')));
        if (std::ranges::find(kinds_, kind) != kinds_.end()) losses_.push_back(loss);
      }
      if (losses_.size() <= losses_tried_max) break;
      if (kinds_.size() == 1) return false;
      const LossKind dropped = dice().pick(kinds_);
      std::erase(kinds_, dropped);
    }
    if (losses_.size() == candidates.size()) kinds_.clear();
    return true;
  }

  Sets sets_of(const CutSets& found, std::uint32_t account) const {
    Sets sets;
    for (std::size_t order = 1; order <= found.max_order; ++order) {
      for (std::size_t i = 0; i < found.count(account, order); ++i) {
        sets.push_back(texts_of(found.set(account, order, i)));
      }
    }
    return sets;
  }

  void compare(const CutSetOptions& options, const EverySet& every) {
    const CutSets found = find_cut_sets(inventory(), graph(), options);
    for (std::uint32_t i = 0; i < inventory().accounts.size(); ++i) {
      const Account& account = inventory().accounts[i];
      const bool abandoned = inventory().owners_have_left(account);
      if (found.abandoned[i] != abandoned ||
          found.unreachable_now[i] != (!abandoned && every.out(account, 0))) {
        differs("{}: unreachable now {}", account_id(i), bool{found.unreachable_now[i]});
      }
      const bool chosen = options.accounts.empty() ||
                          std::ranges::find(options.accounts, i) != options.accounts.end();
      Sets expected = chosen ? expected_[i] : Sets{};
      std::erase_if(expected, [&](const auto& set) { return set.size() > found.max_order; });
      const Sets ours = sets_of(found, i);
      if (ours == expected) continue;
      differs("{} ({}), cut sets to order {}:\n    {}\n  expected:\n    {}", account_id(i),
              options.lockout == LockoutKind::prompt ? "prompt" : "eventual", found.max_order,
              shown(ours), shown(expected));
    }
    order_found_ = found.max_order;
  }

  void compare_one_account(CutSetOptions options, const EverySet& every) {
    options.accounts = {static_cast<std::uint32_t>(dice().below(inventory().accounts.size()))};
    compare(options, every);
  }

  // Whatever order the search gets to, it is right up to there.
  void compare_given_up(CutSetOptions options, const EverySet& every, Seen& seen) {
    options.effort = 1 + dice().below(1'000);
    compare(options, every);
    if (order_found_ < options.max_order) ++seen.given_up;
  }

  bf::Equations equations_;
  std::vector<LossKind> kinds_;
  std::vector<std::string> losses_;  // of these kinds
  std::vector<Sets> expected_;       // by account
  std::size_t order_found_ = 0;
};

void compare(std::uint64_t first_seed, std::uint64_t inventories) {
  Seen seen;
  for_random_inventories<CutSetCheck>(first_seed, inventories, seen);
  CAPTURE(seen.by_order[1], seen.by_order[2], seen.by_order[3], seen.by_order[4], seen.repeats);
  CAPTURE(seen.given_up);
  CHECK(seen.by_order[1] > inventories);
  CHECK(seen.by_order[2] > inventories);
  CHECK(seen.by_order[3] > inventories / 2);
  CHECK(seen.by_order[4] > inventories / 10);
  CHECK(seen.repeats > inventories / 2);
  CHECK(seen.given_up > inventories / 10);
}

TEST_CASE("cut sets of random inventories 0 to 399 are those of trying every set",
          "[graph][random]") {
  compare(0, 400);
}
TEST_CASE("cut sets of random inventories 400 to 10,999 are those of trying every set",
          "[graph][random][many]") {
  compare(400, 10'600);
}
TEST_CASE("cut sets of random inventories 11,000 to 20,999 are those of trying every set",
          "[graph][random][many]") {
  compare(11'000, 10'000);
}

}  // namespace
}  // namespace passkey_audit
