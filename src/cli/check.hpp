// `check` for another command that ends with an audit.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "session.hpp"

namespace passkey_audit {

struct CheckOptions {
  CommonOptions common;
  std::vector<std::string> files;
  std::string format = "text";
  std::string fail_on;
  std::optional<std::uint32_t> min_score;
  bool no_waivers = false;
  bool show_config = false;
};

// Prints the report; the exit status is that of the command.
[[nodiscard]] ExitStatus check(const CheckOptions& options, Session& session);

}  // namespace passkey_audit
