// Single points of failure: which one loss locks which accounts out, for all of them at once.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "passkey_audit/graph/account_state.hpp"
#include "passkey_audit/inventory/inventory.hpp"

namespace passkey_audit {

enum class LockoutKind : std::uint8_t {
  prompt,    // delayed or locked out
  eventual,  // locked out: no way at all, however slow
};

// What one loss does to the accounts that it is counted against, by index in Inventory::accounts.
struct LossEffect {
  LossId loss;
  std::vector<std::uint32_t> delayed;
  std::vector<std::uint32_t> locked_out;

  bool none() const { return delayed.empty() && locked_out.empty(); }
};

struct SinglePoints {
  // In prompt and eventual access, by account: out with nothing lost.
  std::vector<bool> unreachable_now;
  // By account: every owner has left, so that nothing is searched for it.
  std::vector<bool> abandoned;
  // Plain "locks out", common causes included, for every candidate loss that has an effect; sorted
  // by text. Rules that name a cause use this.
  std::vector<LossEffect> plain;
  // The same without what a common cause only repeats: the lists of every report.
  std::vector<LossEffect> listed;
};

struct SinglePointOptions {
  Duration max_outage{24};
  LockoutKind lockout = LockoutKind::prompt;
  std::vector<LossKind> kinds;  // empty: all
  // Up to so many losses are followed side by side, more are handed upwards as cut sets of order 1.
  // Which of the two is quicker depends on their number; what is found is the same.
  std::size_t side_by_side_max = 256;
};

[[nodiscard]] SinglePoints find_single_points(const Inventory& inventory, const AccessGraph& graph,
                                              const SinglePointOptions& options);
// The same from the closures with nothing lost, where they are there: with the patience of
// `options.max_outage`, and in the end.
[[nodiscard]] SinglePoints find_single_points(const Inventory& inventory, const AccessGraph& graph,
                                              const Closure& prompt, const Closure& eventual,
                                              const SinglePointOptions& options);

// False for what the format does not count against an account: its own loss, its own vendor, and in
// a personal inventory the person who alone owns it.
[[nodiscard]] bool counts_against(const Inventory& inventory, const AccessGraph& graph, LossId loss,
                                  const Account& account);

}  // namespace passkey_audit
