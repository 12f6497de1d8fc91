#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "command.hpp"
#include "passkey_audit/audit/sources.hpp"
#include "passkey_audit/report/page.hpp"
#include "passkey_audit/rules/registry.hpp"
#include "passkey_audit/support/limits.hpp"
#include "passkey_audit/support/nearest.hpp"
#include "passkey_audit/support/safe_text.hpp"

namespace passkey_audit {
namespace {

struct Options {
  std::string id;
  std::optional<std::size_t> width;
};

void explain_rule(Page& page, const Rule& rule) {
  const ItemText& item = text_of(rule.item);
  page.line(fmt::format("{}  {}", rule.id, rule.title));
  page.blank();
  page.line("Severity   ",
            fmt::format("{}{}", word(rule.severity),
                        rule.fixed_severity ? ", for every account"
                                            : ", one step lower for each level of importance below "
                                              "the most important accounts"));
  page.line("Checklist  ", fmt::format("{} {}", item.id, item.text));
  page.line("Why        ", rule.why);
  page.line("Remedy     ", rule.remedy);
  bool first = true;
  for (const std::string_view code : rule.sources) {
    const Source* source = find_source(code);
    if (source == nullptr) continue;
    page.line(std::exchange(first, false) ? "Sources    " : "           ",
              fmt::format("{}: {}", source->where, source->asks));
    page.line("           ", source->address);
  }
}

// The rules of an item, by id.
void list_rules(Page& page, std::string_view lead, Item item) {
  std::vector<const Rule*> rules(all_rules().begin(), all_rules().end());
  std::ranges::sort(rules, {}, &Rule::id);
  for (const Rule* rule : rules) {
    if (rule->item == item) page.line(lead, fmt::format("{}  {}", rule->id, rule->title));
  }
}

void explain_item(Page& page, Item item) {
  const ItemText& text = text_of(item);
  page.line(fmt::format("{}  {}", text.id, text.text));
  page.blank();
  page.line(fmt::format("Passes when, for every account in scope, {}.", text.passes_when));
  page.blank();
  page.line("Rules");
  list_rules(page, "  ", item);
}

void list_everything(Page& page) {
  for (std::size_t i = 0; i < item_count; ++i) {
    const Item item = static_cast<Item>(i);
    if (i != 0) page.blank();
    page.line(fmt::format("{}  {}", text_of(item).id, text_of(item).text));
    list_rules(page, "    ", item);
  }
  page.blank();
  page.line("passkey-audit explain ID tells more about a rule or an item.");
}

ExitStatus explain(const Options& options, Session& session) {
  Page page(options.width.value_or(96), false);
  if (options.id.empty()) {
    list_everything(page);
    session.print(page.take());
    return ExitStatus::ok;
  }
  std::string id = options.id;  // "pka102" will do
  std::ranges::transform(id, id.begin(),
                         [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  if (const Rule* rule = find_rule(id)) {
    explain_rule(page, *rule);
    session.print(page.take());
    return ExitStatus::ok;
  }
  for (std::size_t i = 0; i < item_count; ++i) {
    if (text_of(static_cast<Item>(i)).id != id) continue;
    explain_item(page, static_cast<Item>(i));
    session.print(page.take());
    return ExitStatus::ok;
  }
  std::vector<std::string_view> ids;
  for (const Rule* rule : all_rules()) ids.push_back(rule->id);
  const std::string hint = did_you_mean(id, ids);
  session.message(fmt::format("no rule or item has the id \"{}\"; {}", safe_text(options.id),
                              hint.empty() ? "passkey-audit explain lists them" : hint));
  return ExitStatus::usage;
}

Action prepare(CLI::App& parser) {
  const auto options = std::make_shared<Options>();
  parser.add_option("id", options->id, "A rule (PKA102) or an item of the checklist (C1)")
      ->type_name("ID");
  parser.add_option("--width", options->width, "Columns to wrap at; 0 does not wrap")
      ->check(in_range(0, static_cast<int>(limits::width_max)))
      ->type_name("N");
  return [options](Session& session) { return explain(*options, session); };
}

}  // namespace

const Command explain_command{.name = "explain", .prepare = prepare};

}  // namespace passkey_audit
