#include "passkey_audit/audit/plan.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "command.hpp"
#include "common_options.hpp"
#include "passkey_audit/inventory/write_inventory.hpp"
#include "passkey_audit/report/plan_list.hpp"
#include "passkey_audit/rules/registry.hpp"
#include "passkey_audit/support/safe_text.hpp"

namespace passkey_audit {
namespace {

struct Options {
  CommonOptions common;
  std::string file;
  std::string format = "text";
  std::uint32_t steps = 10;
  std::uint32_t follow = 0;
  bool no_waivers = false;
};

// The inventory on the day after; what stands in other files cannot be written into this one.
ExitStatus print_followed(const Options& options, const AuditContext& context, const Plan& plan,
                          Session& session) {
  const Inventory& inventory = context.inventory;
  if (inventory.files.size() > 1) {
    session.message(fmt::format("{}: --follow writes one file, and this inventory has {}",
                                safe_text(options.file), inventory.files.size()));
    return ExitStatus::usage;
  }
  const std::size_t count = std::min<std::size_t>(options.follow, plan.steps.size());
  const std::span<const PlanStep> steps(plan.steps.data(), count);
  session.print(write_inventory(followed(inventory, steps, context.today)));
  return ExitStatus::ok;
}

ExitStatus plan(const Options& options, Session& session) {
  auto settings = settle(options.common, session);
  if (!settings) return settings.error();
  settings->policy.waivers = !options.no_waivers;
  const Loaded loaded = load_accounts(options.file, *settings, session);
  if (!loaded.context) return loaded.status;
  const AuditContext& context = *loaded.context;
  const AuditReport report = run_audit(context, all_rules());
  const Plan plan = make_plan(report, all_rules(), std::max(options.steps, options.follow));
  if (options.follow != 0) return print_followed(options, context, plan, session);
  session.print(options.format == "json" ? plan_as_json(report, plan)
                                         : plan_as_text(report, plan, settings->rendering));
  return ExitStatus::ok;
}

Action prepare(Parameters& parameters) {
  const auto options = std::make_shared<Options>();
  add_inventory(parameters, options->file);
  add_format(parameters, options->format, {"text", "json"});
  parameters.number("--steps", options->steps, {1, 1000}, "N", "How many steps (default: 10)");
  parameters.number("--follow", options->follow, {1, 1000}, "N",
                    "Print the inventory as it is once the first N steps are done, instead");
  parameters.flag("--no-waivers", options->no_waivers, "Plan as if nothing were waived");
  add_common_options(parameters, options->common);
  return [options](Session& session) { return plan(*options, session); };
}

}  // namespace

const Command plan_command{.name = "plan", .prepare = prepare};

}  // namespace passkey_audit
