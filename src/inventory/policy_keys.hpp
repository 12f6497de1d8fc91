// A policy key: how its value is read, taken over from another policy, and shown. The table in
// policy_keys.cpp is the one place that says which keys there are. Internal to this module.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <span>
#include <string_view>

#include "passkey_audit/inventory/policy.hpp"
#include "reader.hpp"

namespace passkey_audit {

struct PolicyKey {
  std::string_view key;
  void (*read)(Reader&, JsonValue, Policy&) = nullptr;
  void (*take)(Policy& to, const Policy& from) = nullptr;
  nlohmann::ordered_json (*show)(const Policy&, Profile) = nullptr;
  // Whether the policy asks for less than the other. Null: it can only ask for more.
  bool (*weaker)(const Policy&, const Policy& than, Profile) = nullptr;
};

[[nodiscard]] std::span<const PolicyKey> policy_keys();

}  // namespace passkey_audit
