// The limits an audit judges by, with their defaults, and the waivers granted against it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "passkey_audit/inventory/words.hpp"
#include "passkey_audit/support/date.hpp"
#include "passkey_audit/support/problem.hpp"

namespace passkey_audit {

struct AdminLimits {
  std::uint32_t min = 2, warn = 4, max = 8;
};

// "Accounts with this role must not use that type." An empty role is `*`, every account.
struct Forbidden {
  std::optional<Role> role;
  std::vector<std::string> types;  // words of AuthenticatorType or RecoveryType
};

struct Policy {
  Duration max_outage{24};
  std::uint32_t min_authenticators = 2;
  std::uint32_t min_hardware_keys = 2;
  std::uint32_t codes_low = 2;
  std::uint32_t min_recovery_kinds = 2;
  std::uint32_t breakglass_min = 2;
  std::uint32_t lockin_share = 50;  // percent
  // Days. Where a team's limit differs, not told means the profile's default.
  std::uint32_t same_day_grace = 0;
  std::optional<std::uint32_t> address_max_age;
  std::uint32_t review_max_age = 183;
  std::optional<std::uint32_t> recovery_test_max_age;
  std::uint32_t service_review_max_age = 365;
  std::uint32_t breakglass_max_age = 90;
  std::uint32_t expiry_warn = 60;

  AdminLimits admins;
  std::vector<Role> require_device_bound;
  std::vector<Forbidden> forbid;
  std::optional<std::vector<std::string>> allowed_vendors;
  std::vector<std::pair<std::string, Severity>> severity;     // by rule id
  std::optional<std::string> fail_on;                         // a severity or "never"
  std::optional<std::uint32_t> min_score;                     // items of 8
  std::vector<std::pair<std::string, double>> probabilities;  // per year, by loss or kind

  // What was told, and where; everything else is as it is by default.
  struct Told {
    std::string_view key;
    std::string source;  // a file, an option, a variable of the environment
    Position at;         // in the file
  };
  std::vector<Told> told;

  // In days.
  std::uint32_t address_age_limit(Profile profile) const {
    return address_max_age.value_or(profile == Profile::team ? 180 : 365);
  }
  std::uint32_t recovery_test_age_limit(Profile profile) const {
    return recovery_test_max_age.value_or(profile == Profile::team ? 180 : 365);
  }
};

// What `over` tells wins, key by key.
void overlay(Policy& policy, const Policy& over);

struct PolicySetting {
  std::string_view key;
  std::string value;  // as JSON
  std::string from;   // "team-policy.json:3:5", "default"
};
// Every key with what is in force.
[[nodiscard]] std::vector<PolicySetting> settings_in_force(const Policy& policy, Profile profile);

// A finding that somebody decided to live with, up to and including a day.
struct Waiver {
  std::string rule, subject, reason, approved_by;
  Date until;
  std::string path;  // of the file that it stands in
  Position at;
};

}  // namespace passkey_audit
