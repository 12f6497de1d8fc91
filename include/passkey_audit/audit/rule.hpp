// A rule: what is wrong, why it matters, what to do, and how to find it. Each stands in a file of
// its own in src/rules; the build collects them by file name (see docs/adding-a-rule.md).
#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <vector>

#include "passkey_audit/audit/audit_context.hpp"
#include "passkey_audit/audit/checklist.hpp"
#include "passkey_audit/audit/finding.hpp"

namespace passkey_audit {

struct Rule;

// What the rules found, and where they could not judge.
struct RuleFindings {
  std::vector<Finding> findings;
  std::vector<NotJudged> unknown;
};

// Where a rule puts what it finds.
class RuleOutcome {
 public:
  RuleOutcome(const Rule& rule, const AuditContext& context, RuleFindings& found)
      : rule_(rule), context_(context), found_(found) {}

  struct Draft {
    std::string subject;
    ThingId at;
    std::vector<std::uint32_t> accounts;
    std::string message;
    Remedy remedy;
    std::vector<std::string> losses;
    std::vector<std::string> route;
    std::optional<Severity> severity;  // another than the rule's
    bool fixed_severity = false;       // not lowered for less important accounts
    const Waiver* about = nullptr;     // told: it points at this waiver, not at a thing
  };

  // About a loss, about one account, about the inventory as a whole.
  void add(Draft draft);
  void add(const LossEffect& effect, std::vector<std::uint32_t> accounts, Draft draft);
  void add(const Account& account, Draft draft);
  // The rule would need to know more about the account.
  void not_judged(const Account& account, std::string why);

 private:
  const Rule& rule_;
  const AuditContext& context_;
  RuleFindings& found_;
};

struct Rule {
  std::string_view id;
  std::string_view title;
  std::string_view why;
  std::string_view remedy;  // in general; each finding says what to do in the user's own names
  Severity severity = Severity::medium;
  bool fixed_severity = false;  // the same for every account, however important
  bool urgent = false;          // somebody else may be in today: it cannot wait for the rest
  Item item = Item::two_ways_in;
  std::array<std::string_view, 5> sources{};  // codes, see sources.hpp
  void (*check)(const AuditContext&, RuleOutcome&) = nullptr;
};

}  // namespace passkey_audit
