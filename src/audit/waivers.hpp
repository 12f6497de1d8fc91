// Waivers: what somebody decided to live with until a day. Internal to this module.
#pragma once

#include <span>

#include "passkey_audit/audit/run_audit.hpp"

namespace passkey_audit {

// Marks the findings that are waived today and judges each waiver. One that ends soon, or has
// ended, is a finding of PKA808 itself, if that is among the rules.
void apply_waivers(AuditReport& report, std::span<const Rule* const> rules);

}  // namespace passkey_audit
