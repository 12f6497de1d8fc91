// Minimal cut sets: which losses lock an account out together, while no part of them does. For all
// accounts at once, up to four losses, loops included.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "passkey_audit/graph/single_points.hpp"

namespace passkey_audit {

struct CutSetOptions {
  static constexpr std::size_t order_max = 4;

  Duration max_outage{24};
  LockoutKind lockout = LockoutKind::prompt;
  std::vector<LossKind> kinds;          // empty: all
  std::size_t max_order = 2;            // losses at once, 1 to order_max
  std::vector<std::uint32_t> accounts;  // by index in Inventory::accounts, rising; empty: all
  // Steps before the search is given up and begins again with smaller sets; 0: as many as the size
  // of the inventory asks for, and some seconds' worth more.
  std::uint64_t effort = 0;
};

// As the lists of every report have them: without what a common cause only repeats.
class CutSets {
 public:
  // All sets of up to so many losses. Less than was asked for where there were too many: a dense
  // inventory has more of them than anybody could wait for.
  std::size_t max_order = 0;
  // By account: out with nothing lost, so that its one cut set is the empty one.
  std::vector<bool> unreachable_now;
  // By account: every owner has left, so that nothing is searched for it.
  std::vector<bool> abandoned;

  std::size_t count(std::uint32_t account, std::size_t order) const {
    return losses_of(account, order).size() / order;
  }
  // The losses of the set sorted by text; sets of one order sorted by text.
  std::span<const LossId> set(std::uint32_t account, std::size_t order, std::size_t index) const {
    return losses_of(account, order).subspan(index * order, order);
  }

  // Those of one account after the other, each order in turn from 1 to `max_order`.
  void add(std::span<const LossId> set) { losses_.insert(losses_.end(), set.begin(), set.end()); }
  void end_order() { ends_.push_back(losses_.size()); }

 private:
  std::span<const LossId> losses_of(std::uint32_t account, std::size_t order) const {
    const std::size_t at = account * max_order + order - 1;
    const std::size_t begin = at == 0 ? 0 : ends_[at - 1];
    return std::span(losses_).subspan(begin, ends_[at] - begin);
  }

  std::vector<LossId> losses_;     // set after set
  std::vector<std::size_t> ends_;  // in losses_: by account and order
};

[[nodiscard]] CutSets find_cut_sets(const Inventory& inventory, const AccessGraph& graph,
                                    const CutSetOptions& options);

}  // namespace passkey_audit
