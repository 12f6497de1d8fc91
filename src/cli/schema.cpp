#include "command.hpp"
#include "embedded_schemas.hpp"

namespace passkey_audit {
namespace {

Action prepare(Parameters& parameters) {
  const auto which = std::make_shared<std::string>("inventory");
  parameters.choice("which", *which, {"inventory", "report"}, "inventory or report");
  return [which](Session& session) {
    session.print(*which == "report" ? report_schema() : inventory_schema());
    return ExitStatus::ok;
  };
}

}  // namespace

const Command schema_command{.name = "schema", .prepare = prepare};

}  // namespace passkey_audit
