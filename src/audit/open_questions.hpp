// What the inventory leaves open and an answer would change: unknown ids, copies kept nobody knows
// where, what rules could not judge. Internal to this module.
#pragma once

#include <vector>

#include "passkey_audit/audit/run_audit.hpp"

namespace passkey_audit {

[[nodiscard]] std::vector<OpenQuestion> open_questions(const AuditContext& context,
                                                       const std::vector<NotJudged>& unknown);

}  // namespace passkey_audit
