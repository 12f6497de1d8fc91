// What a policy lets pass that the defaults would not: no audit may become easier in silence.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "passkey_audit/inventory/policy.hpp"

namespace passkey_audit {

struct WeakerLimit {
  std::string_view key;
  std::string value, by_default;  // as a person reads them: "30d", "never"
  std::string_view source;        // the file that tells it
};

// Of the keys that files tell; what somebody asks for on the command line or in the environment is
// known to them. `severity` is not among them: a report shows all of it.
[[nodiscard]] std::vector<WeakerLimit> weaker_limits(const Policy& policy, Profile profile);

}  // namespace passkey_audit
