#include "passkey_audit/graph/exposure.hpp"

#include "chosen_accounts.hpp"
#include "command.hpp"
#include "common_options.hpp"
#include "passkey_audit/report/exposure_list.hpp"

namespace passkey_audit {
namespace {

struct Options {
  CommonOptions common;
  std::string file;
  std::string format = "text";
  std::vector<std::string> accounts;
  std::size_t max_order = 2;
};

ExitStatus exposure(const Options& options, Session& session) {
  const auto settings = settle(options.common, session);
  if (!settings) return settings.error();
  const Loaded loaded = load_accounts(options.file, *settings, session);
  if (!loaded.context) return loaded.status;
  const AuditContext& context = *loaded.context;
  const auto accounts = chosen_accounts(options.accounts, context.inventory, session);
  if (!accounts) return ExitStatus::usage;
  const Exposure exposure = find_exposure(context.inventory, context.catalog, context.today,
                                          {.order_max = options.max_order});
  session.print(options.format == "json"
                    ? exposure_as_json(context, exposure, *accounts, options.max_order)
                    : exposure_as_text(context, exposure, *accounts, settings->rendering));
  return ExitStatus::ok;
}

Action prepare(Parameters& parameters) {
  const auto options = std::make_shared<Options>();
  add_inventory(parameters, options->file);
  add_format(parameters, options->format, {"text", "json"});
  add_accounts(parameters, options->accounts);
  parameters.number("--max-order", options->max_order, {1, 4}, "K",
                    "Means that somebody has at once (default: 2)");
  add_common_options(parameters, options->common);
  return [options](Session& session) { return exposure(*options, session); };
}

}  // namespace

const Command exposure_command{.name = "exposure", .prepare = prepare};

}  // namespace passkey_audit
