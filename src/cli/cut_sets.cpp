#include <fmt/format.h>

#include <algorithm>

#include "chosen_accounts.hpp"
#include "command.hpp"
#include "common_options.hpp"
#include "passkey_audit/graph/probability.hpp"
#include "passkey_audit/report/cut_set_list.hpp"
#include "passkey_audit/support/safe_text.hpp"

namespace passkey_audit {
namespace {

struct Options {
  CommonOptions common;
  std::string file;
  std::string format = "text";
  std::size_t max_order = 2;
  std::size_t limit = 1000;
  std::vector<std::string> accounts;
  std::vector<std::string> kinds;
  bool eventual = false;
  bool count = false;
};

// How likely a lockout is, where the user tells how likely losses are.
void add_probabilities(CutSetQuery& query, const CutSetOptions& search, bool with_importance,
                       const YearlyFigures& figures, const AuditContext& context) {
  if (!figures.told()) return;
  query.probabilities = find_probabilities(context.inventory, context.graph, figures,
                                           {.max_outage = search.max_outage,
                                            .lockout = search.lockout,
                                            .kinds = search.kinds,
                                            .accounts = search.accounts,
                                            .importance = with_importance});
  for (const LossId loss : context.graph.losses().candidates()) {
    const LossKind kind = context.graph.losses()[loss].kind;
    const bool is_searched =
        search.kinds.empty() || std::ranges::find(search.kinds, kind) != search.kinds.end();
    if (is_searched && !figures.of(loss)) query.without_figure.push_back(loss);
  }
}

// A figure that a slip of the pen keeps from counting must not pass in silence.
void tell_unmatched(const std::string& file, const YearlyFigures& figures, const Session& session) {
  for (const std::string& text : figures.unmatched()) {
    session.message(fmt::format(
        "{}: warning: policy.probabilities has a figure for {}, which is no loss of this inventory",
        safe_text(file), safe_text(text)));
  }
}

ExitStatus cut_sets(const Options& options, Session& session) {
  const auto settings = settle(options.common, session);
  if (!settings) return settings.error();
  const Loaded loaded = load_accounts(options.file, *settings, session);
  if (!loaded.context) return loaded.status;
  const AuditContext& context = *loaded.context;
  const auto accounts = chosen_accounts(options.accounts, context.inventory, session);
  if (!accounts) return ExitStatus::usage;

  CutSetOptions search{.max_outage = context.policy.max_outage,
                       .lockout = options.eventual ? LockoutKind::eventual : LockoutKind::prompt,
                       .max_order = options.max_order,
                       .accounts = *accounts};
  for (const std::string& kind : options.kinds) search.kinds.push_back(*from_word<LossKind>(kind));
  CutSetQuery query{.found = find_cut_sets(context.inventory, context.graph, search),
                    .max_order = options.max_order,
                    .lockout = search.lockout,
                    .of_some_kinds = !search.kinds.empty(),
                    .accounts = *accounts,
                    .listed_max = options.limit};
  if (!options.count) {
    const YearlyFigures figures(context.policy, context.graph.losses());
    add_probabilities(query, search, options.format == "json", figures, context);
    if (!settings->quiet) tell_unmatched(options.file, figures, session);
  }
  session.print(options.count              ? cut_set_counts(query)
                : options.format == "json" ? cut_sets_as_json(context, query)
                                           : cut_sets_as_text(context, query, settings->rendering));
  return ExitStatus::ok;
}

Action prepare(Parameters& parameters) {
  const auto options = std::make_shared<Options>();
  const std::vector<std::string> kinds(Words<LossKind>::list.begin(), Words<LossKind>::list.end());
  add_inventory(parameters, options->file);
  add_format(parameters, options->format, {"text", "json"});
  parameters.number("--max-order", options->max_order,
                    {1, static_cast<int>(CutSetOptions::order_max)}, "K",
                    "Losses at once: 1 searches single losses, 2 (default) also pairs; 4 at most");
  add_accounts(parameters, options->accounts);
  parameters.choices("--kinds", options->kinds, kinds,
                     "Only losses of these kinds: device,place,...");
  parameters.flag("--eventual", options->eventual, "Let slow ways count too");
  parameters.flag("--count", options->count, "Only count");
  parameters.number("--limit", options->limit, {0, 1'000'000'000}, "N",
                    "Only count what an account has more of in one order (default: 1000)");
  add_common_options(parameters, options->common);
  return [options](Session& session) { return cut_sets(*options, session); };
}

}  // namespace

const Command cut_sets_command{.name = "cut-sets", .prepare = prepare};

}  // namespace passkey_audit
