#include "check.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "command.hpp"
#include "common_options.hpp"
#include "passkey_audit/inventory/policy.hpp"
#include "passkey_audit/rules/registry.hpp"
#include "passkey_audit/support/safe_text.hpp"

namespace passkey_audit {
namespace {

Policy policy_of(const CheckOptions& options) {
  Policy policy;
  if (!options.fail_on.empty()) {
    policy.fail_on = options.fail_on;
    policy.told.push_back({.key = "fail_on", .source = "--fail-on", .at = {}});
  }
  if (options.min_score) {
    policy.min_score = options.min_score;
    policy.told.push_back({.key = "min_score", .source = "--min-score", .at = {}});
  }
  return policy;
}

Demands demands_of(const Policy& policy) {
  return {.fail_on = from_word<Severity>(policy.fail_on.value_or("high")),  // "never" is none
          .min_score = policy.min_score};
}

// What is in force, and where each value comes from.
std::string config_in_words(const Inventory& inventory) {
  std::string text;
  for (const PolicySetting& setting : settings_in_force(inventory.policy, inventory.profile)) {
    text += fmt::format("{:<24}{:<34}  {}\n", setting.key, setting.value, safe_text(setting.from));
  }
  for (const Waiver& waiver : inventory.waivers) {
    text += fmt::format("{:<24}{:<34}  {}:{}:{}\n", "waiver",
                        safe_text(fmt::format("{} {}", waiver.rule, waiver.subject)),
                        safe_text(waiver.path), waiver.at.line, waiver.at.column);
  }
  return text;
}

ExitStatus show_config(const CheckOptions& options, const Settings& settings, Session& session) {
  for (const std::string& file : options.files) {
    const Loaded loaded = load(file, settings, session);
    if (!loaded.context) return loaded.status;
    if (options.files.size() > 1) session.print(fmt::format("{}:\n", safe_text(file)));
    session.print(config_in_words(loaded.inventory()));
  }
  return ExitStatus::ok;
}

// Everything that one inventory came to; the report refers to the inventory and its context.
struct Outcome {
  Loaded loaded;
  std::optional<AuditReport> report;
};

}  // namespace

ExitStatus check(const CheckOptions& options, Session& session) {
  auto settings = settle(options.common, session);
  if (!settings) return settings.error();
  settings->digest = options.format != "text";
  settings->policy.options = policy_of(options);
  settings->policy.waivers = !options.no_waivers;

  if (std::ranges::count(options.files, "-") > 1) {
    session.message("standard input was given twice; it can be read once");
    return ExitStatus::usage;
  }

  if (options.show_config) return show_config(options, *settings, session);

  std::vector<std::unique_ptr<Outcome>> outcomes;
  std::vector<Audited> audited;
  auto status = ExitStatus::ok;
  for (const std::string& file : options.files) {
    auto& outcome = *outcomes.emplace_back(std::make_unique<Outcome>());
    outcome.loaded = load(file, *settings, session);
    Audited one{.path = file,
                .inventory = &outcome.loaded.inventory(),
                .problems = outcome.loaded.read->problems,
                .today = settings->today};
    auto own_status = ExitStatus::input;
    if (outcome.loaded.context) {
      outcome.report.emplace(run_audit(*outcome.loaded.context, all_rules()));
      one.report = &*outcome.report;
      one.because = unmet(*outcome.report, demands_of(outcome.loaded.context->policy));
      own_status = one.because.empty() ? ExitStatus::ok : ExitStatus::findings;
      const bool silent = options.common.quiet && own_status == ExitStatus::ok;
      const std::size_t steps =
          settings->rendering.verbose ? next_steps_max_verbose : next_steps_max;
      // Trifles alone call for no plan; beside more, they are planned as by `plan`.
      const bool calls = std::ranges::any_of(outcome.report->findings, [&](const Finding& finding) {
        return outcome.report->calls_for_action(finding);
      });
      if (!silent && calls) one.plan = make_plan(*outcome.report, all_rules(), steps);
    } else if (outcome.loaded.status == ExitStatus::usage) {
      return ExitStatus::usage;
    } else {
      one.because = {"the inventory cannot be used"};
    }
    one.exit_status = static_cast<int>(own_status);
    status = std::max(status, own_status);
    audited.push_back(std::move(one));
  }
  const bool silent = options.common.quiet && status == ExitStatus::ok;
  if (!silent) {
    session.print(find_format(options.format)->render(audited, settings->rendering));
  }
  return status;
}

namespace {

Action prepare(Parameters& parameters) {
  const auto options = std::make_shared<CheckOptions>();
  std::vector<std::string> formats;
  for (const Format* format : all_formats()) formats.emplace_back(format->name);
  parameters.files("file", options->files, "Inventories; - is standard input");
  parameters.choice("--format", options->format, formats, "Format of the report");
  parameters.choice("--fail-on", options->fail_on, {"critical", "high", "medium", "low", "never"},
                    "Exit with 1 on findings at or above this severity (default: high)");
  parameters.number("--min-score", options->min_score, {0, 8}, "N",
                    "Exit with 1 when fewer of the 8 items pass");
  parameters.flag("--no-waivers", options->no_waivers, "Let what is waived count like the rest");
  parameters.flag("--show-config", options->show_config,
                  "Print the policy that is in force and where each value comes from, no audit");
  add_common_options(parameters, options->common);
  return [options](Session& session) { return check(*options, session); };
}

}  // namespace

const Command check_command{.name = "check", .prepare = prepare};

}  // namespace passkey_audit
