// The audit: context and rules to findings, findings to a scorecard, all of it to one report.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "passkey_audit/audit/audit_context.hpp"
#include "passkey_audit/audit/finding.hpp"
#include "passkey_audit/audit/rule.hpp"
#include "passkey_audit/audit/scorecard.hpp"
#include "passkey_audit/graph/scenarios.hpp"

namespace passkey_audit {

struct ScenarioResult {
  Scenario scenario;
  std::vector<AccountState> states;  // by account
};

// Something the inventory leaves open, for the reader.
struct OpenQuestion {
  ThingId subject;
  std::string why;
};

enum class WaiverState : std::uint8_t {
  in_force,
  ends_soon,  // within the policy's `expiry_warn`
  ended,      // what it let pass counts again
  idle,       // nothing is found that it could let pass
  replaced,   // another waiver of the same finding lasts longer, or stands before it
};
template <>
struct Words<WaiverState> {
  static constexpr std::array<std::string_view, 5> list{"in_force", "ends_soon", "ended", "idle",
                                                        "replaced"};
};

struct JudgedWaiver {
  const Waiver* waiver = nullptr;
  WaiverState state = WaiverState::idle;
  const Waiver* by = nullptr;           // told: the one that replaces it
  std::vector<std::uint32_t> accounts;  // of what it lets pass today
};

// Everything a report shows. A report adds nothing and judges nothing.
struct AuditReport {
  const AuditContext& context;
  std::vector<Finding> findings;  // worst first, those that are waived last
  std::vector<JudgedWaiver> waivers;
  Scorecard scorecard;
  std::vector<OpenQuestion> not_judged;

  bool safe() const;  // no unwaived finding of high or worse, every item passed or not applicable
  // What the loss does that the finding is about. Null: it is about no single loss.
  const LossEffect* effect_of(const Finding& finding) const;
  // About a place, vendor or person that takes accounts along only because one thing of theirs
  // does, of which another finding speaks.
  bool only_repeats(const Finding& finding) const;
  // Asks for something to be done, and is not said by another finding as well.
  bool calls_for_action(const Finding& finding) const;
};

[[nodiscard]] AuditReport run_audit(const AuditContext& context,
                                    std::span<const Rule* const> rules);

// The sentence with a mark in place of the one account that the finding is about, to find sentences
// that differ in nothing else.
[[nodiscard]] std::string without_name(const AuditContext& context, std::string sentence,
                                       const Finding& finding);

// The states of every account in every scenario; for reports that show them.
[[nodiscard]] std::vector<ScenarioResult> run_scenarios(const AuditContext& context);
// The judged accounts that are out of prompt reach after those of the losses that count against
// them.
[[nodiscard]] std::vector<std::uint32_t> out_by_what_counts(const AuditContext& context,
                                                            const LossSet& losses);

}  // namespace passkey_audit
