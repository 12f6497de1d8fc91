// A report format: audits in, bytes out. Each stands in a file of its own in src/report/formats.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "passkey_audit/audit/judgement.hpp"
#include "passkey_audit/audit/plan.hpp"
#include "passkey_audit/audit/run_audit.hpp"
#include "passkey_audit/support/problem.hpp"

namespace passkey_audit {

// One inventory as it came out: audited, or not usable.
struct Audited {
  std::string path;
  const Inventory* inventory = nullptr;
  Problems problems;                    // errors when there is no report
  const AuditReport* report = nullptr;  // null: the inventory could not be used
  Plan plan;                            // the first steps
  Date today;
  int exit_status = 0;
  std::vector<std::string> because;
};

// How many steps of a plan a report shows.
constexpr std::size_t next_steps_max = 3, next_steps_max_verbose = 10;

struct Rendering {
  bool colour = false;
  std::size_t width = 0;  // columns; 0: do not wrap
  bool verbose = false;   // every finding on its own, nothing left out
  std::string_view program_version;
};

struct Format {
  std::string_view name;
  std::string (*render)(std::span<const Audited> audited, const Rendering& rendering);
};

// Every format there is, by name; the build collects them.
[[nodiscard]] std::span<const Format* const> all_formats();
[[nodiscard]] const Format* find_format(std::string_view name);

}  // namespace passkey_audit
