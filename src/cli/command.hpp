// A command: its parameters on the command line, and what it does. One file for each command.
#pragma once

#include <functional>
#include <string_view>

#include "parameters.hpp"
#include "session.hpp"

namespace passkey_audit {

using Action = std::function<ExitStatus(Session&)>;

struct Command {
  std::string_view name;
  // Adds the command's parameters and returns what to do once their variables are filled in.
  Action (*prepare)(Parameters& parameters);
};

extern const Command check_command;
extern const Command cut_sets_command;
extern const Command explain_command;
extern const Command fmt_command;
extern const Command schema_command;
extern const Command exposure_command;
extern const Command graph_command;
extern const Command import_command;
extern const Command init_command;
extern const Command matrix_command;
extern const Command plan_command;
extern const Command scan_command;
extern const Command what_if_command;

}  // namespace passkey_audit
