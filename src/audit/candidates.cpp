#include "candidates.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <tuple>
#include <unordered_map>

#include "passkey_audit/audit/safeguards.hpp"
#include "passkey_audit/audit/wording.hpp"

namespace passkey_audit {
namespace {

// What a kind of change is called, and what it takes.
struct Work {
  std::string_view action;
  std::uint32_t minutes = 0;
  Effort effort = Effort::low;
};

Work work_of(ChangeKind kind) {
  switch (kind) {
    case ChangeKind::new_place:
    case ChangeKind::new_person: return {"", 0, Effort::medium};
    case ChangeKind::new_key: return {"get-key", 30, Effort::high};
    case ChangeKind::register_key:
    case ChangeKind::register_second_factor: return {"register-key", 10, Effort::low};
    case ChangeKind::new_codes: return {"print-codes", 10, Effort::low};
    case ChangeKind::copy_codes: return {"copy-codes", 10, Effort::low};
    case ChangeKind::copy_password: return {"write-password", 10, Effort::low};
    case ChangeKind::copy_secret: return {"write-secret", 10, Effort::low};
    case ChangeKind::move: return {"move-key", 15, Effort::low};
    case ChangeKind::new_contact: return {"add-contact", 20, Effort::medium};
    case ChangeKind::use: return {"use-backup", 10, Effort::low};
    case ChangeKind::test: return {"test-recovery", 15, Effort::low};
    case ChangeKind::verify: return {"verify-address", 5, Effort::low};
    case ChangeKind::set_pin: return {"set-pin", 5, Effort::low};
    case ChangeKind::extend: return {"renew", 15, Effort::low};
    case ChangeKind::review_service: return {"look-up-service", 15, Effort::low};
    case ChangeKind::review: return {"review", 30, Effort::low};
  }
  return {};
}

constexpr std::string_view to_decide = "decide";
constexpr std::uint32_t minutes_to_decide = 30;

// The action and the effort that the changes come to.
void weigh(PlanStep& step) {
  step.minutes = step.changes.empty() ? minutes_to_decide : 0;
  for (const Change& change : step.changes) {
    const Work work = work_of(change.kind);
    step.minutes += work.minutes;
    step.effort = std::max(step.effort, work.effort);
    if (step.action.empty() && !work.action.empty()) {
      step.action = work.action;
      step.with = change.with;
    }
  }
  if (step.changes.empty()) step.effort = Effort::medium;
  if (step.action.empty()) step.action = to_decide;
}

bool makes_a_thing(const Change& change) {
  return change.kind == ChangeKind::new_place || change.kind == ChangeKind::new_person ||
         change.kind == ChangeKind::new_key;
}

// New things are numbered from the same number on in every instruction; and what can be tried out
// does not go with what cannot.
bool fit_together(const std::vector<Change>& changes, const std::vector<Change>& more) {
  return changes.empty() == more.empty() && std::ranges::none_of(more, [&](const Change& one) {
           return makes_a_thing(one) && std::ranges::any_of(changes, [&](const Change& other) {
                    return makes_a_thing(other) && other.thing == one.thing && other != one;
                  });
         });
}

// A list in which everything comes once, however long it gets.
template <class T>
class Once {
 public:
  void add_to(std::vector<T>& list, const T& entry) {
    if (known_.insert(entry).second) list.push_back(entry);
  }

 private:
  struct Less {
    bool operator()(std::uint32_t a, std::uint32_t b) const { return a < b; }
    bool operator()(const Change& a, const Change& b) const {
      return std::tie(a.kind, a.thing.index, a.with.index, a.who.index) <
             std::tie(b.kind, b.thing.index, b.with.index, b.who.index);
    }
  };
  std::set<T, Less> known_;
};

class Collection {
 public:
  Collection(const AuditReport& report, Severity least)
      : report_(report), context_(report.context), least_(least) {}

  std::vector<Candidate> collect() {
    for (const Finding& finding : report_.findings) {
      const bool counts = !finding.waived() && finding.severity >= least_;
      if (!counts || report_.only_repeats(finding)) continue;
      for (std::size_t i = 0; i < finding.remedy.steps.size(); ++i) add(finding, i);
    }
    std::vector<Candidate> candidates;
    for (Entry& entry : entries_) {
      PlanStep& step = entry.candidate.step;
      step.text = with_whom(step.accounts) + text_of(*entry.instruction);
      if (!entry.the_same_for.empty()) {
        step.text += fmt::format(" The same for {}.", context_.names(entry.the_same_for));
      }
      weigh(step);
      candidates.push_back(std::move(entry.candidate));
    }
    return candidates;
  }

 private:
  struct Entry {
    Candidate candidate;
    const Instruction* instruction = nullptr;
    std::vector<std::uint32_t> the_same_for;
    Once<std::uint32_t> accounts, named;
    Once<Change> changes;
  };

  // "With Jon: ", for accounts that only Jon gets into. In a team whoever reads this knows whom to
  // ask.
  std::string with_whom(const std::vector<std::uint32_t>& accounts) const {
    if (context_.inventory.profile != Profile::personal) return "";
    ThingId whom;
    for (const std::uint32_t index : accounts) {
      const Account& account = context_.account(index);
      if (is_owner(account, ThingDirectory::me)) return "";
      const ThingId owner = account.details().owners[0].thing;
      const Person* person = context_.inventory.person(owner);
      const bool can_help = person != nullptr && person->status == PersonStatus::active;
      if (!can_help || (whom.told() && whom != owner)) return "";
      whom = owner;
    }
    return whom.told() ? fmt::format("With {}: ", context_.name(whom)) : "";
  }

  void add(const Finding& finding, std::size_t number) {
    const Instruction& instruction = finding.remedy.steps[number];
    Candidate& candidate = entries_[entry_for(finding, instruction)].candidate;
    candidate.harm += harm_of(finding);
    candidate.step.urgent |= finding.urgent && finding.severity >= Severity::high;
    candidate.critical |= finding.severity == Severity::critical;
    candidate.causes.push_back({finding.rule, finding.subject, number});
  }

  std::size_t entry_for(const Finding& finding, const Instruction& instruction) {
    const auto known = by_text_.find(instruction.what);
    if (known != by_text_.end()) return add_to(known->second, finding, instruction);
    const std::string pattern =
        fmt::format("{} {}{}", word(finding.severity), with_whom(finding.accounts),
                    without_name(context_, instruction.what, finding));
    const auto same = by_pattern_.find(pattern);
    const bool joins =
        same != by_pattern_.end() &&
        fit_together(entries_[same->second].candidate.step.changes, instruction.changes);
    const std::size_t at = joins ? same->second : entries_.size();
    if (joins) {
      Entry& entry = entries_[at];
      entry.named.add_to(entry.the_same_for, finding.accounts.front());
    } else {
      entries_.emplace_back().instruction = &instruction;
      by_pattern_.emplace(pattern, at);
    }
    by_text_.emplace(instruction.what, at);
    return add_to(at, finding, instruction);
  }

  // Two accounts may have the same name, so that the same words speak of both.
  std::size_t add_to(std::size_t at, const Finding& finding, const Instruction& instruction) {
    Entry& entry = entries_[at];
    PlanStep& step = entry.candidate.step;
    for (const std::uint32_t account : finding.accounts) {
      entry.accounts.add_to(step.accounts, account);
    }
    for (const Change& change : instruction.changes) entry.changes.add_to(step.changes, change);
    return at;
  }

  const AuditReport& report_;
  const AuditContext& context_;
  Severity least_;
  std::vector<Entry> entries_;
  std::unordered_map<std::string, std::size_t> by_text_, by_pattern_;
};

}  // namespace

std::uint64_t harm_of(const Finding& finding) {
  static constexpr std::array<std::uint64_t, 4> weights{1, 5, 20, 100};
  return weights[static_cast<std::size_t>(finding.severity)] *
         std::max<std::size_t>(finding.accounts.size(), 1);
}

std::vector<Candidate> candidates_of(const AuditReport& report, Severity least) {
  return Collection(report, least).collect();
}

}  // namespace passkey_audit
