// What to do next, best first: the instructions of the findings, each tried out on a copy of the
// inventory that is audited again. Every number comes from such a run, so following the steps one
// by one gives just the scores that they promise.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "passkey_audit/audit/run_audit.hpp"
#include "passkey_audit/inventory/change.hpp"

namespace passkey_audit {

enum class Effort : std::uint8_t { low, medium, high };
template <>
struct Words<Effort> {
  static constexpr std::array<std::string_view, 3> list{"low", "medium", "high"};
};

// What following a step comes to, against the audit before it.
struct StepOutcome {
  std::size_t closes = 0;              // findings that are gone
  std::size_t opens = 0;               // findings that are new
  std::vector<const Rule*> opened_by;  // the rules of these, each once
  std::size_t eases = 0;               // findings that concern fewer accounts or are less severe
  Score before, after;
};

struct PlanStep {
  std::string_view action;              // of the first change: "register-key"; "decide" without any
  std::vector<std::uint32_t> accounts;  // that it is about; none: the inventory as a whole
  ThingId with;                         // a key, place or person that it uses; may be not told
  std::string text;
  std::vector<Change> changes;  // against the inventory as the steps before leave it
  std::uint32_t minutes = 0;    // about, of somebody's time
  Effort effort = Effort::low;
  bool urgent = false;  // somebody else may come in today
  // No value: what comes of it depends on what somebody finds out or decides, so it is not tried.
  std::optional<StepOutcome> outcome;
};

struct Plan {
  std::vector<PlanStep> steps;
  bool is_whole = true;  // nothing is left to do after these
  // Steps that would make nothing better on the whole as things stand, and are left out.
  std::vector<std::string> left_out;
};

// Above this many accounts steps are not tried out, since each trial is an audit.
constexpr std::size_t accounts_tried_max = 3000;

// The first steps, for findings of this severity and above.
[[nodiscard]] Plan make_plan(const AuditReport& report, std::span<const Rule* const> rules,
                             std::size_t steps_max, Severity least = Severity::low);

// The inventory as it is once these steps are followed.
[[nodiscard]] Inventory followed(const Inventory& inventory, std::span<const PlanStep> steps,
                                 Date day);

}  // namespace passkey_audit
