#include <fmt/format.h>

#include <algorithm>

#include "command.hpp"
#include "common_options.hpp"
#include "passkey_audit/report/graph_drawing.hpp"
#include "passkey_audit/support/safe_text.hpp"

namespace passkey_audit {
namespace {

struct Options {
  CommonOptions common;
  std::string file;
  std::string format;
  bool eventual = false;
};

ExitStatus graph(const Options& options, Session& session) {
  if (options.format.empty()) {
    session.message("say what for: --format dot, mermaid or open-psa");
    return ExitStatus::usage;
  }
  const auto settings = settle(options.common, session);
  if (!settings) return settings.error();
  const Loaded loaded = load(options.file, *settings, session);
  if (!loaded.context) return loaded.status;
  const AuditContext& context = *loaded.context;
  if (options.format == "open-psa") {
    const Patience patience =
        options.eventual ? Patience::eventual() : Patience::prompt(context.policy.max_outage);
    session.print(graph_as_open_psa(context, patience));
  } else {
    session.print(options.format == "dot" ? graph_as_dot(context) : graph_as_mermaid(context));
  }
  return ExitStatus::ok;
}

Action prepare(Parameters& parameters) {
  const auto options = std::make_shared<Options>();
  add_inventory(parameters, options->file);
  parameters.choice(
      "--format", options->format, {"dot", "mermaid", "open-psa"},
      "dot (Graphviz), mermaid, or open-psa (a fault tree, for programs that check it)");
  parameters.flag("--eventual", options->eventual, "Let slow ways count too, in open-psa");
  add_common_options(parameters, options->common);
  return [options](Session& session) { return graph(*options, session); };
}

}  // namespace

const Command graph_command{.name = "graph", .prepare = prepare};

}  // namespace passkey_audit
