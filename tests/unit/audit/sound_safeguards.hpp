// Safeguards that nobody could object to, to be written into an inventory or taken out of it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "passkey_audit/audit/audit_context.hpp"
#include "random_household.hpp"
#include "unit/graph/random_inventory.hpp"

namespace passkey_audit {

struct SoundSafeguard {
  enum class Kind { security_key, codes, codes_to_recover, contact, vault_device };
  Kind kind = Kind::security_key;
  std::vector<std::string> accounts = {};  // that it is set up on
  std::string thing = {};                  // the vault; what is taken out
};
[[nodiscard]] std::string text_of(const SoundSafeguard& safeguard);

// Every one that this inventory has room for; of `context`, which was made of it.
[[nodiscard]] std::vector<SoundSafeguard> possible_safeguards(const AuditContext& context,
                                                              const Json& inventory, Dice& dice);
// With it. Nothing if it would not be sound there.
[[nodiscard]] std::optional<Json> with_safeguard(const AuditContext& context, Json inventory,
                                                 const SoundSafeguard& safeguard);

// Those that the inventory holds and that nothing else leans on, and the inventory without one.
[[nodiscard]] std::vector<SoundSafeguard> safeguards_held(const AuditContext& context,
                                                          const Json& inventory);
[[nodiscard]] Json without_safeguard(Json inventory, const SoundSafeguard& safeguard);

}  // namespace passkey_audit
