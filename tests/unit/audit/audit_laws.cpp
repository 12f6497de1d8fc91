#include "audit_laws.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>
#include <iterator>
#include <set>
#include <string>
#include <vector>

#include "passkey_audit/audit/judgement.hpp"

namespace passkey_audit {
namespace {

using Texts = std::vector<std::string>;
using Lines = std::multiset<std::string>;

constexpr std::string_view new_account = "new-account";

Texts ids_of(const AuditOf& audit, const std::vector<std::uint32_t>& accounts,
             std::string_view but_not = {}) {
  Texts ids;
  for (const std::uint32_t account : accounts) {
    std::string id(audit.context.inventory.id_of(audit.context.account(account).thing));
    if (id != but_not) ids.push_back(std::move(id));
  }
  std::ranges::sort(ids);
  return ids;
}

// In no order, small letters only: a list of names may begin with another one.
std::string words_of(const std::string& message) {
  Texts words{""};
  for (const char c : message) {
    if (std::string_view(" ,;()").find(c) != std::string_view::npos) {
      words.emplace_back();
    } else {
      words.back() += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    }
  }
  for (std::string& word : words) {
    if (word.ends_with('.')) word.pop_back();  // of the last name in a sentence
  }
  std::erase(words, "");
  // A long list ends in "and 3 more", and which names that leaves out depends on the order.
  if (std::ranges::find(words, "more") != words.end()) return "(a long list)";
  std::ranges::sort(words);
  return fmt::format("{}", fmt::join(words, " "));
}

Lines findings_of(const AuditOf& audit, std::string_view but_not = {}) {
  Lines lines;
  for (const Finding& finding : audit.report.findings) {
    const Texts accounts = ids_of(audit, finding.accounts, but_not);
    if (accounts.empty() && !finding.accounts.empty()) continue;
    lines.insert(fmt::format("{} {} {}/{} [{}] {}", finding.rule, finding.subject,
                             word(finding.severity), word(finding.base_severity),
                             fmt::join(accounts, ", "), words_of(finding.message)));
  }
  return lines;
}

Lines questions_of(const AuditOf& audit, std::string_view but_not = {}) {
  Lines lines;
  for (const OpenQuestion& question : audit.report.not_judged) {
    const std::string_view id = audit.context.inventory.id_of(question.subject);
    if (id != but_not) lines.insert(fmt::format("not judged: {} {}", id, words_of(question.why)));
  }
  return lines;
}

Lines single_points_of(const AuditOf& audit, std::string_view but_not = {}) {
  Lines lines;
  for (const LossEffect& effect : audit.context.single_points.listed) {
    const Texts out = ids_of(audit, effect.locked_out, but_not);
    const Texts late = ids_of(audit, effect.delayed, but_not);
    if (out.empty() && late.empty()) continue;
    lines.insert(fmt::format("single point {}: out {}, late {}",
                             audit.context.graph.losses()[effect.loss].text, fmt::join(out, ", "),
                             fmt::join(late, ", ")));
  }
  return lines;
}

Lines scores_of(const AuditOf& audit) {
  Lines lines{fmt::format("score {} points {}", audit.report.scorecard.score.passed,
                          audit.report.scorecard.score.points)};
  for (const ItemVerdict& item : audit.report.scorecard.items) {
    lines.insert(fmt::format("{} {} {} of {}: {}", text_of(item.item).id, word(item.status),
                             item.covered, item.applicable,
                             fmt::join(ids_of(audit, item.accounts), ", ")));
  }
  lines.insert("verdict " + words_of(audit.verdict()));
  return lines;
}

std::string compared(const Lines& one, const Lines& other) {
  std::string text;
  Texts only;
  std::ranges::set_difference(one, other, std::back_inserter(only));
  for (const std::string& line : only) text += "  - " + line + "\n";
  only.clear();
  std::ranges::set_difference(other, one, std::back_inserter(only));
  for (const std::string& line : only) text += "  + " + line + "\n";
  return text;
}

// Pairs of a loss and an account that it locks out or delays.
std::set<std::pair<std::string, std::string>> harms(const AuditOf& audit,
                                                    const std::vector<LossEffect>& effects) {
  std::set<std::pair<std::string, std::string>> pairs;
  for (const LossEffect& effect : effects) {
    for (const auto* accounts : {&effect.locked_out, &effect.delayed}) {
      for (const std::string& id : ids_of(audit, *accounts)) {
        pairs.emplace(audit.context.graph.losses()[effect.loss].text, id);
      }
    }
  }
  return pairs;
}

// A vault or key that could not be opened is judged from the day on which it can.
bool brings_something_back(const AuditOf& without, const AuditOf& with) {
  const Inventory &before = without.context.inventory, &after = with.context.inventory;
  return std::ranges::any_of(before.authenticators, [&](const Authenticator& one) {
    const ThingId thing = after.things.find(before.id_of(one.thing));
    return thing.told() && !without.context.usable(one.thing) && with.context.usable(thing);
  });
}

// By id; what nothing could open without the devices may turn out to go in a circle once it has
// half a way in.
std::set<std::string> circular(const AuditOf& audit) {
  std::set<std::string> ids;
  for (const Circle& circle : audit.context.circles) {
    for (const auto* accounts : {&circle.accounts, &circle.hanging}) {
      for (std::string& id : ids_of(audit, *accounts)) ids.insert(std::move(id));
    }
  }
  return ids;
}

std::string lowered_numbers(const AuditOf& without, const AuditOf& with) {
  // What no longer hangs on an account no longer lends it importance: scope and weights are others.
  if (without.context.importance != with.context.importance) return {};
  if (brings_something_back(without, with)) return {};
  if (!std::ranges::includes(circular(without), circular(with))) return {};
  std::string text;
  const Score &before = without.report.scorecard.score, &after = with.report.scorecard.score;
  if (after.passed < before.passed) {
    text += fmt::format("  score falls from {} to {}\n", before.passed, after.passed);
  }
  if (after.points < before.points) {
    text += fmt::format("  points fall from {} to {}\n", before.points, after.points);
  }
  return text;
}

std::string new_single_points(const AuditOf& without, const AuditOf& with) {
  std::string text;
  const Inventory& inventory = without.context.inventory;
  const auto had = harms(without, without.context.single_points.plain);
  for (const auto& [loss, id] : harms(with, with.context.single_points.listed)) {
    if (had.contains({loss, id})) continue;
    // What brings an account back into reach is the first thing that it can be locked out by.
    const Account& account = *inventory.account(inventory.things.find(id));
    if (without.context.single_points.unreachable_now[without.context.index_of(account)]) continue;
    text += fmt::format("  {} locks out {}\n", loss, id);
  }
  return text;
}

}  // namespace

Json shuffled(const Json& json, Dice& dice) {
  if (!json.is_structured()) return json;
  std::vector<Json::const_iterator> order;
  for (auto entry = json.begin(); entry != json.end(); ++entry) {
    order.insert(std::next(order.begin(), static_cast<int>(dice.below(order.size() + 1))), entry);
  }
  Json other = json.is_array() ? Json::array() : Json::object();
  for (const auto& entry : order) {
    if (json.is_array()) {
      other.push_back(shuffled(*entry, dice));
    } else {
      other[entry.key()] = shuffled(*entry, dice);
    }
  }
  return other;
}

Json with_irrelevant_account(Json inventory) {
  const bool is_team = inventory.value("profile", "personal") == "team";
  inventory["places"]["new-place"] = Json::object();
  Json key{{"type", "security-key"}, {"place", "new-place"}, {"pin_set", true}};
  Json account{{"passkeys", {"new-key"}}, {"password", {"memory"}}};
  if (is_team) {
    inventory["people"]["new-person"] = Json::object();
    key["owner"] = "new-person";
    account["owners"] = Json::array({"new-person"});
  }
  inventory["authenticators"]["new-pin"] = {
      {"type", "secret"}, {"opens", {"new-key"}}, {"stored_in", {"memory"}}};
  if (is_team) inventory["authenticators"]["new-pin"]["owner"] = "new-person";
  inventory["authenticators"]["new-key"] = std::move(key);
  inventory["accounts"][std::string(new_account)] = std::move(account);
  return inventory;
}

std::span<const Rule* const> rules_about_losses() {
  static const std::vector<const Rule*> rules = [] {
    std::vector<const Rule*> all(all_rules().begin(), all_rules().end());
    std::erase_if(all, [](const Rule* rule) { return rule->id == "PKA305"; });
    return all;
  }();
  return rules;
}

std::string differences(const AuditOf& one, const AuditOf& other) {
  return compared(findings_of(one), findings_of(other)) +
         compared(questions_of(one), questions_of(other)) +
         compared(single_points_of(one), single_points_of(other)) +
         compared(scores_of(one), scores_of(other));
}

std::string differences_besides(const AuditOf& before, const AuditOf& with_more) {
  return compared(findings_of(before), findings_of(with_more, new_account)) +
         compared(questions_of(before), questions_of(with_more, new_account)) +
         compared(single_points_of(before), single_points_of(with_more, new_account));
}

std::string lowered(const AuditOf& without, const AuditOf& with) {
  const std::string text = lowered_numbers(without, with) + new_single_points(without, with);
  if (text.empty()) return text;
  return text + compared(findings_of(without), findings_of(with)) +
         compared(questions_of(without), questions_of(with)) +
         compared(scores_of(without), scores_of(with));
}

}  // namespace passkey_audit
