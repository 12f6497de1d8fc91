#include "passkey_audit/audit/judgement.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace passkey_audit {
namespace {

std::size_t judged_accounts(const AuditContext& context) {
  return static_cast<std::size_t>(std::ranges::count(context.single_points.abandoned, false));
}

std::vector<std::uint32_t> unreachable_accounts(const AuditContext& context) {
  std::vector<std::uint32_t> accounts;
  for (std::uint32_t i = 0; i < context.inventory.accounts.size(); ++i) {
    if (context.single_points.unreachable_now[i]) accounts.push_back(i);
  }
  return accounts;
}

// How much an effect hurts: important accounts before many accounts.
std::pair<int, std::size_t> harm(const AuditContext& context, const LossEffect& effect) {
  int worst = -1;
  for (const auto* out : {&effect.locked_out, &effect.delayed}) {
    for (const std::uint32_t account : *out) {
      worst = std::max(worst, static_cast<int>(context.importance[account]));
    }
  }
  return {worst, effect.locked_out.size() + effect.delayed.size()};
}

std::string worst_loss(const AuditContext& context) {
  const auto& effects = context.single_points.listed;
  const auto worst = std::ranges::max_element(
      effects, {}, [&](const LossEffect& effect) { return harm(context, effect); });
  const std::size_t count = worst->locked_out.size() + worst->delayed.size();
  std::string losing = context.losing(context.graph.losses()[worst->loss]);
  losing.front() = static_cast<char>(std::tolower(static_cast<unsigned char>(losing.front())));
  const std::size_t of = judged_accounts(context);
  const std::string_view what =
      worst->locked_out.empty() ? "delays your access to" : "locks you out of";
  if (count == of) {
    return fmt::format(
        "{} {} {}", losing, what,
        of == 1 ? context.names(worst->locked_out.empty() ? worst->delayed : worst->locked_out)
                : fmt::format("all {} accounts", of));
  }
  return fmt::format("{} {} {} of {} accounts", losing, what, count, of);
}

}  // namespace

Verdict verdict_of(const AuditReport& report) {
  const AuditContext& context = report.context;
  const std::size_t accounts = judged_accounts(context);
  if (accounts == 0) return {false, "NOTHING TO JUDGE: the inventory has no accounts."};
  if (const auto out = unreachable_accounts(context); !out.empty()) {
    return {false, fmt::format("NOT SAFE: as described, you cannot get into {} even now.",
                               context.names(out))};
  }
  if (report.safe()) {
    const bool none = context.single_points.listed.empty();
    return {true,
            none ? fmt::format("SAFE: no single loss locks you out of {}.",
                               accounts == 1 ? "your account"
                                             : fmt::format("any of your {} accounts", accounts))
                 : "SAFE: no single loss locks you out of an account that matters."};
  }
  if (!context.single_points.listed.empty()) {
    return {false, fmt::format("NOT SAFE YET: {}.", worst_loss(context))};
  }
  std::size_t failing = 0, unknown = 0;
  for (const ItemVerdict& item : report.scorecard.items) {
    failing += item.status == ItemStatus::fail ? 1 : 0;
    unknown += item.status == ItemStatus::unknown ? 1 : 0;
  }
  if (failing == 0 && unknown != 0) {
    return {false, fmt::format("NOT KNOWN: no single loss is seen to lock you out, but {} of 8 "
                               "checks could not be judged.",
                               unknown)};
  }
  return {false, fmt::format("NOT SAFE YET: no single loss locks you out, but {} of 8 checks {}.",
                             failing, failing == 1 ? "fails" : "fail")};
}

std::vector<std::string> unmet(const AuditReport& report, const Demands& demands) {
  std::vector<std::string> because;
  if (demands.fail_on) {
    const auto count = std::ranges::count_if(report.findings, [&](const Finding& finding) {
      return !finding.waived && finding.severity >= *demands.fail_on;
    });
    if (count != 0) {
      because.push_back(fmt::format("{} finding{} at or above {}", count, count == 1 ? "" : "s",
                                    word(*demands.fail_on)));
    }
  }
  if (demands.min_score && report.scorecard.score.passed < *demands.min_score) {
    because.push_back(fmt::format("score {} of 8 is under {}", report.scorecard.score.passed,
                                  *demands.min_score));
  }
  return because;
}

}  // namespace passkey_audit
