#include "passkey_audit/graph/probability.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "cut_set_propagation.hpp"
#include "every_state.hpp"
#include "lockout_diagram.hpp"
#include "probability_bounds.hpp"
#include "risk_model.hpp"

namespace passkey_audit {
namespace {

using Numbers = std::vector<std::uint32_t>;

// What one account hangs on.
struct Cone {
  Numbers things;  // rising
  Numbers losses;  // that are counted against the account, rising
};

// Of trying every state, in words of 64 states that are looked at, for all accounts together: some
// seconds.
constexpr std::uint64_t words_tried_max = std::uint64_t{1} << 32U;
// Of walks down from accounts of which nothing exact is known, for all of them together.
constexpr std::uint64_t steps_down_max = std::uint64_t{1} << 27U;
// Accounts that are closed together, each with a table of its own.
constexpr std::size_t tables_max = 16;

class Search {
 public:
  Search(const Inventory& inventory, const AccessGraph& graph, const YearlyFigures& figures,
         const ProbabilityOptions& options)
      : inventory_(inventory),
        graph_(graph),
        figures_(figures),
        options_(options),
        patience_(options.lockout == LockoutKind::prompt ? Patience::prompt(options.max_outage)
                                                         : Patience::eventual()),
        found_(inventory.accounts.size()),
        model_(graph, patience_, chosen_nodes(), happening()),
        likelihood_(model_.losses().size()) {
    for (std::uint32_t i = 0; i < likelihood_.size(); ++i) {
      likelihood_[i] = figures.of(model_.losses()[i]).value_or(0);
    }
  }

  std::vector<std::optional<LockoutProbability>> run() {
    read_diagram();
    try_every_state();
    bound();
    return std::move(found_);
  }

 private:
  bool is_chosen(std::uint32_t account, const Closure& now) const {
    return !inventory_.owners_have_left(inventory_.accounts[account]) &&
           now.usable(graph_.account(account)) &&
           (options_.accounts.empty() || std::ranges::binary_search(options_.accounts, account));
  }

  std::vector<NodeId> chosen_nodes() {
    const Closure now = least_closure(graph_, {}, patience_);
    std::vector<NodeId> nodes;
    for (std::uint32_t i = 0; i < inventory_.accounts.size(); ++i) {
      if (!is_chosen(i, now)) continue;
      chosen_.push_back(i);
      nodes.push_back(graph_.account(i));
    }
    return nodes;
  }

  // By loss. What never happens matters to nobody.
  std::vector<bool> happening() const {
    std::vector<bool> happens(graph_.losses().size());
    for (std::uint32_t i = 0; i < happens.size(); ++i) {
      const auto& kinds = options_.kinds;
      const bool admitted =
          kinds.empty() || std::ranges::find(kinds, graph_.losses()[{i}].kind) != kinds.end();
      happens[i] = admitted && figures_.of({i}).value_or(0) > 0;
    }
    return happens;
  }

  // ---- what does not count against an account does not happen to it

  Numbers not_counted(std::uint32_t account) const {
    const Account& told = inventory_.accounts[account];
    std::vector<LossId> losses{graph_.loss_of_account(account)};
    if (const auto vendor = graph_.vendor_of_account(account)) losses.push_back(*vendor);
    for (const Reference& owner : told.details().owners) {
      const auto person = graph_.losses().find(
          fmt::format("{}:{}", word(LossKind::person), inventory_.id_of(owner.thing)));
      if (person) losses.push_back(*person);
    }
    Numbers numbers;
    for (const LossId loss : losses) {
      const std::uint32_t number = model_.number_of(loss);
      if (number != RiskModel::none && !counts_against(inventory_, graph_, loss, told)) {
        numbers.push_back(number);
      }
    }
    return numbers;
  }

  template <class Read>
  auto with_what_counts(std::uint32_t account, Read read) {
    const Numbers spared = not_counted(account);
    for (const std::uint32_t loss : spared) likelihood_[loss] = 0;
    auto result = read();
    for (const std::uint32_t loss : spared) likelihood_[loss] = *figures_.of(model_.losses()[loss]);
    return result;
  }

  // ---- exactly

  void read_diagram() {
    LockoutDiagram diagram(model_, options_.nodes_max);
    for (const std::uint32_t account : chosen_) {
      const std::uint32_t thing = model_.thing_of(graph_.account(account));
      const auto value =
          with_what_counts(account, [&] { return diagram.value_of(thing, likelihood_); });
      if (diagram.is_exact(thing)) {
        settle(account, value);
      } else {
        // It is out no more often than that.
        found_[account] = {.at_least = 0, .at_most = value.probability, .importance = {}};
        open_.push_back(account);
      }
    }
  }

  void settle(std::uint32_t account, const DecisionDiagram::Value& value) {
    LockoutProbability& found = found_[account].emplace();
    found.at_least = found.at_most = value.probability;
    if (!options_.importance) return;
    const Numbers spared = not_counted(account);
    for (const auto& [loss, derivative] : value.by_loss) {
      if (std::ranges::find(spared, loss) != spared.end()) continue;
      found.importance.push_back({model_.losses()[loss], derivative});
    }
    std::ranges::sort(
        found.importance, {}, [this](const LossImportance& one) -> const auto& {
          return graph_.losses()[one.loss].text;
        });
  }

  // Those that hang on the same things and losses together.
  void try_every_state() {
    // Accounts, by their losses; few losses first.
    std::map<std::pair<std::size_t, Numbers>, Numbers> groups;
    for (const std::uint32_t account : std::exchange(open_, {})) {
      const Cone cone = cone_of(account, options_.losses_tried_max);
      if (cone.losses.size() <= options_.losses_tried_max) {
        groups[{cone.losses.size(), cone.losses}].push_back(account);
      } else {
        open_.push_back(account);
      }
    }
    for (const auto& [size_and_losses, accounts] : groups) {
      for (std::size_t first = 0; first < accounts.size(); first += tables_max) {
        const std::size_t count = std::min(tables_max, accounts.size() - first);
        try_states(size_and_losses.second, std::span(accounts).subspan(first, count));
      }
    }
    std::ranges::sort(open_);
  }

  void try_states(const Numbers& losses, std::span<const std::uint32_t> accounts) {
    std::vector<bool> reached(model_.size());
    Numbers wanted;
    for (const std::uint32_t account : accounts) {
      wanted.push_back(model_.thing_of(graph_.account(account)));
      for (const std::uint32_t thing : cone_of(account, losses.size()).things)
        reached[thing] = true;
    }
    Numbers things;
    for (std::uint32_t i = 0; i < model_.size(); ++i) {
      if (reached[i]) things.push_back(i);
    }
    const std::vector<StateTable> tables =
        out_in_every_state(model_, things, losses, wanted, effort_);
    if (tables.empty()) {
      open_.insert(open_.end(), accounts.begin(), accounts.end());
      return;
    }
    for (std::size_t i = 0; i < accounts.size(); ++i) {
      settle(accounts[i], value_of(tables[i], losses, likelihood_));
    }
  }

  // Not to the end where there are more losses than that; everything, once walking down has taken
  // too long.
  Cone cone_of(std::uint32_t account, std::size_t losses_max) {
    const Numbers spared = not_counted(account);
    std::vector<bool> is_met(model_.size()), happens(likelihood_.size());
    for (const std::uint32_t loss : spared) happens[loss] = true;
    Cone cone;
    const auto meet = [&](std::uint32_t thing) {
      if (is_met[thing]) return;
      is_met[thing] = true;
      cone.things.push_back(thing);
    };
    const auto strike = [&](std::uint32_t loss) {
      if (happens[loss]) return;
      happens[loss] = true;
      cone.losses.push_back(loss);
    };
    meet(model_.thing_of(graph_.account(account)));
    for (std::size_t i = 0; i < cone.things.size() && cone.losses.size() <= losses_max; ++i) {
      if (steps_down_ >= steps_down_max) break;
      const RiskModel::Thing& thing = model_[cone.things[i]];
      std::ranges::for_each(model_.losses(thing), strike);
      for (const RiskModel::Way& way : model_.ways(thing)) {
        std::ranges::for_each(model_.losses(way), strike);
        std::ranges::for_each(model_.parts(way), meet);
        steps_down_ += 1 + model_.parts(way).size();
      }
    }
    if (steps_down_ >= steps_down_max) {
      for (std::uint32_t loss = 0; loss < happens.size(); ++loss) strike(loss);
      for (std::uint32_t thing = 0; thing < model_.size(); ++thing) meet(thing);
    }
    std::ranges::sort(cone.things);
    std::ranges::sort(cone.losses);
    return cone;
  }

  // ---- from below and from above

  void bound() {
    if (open_.empty()) return;
    Numbers ranks(graph_.losses().size(), CutSetPropagation::no_rank);
    for (std::uint32_t i = 0; i < likelihood_.size(); ++i) ranks[model_.losses()[i].index] = i + 1;
    std::vector<NodeId> wanted;
    for (const std::uint32_t account : open_) wanted.push_back(graph_.account(account));
    for (std::size_t order = SmallSet::size_max; order > 0; --order) {
      Effort effort(CutSetPropagation::effort_for(graph_));
      CutSetPropagation propagation({.graph = graph_,
                                     .rank_of_loss = ranks,
                                     .patience = patience_,
                                     .order_max = order,
                                     .wanted = wanted},
                                    effort);
      propagation.run();
      if (effort.exhausted()) continue;
      for (const std::uint32_t account : open_) {
        narrow(account, propagation.of(graph_.account(account)), order);
      }
      return;
    }
    for (const std::uint32_t account : open_) narrow(account, {}, 0);
  }

  void narrow(std::uint32_t account, CutSetSpan family, std::size_t order) {
    const Numbers losses = cone_of(account, SIZE_MAX).losses;
    std::vector<double> likelihood;
    for (const std::uint32_t loss : losses) likelihood.push_back(likelihood_[loss]);
    std::vector<Numbers> sets;
    for (const SmallSet& set : family) {
      Numbers places;
      for (const std::uint32_t rank : set.ranks()) {
        const auto at = std::ranges::lower_bound(losses, rank - 1);
        if (at == losses.end() || *at != rank - 1) break;  // not counted against the account
        places.push_back(static_cast<std::uint32_t>(at - losses.begin()));
      }
      if (places.size() == set.size()) sets.push_back(std::move(places));
    }
    const Bounds bounds = bounds_from_cut_sets(std::move(sets), order, likelihood);
    LockoutProbability& found = *found_[account];
    found.at_most = std::min(found.at_most, bounds.at_most);
    found.at_least = std::min(bounds.at_least, found.at_most);
  }

  const Inventory& inventory_;
  const AccessGraph& graph_;
  const YearlyFigures& figures_;
  const ProbabilityOptions& options_;
  Patience patience_;
  Numbers chosen_;  // accounts
  std::vector<std::optional<LockoutProbability>> found_;
  RiskModel model_;
  std::vector<double> likelihood_;  // by number of the loss
  Numbers open_;                    // accounts of which nothing exact is known, rising
  Effort effort_{words_tried_max};
  std::uint64_t steps_down_ = 0;
};

}  // namespace

std::vector<std::optional<LockoutProbability>> find_probabilities(
    const Inventory& inventory, const AccessGraph& graph, const YearlyFigures& figures,
    const ProbabilityOptions& options) {
  if (!figures.told()) {
    return std::vector<std::optional<LockoutProbability>>(inventory.accounts.size());
  }
  return Search(inventory, graph, figures, options).run();
}

}  // namespace passkey_audit
