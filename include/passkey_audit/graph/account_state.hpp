// What becomes of each account after a set of losses, and the way in that is left.
#pragma once

#include <cstdint>
#include <vector>

#include "passkey_audit/graph/closure.hpp"

namespace passkey_audit {

// In rising order of trouble.
enum class AccessState : std::uint8_t { open, recoverable, delayed, locked_out };
template <>
struct Words<AccessState> {
  static constexpr std::array<std::string_view, 4> list{"open", "recoverable", "delayed",
                                                        "locked_out"};
};

// A thing used on the way in, or the place where a copy is taken from.
struct Step {
  ThingId thing;
  Part part = Part::itself;
  ThingId kept_at;  // of a copy: the place, or `memory`, where it is
  Hours wait;       // of this step alone

  // The same thing, wherever it is taken from.
  friend bool operator==(const Step& a, const Step& b) {
    return a.thing == b.thing && a.part == b.part;
  }
};

struct AccountState {
  AccessState state = AccessState::locked_out;
  Hours wait = Hours::never();  // 0 when open
  // The things used, each after what it needs; ends with the account. Empty when locked out. Of an
  // open account it is a sign-in that works at once, unless only its recovery makes that possible.
  std::vector<Step> route;
};

// By index in Inventory::accounts.
[[nodiscard]] std::vector<AccountState> account_states(const AccessGraph& graph,
                                                       std::span<const LossId> losses,
                                                       Duration max_outage);

// The states alone, which takes no routes.
[[nodiscard]] std::vector<AccessState> access_states(const AccessGraph& graph,
                                                     std::span<const LossId> losses,
                                                     Duration max_outage);

[[nodiscard]] inline bool is_out(AccessState state) {
  return state >= AccessState::delayed;
}

}  // namespace passkey_audit
