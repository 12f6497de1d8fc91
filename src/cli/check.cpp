#include <fmt/format.h>

#include <algorithm>

#include "command.hpp"
#include "passkey_audit/rules/registry.hpp"
#include "passkey_audit/support/safe_text.hpp"

namespace passkey_audit {
namespace {

struct Options {
  CommonOptions common;
  std::vector<std::string> files;
  std::string format = "text";
  std::string fail_on;
  std::optional<std::uint32_t> min_score;
};

// Options win over the policy in the inventory, which wins over the defaults.
Demands demands_of(const Options& options, const Policy& policy) {
  Demands demands;
  const std::string fail_on =
      options.fail_on.empty() ? policy.fail_on.value_or("high") : options.fail_on;
  demands.fail_on = from_word<Severity>(fail_on);  // "never" is no severity
  demands.min_score = options.min_score ? options.min_score : policy.min_score;
  return demands;
}

// What the inventory asks for and this version does not do must not pass in silence.
void tell_not_applied(const std::string& file, const Inventory& inventory, const Session& session) {
  std::vector<std::string> members;
  for (const std::string_view key : inventory.policy.not_applied) {
    members.push_back(fmt::format("policy.{}", key));
  }
  if (!inventory.waivers.empty()) members.emplace_back("waivers");
  if (members.empty()) return;
  session.message(fmt::format("{}: warning: this version reads but does not apply {}",
                              safe_text(file), fmt::join(members, ", ")));
}

// Everything that one inventory came to; the report refers to the inventory and its context.
struct Outcome {
  Loaded loaded;
  std::optional<AuditReport> report;
};

ExitStatus check(const Options& options, Session& session) {
  auto settings = settle(options.common, session);
  if (!settings) return settings.error();
  settings->digest = options.format != "text";

  if (std::ranges::count(options.files, "-") > 1) {
    session.message("standard input was given twice; it can be read once");
    return ExitStatus::usage;
  }

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
      if (!settings->quiet) tell_not_applied(file, outcome.loaded.inventory(), session);
      outcome.report.emplace(run_audit(*outcome.loaded.context, all_rules()));
      one.report = &*outcome.report;
      one.because = unmet(*outcome.report, demands_of(options, outcome.loaded.context->policy));
      own_status = one.because.empty() ? ExitStatus::ok : ExitStatus::findings;
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

Action prepare(CLI::App& parser) {
  const auto options = std::make_shared<Options>();
  std::vector<std::string> formats;
  for (const Format* format : all_formats()) formats.emplace_back(format->name);
  parser.add_option("file", options->files, "Inventories; - is standard input")
      ->required()
      ->type_name("FILE");
  parser.add_option("--format", options->format, "Format of the report")
      ->check(CLI::IsMember(formats));
  parser
      .add_option("--fail-on", options->fail_on,
                  "Exit with 1 on findings at or above this severity (default: high)")
      ->check(CLI::IsMember({"critical", "high", "medium", "low", "never"}));
  parser
      .add_option("--min-score", options->min_score, "Exit with 1 when fewer of the 8 items pass")
      ->check(in_range(0, 8))
      ->type_name("N");
  add_common_options(parser, options->common);
  return [options](Session& session) { return check(*options, session); };
}

}  // namespace

const Command check_command{.name = "check", .prepare = prepare};

}  // namespace passkey_audit
