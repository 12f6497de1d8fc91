#include "passkey_audit/audit/judgement.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "passkey_audit/audit/circle_words.hpp"
#include "passkey_audit/audit/wording.hpp"
#include "passkey_audit/support/safe_text.hpp"

namespace passkey_audit {
namespace {

std::size_t judged_accounts(const AuditContext& context) {
  return static_cast<std::size_t>(std::ranges::count(context.single_points.abandoned, false));
}

std::string nothing_to_judge(const AuditContext& context) {
  if (context.inventory.accounts.empty()) return "NOTHING TO JUDGE: the inventory has no accounts.";
  const bool all_left = std::ranges::all_of(
      context.inventory.accounts,
      [&](const Account& account) { return context.inventory.owners_have_left(account); });
  return all_left ? "NOTHING TO JUDGE: the owners of every account have left."
                  : "NOTHING TO JUDGE: every account is controlled by somebody else.";
}

// The accounts about which the file says nothing of getting in.
std::vector<std::uint32_t> accounts_without_ways_in(const AuditContext& context) {
  std::vector<std::uint32_t> accounts;
  for (std::uint32_t i = 0; i < context.inventory.accounts.size(); ++i) {
    const bool silent = !context.says_how_you_get_in(context.account(i));
    if (silent && !context.abandoned(i)) accounts.push_back(i);
  }
  return accounts;
}

// Of accounts that are out of reach with nothing lost. No value: there are none.
std::optional<std::string> unreachable_in_words(const AuditContext& context) {
  std::vector<std::uint32_t> shut, slow;
  Hours longest;
  for (std::uint32_t i = 0; i < context.inventory.accounts.size(); ++i) {
    if (!context.cannot_get_in(i)) continue;
    const Hours wait = context.eventual.time[context.graph.account(i).index];
    (wait.is_never() ? shut : slow).push_back(i);
    if (!wait.is_never()) longest = std::max(longest, wait);
  }
  if (!shut.empty()) {
    return fmt::format("as described, you cannot get into {} even now", context.names(shut));
  }
  if (slow.empty()) return std::nullopt;
  return fmt::format(
      "as described, getting into {} takes {} even now", context.names(slow),
      longest.is_unknown() ? "a time that nobody can tell" : spoken_duration({longest.value}));
}

std::string loss_in_words(const AuditContext& context, const LossEffect& effect) {
  const std::string losing = uncapitalized(context.losing(context.graph.losses()[effect.loss]));
  const std::size_t count = effect.locked_out.size() + effect.delayed.size();
  const std::size_t of = judged_accounts(context);
  const bool all_out =
      count == of && of > 1 && effect.delayed.empty() &&
      context.in_doubt(effect.locked_out, {effect.loss}, Patience::eventual()).empty();
  if (all_out) {
    return fmt::format("{} locks you out of {}", losing, all_accounts(of));
  }
  std::string share;
  if (of > 1) share = count == of ? all_accounts(of) : fmt::format("{} of {} accounts", count, of);
  return fmt::format("{} {}{}", losing, context.effect_in_words(effect),
                     share.empty() ? "" : fmt::format(" ({})", share));
}

std::string circle_in_words(const AuditContext& context, const Finding& finding) {
  const auto& circles = context.circles;
  const auto circle = std::ranges::find_if(
      circles, [&](const Circle& one) { return one.loop.front() == finding.at; });
  // Accounts that only lead into the circle do not recover one another.
  const auto& accounts = circle == circles.end() ? finding.accounts : circle->accounts;
  const CircleWords words = circle_words(context, without_devices(context), accounts);
  return fmt::format("without your devices, {}{}", words.through,
                     words.otherwise ? "; otherwise it takes " + *words.otherwise : "");
}

// The sentence of the worst finding that says what would happen. No value: there is none that
// matters.
std::optional<std::string> worst_in_words(const AuditReport& report) {
  for (const Finding& finding : report.findings) {
    if (!report.calls_for_action(finding)) continue;
    if (finding.rule == "PKA701") return circle_in_words(report.context, finding);
    if (finding.is_circle()) return uncapitalized(finding.message);
    const LossEffect* effect = report.effect_of(finding);
    if (effect != nullptr) return loss_in_words(report.context, *effect);
  }
  return std::nullopt;
}

// Of the single points of failure: important accounts before many accounts, being locked out before
// waiting. Null: there are none.
const LossEffect* worst_loss(const AuditContext& context) {
  const auto harm = [&](const LossEffect& effect) {
    Importance worst = Importance::normal;
    for (const auto* out : {&effect.locked_out, &effect.delayed}) {
      for (const std::uint32_t account : *out) worst = std::max(worst, context.importance[account]);
    }
    return std::tuple(worst, !effect.locked_out.empty(),
                      effect.locked_out.size() + effect.delayed.size());
  };
  const auto& effects = context.single_points.listed;
  const auto worst = std::ranges::max_element(effects, {}, harm);
  return worst == effects.end() ? nullptr : &*worst;
}

// The worst that is waived: a loss, or what would be serious. Null: there is none.
const Finding* accepted_finding(const AuditReport& report) {
  const auto found = std::ranges::find_if(report.findings, [&](const Finding& finding) {
    const bool shuts_what_matters =
        !finding.losses.empty() &&
        std::ranges::any_of(finding.accounts, [&](std::uint32_t account) {
          return report.context.in_scope(account);
        });
    return finding.waived() && (finding.severity >= Severity::high || shuts_what_matters ||
                                report.effect_of(finding) != nullptr);
  });
  return found == report.findings.end() ? nullptr : &*found;
}

// Whoever accepts a loss is locked out by it all the same.
std::string accepted_in_words(const AuditReport& report, const Finding& finding) {
  const LossEffect* effect = report.effect_of(finding);
  return fmt::format(" Accepted until {}: {}.", format_date(finding.waiver->until),
                     effect == nullptr ? finding.message : loss_in_words(report.context, *effect));
}

bool is_waived(const AuditReport& report, const LossEffect& effect) {
  return std::ranges::any_of(report.findings, [&](const Finding& finding) {
    const LossEffect* own = finding.waived() ? report.effect_of(finding) : nullptr;
    return own != nullptr && own->loss == effect.loss;
  });
}

bool concerns_scope(const AuditContext& context, const LossEffect& effect) {
  const auto in_scope = [&](std::uint32_t account) { return context.in_scope(account); };
  return std::ranges::any_of(effect.locked_out, in_scope) ||
         std::ranges::any_of(effect.delayed, in_scope);
}

std::string safe_in_words(const AuditContext& context, const LossEffect* minor_loss) {
  if (minor_loss != nullptr) {
    return fmt::format("no single loss locks you out of your most important accounts; {}",
                       loss_in_words(context, *minor_loss));
  }
  const std::size_t of = judged_accounts(context);
  return fmt::format("no single loss locks you out of {}",
                     of == 1   ? "your account"
                     : of == 2 ? "either of your accounts"
                               : fmt::format("any of your {} accounts", of));
}

// Where nothing is as bad as a loss or a circle.
Verdict verdict_by_checks(const AuditReport& report, const LossEffect* minor_loss) {
  if (report.safe()) {
    return {true, fmt::format("SAFE: {}.", safe_in_words(report.context, minor_loss))};
  }
  const std::string_view of_which = minor_loss == nullptr ? "" : " of your most important accounts";
  const auto with_status = [&](ItemStatus status) {
    return std::ranges::count(report.scorecard.items, status, &ItemVerdict::status);
  };
  if (const auto failing = with_status(ItemStatus::fail); failing != 0) {
    return {false, fmt::format("NOT SAFE YET: no single loss locks you out{}, but {} of {} checks "
                               "{}.",
                               of_which, failing, item_count, failing == 1 ? "fails" : "fail")};
  }
  if (const auto unknown = with_status(ItemStatus::unknown); unknown != 0) {
    return {false, fmt::format("NOT KNOWN: no single loss is seen to lock you out{}, but {} of {} "
                               "checks could not be judged.",
                               of_which, unknown, item_count)};
  }
  return {false, fmt::format("NOT SAFE YET: no single loss locks you out{}, but something serious "
                             "is left to do.",
                             of_which)};
}

// No rule says it again, but no audit is passed with it.
std::vector<std::uint32_t> important_and_out_of_reach(const AuditContext& context) {
  std::vector<std::uint32_t> accounts;
  for (std::uint32_t i = 0; i < context.inventory.accounts.size(); ++i) {
    if (context.cannot_get_in(i) && context.in_scope(i)) accounts.push_back(i);
  }
  return accounts;
}

Verdict verdict_without_waivers(const AuditReport& report) {
  const AuditContext& context = report.context;
  if (judged_accounts(context) == 0) return {false, nothing_to_judge(context)};
  if (const auto out = unreachable_in_words(context)) {
    return {false, fmt::format("NOT SAFE: {}.", *out)};
  }
  if (const auto worst = worst_in_words(report)) {
    return {false, fmt::format("NOT SAFE YET: {}.", *worst)};
  }
  const LossEffect* loss = worst_loss(context);
  if (loss != nullptr && concerns_scope(context, *loss) && !is_waived(report, *loss)) {
    return {false, fmt::format("NOT SAFE YET: {}.", loss_in_words(context, *loss))};
  }
  if (const auto accounts = accounts_without_ways_in(context); !accounts.empty()) {
    return {false, fmt::format("NOT KNOWN: the file does not say how you get into {}.",
                               context.names(accounts))};
  }
  if (accepted_finding(report) != nullptr) return {false, "NOT SAFE, BUT ACCEPTED."};
  return verdict_by_checks(report, loss);
}

// An item that does not apply is never passed, so that some scores cannot be reached at all.
std::string score_in_words(const Scorecard& card, std::uint32_t asked) {
  const auto applying =
      item_count - static_cast<std::size_t>(std::ranges::count(
                       card.items, ItemStatus::not_applicable, &ItemVerdict::status));
  const std::string under =
      fmt::format("score {} of {} is under {}", card.score.passed, item_count, asked);
  if (asked <= applying) return under;
  return applying == 0
             ? fmt::format("{}, and no item applies to this inventory", under)
             : fmt::format("{}, which cannot be reached here: {} item{} to this inventory", under,
                           applying, applying == 1 ? " applies" : "s apply");
}

}  // namespace

Verdict verdict_of(const AuditReport& report) {
  Verdict verdict = verdict_without_waivers(report);
  const Finding* accepted = accepted_finding(report);
  if (accepted != nullptr) verdict.text += accepted_in_words(report, *accepted);
  return verdict;
}

std::vector<std::string> unmet(const AuditReport& report, const Demands& demands) {
  std::vector<std::string> because;
  if (demands.fail_on) {
    const auto count = std::ranges::count_if(report.findings, [&](const Finding& finding) {
      return !finding.waived() && finding.severity >= *demands.fail_on;
    });
    if (count != 0) {
      because.push_back(fmt::format("{} finding{} at or above {}", count, count == 1 ? "" : "s",
                                    word(*demands.fail_on)));
    }
    const AuditContext& context = report.context;
    if (const auto out = important_and_out_of_reach(context); !out.empty()) {
      because.push_back(fmt::format("{} cannot be opened now", context.names(out)));
    }
    std::vector<std::uint32_t> silent = accounts_without_ways_in(context);
    std::erase_if(silent, [&](std::uint32_t account) { return !context.in_scope(account); });
    if (!silent.empty()) {
      because.push_back(
          fmt::format("the file does not say how you get into {}", context.names(silent)));
    }
    if (judged_accounts(context) == 0) because.emplace_back("there is nothing to judge");
  }
  if (demands.min_score && report.scorecard.score.passed < *demands.min_score) {
    because.push_back(score_in_words(report.scorecard, *demands.min_score));
  }
  return because;
}

}  // namespace passkey_audit
