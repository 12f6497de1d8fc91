#include "passkey_audit/audit/checklist.hpp"

namespace passkey_audit {

const ItemText& text_of(Item item) {
  static constexpr std::array<ItemText, item_count> texts{{
      {"C1", "Every critical account has two independent ways in",
       "no single device, key, number, secret, person, account or session locks the owner out, and "
       "at least two usable authenticators are registered"},
      {"C2", "A hardware backup key is registered and kept off-site",
       "a hardware key and a spare are registered, best on the same day, both can be used, "
       "and they are kept in different places"},
      {"C3", "A non-passkey fallback stays on until the backups are proven",
       "a way in without a passkey works, it was not given up before a backup was tried out, and "
       "the recovery codes that the service gives out are saved, and not only on a device"},
      {"C4", "Platform recovery is set up",
       "each account that guards a passkey vault has a recovery contact or key that would help, "
       "two addresses that were checked, and a second step of its own; and the vault opens on a "
       "new "
       "device with what is left"},
      {"C5", "You know where each passkey lives, and one home is portable",
       "every passkey has a known home, none on a lost device, one home can be taken along, and "
       "losing one company locks out nothing"},
      {"C6", "Each service's own recovery was looked up",
       "it was looked up in the last year, it rests on more than one kind of recovery, and where "
       "the service cannot help, or not in time, there are ways back on paper"},
      {"C7", "Nothing recovers only through itself",
       "there is no circle, nothing is locked in what it opens, and no site takes everything"},
      {"C8", "Reviewed in the last six months, and recovery tested",
       "the review is in time, a way back was tried out in the last year, backups were used once, "
       "and what expires or belongs to people who left is dealt with"},
  }};
  return texts[static_cast<std::size_t>(item)];
}

}  // namespace passkey_audit
