// Where a policy may be told, and which of them wins: options over the environment, over the file
// given with --config, over `.passkey-audit.json` beside the inventory, over `policy` in the
// inventory, over the user's own file, over the defaults. A key that wins replaces the whole value.
#pragma once

#include <string>

#include "passkey_audit/inventory/inventory.hpp"
#include "passkey_audit/inventory/read_policy.hpp"

namespace passkey_audit {

class Session;

struct PolicySources {
  ReadPolicy user;     // $XDG_CONFIG_HOME/passkey-audit/policy.json
  ReadPolicy config;   // --config, else $PASSKEY_AUDIT_CONFIG
  Policy environment;  // $PASSKEY_AUDIT_FAIL_ON, $PASSKEY_AUDIT_MIN_SCORE
  Policy options;
  bool beside_inventory = true;
  bool waivers = true;
};

// Both return false when a source cannot be used; the reason went to standard error.

// Reads what does not depend on an inventory.
[[nodiscard]] bool gather_policy(PolicySources& sources, const std::string& config, bool no_config,
                                 const ReadOptions& options, const Session& session);

// Puts what is in force into the inventory that was read from `path`: its policy and its waivers.
[[nodiscard]] bool settle_policy(Inventory& inventory, const PolicySources& sources,
                                 const std::string& path, const ReadOptions& options,
                                 const Session& session);

}  // namespace passkey_audit
