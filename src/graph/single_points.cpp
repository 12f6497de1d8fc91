#include "passkey_audit/graph/single_points.hpp"

#include <algorithm>
#include <bit>

#include "cut_set_propagation.hpp"
#include "passkey_audit/graph/lanes.hpp"

namespace passkey_audit {
namespace {

// Losses looked at together: bounds the table of bits, whatever the number of losses.
constexpr std::size_t lanes_max = 2048;
// Of handing upwards, before lanes are taken instead.
constexpr std::uint64_t steps_for_each_node = 2'000;

class Search {
 public:
  // `prompt`, `eventual`: with nothing lost.
  Search(const Inventory& inventory, const AccessGraph& graph, const Closure& prompt,
         const Closure& eventual, const SinglePointOptions& options)
      : inventory_(inventory),
        graph_(graph),
        prompt_(prompt),
        eventual_(eventual),
        options_(options),
        losses_(admitted()) {}

  SinglePoints run() {
    find_unreachable();
    for (const LossId loss : losses_) points_.plain.push_back({.loss = loss});
    if (losses_.size() <= options_.side_by_side_max || !hand_upwards()) {
      for (std::size_t first = 0; first < losses_.size(); first += lanes_max) {
        look_at(first, std::min(lanes_max, losses_.size() - first));
      }
    }
    leave_out_repeats();
    std::erase_if(points_.plain, [](const LossEffect& effect) { return effect.none(); });
    std::erase_if(points_.listed, [](const LossEffect& effect) { return effect.none(); });
    return std::move(points_);
  }

 private:
  std::vector<LossId> admitted() const {
    std::vector<LossId> losses = graph_.losses().candidates();
    std::erase_if(losses, [this](LossId loss) {
      const auto& kinds = options_.kinds;
      return !kinds.empty() && std::ranges::find(kinds, graph_.losses()[loss].kind) == kinds.end();
    });
    return losses;
  }

  bool is_prompt() const { return options_.lockout == LockoutKind::prompt; }
  Patience prompt() const { return Patience::prompt(options_.max_outage); }

  void find_unreachable() {
    const Closure& now = is_prompt() ? prompt_ : eventual_;
    for (std::size_t i = 0; i < inventory_.accounts.size(); ++i) {
      const bool abandoned = inventory_.owners_have_left(inventory_.accounts[i]);
      points_.abandoned.push_back(abandoned);
      points_.unreachable_now.push_back(!abandoned && !now.usable(graph_.account(i)));
    }
  }

  // As cut sets of order 1, which costs nothing for the losses that an account does not hang on.
  // False: too much hangs on too much.
  bool hand_upwards() {
    std::vector<std::uint32_t> ranks(graph_.losses().size(), CutSetPropagation::no_rank);
    for (std::uint32_t i = 0; i < losses_.size(); ++i) ranks[losses_[i].index] = i + 1;
    std::vector<NodeId> wanted;
    for (std::uint32_t account = 0; account < inventory_.accounts.size(); ++account) {
      if (is_searched(account)) wanted.push_back(graph_.account(account));
    }
    Effort effort(steps_for_each_node * graph_.nodes().size());
    const auto propagated = [&](Patience patience) {
      CutSetPropagation propagation({.graph = graph_,
                                     .rank_of_loss = ranks,
                                     .patience = patience,
                                     .order_max = 1,
                                     .wanted = wanted},
                                    effort);
      propagation.run();
      return propagation;
    };
    const CutSetPropagation eventual = propagated(Patience::eventual());
    const CutSetPropagation chosen = is_prompt() ? propagated(prompt()) : eventual;
    if (effort.exhausted()) return false;
    for (std::uint32_t account = 0; account < inventory_.accounts.size(); ++account) {
      if (!is_searched(account)) continue;
      const PartFinder for_good(eventual.of(graph_.account(account)));
      for (const SmallSet& set : chosen.of(graph_.account(account))) {
        record(points_.plain[set.ranks().front() - 1], account, !for_good.has_part_of(set));
      }
    }
    return true;
  }

  bool is_searched(std::uint32_t account) const {
    return !points_.unreachable_now[account] && !points_.abandoned[account];
  }

  // The effects of `count` losses, by the account that they lock out.
  void look_at(std::size_t first, std::size_t count) {
    const std::span<const LossId> losses = std::span(losses_).subspan(first, count);
    const auto after = [&](Patience patience) {
      return lane_closure(graph_, losses, patience, eventual_.order);
    };
    const LaneClosure eventual = after(Patience::eventual());
    const LaneClosure chosen = is_prompt() ? after(prompt()) : eventual;
    for (std::uint32_t account = 0; account < inventory_.accounts.size(); ++account) {
      if (!is_searched(account)) continue;
      const NodeId node = graph_.account(account);
      const auto row = chosen.row(node);
      for (std::size_t word = 0; word < row.size(); ++word) {
        for (std::uint64_t out = ~row[word]; out != 0; out &= out - 1) {
          const std::size_t lane = word * 64 + static_cast<std::size_t>(std::countr_zero(out));
          if (lane >= count) break;
          record(points_.plain[first + lane], account, eventual.usable(node, lane));
        }
      }
    }
  }

  void record(LossEffect& effect, std::uint32_t account, bool is_delayed) const {
    if (!counts_against(inventory_, graph_, effect.loss, inventory_.accounts[account])) return;
    (is_delayed ? effect.delayed : effect.locked_out).push_back(account);
  }

  // A common cause is left out for the accounts that one of its own members locks out as well.
  void leave_out_repeats() {
    std::vector<std::uint32_t> effect_of(graph_.losses().size(), none);
    for (std::uint32_t i = 0; i < points_.plain.size(); ++i) {
      effect_of[points_.plain[i].loss.index] = i;
    }
    points_.listed = points_.plain;
    std::vector<bool> repeated(inventory_.accounts.size());
    for (LossEffect& effect : points_.listed) {
      const std::vector<LossId>& members = graph_.losses()[effect.loss].members;
      if (members.empty() || effect.none()) continue;
      const auto mark = [&](bool as) {
        for (const LossId member : members) {
          if (effect_of[member.index] == none) continue;
          const LossEffect& own = points_.plain[effect_of[member.index]];
          for (const std::uint32_t account : own.delayed) repeated[account] = as;
          for (const std::uint32_t account : own.locked_out) repeated[account] = as;
        }
      };
      mark(true);
      const auto is_repeated = [&](std::uint32_t account) { return bool{repeated[account]}; };
      std::erase_if(effect.delayed, is_repeated);
      std::erase_if(effect.locked_out, is_repeated);
      mark(false);
    }
  }

  static constexpr std::uint32_t none = UINT32_MAX;

  const Inventory& inventory_;
  const AccessGraph& graph_;
  const Closure& prompt_;
  const Closure& eventual_;
  const SinglePointOptions& options_;
  std::vector<LossId> losses_;
  SinglePoints points_;
};

}  // namespace

bool counts_against(const Inventory& inventory, const AccessGraph& graph, LossId id,
                    const Account& account) {
  const Loss& loss = graph.losses()[id];
  switch (loss.kind) {
    case LossKind::account: return loss.thing != account.thing;
    case LossKind::vendor:
      return graph.vendor_of_account(inventory.things[account.thing].index) != id;
    case LossKind::person: {
      const bool alone =
          account.details().owners.size() == 1 && account.details().owners[0].thing == loss.thing;
      return inventory.profile != Profile::personal || !alone;
    }
    case LossKind::device:
    case LossKind::security_key:
    case LossKind::phone_number:
    case LossKind::copy:
    case LossKind::secret:
    case LossKind::signed_out:
    case LossKind::place: return true;
  }
  return true;
}

SinglePoints find_single_points(const Inventory& inventory, const AccessGraph& graph,
                                const SinglePointOptions& options) {
  return find_single_points(inventory, graph,
                            least_closure(graph, {}, Patience::prompt(options.max_outage)),
                            least_closure(graph, {}, Patience::eventual()), options);
}

SinglePoints find_single_points(const Inventory& inventory, const AccessGraph& graph,
                                const Closure& prompt, const Closure& eventual,
                                const SinglePointOptions& options) {
  return Search(inventory, graph, prompt, eventual, options).run();
}

}  // namespace passkey_audit
