#include "passkey_audit/audit/plan.hpp"

#include <algorithm>
#include <set>
#include <tuple>

#include "candidates.hpp"

namespace passkey_audit {
namespace {

// An inventory as some changes leave it, audited.
class Trial {
 public:
  Trial(const AuditContext& before, std::span<const Change> changes,
        std::span<const Rule* const> rules)
      : inventory_(changed(before.inventory, changes, before.today)),
        context_(inventory_, before.catalog, before.today),
        report_(run_audit(context_, rules)) {}
  Trial(const Trial&) = delete;
  Trial& operator=(const Trial&) = delete;

  const AuditReport& report() const { return report_; }

 private:
  Inventory inventory_;
  AuditContext context_;
  AuditReport report_;
};

bool about_less(const Finding* a, const Finding* b) {
  return std::tie(a->rule, a->subject) < std::tie(b->rule, b->subject);
}

// Findings that count, sorted by what they are about, which no two share.
std::vector<const Finding*> open_findings(const AuditReport& report) {
  std::vector<const Finding*> open;
  for (const Finding& finding : report.findings) {
    if (!finding.waived()) open.push_back(&finding);
  }
  std::ranges::sort(open, about_less);
  return open;
}

StepOutcome compare(const AuditReport& before, const AuditReport& after,
                    std::span<const Rule* const> rules) {
  StepOutcome outcome{.before = before.scorecard.score, .after = after.scorecard.score};
  const auto is_new = [&](const Finding& finding) {
    ++outcome.opens;
    auto& by = outcome.opened_by;  // findings come sorted by rule
    const Rule* rule = *std::ranges::find(rules, finding.rule, &Rule::id);
    if (by.empty() || by.back() != rule) by.push_back(rule);
  };
  const auto were = open_findings(before), are = open_findings(after);
  auto was = were.begin();
  for (const Finding* finding : are) {
    for (; was != were.end() && about_less(*was, finding); ++was) ++outcome.closes;
    if (was == were.end() || about_less(finding, *was)) {
      is_new(*finding);
      continue;
    }
    if (harm_of(*finding) < harm_of(**was)) ++outcome.eases;
    ++was;
  }
  outcome.closes += static_cast<std::size_t>(were.end() - was);
  return outcome;
}

std::uint64_t harm_of(const AuditReport& report) {
  std::uint64_t harm = 0;
  for (const Finding& finding : report.findings) {
    if (!finding.waived()) harm += harm_of(finding);
  }
  return harm;
}

// What a step is worth: harm that it takes away, for its effort. What somebody else can use today
// comes before what is critical, and that before the rest.
struct Worth {
  Worth() = default;
  Worth(const Candidate& candidate, std::uint64_t what_it_gains, std::uint64_t what_it_takes)
      : tier(candidate.step.urgent ? 2
             : candidate.critical  ? 1
                                   : 0),
        gain(what_it_gains),
        effort(what_it_takes) {}

  friend bool operator<(const Worth& a, const Worth& b) {
    if (a.tier != b.tier) return a.tier < b.tier;
    return a.gain * b.effort < b.gain * a.effort;
  }

  int tier = 0;
  std::uint64_t gain = 0;
  std::uint64_t effort = 1;
};

std::uint64_t weight_of(Effort effort) {
  return static_cast<std::uint64_t>(effort) + 1;
}

class Planner {
 public:
  Planner(const AuditReport& report, std::span<const Rule* const> rules, std::size_t steps_max,
          Severity least)
      : first_(report), rules_(rules), steps_max_(steps_max), least_(least) {}

  Plan run() {
    Plan plan;
    while (plan.steps.size() < steps_max_) {
      std::optional<PlanStep> step = next();
      if (!step) {
        plan.left_out.assign(no_help_.begin(), no_help_.end());
        return plan;
      }
      plan.steps.push_back(std::move(*step));
    }
    plan.is_whole = ranked().empty();
    return plan;
  }

 private:
  // At each step only the most promising are tried out.
  static constexpr std::size_t trials_max = 4;

  const AuditReport& now() const { return current_ == nullptr ? first_ : current_->report(); }

  // Not done yet, the most promising first.
  std::vector<Candidate> ranked() const {
    std::vector<Candidate> candidates = candidates_of(now(), least_);
    std::erase_if(candidates, [&](const Candidate& one) {
      return done_.contains(one.step.text) || no_help_.contains(one.step.text) || was_told(one);
    });
    std::ranges::sort(candidates, [](const Candidate& a, const Candidate& b) {
      const Worth worth_a = promise(a), worth_b = promise(b);
      if (worth_a < worth_b || worth_b < worth_a) return worth_b < worth_a;
      return a.step.text < b.step.text;
    });
    return candidates;
  }

  // Of what cannot be tried out, nobody knows how much of its promise it keeps.
  static Worth promise(const Candidate& candidate) {
    const std::uint64_t doubt = candidate.step.changes.empty() ? 2 : 1;
    return {candidate, candidate.harm, weight_of(candidate.step.effort) * doubt};
  }

  // What cannot be tried out stays asked for once it is told, if in other words: another place for
  // a paper, now that something lies at the first.
  bool was_told(const Candidate& candidate) const {
    return candidate.step.changes.empty() &&
           std::ranges::all_of(candidate.causes,
                               [&](const Cause& cause) { return told_.contains(cause); });
  }

  std::optional<PlanStep> next() {
    std::vector<Candidate> candidates = ranked();
    if (candidates.empty() && !no_help_.empty()) {
      no_help_.clear();  // what did not help then may help by now
      candidates = ranked();
      can_retry_ = false;
    }
    if (candidates.empty()) return std::nullopt;
    if (first_.context.inventory.accounts.size() > accounts_tried_max) {
      return take(candidates.front());
    }
    return best_of(candidates);
  }

  // What nobody can try out is worth no more than it promises, and comes when nothing that was
  // tried is worth as much.
  std::optional<PlanStep> best_of(std::vector<Candidate>& candidates) {
    const std::uint64_t harm_now = harm_of(now());
    Candidate* best = nullptr;
    Worth best_worth;
    std::unique_ptr<Trial> best_trial;
    std::size_t trials = 0;
    for (Candidate& candidate : candidates) {
      const bool promises_more = best == nullptr || best_worth < promise(candidate);
      if (!promises_more || (best != nullptr && trials >= trials_max)) break;
      if (candidate.step.changes.empty()) {
        best = &candidate;
        best_worth = promise(candidate);
        best_trial.reset();
        continue;
      }
      auto trial = std::make_unique<Trial>(now().context, candidate.step.changes, rules_);
      ++trials;
      const std::uint64_t harm = harm_of(trial->report());
      if (harm >= harm_now) {
        no_help_.insert(candidate.step.text);
        continue;
      }
      const Worth worth{candidate, harm_now - harm, weight_of(candidate.step.effort)};
      if (best != nullptr && !(best_worth < worth)) continue;
      best = &candidate;
      best_worth = worth;
      best_trial = std::move(trial);
    }
    if (best == nullptr) return can_retry_ ? next() : std::nullopt;
    if (best_trial == nullptr) return take(*best);
    best->step.outcome = compare(now(), best_trial->report(), rules_);
    PlanStep step = take(*best);
    current_ = std::move(best_trial);
    can_retry_ = true;
    return step;
  }

  PlanStep take(Candidate& candidate) {
    done_.insert(candidate.step.text);
    if (candidate.step.changes.empty()) {
      told_.insert(candidate.causes.begin(), candidate.causes.end());
    }
    return std::move(candidate.step);
  }

  const AuditReport& first_;
  std::span<const Rule* const> rules_;
  std::size_t steps_max_;
  Severity least_;
  std::unique_ptr<Trial> current_;
  std::set<std::string> done_;     // texts of steps that are taken
  std::set<Cause> told_;           // of those among them that cannot be tried out
  std::set<std::string> no_help_;  // of steps that changed nothing for the better
  bool can_retry_ = false;         // a step was taken since those were last looked at
};

}  // namespace

Plan make_plan(const AuditReport& report, std::span<const Rule* const> rules, std::size_t steps_max,
               Severity least) {
  return Planner(report, rules, steps_max, least).run();
}

Inventory followed(const Inventory& inventory, std::span<const PlanStep> steps, Date day) {
  Inventory after = inventory;
  for (const PlanStep& step : steps) after = changed(after, step.changes, day);
  return after;
}

}  // namespace passkey_audit
