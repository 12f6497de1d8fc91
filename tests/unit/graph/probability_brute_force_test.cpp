// Probabilities of random inventories against a second reading of the format: the likelihood of
// every state in which an account is out, added up.
#include <bit>
#include <cmath>

#include "brute_force.hpp"
#include "passkey_audit/graph/probability.hpp"
#include "random_case.hpp"

namespace passkey_audit {
namespace {

namespace bf = brute_force;

constexpr std::size_t losses_max = 9;
constexpr double close = 1e-12;

// So that the comparison cannot go blind without notice.
struct Seen {
  std::size_t exact = 0, between = 0, certain = 0;
  std::size_t bounded = 0;
  std::size_t importances = 0;
};

class ProbabilityCheck : public RandomCase {
 public:
  explicit ProbabilityCheck(std::uint64_t seed)
      : RandomCase(seed), equations_(inventory(), small_catalog::catalog(), today()) {}

  void run(Seen& seen) {
    choose_figures();
    ProbabilityOptions options{.max_outage = max_outage(), .kinds = {}, .accounts = {}};
    options.importance = true;
    if (dice().chance(30)) options.lockout = LockoutKind::eventual;
    find_out(options);
    compare("the diagram", options, seen);
    options.nodes_max = 0;
    compare("every state", options, seen);
    // Something fits, something does not.
    options.nodes_max = dice().below(40);
    options.losses_tried_max = dice().below(4);
    compare("bounds", options, seen);
  }

 private:
  // Of some candidates; few enough to try every state.
  void choose_figures() {
    losses_ = dice().some(equations_.candidate_losses(), losses_max);
    for (const std::string& loss : losses_) {
      const std::size_t percent = dice().chance(5) ? 100 : 1 + dice().below(60);
      policy_.probabilities.emplace_back(loss, static_cast<double>(percent) / 100);
    }
  }

  // By account: how likely, and the same with each loss certain and impossible.
  struct Truth {
    double probability = 0;
    std::vector<double> with, without;
  };

  void find_out(const ProbabilityOptions& options) {
    std::vector<bf::Losses> worlds;
    for (std::uint32_t state = 0; state < 1U << losses_.size(); ++state) {
      bf::Losses& world = worlds.emplace_back();
      for (std::size_t i = 0; i < losses_.size(); ++i) {
        if ((state >> i & 1U) != 0) world.insert(losses_[i]);
      }
    }
    const bool is_prompt = options.lockout == LockoutKind::prompt;
    const bf::Access access =
        equations_.least(worlds, is_prompt ? bf::Limit(max_outage().hours) : std::nullopt);
    for (const Account& account : inventory().accounts) {
      truth_.emplace_back();
      if (inventory().owners_have_left(account) || !access.usable({account.thing}, 0)) continue;
      truth_.back() = truth_of(account, access);
    }
  }

  Truth truth_of(const Account& account, const bf::Access& access) const {
    Truth truth{.probability = 0,
                .with = std::vector<double>(losses_.size()),
                .without = std::vector<double>(losses_.size())};
    for (std::uint32_t state = 0; state < 1U << losses_.size(); ++state) {
      if (access.usable({account.thing}, state)) continue;
      truth.probability += likelihood(account, state, losses_.size());
      for (std::size_t i = 0; i < losses_.size(); ++i) {
        ((state >> i & 1U) != 0 ? truth.with : truth.without)[i] += likelihood(account, state, i);
      }
    }
    return truth;
  }

  // Of the state; of all losses but one.
  double likelihood(const Account& account, std::uint32_t state, std::size_t but) const {
    double product = 1;
    for (std::size_t i = 0; i < losses_.size(); ++i) {
      if (i == but) continue;
      const double lost = counts(account, i) ? policy_.probabilities[i].second : 0;
      product *= (state >> i & 1U) != 0 ? lost : 1 - lost;
    }
    return product;
  }
  bool counts(const Account& account, std::size_t loss) const {
    return equations_.counts_against(losses_[loss], account);
  }

  void compare(std::string_view how, const ProbabilityOptions& options, Seen& seen) {
    const auto found =
        find_probabilities(inventory(), graph(), YearlyFigures(policy_, graph().losses()), options);
    for (std::size_t i = 0; i < found.size(); ++i) {
      const std::optional<Truth>& truth = truth_[i];
      if (found[i].has_value() != truth.has_value()) {
        differs("{}, {}: {}", account_id(i), how, found[i] ? "has a probability" : "has none");
      }
      if (!found[i] || !truth) continue;
      const auto [least, most] = std::pair(found[i]->at_least, found[i]->at_most);
      if (!(least <= truth->probability + close && most >= truth->probability - close)) {
        differs("{}, {}: {} to {}, expected {}", account_id(i), how, least, most,
                truth->probability);
      }
      if (!found[i]->is_exact() && how != "bounds") differs("{}, {}: bounds", account_id(i), how);
      if (!found[i]->is_exact()) {
        ++seen.bounded;
        continue;
      }
      ++seen.exact;
      if (truth->probability > 0 && truth->probability < 1) ++seen.between;
      if (truth->probability == 1) ++seen.certain;
      // Bounds can meet; they say nothing of single losses.
      if (how == "bounds" && found[i]->importance.empty()) continue;
      compare_importance(how, i, *found[i], *truth, seen);
    }
  }

  // Of each loss that counts; what is not listed does not matter.
  void compare_importance(std::string_view how, std::size_t index, const LockoutProbability& found,
                          const Truth& truth, Seen& seen) {
    for (std::size_t i = 0; i < losses_.size(); ++i) {
      double ours = 0;
      for (const LossImportance& one : found.importance) {
        if (text_of(one.loss) == losses_[i]) ours = one.birnbaum;
      }
      const bool counted = counts(inventory().accounts[index], i);
      const double expected = counted ? truth.with[i] - truth.without[i] : 0;
      if (std::abs(ours - expected) > close) {
        differs("{}, {}: importance of {} is {}, expected {}", account_id(index), how, losses_[i],
                ours, expected);
      }
      if (expected > 0) ++seen.importances;
    }
  }

  bf::Equations equations_;
  Policy policy_;
  std::vector<std::string> losses_;  // that have a figure
  std::vector<std::optional<Truth>> truth_;
};

void compare(std::uint64_t first_seed, std::uint64_t inventories) {
  Seen seen;
  for_random_inventories<ProbabilityCheck>(first_seed, inventories, seen);
  CAPTURE(seen.exact, seen.between, seen.certain, seen.bounded, seen.importances);
  CHECK(seen.exact > inventories * 4);
  CHECK(seen.between > inventories);
  CHECK(seen.certain > 0);
  CHECK(seen.bounded > inventories / 10);
  CHECK(seen.importances > inventories);
}

TEST_CASE("probabilities of random inventories 0 to 199 are those of adding up all states",
          "[graph][random]") {
  compare(0, 200);
}
TEST_CASE("probabilities of random inventories 200 to 5,999 are those of adding up all states",
          "[graph][random][many]") {
  compare(200, 5'800);
}

}  // namespace
}  // namespace passkey_audit
