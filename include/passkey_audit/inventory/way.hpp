// A way is one alternative in a list of which any one suffices: "these things together".
#pragma once

#include <cstdint>

#include "passkey_audit/inventory/thing.hpp"
#include "passkey_audit/support/arena.hpp"
#include "passkey_audit/support/date.hpp"
#include "passkey_audit/support/maybe.hpp"

namespace passkey_audit {

enum class WayForm : std::uint8_t { id, all, at_least };

struct Way {
  List<Reference> things;
  WayForm form = WayForm::id;
  bool works_when_locked = false;
  std::uint16_t at_least = 1;  // of the things; all of them for `id` and `all`
  Maybe<Duration> wait;

  friend bool operator==(const Way&, const Way&) = default;
};

}  // namespace passkey_audit
