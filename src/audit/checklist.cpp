#include "passkey_audit/audit/checklist.hpp"

namespace passkey_audit {

const ItemText& text_of(Item item) {
  static constexpr std::array<ItemText, item_count> texts{{
      {"C1", "Every critical account has two independent ways in",
       "no single device, key, number or provider locks the owner out, and at least two usable "
       "authenticators are registered"},
      {"C2", "A hardware backup key is registered and kept off-site",
       "a hardware key and a spare are registered, ideally on the same day, and they are kept in "
       "different places"},
      {"C3", "A non-passkey fallback stays on until the backups are proven",
       "a fallback without a passkey exists, is not stored on the device it replaces, and was not "
       "removed before a backup was tested"},
      {"C4", "Platform recovery is set up",
       "each account that guards a passkey vault has a recovery contact or key, two verified "
       "addresses and a second factor of its own"},
      {"C5", "You know where each passkey lives, and one home is portable",
       "every passkey has a known, living home, and losing one vendor locks out nothing"},
      {"C6", "Each service's own recovery was looked up",
       "the worst case is recorded, bearable, and rests on more than one kind of recovery"},
      {"C7", "Nothing recovers only through itself",
       "there is no circle, no box locked by its own key, and no site that takes everything"},
      {"C8", "Reviewed in the last six months, and recovery tested",
       "the review is in time, recovery was exercised, backups were used once, and leavers and "
       "expiries are dealt with"},
  }};
  return texts[static_cast<std::size_t>(item)];
}

}  // namespace passkey_audit
