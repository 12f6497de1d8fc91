#include "passkey_audit/graph/exposure.hpp"

#include "chosen_accounts.hpp"
#include "command.hpp"
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

Action prepare(CLI::App& parser) {
  const auto options = std::make_shared<Options>();
  parser.add_option("file", options->file, "An inventory; - is standard input")
      ->required()
      ->type_name("FILE");
  parser.add_option("--format", options->format, "text or json")
      ->check(CLI::IsMember({"text", "json"}));
  parser.add_option("--account", options->accounts, "Only this account")->type_name("ID");
  parser
      .add_option("--max-order", options->max_order, "Means that somebody has at once (default: 2)")
      ->check(in_range(1, 4))
      ->type_name("K");
  add_common_options(parser, options->common);
  return [options](Session& session) { return exposure(*options, session); };
}

}  // namespace

const Command exposure_command{.name = "exposure", .prepare = prepare};

}  // namespace passkey_audit
