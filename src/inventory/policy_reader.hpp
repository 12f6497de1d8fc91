// Reads `policy` and `waivers`. Internal to this module.
#pragma once

#include <string_view>
#include <vector>

#include "passkey_audit/inventory/policy.hpp"
#include "reader.hpp"

namespace passkey_audit {

// Whether `key` may stand in a policy.
[[nodiscard]] bool is_policy_key(std::string_view key);
void read_policy(Reader& reader, JsonValue value, Policy& policy);
void read_waivers(Reader& reader, JsonValue value, std::vector<Waiver>& waivers);

}  // namespace passkey_audit
