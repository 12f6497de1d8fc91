#include "passkey_audit/audit/scorecard.hpp"

#include <algorithm>
#include <array>

namespace passkey_audit {
namespace {

std::uint32_t weight_of(Importance importance) {
  switch (importance) {
    case Importance::critical: return 4;
    case Importance::high: return 2;
    case Importance::normal: return 1;
  }
  return 1;
}

// Whether an item concerns an account. This must not depend on how well the account is protected,
// or a safeguard could bring a new item into play and lower the points.
bool applies(const AuditContext& context, Item item, const Account& account) {
  switch (item) {
    case Item::hardware_backup: return context.accepts_security_key(account) != false;
    case Item::platform_recovery: {
      return has_role(account, Role::platform) || has_role(account, Role::email) ||
             !context.vaults_guarded_by(account).empty();
    }
    case Item::two_ways_in:
    case Item::fallback:
    case Item::known_homes:
    case Item::service_recovery:
    case Item::no_circles:
    case Item::reviewed: return true;
  }
  return true;
}

// What can be judged of an account that says nothing of how its owner gets in.
bool judged_without_ways_in(Item item) {
  return item == Item::service_recovery;
}

enum class Pair : std::uint8_t { not_applicable, pass, unknown, fail };

// One row for each account, one column for each item.
class Pairs {
 public:
  Pairs(const AuditContext& context, const std::vector<Finding>& findings,
        const std::vector<NotJudged>& unknown)
      : context_(context), rows_(context.inventory.accounts.size()) {
    for (std::uint32_t account = 0; account < rows_.size(); ++account) {
      if (!context.abandoned(account)) begin(account);
    }
    for (std::uint32_t account = 0; account < rows_.size(); ++account) {
      if (!context.cannot_get_in(account)) continue;
      raise(account, Item::two_ways_in, Pair::fail);
      // What would take it away cannot be tried out on an account that is out of reach already.
      raise(account, Item::known_homes, Pair::unknown);
      raise(account, Item::no_circles, Pair::unknown);
    }
    for (const NotJudged& gap : unknown) raise(gap.account, gap.item, Pair::unknown);
    for (const Finding& finding : findings) {
      if (finding.waived() || finding.base_severity < Severity::medium) continue;
      note_rule(finding);
      for (const std::uint32_t account : finding.accounts) raise(account, finding.item, Pair::fail);
      if (!finding.accounts.empty()) continue;
      for (std::uint32_t account = 0; account < rows_.size(); ++account) {
        raise(account, finding.item, Pair::fail);
      }
    }
  }

  ItemVerdict verdict(Item item) const {
    ItemVerdict verdict{.item = item, .rules = rules_[static_cast<std::size_t>(item)]};
    bool fails = false;
    for (std::uint32_t account = 0; account < rows_.size(); ++account) {
      if (!context_.in_scope(account)) continue;
      const Pair pair = rows_[account][static_cast<std::size_t>(item)];
      if (pair == Pair::not_applicable) continue;
      ++verdict.applicable;
      if (pair == Pair::pass) {
        ++verdict.covered;
      } else {
        verdict.accounts.push_back(account);
        if (pair == Pair::unknown) verdict.unknown.push_back(account);
      }
      fails |= pair == Pair::fail;
    }
    verdict.status = verdict.applicable == 0    ? ItemStatus::not_applicable
                     : fails                    ? ItemStatus::fail
                     : verdict.accounts.empty() ? ItemStatus::pass
                                                : ItemStatus::unknown;
    return verdict;
  }

  std::uint32_t points() const {
    std::uint64_t passing = 0, applicable = 0;
    for (std::uint32_t account = 0; account < rows_.size(); ++account) {
      const std::uint32_t weight = weight_of(context_.importance[account]);
      for (const Pair pair : rows_[account]) {
        if (pair == Pair::not_applicable) continue;
        applicable += weight;
        if (pair == Pair::pass) passing += weight;
      }
    }
    return applicable == 0 ? 0 : static_cast<std::uint32_t>(100 * passing / applicable);
  }

 private:
  // Where no rule has anything to say, the account passes, if there is something to judge it by.
  void begin(std::uint32_t index) {
    const Account& account = context_.account(index);
    const bool knows_ways_in = context_.says_how_you_get_in(account);
    for (std::size_t i = 0; i < item_count; ++i) {
      const auto item = static_cast<Item>(i);
      if (!applies(context_, item, account)) continue;
      rows_[index][i] = knows_ways_in || judged_without_ways_in(item) ? Pair::pass : Pair::unknown;
    }
  }

  // A finding about an item that does not concern the account leaves it alone.
  void raise(std::uint32_t account, Item item, Pair to) {
    Pair& pair = rows_[account][static_cast<std::size_t>(item)];
    if (pair != Pair::not_applicable) pair = std::max(pair, to);
  }

  // Of a finding that keeps an account in scope from passing.
  void note_rule(const Finding& finding) {
    const bool counts = finding.accounts.empty() ||
                        std::ranges::any_of(finding.accounts, [&](std::uint32_t account) {
                          return context_.in_scope(account) &&
                                 applies(context_, finding.item, context_.account(account));
                        });
    std::vector<std::string_view>& rules = rules_[static_cast<std::size_t>(finding.item)];
    const bool is_known = std::ranges::find(rules, finding.rule) != rules.end();
    if (counts && !is_known) rules.push_back(finding.rule);
  }

  const AuditContext& context_;
  std::vector<std::array<Pair, item_count>> rows_;
  std::array<std::vector<std::string_view>, item_count> rules_;
};

}  // namespace

Scorecard grade(const AuditContext& context, const std::vector<Finding>& findings,
                const std::vector<NotJudged>& unknown) {
  const Pairs pairs(context, findings, unknown);
  Scorecard card;
  for (std::size_t item = 0; item < item_count; ++item) {
    card.items[item] = pairs.verdict(static_cast<Item>(item));
    if (card.items[item].status == ItemStatus::pass) ++card.score.passed;
  }
  card.score.points = pairs.points();
  return card;
}

}  // namespace passkey_audit
