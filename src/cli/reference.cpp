#include "reference.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "passkey_audit/audit/rule.hpp"
#include "passkey_audit/audit/sources.hpp"
#include "passkey_audit/audit/wording.hpp"
#include "passkey_audit/rules/registry.hpp"

namespace passkey_audit {
namespace {

std::vector<const Rule*> rules_of(Item item) {
  std::vector<const Rule*> rules;
  std::ranges::copy_if(all_rules(), std::back_inserter(rules),
                       [item](const Rule* rule) { return rule->item == item; });
  std::ranges::sort(rules, {}, &Rule::id);
  return rules;
}

void add_rule(std::string& page, const Rule& rule) {
  page += fmt::format("### {} {}\n\n{}\n\n", rule.id, rule.title, rule.why);
  page += fmt::format("**What to do.** {}\n\n", rule.remedy);
  page += fmt::format("**Severity.** {}.\n\n", capitalized(severity_in_words(rule)));
  for (const std::string_view code : rule.sources) {
    const Source* source = find_source(code);
    if (source != nullptr) {
      page += fmt::format("- [{}]({}): {}\n", source->where, source->address, source->asks);
    }
  }
  page += '\n';
}

std::string without_last_line_break(std::string page) {
  page.pop_back();
  return page;
}

}  // namespace

std::string severity_in_words(const Rule& rule) {
  return fmt::format("{}{}", word(rule.severity),
                     rule.fixed_severity ? ", for every account"
                                         : ", one step lower for each level of importance below "
                                           "the most important accounts");
}

std::string rules_in_markdown() {
  std::string page =
      "# The rules\n\n"
      "What `passkey-audit explain --all --format markdown` prints. A rule belongs to an item of "
      "the [checklist](checklist.md); its id never changes.\n\n";
  for (std::size_t i = 0; i < item_count; ++i) {
    const Item item = static_cast<Item>(i);
    page += fmt::format("## {} {}\n\n", text_of(item).id, text_of(item).text);
    for (const Rule* rule : rules_of(item)) add_rule(page, *rule);
  }
  return without_last_line_break(std::move(page));
}

std::string checklist_in_markdown() {
  std::string page =
      "# The checklist\n\n"
      "What `passkey-audit explain --all --format markdown checklist` prints. Each item is judged "
      "for the most important accounts; how, and how the score is made of it, stands in "
      "[model.md](model.md). The [rules](rules.md) say what is looked at.\n\n";
  for (std::size_t i = 0; i < item_count; ++i) {
    const Item item = static_cast<Item>(i);
    const ItemText& text = text_of(item);
    page += fmt::format("## {} {}\n\nPasses when, for every account in scope, {}.\n\n", text.id,
                        text.text, text.passes_when);
    for (const Rule* rule : rules_of(item)) page += fmt::format("- {} {}\n", rule->id, rule->title);
    page += '\n';
  }
  return without_last_line_break(std::move(page));
}

}  // namespace passkey_audit
