// The steps of a plan as the JSON reports have them. Internal to this module.
#pragma once

#include <nlohmann/json.hpp>

#include "passkey_audit/audit/plan.hpp"

namespace passkey_audit {

[[nodiscard]] nlohmann::ordered_json plan_json(const AuditContext& context, const Plan& plan);

}  // namespace passkey_audit
