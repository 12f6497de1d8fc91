// A command: its options on the command line, and what it does. One file for each command.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>

#include "session.hpp"

namespace passkey_audit {

using Action = std::function<ExitStatus(Session&)>;

struct Command {
  std::string_view name;
  // Adds the options to the command's parser and returns what to do once they are filled in.
  Action (*prepare)(CLI::App& parser);
};

// For numbers on the command line; in words of our own, since CLI11's change with its version.
[[nodiscard]] CLI::Validator in_range(int low, int high);

// The options of every command that reads an inventory.
void add_common_options(CLI::App& parser, CommonOptions& options);

extern const Command check_command;
extern const Command cut_sets_command;
extern const Command explain_command;
extern const Command fmt_command;
extern const Command schema_command;
extern const Command exposure_command;
extern const Command graph_command;
extern const Command import_command;
extern const Command matrix_command;
extern const Command plan_command;
extern const Command what_if_command;

}  // namespace passkey_audit
