#include "passkey_audit/inventory/weaker_limits.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "policy_keys.hpp"

namespace passkey_audit {
namespace {

std::string shown(const PolicyKey& key, const Policy& policy, Profile profile) {
  const nlohmann::ordered_json value = key.show(policy, profile);
  if (value.is_string()) return value.get<std::string>();
  if (!value.is_object()) return value.dump();
  std::string text;
  for (const auto& [name, part] : value.items()) {
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", name, part.dump());
  }
  return text;
}

}  // namespace

std::vector<WeakerLimit> weaker_limits(const Policy& policy, Profile profile) {
  const Policy defaults;
  std::vector<WeakerLimit> limits;
  for (const PolicyKey& key : policy_keys()) {
    const auto told = std::ranges::find(policy.told, key.key, &Policy::Told::key);
    const bool by_file = told != policy.told.end() && told->at.line != 0;
    if (!by_file || key.weaker == nullptr || !key.weaker(policy, defaults, profile)) continue;
    limits.push_back({.key = key.key,
                      .value = shown(key, policy, profile),
                      .by_default = shown(key, defaults, profile),
                      .source = told->source});
  }
  return limits;
}

}  // namespace passkey_audit
