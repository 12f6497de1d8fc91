#include "waivers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <utility>

#include "passkey_audit/audit/wording.hpp"
#include "passkey_audit/support/safe_text.hpp"

namespace passkey_audit {
namespace {

bool fits(const Waiver& waiver, const Finding& finding) {
  return waiver.rule == finding.rule && waiver.subject == finding.subject;
}

WaiverState state_of(const Waiver& waiver, const AuditContext& context) {
  const std::int32_t days = waiver.until - context.today;
  if (days < 0) return WaiverState::ended;
  const bool soon = days <= static_cast<std::int64_t>(context.policy.expiry_warn);
  return soon ? WaiverState::ends_soon : WaiverState::in_force;
}

// "PKA203 for YubiKey A"
std::string what_it_waives(const AuditContext& context, const Finding& finding) {
  const std::string about = finding.subject == "inventory" ? "the inventory"
                            : finding.at.told()            ? context.name(finding.at)
                                                           : finding.subject;
  return fmt::format("{} for {}", finding.rule, about);
}

RuleOutcome::Draft about_the_end_of(const Waiver& waiver, const Finding& finding,
                                    const AuditContext& context) {
  const std::string who = safe_text(waiver.approved_by);
  RuleOutcome::Draft draft{.subject = fmt::format("waiver:{}:{}", waiver.rule, waiver.subject),
                           .accounts = finding.accounts,
                           .about = &waiver};
  // What was decided still holds today.
  if (waiver.until >= context.today) draft.severity = Severity::low;
  draft.message = fmt::format(
      "the waiver of {}, approved by {}, {} {}", what_it_waives(context, finding), who,
      waiver.until < context.today ? "ended" : "ends", day_in_words(waiver.until, context.today));
  const bool ended = waiver.until < context.today;
  draft.remedy = fmt::format(
      "{} what the waiver of {} {} pass, or renew it: once {} approves it again, give it a later "
      "\"until\" ({}:{}:{}).",
      ended ? "Mend" : fmt::format("By {}, mend", format_date(waiver.until)),
      what_it_waives(context, finding), ended ? "let" : "lets", who, safe_text(waiver.path),
      waiver.at.line, waiver.at.column);
  return draft;
}

// Of several waivers of one finding, such as one and its renewal, the one that lasts longest
// counts; of equals the first.
class LongestWaivers {
 public:
  explicit LongestWaivers(const std::vector<Waiver>& waivers) {
    for (const Waiver& waiver : waivers) {
      const auto [known, is_new] = longest_.emplace(key_of(waiver), &waiver);
      if (!is_new && known->second->until < waiver.until) known->second = &waiver;
    }
  }
  const Waiver& beside(const Waiver& waiver) const { return *longest_.at(key_of(waiver)); }

 private:
  using Key = std::pair<std::string_view, std::string_view>;
  static Key key_of(const Waiver& waiver) { return {waiver.rule, waiver.subject}; }

  std::map<Key, const Waiver*> longest_;
};

}  // namespace

void apply_waivers(AuditReport& report, std::span<const Rule* const> rules) {
  const AuditContext& context = report.context;
  const auto expires = std::ranges::find(rules, "PKA808", &Rule::id);
  const LongestWaivers longest(context.inventory.waivers);
  RuleFindings about_waivers;
  for (const Waiver& waiver : context.inventory.waivers) {
    JudgedWaiver& judged = report.waivers.emplace_back(JudgedWaiver{.waiver = &waiver});
    if (const Waiver& counting = longest.beside(waiver); &counting != &waiver) {
      judged.state = WaiverState::replaced;
      judged.by = &counting;
      continue;
    }
    for (Finding& finding : report.findings) {
      if (!fits(waiver, finding)) continue;
      judged.state = state_of(waiver, context);
      if (judged.state != WaiverState::ended) {
        finding.waiver = &waiver;
        judged.accounts = finding.accounts;
      }
      if (judged.state == WaiverState::in_force || expires == rules.end()) continue;
      RuleOutcome outcome(**expires, context, about_waivers);
      outcome.add(about_the_end_of(waiver, finding, context));
    }
  }
  std::ranges::move(about_waivers.findings, std::back_inserter(report.findings));
}

}  // namespace passkey_audit
