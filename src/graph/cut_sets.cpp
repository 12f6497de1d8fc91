#include "passkey_audit/graph/cut_sets.hpp"

#include <algorithm>

#include "cut_set_propagation.hpp"

namespace passkey_audit {
namespace {

// The losses that are looked at, sorted by text, and the common causes that take each of them.
class RankedLosses {
 public:
  RankedLosses(const LossTable& table, const std::vector<LossKind>& kinds)
      : by_rank_(table.candidates()), rank_of_(table.size(), CutSetPropagation::no_rank) {
    std::erase_if(by_rank_, [&](LossId loss) {
      return !kinds.empty() && std::ranges::find(kinds, table[loss].kind) == kinds.end();
    });
    for (std::uint32_t i = 0; i < by_rank_.size(); ++i) rank_of_[by_rank_[i].index] = i + 1;
    causes_.resize(by_rank_.size() + 1);
    for (const LossId cause : by_rank_) {
      for (const LossId member : table[cause].members) {
        const std::uint32_t rank = rank_of_[member.index];
        if (rank != CutSetPropagation::no_rank) causes_[rank].push_back(rank_of_[cause.index]);
      }
    }
  }

  LossId operator[](std::uint32_t rank) const { return by_rank_[rank - 1]; }
  std::span<const std::uint32_t> rank_of_loss() const { return rank_of_; }
  // Ranks of the sites, vendors and people that take this loss with them.
  std::span<const std::uint32_t> causes_of(std::uint32_t rank) const { return causes_[rank]; }

 private:
  std::vector<LossId> by_rank_;
  std::vector<std::uint32_t> rank_of_;
  std::vector<std::vector<std::uint32_t>> causes_;
};

// The minimal cut sets of one account, with all that is not counted against it, as its list.
class AccountList {
 public:
  AccountList(const Inventory& inventory, const AccessGraph& graph, const RankedLosses& losses,
              std::uint32_t account)
      : inventory_(inventory),
        graph_(graph),
        losses_(losses),
        account_(inventory.accounts[account]) {}

  CutSetFamily listed(CutSetSpan family) const {
    CutSetFamily sets(family.begin(), family.end());
    std::erase_if(sets, [this](const SmallSet& set) { return !counts(set); });
    const CutSetFamily repeats = repeats_of(sets);
    const PartFinder parts(repeats);
    std::erase_if(sets, [&](const SmallSet& set) { return parts.has_part_of(set); });
    return sets;
  }

 private:
  bool counts(const SmallSet& set) const {
    return std::ranges::all_of(set.ranks(), [this](std::uint32_t rank) {
      return counts_against(inventory_, graph_, losses_[rank], account_);
    });
  }

  // With m a member of the cause c: where some set with m locks out, a set that holds the same
  // with c in the place of m says nothing new, since it also locks out with m in the place of c.
  CutSetFamily repeats_of(const CutSetFamily& sets) const {
    CutSetFamily repeats;
    for (const SmallSet& set : sets) {
      for (const std::uint32_t member : set.ranks()) {
        for (const std::uint32_t cause : losses_.causes_of(member)) {
          if (set.contains(cause)) continue;
          const auto repeat = set.without(member).united_with(SmallSet(cause));
          repeats.push_back(*repeat);
        }
      }
    }
    std::ranges::sort(repeats);
    repeats.erase(std::unique(repeats.begin(), repeats.end()), repeats.end());
    return repeats;
  }

  const Inventory& inventory_;
  const AccessGraph& graph_;
  const RankedLosses& losses_;
  const Account& account_;
};

class Search {
 public:
  Search(const Inventory& inventory, const AccessGraph& graph, const CutSetOptions& options)
      : inventory_(inventory),
        graph_(graph),
        options_(options),
        patience_(options.lockout == LockoutKind::prompt ? Patience::prompt(options.max_outage)
                                                         : Patience::eventual()),
        losses_(graph.losses(), options.kinds) {}

  CutSets run() {
    choose_accounts();
    for (std::size_t order = options_.max_order; order > 0; --order) {
      Effort effort(options_.effort != 0 ? options_.effort : CutSetPropagation::effort_for(graph_));
      CutSetPropagation propagation({.graph = graph_,
                                     .rank_of_loss = losses_.rank_of_loss(),
                                     .patience = patience_,
                                     .order_max = order,
                                     .wanted = wanted_},
                                    effort);
      propagation.run();
      if (effort.exhausted()) continue;
      list(propagation, order);
      return std::move(found_);
    }
    list_single_points();
    return std::move(found_);
  }

 private:
  void choose_accounts() {
    const Closure now = least_closure(graph_, {}, patience_);
    searched_.resize(inventory_.accounts.size());
    for (std::uint32_t i = 0; i < inventory_.accounts.size(); ++i) {
      const bool abandoned = inventory_.owners_have_left(inventory_.accounts[i]);
      const bool usable = now.usable(graph_.account(i));
      found_.abandoned.push_back(abandoned);
      found_.unreachable_now.push_back(!abandoned && !usable);
      const auto& chosen = options_.accounts;
      searched_[i] =
          !abandoned && usable && (chosen.empty() || std::ranges::binary_search(chosen, i));
      if (searched_[i]) wanted_.push_back(graph_.account(i));
    }
  }

  void list(const CutSetPropagation& propagation, std::size_t order_max) {
    found_.max_order = order_max;
    std::vector<LossId> losses;
    for (std::uint32_t account = 0; account < searched_.size(); ++account) {
      CutSetFamily sets;
      if (searched_[account]) {
        sets = AccountList(inventory_, graph_, losses_, account)
                   .listed(propagation.of(graph_.account(account)));
      }
      auto set = sets.begin();
      for (std::size_t order = 1; order <= order_max; ++order) {
        for (; set != sets.end() && set->size() == order; ++set) {
          losses.clear();
          for (const std::uint32_t rank : set->ranks()) losses.push_back(losses_[rank]);
          found_.add(losses);
        }
        found_.end_order();
      }
    }
  }

  // Single losses have a search of their own, which needs no room for what it finds on the way.
  void list_single_points() {
    found_.max_order = 1;
    const SinglePoints points = find_single_points(
        inventory_, graph_,
        {.max_outage = options_.max_outage, .lockout = options_.lockout, .kinds = options_.kinds});
    std::vector<std::vector<LossId>> by_account(searched_.size());
    for (const LossEffect& effect : points.listed) {
      for (const auto* out : {&effect.delayed, &effect.locked_out}) {
        for (const std::uint32_t account : *out) by_account[account].push_back(effect.loss);
      }
    }
    for (std::uint32_t account = 0; account < searched_.size(); ++account) {
      if (searched_[account]) found_.add(by_account[account]);
      found_.end_order();
    }
  }

  const Inventory& inventory_;
  const AccessGraph& graph_;
  const CutSetOptions& options_;
  Patience patience_;
  RankedLosses losses_;
  std::vector<bool> searched_;  // by account
  std::vector<NodeId> wanted_;
  CutSets found_;
};

}  // namespace

CutSets find_cut_sets(const Inventory& inventory, const AccessGraph& graph,
                      const CutSetOptions& options) {
  return Search(inventory, graph, options).run();
}

}  // namespace passkey_audit
