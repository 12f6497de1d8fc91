#include "passkey_audit/graph/single_points.hpp"

#include <algorithm>

#include "passkey_audit/graph/lanes.hpp"

namespace passkey_audit {
namespace {

class Search {
 public:
  Search(const Inventory& inventory, const AccessGraph& graph, const SinglePointOptions& options)
      : inventory_(inventory),
        graph_(graph),
        options_(options),
        losses_(admitted(graph, options)),
        lane_of_(graph.losses().size(), no_lane),
        prompt_(lane_closure(graph, losses_, Patience::prompt(options.max_outage))),
        eventual_(lane_closure(graph, losses_, Patience::eventual())) {
    for (std::size_t lane = 0; lane < losses_.size(); ++lane) lane_of_[losses_[lane].index] = lane;
  }

  SinglePoints run() {
    SinglePoints points;
    const std::size_t accounts = inventory_.accounts.size();
    find_unreachable(points);
    for (const LossId loss : losses_) {
      points.plain.push_back({.loss = loss});
      points.listed.push_back({.loss = loss});
    }
    for (std::uint32_t account = 0; account < accounts; ++account) {
      if (points.unreachable_now[account] || points.abandoned[account]) continue;
      for (std::size_t lane = 0; lane < losses_.size(); ++lane) {
        if (!locks_out(lane, account)) continue;
        record(points.plain[lane], lane, account);
        if (!repeats_a_member(lane, account)) record(points.listed[lane], lane, account);
      }
    }
    std::erase_if(points.plain, [](const LossEffect& effect) { return effect.none(); });
    std::erase_if(points.listed, [](const LossEffect& effect) { return effect.none(); });
    return points;
  }

 private:
  static constexpr std::size_t no_lane = SIZE_MAX;

  static std::vector<LossId> admitted(const AccessGraph& graph, const SinglePointOptions& options) {
    std::vector<LossId> losses = graph.losses().candidates();
    std::erase_if(losses, [&](LossId loss) {
      return !options.kinds.empty() &&
             std::ranges::find(options.kinds, graph.losses()[loss].kind) == options.kinds.end();
    });
    return losses;
  }

  void find_unreachable(SinglePoints& points) const {
    const Patience patience = options_.lockout == LockoutKind::prompt
                                  ? Patience::prompt(options_.max_outage)
                                  : Patience::eventual();
    const Closure now = least_closure(graph_, {}, patience);
    for (std::size_t i = 0; i < inventory_.accounts.size(); ++i) {
      const bool abandoned = inventory_.owners_have_left(inventory_.accounts[i]);
      points.abandoned.push_back(abandoned);
      points.unreachable_now.push_back(!abandoned && !now.usable(graph_.account(i)));
    }
  }

  bool locks_out(std::size_t lane, std::uint32_t account) const {
    const LaneClosure& closure = options_.lockout == LockoutKind::prompt ? prompt_ : eventual_;
    return !closure.usable(graph_.account(account), lane) &&
           counts_against(inventory_, graph_, losses_[lane], inventory_.accounts[account]);
  }

  // A common cause is left out where one of its own members does the same on its own.
  bool repeats_a_member(std::size_t lane, std::uint32_t account) const {
    const Loss& loss = graph_.losses()[losses_[lane]];
    return std::ranges::any_of(loss.members, [&](LossId member) {
      const std::size_t member_lane = lane_of_[member.index];
      return member_lane != no_lane && locks_out(member_lane, account);
    });
  }

  void record(LossEffect& effect, std::size_t lane, std::uint32_t account) const {
    const bool delayed = eventual_.usable(graph_.account(account), lane);
    (delayed ? effect.delayed : effect.locked_out).push_back(account);
  }

  const Inventory& inventory_;
  const AccessGraph& graph_;
  const SinglePointOptions& options_;
  std::vector<LossId> losses_;
  std::vector<std::size_t> lane_of_;
  LaneClosure prompt_;
  LaneClosure eventual_;
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
      const bool alone = account.owners.size() == 1 && account.owners[0].thing == loss.thing;
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
  return Search(inventory, graph, options).run();
}

}  // namespace passkey_audit
