#include "passkey_audit/report/matrix.hpp"

#include "command.hpp"
#include "common_options.hpp"

namespace passkey_audit {
namespace {

struct Options {
  CommonOptions common;
  std::string file;
  std::string format = "text";
};

ExitStatus matrix(const Options& options, Session& session) {
  const auto settings = settle(options.common, session);
  if (!settings) return settings.error();
  const Loaded loaded = load_accounts(options.file, *settings, session);
  if (!loaded.context) return loaded.status;
  const AuditContext& context = *loaded.context;
  const Matrix matrix = matrix_of(context);
  session.print(options.format == "svg" ? matrix_as_svg(context, matrix)
                                        : matrix_as_text(context, matrix, settings->rendering));
  return ExitStatus::ok;
}

Action prepare(Parameters& parameters) {
  const auto options = std::make_shared<Options>();
  add_inventory(parameters, options->file);
  add_format(parameters, options->format, {"text", "svg"});
  add_common_options(parameters, options->common);
  return [options](Session& session) { return matrix(*options, session); };
}

}  // namespace

const Command matrix_command{.name = "matrix", .prepare = prepare};

}  // namespace passkey_audit
