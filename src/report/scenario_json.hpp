// The scenario object of the JSON report. Internal to this module.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "passkey_audit/audit/run_audit.hpp"

namespace passkey_audit {

[[nodiscard]] nlohmann::ordered_json scenario_json(const AuditContext& context,
                                                   const ScenarioResult& result);

}  // namespace passkey_audit
