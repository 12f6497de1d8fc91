// A policy in a file of its own: the keys of an inventory's `policy`, and `waivers`.
#pragma once

#include <string>
#include <vector>

#include "passkey_audit/inventory/policy.hpp"
#include "passkey_audit/inventory/read_inventory.hpp"

namespace passkey_audit {

struct ReadPolicy {
  Policy policy;
  std::vector<Waiver> waivers;
  Problems problems;  // by position; any of them makes the file unusable
};

// A file; `.jsonc` may have comments.
[[nodiscard]] ReadPolicy read_policy_file(const std::string& path, const ReadOptions& options);

}  // namespace passkey_audit
