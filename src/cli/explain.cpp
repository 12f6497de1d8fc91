#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "command.hpp"
#include "common_options.hpp"
#include "explain_catalog.hpp"
#include "passkey_audit/audit/sources.hpp"
#include "passkey_audit/report/page.hpp"
#include "passkey_audit/rules/registry.hpp"
#include "passkey_audit/support/nearest.hpp"
#include "passkey_audit/support/safe_text.hpp"
#include "reference.hpp"

namespace passkey_audit {
namespace {

struct Options {
  std::string id;
  bool all = false;
  std::string catalog;
  std::string format = "text";
  std::optional<std::size_t> width;
};

void explain_rule(Page& page, const Rule& rule) {
  const ItemText& item = text_of(rule.item);
  page.line(fmt::format("{}  {}", rule.id, rule.title));
  page.blank();
  page.line("Severity   ", severity_in_words(rule));
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
  page.line(
      "passkey-audit explain ID tells more about a rule or an item, and what the catalog knows of "
      "a "
      "provider (apple-passwords), a service (github.com) or a key model (its AAGUID).");
}

// Everything there is to tell: of the rules, or of the items.
ExitStatus explain_all(const Options& options, Session& session) {
  const bool of_items = options.id == "checklist";
  if (!options.id.empty() && !of_items && options.id != "rules") {
    session.message("--all goes with \"rules\" or \"checklist\", or with nothing");
    return ExitStatus::usage;
  }
  if (options.format == "markdown") {
    session.print(of_items ? checklist_in_markdown() : rules_in_markdown());
    return ExitStatus::ok;
  }
  Page page(options.width.value_or(96), false);
  std::vector<const Rule*> rules(all_rules().begin(), all_rules().end());
  std::ranges::sort(rules, {}, &Rule::id);
  const std::size_t count = of_items ? item_count : rules.size();
  for (std::size_t i = 0; i < count; ++i) {
    if (i != 0) page.blank();
    of_items ? explain_item(page, static_cast<Item>(i)) : explain_rule(page, *rules[i]);
  }
  session.print(page.take());
  return ExitStatus::ok;
}

bool is_aaguid(std::string_view word) {
  constexpr std::string_view form = "00000000-0000-0000-0000-000000000000";
  return std::ranges::equal(word, form, [](char c, char in_form) {
    return in_form == '-' ? c == '-' : std::isxdigit(static_cast<unsigned char>(c)) != 0;
  });
}

// Where a secret may have been pasted by mistake, the word is not repeated.
std::string nothing_is_called(std::string_view word, bool is_near) {
  const bool to_show = is_near || is_aaguid(word) || is_plain_word(word);
  constexpr std::string_view what = "rule, item, provider, service or key model";
  return to_show && !looks_secret(word)
             ? fmt::format("no {} is called \"{}\"", what, safe_text(word))
             : fmt::format("no {} has that name (what could be a secret is not repeated)", what);
}

// Something that the catalog knows, or nothing.
ExitStatus explain_word(Page& page, const Options& options, Session& session) {
  CommonOptions common;
  common.catalog = options.catalog;
  const Expected<Settings, ExitStatus> settings = settle(common, session);
  if (!settings) return settings.error();
  const Catalog& catalog = *settings->catalog;
  const std::string_view word = options.id;
  if (explain_known(page, catalog, word)) {
    session.print(page.take());
    return ExitStatus::ok;
  }
  std::vector<std::string_view> words = known_words(catalog);
  for (const Rule* rule : all_rules()) words.push_back(rule->id);
  if (word.starts_with("PKI")) {
    session.message(
        "PKI codes name problems of a file; the message beside the code says what to do");
    return ExitStatus::usage;
  }
  const std::string hint = did_you_mean(word, words);
  session.message(fmt::format("{}; {}", nothing_is_called(word, !hint.empty()),
                              hint.empty() ? "passkey-audit explain lists rules and items" : hint));
  return ExitStatus::usage;
}

ExitStatus explain(const Options& options, Session& session) {
  if (options.all) return explain_all(options, session);
  if (options.format == "markdown") {
    session.message("--format markdown goes with --all");
    return ExitStatus::usage;
  }
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
  return explain_word(page, options, session);
}

Action prepare(Parameters& parameters) {
  const auto options = std::make_shared<Options>();
  parameters.text(
      "id", options->id, "ID",
      "A rule (PKA102), an item of the checklist (C1), a provider, a service or an AAGUID",
      [](const std::string& word) -> std::string {
        return is_blank(word) ? "takes a word; without one it lists all rules" : "";
      });
  parameters.flag("--all", options->all,
                  "Everything about all rules; or, with \"checklist\", items");
  add_catalog(parameters, options->catalog);
  add_format(parameters, options->format, {"text", "markdown"});
  add_width(parameters, options->width);
  return [options](Session& session) { return explain(*options, session); };
}

}  // namespace

const Command explain_command{.name = "explain", .prepare = prepare};

}  // namespace passkey_audit
