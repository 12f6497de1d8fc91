#include "policy_sources.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <iterator>

#include "environment.hpp"
#include "passkey_audit/report/problem_text.hpp"
#include "session.hpp"

namespace passkey_audit {
namespace {

namespace fs = std::filesystem;

// A link that leads nowhere is there too: a policy that cannot be read must not pass in silence.
bool is_there(const fs::path& path) {
  std::error_code error;
  return fs::exists(fs::symlink_status(path, error));
}

bool read_file(ReadPolicy& into, const std::string& path, const ReadOptions& options,
               const Session& session) {
  into = read_policy_file(path, options);
  for (const Problem& problem : into.problems) session.message(problem_line(problem));
  return into.problems.empty();
}

// The XDG base directory specification ignores relative paths. Empty: there is none.
fs::path users_own_file() {
  fs::path folder;
  if (const char* config = environment("XDG_CONFIG_HOME")) folder = config;
  if (const char* home = environment("HOME"); folder.is_relative() && home != nullptr) {
    folder = fs::path(home) / ".config";
  }
  return folder.is_relative() ? fs::path() : folder / "passkey-audit" / "policy.json";
}

bool read_environment(Policy& policy, const Session& session) {
  if (const char* fail_on = environment("PASSKEY_AUDIT_FAIL_ON")) {
    if (!from_word<Severity>(fail_on) && std::string_view(fail_on) != "never") {
      session.message("PASSKEY_AUDIT_FAIL_ON must be critical, high, medium, low or never");
      return false;
    }
    policy.fail_on = fail_on;
    policy.told.push_back({.key = "fail_on", .source = "PASSKEY_AUDIT_FAIL_ON", .at = {}});
  }
  if (const char* least = environment("PASSKEY_AUDIT_MIN_SCORE")) {
    const std::string_view text = least;
    if (text.size() != 1 || text[0] < '0' || text[0] > '8') {
      session.message("PASSKEY_AUDIT_MIN_SCORE must be a whole number from 0 to 8");
      return false;
    }
    policy.min_score = static_cast<std::uint32_t>(text[0] - '0');
    policy.told.push_back({.key = "min_score", .source = "PASSKEY_AUDIT_MIN_SCORE", .at = {}});
  }
  return true;
}

void append(std::vector<Waiver>& waivers, const std::vector<Waiver>& more) {
  std::ranges::copy(more, std::back_inserter(waivers));
}

}  // namespace

bool gather_policy(PolicySources& sources, const std::string& config, bool no_config,
                   const ReadOptions& options, const Session& session) {
  if (!read_environment(sources.environment, session)) return false;
  sources.beside_inventory = !no_config;
  if (no_config) return true;
  const fs::path own = users_own_file();
  if (!own.empty() && is_there(own) && !read_file(sources.user, own.string(), options, session)) {
    return false;
  }
  const char* told = environment("PASSKEY_AUDIT_CONFIG");
  const std::string path = config.empty() && told != nullptr ? told : config;
  return path.empty() || read_file(sources.config, path, options, session);
}

bool settle_policy(Inventory& inventory, const PolicySources& sources, const std::string& path,
                   const ReadOptions& options, const Session& session) {
  ReadPolicy beside;
  const fs::path file = fs::path(path).parent_path() / ".passkey-audit.json";
  const bool has_file = sources.beside_inventory && path != "-" && is_there(file);
  if (has_file && !read_file(beside, file.string(), options, session)) return false;
  Policy policy = sources.user.policy;
  overlay(policy, inventory.policy);
  overlay(policy, beside.policy);
  overlay(policy, sources.config.policy);
  overlay(policy, sources.environment);
  overlay(policy, sources.options);
  inventory.policy = std::move(policy);
  append(inventory.waivers, beside.waivers);
  append(inventory.waivers, sources.config.waivers);
  append(inventory.waivers, sources.user.waivers);
  if (!sources.waivers) inventory.waivers.clear();
  return true;
}

}  // namespace passkey_audit
