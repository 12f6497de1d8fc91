// What tests of report formats begin with: inventories from their text, and how they come out.
#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "passkey_audit/report/format.hpp"
#include "unit/audit/audited.hpp"

namespace passkey_audit {

class Reports {
 public:
  void add(std::string_view inventory, std::string path = "test.json",
           std::span<const Rule* const> rules = all_rules()) {
    const AuditOf& audit = audits_.emplace_back(inventory, rules);
    audited_.push_back({.path = std::move(path),
                        .inventory = &audit.context.inventory,
                        .problems = {},
                        .report = &audit.report,
                        .plan = make_plan(audit.report, rules, next_steps_max, Severity::medium),
                        .today = audit_day(),
                        .exit_status = 1,
                        .because = {"2 findings at or above high"}});
  }

  // One that cannot be used.
  void add_unusable(std::string_view inventory, std::string path = "test.json") {
    const ReadInventory& read =
        unusable_.emplace_back(read_inventory_text(inventory, path, {.today = audit_day()}));
    REQUIRE_FALSE(read.usable());
    audited_.push_back({.path = std::move(path),
                        .inventory = &read.inventory,
                        .problems = read.problems,
                        .report = nullptr,
                        .plan = {},
                        .today = audit_day(),
                        .exit_status = 3,
                        .because = {"the inventory cannot be used"}});
  }

  std::string as(std::string_view format, Rendering rendering = {}) const {
    rendering.program_version = "1.2.3";
    return find_format(format)->render(audited_, rendering);
  }

 private:
  std::deque<AuditOf> audits_;
  std::deque<ReadInventory> unusable_;
  std::vector<Audited> audited_;
};

}  // namespace passkey_audit
