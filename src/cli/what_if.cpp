#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "command.hpp"
#include "common_options.hpp"
#include "passkey_audit/graph/survivor.hpp"
#include "passkey_audit/report/drill.hpp"
#include "passkey_audit/support/nearest.hpp"
#include "passkey_audit/support/safe_text.hpp"

namespace passkey_audit {
namespace {

struct Options {
  CommonOptions common;
  std::string file;
  std::string format = "text";
  std::vector<std::string> lose;
  std::string scenario;
  std::string importance;
  bool survivor = false;
};

// "device:iphone, place:home and 5 more"
std::string listed_losses(const LossTable& table) {
  constexpr std::size_t most = 12;
  std::vector<std::string_view> known;
  for (const Loss& one : table.all()) {
    if (one.candidate) known.push_back(one.text);
  }
  std::string more;
  if (known.size() > most) {
    more = fmt::format(" and {} more", known.size() - most);
    known.resize(most);
  }
  return fmt::format("{}{}", fmt::join(known, ", "), more);
}

// The nearest loss; "iphone" alone, or what the inventory calls it, is taken for "device:iphone".
std::string nearest_loss(const Inventory& inventory, const LossTable& table,
                         const std::string& text) {
  std::vector<std::string_view> known;
  for (const Loss& one : table.all()) {
    const bool is_its_name = one.thing.told() && inventory.label(one.thing) == text;
    if (is_its_name || one.text.ends_with(":" + text))
      return fmt::format("did you mean \"{}\"?", safe_text(one.text));
    known.push_back(one.text);
  }
  if (text.find(',') != std::string::npos) return "write several with blanks between";
  const std::string nearest = did_you_mean(text, known);
  return nearest.empty() ? "it can lose: " + listed_losses(table) : nearest;
}

std::optional<Scenario> scenario_of_losses(const Options& options, const AuditContext& context,
                                           const Session& session) {
  const LossTable& table = context.graph.losses();
  Scenario scenario{.id = "what-if"};
  for (const std::string& text : options.lose) {
    const auto loss = table.find(text);
    if (!loss) {
      const std::string hint = nearest_loss(context.inventory, table, text);
      session.message(fmt::format("nothing in the inventory can be lost as \"{}\"{}{}",
                                  safe_text(text), hint.empty() ? "" : "; ", hint));
      return std::nullopt;
    }
    scenario.losses.push_back(*loss);
  }
  std::ranges::sort(scenario.losses, {},
                    [&](LossId loss) -> const std::string& { return table[loss].text; });
  auto& losses = scenario.losses;
  losses.erase(std::unique(losses.begin(), losses.end()), losses.end());
  scenario.title = context.losing(losses);
  return scenario;
}

std::optional<Scenario> scenario_by_id(const Options& options, const AuditContext& context,
                                       const Session& session) {
  const std::vector<Scenario> scenarios =
      all_scenarios(context.inventory, context.catalog, context.graph);
  const auto found = std::ranges::find(scenarios, options.scenario, &Scenario::id);
  if (found != scenarios.end()) return *found;
  std::vector<std::string_view> known;
  for (const Scenario& scenario : scenarios) known.push_back(scenario.id);
  const std::string hint = did_you_mean(options.scenario, known);
  session.message(
      fmt::format("the inventory has no scenario \"{}\"; {}", safe_text(options.scenario),
                  hint.empty() ? fmt::format("it has: {}", fmt::join(known, ", ")) : hint));
  return std::nullopt;
}

// The drill fails for an account that matters. Where nothing is marked as that important, the most
// important accounts there are count.
bool fails(const AuditContext& context, const ScenarioResult& result, Importance least) {
  const std::vector<std::uint32_t> out = out_by_what_counts(context, result.scenario.losses);
  return std::ranges::any_of(
      out, [&](std::uint32_t account) { return context.importance[account] >= least; });
}

bool any_is_out(const AuditContext& context, const ScenarioResult& result, Importance least) {
  for (std::uint32_t i = 0; i < context.inventory.accounts.size(); ++i) {
    const bool matters = context.importance[i] >= least && !context.abandoned(i);
    if (matters && is_out(result.states[i].state)) return true;
  }
  return false;
}

// What is left of the inventory without the one who wrote it; null: it is a team's.
std::unique_ptr<const Inventory> left_behind(const Inventory& inventory, const Catalog& catalog,
                                             const Session& session) {
  if (inventory.profile == Profile::personal) {
    return std::make_unique<const Inventory>(as_left_behind(inventory, catalog));
  }
  session.message(
      "--survivor asks what is left of one person's accounts; in a team lose people instead: "
      "--lose "
      "person:ID");
  return nullptr;
}

Scenario survivor_scenario() {
  return {.id = "survivor",
          .title = "Without you",
          .losses = {},
          .gone =
              "you, and all that only you remember; what is yours opens only with a secret that "
              "is kept elsewhere"};
}

ExitStatus what_if(const Options& options, Session& session) {
  const auto told = std::ranges::count(
      std::array{!options.lose.empty(), !options.scenario.empty(), options.survivor}, true);
  if (told != 1) {
    session.message("say what is lost: --lose LOSS..., --scenario ID, or --survivor");
    return ExitStatus::usage;
  }
  const auto settings = settle(options.common, session);
  if (!settings) return settings.error();
  const Loaded loaded = load_accounts(options.file, *settings, session);
  if (!loaded.context) return loaded.status;

  std::unique_ptr<const Inventory> left;
  std::unique_ptr<const AuditContext> without;
  if (options.survivor) {
    left = left_behind(loaded.inventory(), *settings->catalog, session);
    if (left == nullptr) return ExitStatus::usage;
    without = std::make_unique<AuditContext>(*left, *settings->catalog, settings->today);
  }
  const AuditContext& context = without != nullptr ? *without : *loaded.context;

  const auto scenario = options.survivor           ? std::optional(survivor_scenario())
                        : options.scenario.empty() ? scenario_of_losses(options, context, session)
                                                   : scenario_by_id(options, context, session);
  if (!scenario) return ExitStatus::usage;
  const ScenarioResult result{
      *scenario, account_states(context.graph, scenario->losses, context.policy.max_outage)};
  const Importance least = options.importance.empty() ? std::min(Importance::critical, context.top)
                                                      : *from_word<Importance>(options.importance);
  const bool failed =
      options.survivor ? any_is_out(context, result, least) : fails(context, result, least);
  if (!options.common.quiet || failed) {
    const std::string advice = options.survivor ? what_would_help(*loaded.context, result) : "";
    session.print(options.format == "json"
                      ? drill_as_json(context, result)
                      : drill_as_text(context, result, settings->rendering, advice));
  }
  return failed ? ExitStatus::findings : ExitStatus::ok;
}

Action prepare(Parameters& parameters) {
  const auto options = std::make_shared<Options>();
  add_inventory(parameters, options->file);
  parameters.texts(
      "--lose", options->lose, "LOSS",
      "What is lost, for example device:iphone or place:home; several with blanks between");
  parameters.text("--scenario", options->scenario, "ID",
                  "A drill by its id, for example lost-phone:iphone or cold-start");
  parameters.flag("--survivor", options->survivor,
                  "What could those you leave behind open without you?");
  parameters.choice(
      "--importance", options->importance, {"critical", "high", "normal"},
      "Fail when an account of this importance or above is out of reach (default: critical)");
  add_format(parameters, options->format, {"text", "json"});
  add_common_options(parameters, options->common);
  return [options](Session& session) { return what_if(*options, session); };
}

}  // namespace

const Command what_if_command{.name = "what-if", .prepare = prepare};

}  // namespace passkey_audit
