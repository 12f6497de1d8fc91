// How the accounts of a circle come back without any device: what its rule and the verdict say.
//
//   "google can only be recovered through itself"
//   "google and GMX can be recovered within 24 hours only through each other"; otherwise "2 days"
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "passkey_audit/audit/audit_context.hpp"

namespace passkey_audit {

struct CircleWords {
  std::string through;                   // what holds the accounts up
  std::optional<std::string> otherwise;  // how long the slow ways take; no value: there are none
};

// `slowly`: eventual access once every device is lost.
[[nodiscard]] CircleWords circle_words(const AuditContext& context, const Closure& slowly,
                                       const std::vector<std::uint32_t>& accounts);
[[nodiscard]] Closure without_devices(const AuditContext& context);

}  // namespace passkey_audit
