#include "run.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <csignal>
#include <new>
#include <stdexcept>

#include "command.hpp"
#include "passkey_audit/support/safe_text.hpp"
#include "usage_hints.hpp"

namespace passkey_audit {
namespace {

struct CommandEntry {
  const Command* command;
  std::string_view description;
};

constexpr std::array<CommandEntry, 13> commands{{
    {&check_command, "Audit inventories and report; this is what happens without a command"},
    {&plan_command, "What to do next, step by step, and what each step comes to"},
    {&what_if_command, "A loss drill: what could you still open after a loss?"},
    {&cut_sets_command, "What locks you out of each account: single losses, and several together"},
    {&exposure_command, "Who could get in, with how little"},
    {&matrix_command, "The picture: what is left after each loss, as text or SVG"},
    {&graph_command, "The access graph, for other programs to draw or to check"},
    {&init_command, "Asks plain questions, writes an inventory, and audits it"},
    {&import_command,
     "Makes an inventory from what a password manager exports; no secret gets into it"},
    {&scan_command,
     "What plugged-in security keys say of themselves; it only reads, and can note it down"},
    {&fmt_command, "Gives inventories the one layout; --check only says whether they have it"},
    {&explain_command,
     "What a rule or an item means; what is known of a provider, a service or a key"},
    {&schema_command, "JSON schema of inventories or of reports"},
}};

constexpr std::string_view description =
    "Tells whether your passkeys are backed up and whether you could still get in.\n"
    "It reads a description of accounts, authenticators and recovery methods, never a secret,\n"
    "and uses no network.";

constexpr std::string_view footer =
    "passkey-audit FILE is short for passkey-audit check FILE; for its options see\n"
    "passkey-audit check --help.\n"
    "\n"
    "Examples:\n"
    "  passkey-audit init\n"
    "  passkey-audit inventory.json\n"
    "  passkey-audit what-if inventory.json --lose device:iphone\n"
    "  age -d inventory.json.age | passkey-audit -\n"
    "\n"
    "Exit status: 0 nothing at or above the threshold, 1 findings, 2 wrong usage,\n"
    "3 an input that cannot be used, 4 the program could not finish.";

std::vector<std::string_view> command_names() {
  std::vector<std::string_view> names;
  for (const CommandEntry& entry : commands) names.push_back(entry.command->name);
  return names;
}

bool names_command(const std::vector<std::string>& words) {
  const std::string& first = words.front();
  return first == "--help" || first == "-h" || first == "--version" ||
         std::ranges::any_of(
             commands, [&](const CommandEntry& entry) { return entry.command->name == first; });
}

// Versions of CLI11 differ in how many blank lines they end with.
std::string help_of(const CLI::App& program) {
  std::string help = program.help();
  while (help.ends_with("\n\n")) help.pop_back();
  return help;
}

ExitStatus execute(int argument_count, const char* const* arguments, Session& session) {
  CLI::App program{std::string(description), "passkey-audit"};
  program.set_version_flag("--version", "passkey-audit " PASSKEY_AUDIT_VERSION);
  program.footer(std::string(footer));
  program.require_subcommand(1);
  std::vector<std::pair<CLI::App*, Action>> actions;
  for (const CommandEntry& entry : commands) {
    CLI::App* parser =
        program.add_subcommand(std::string(entry.command->name), std::string(entry.description));
    parser->footer("");
    Parameters parameters(*parser);
    actions.emplace_back(parser, entry.command->prepare(parameters));
  }

  std::vector<std::string> words(arguments + 1, arguments + argument_count);
  if (words.empty()) {
    session.complain(help_of(program));
    return ExitStatus::usage;
  }
  if (!names_command(words)) {
    if (const std::string meant = meant_command(words, command_names()); !meant.empty()) {
      session.message(meant);
      return ExitStatus::usage;
    }
    words.insert(words.begin(), "check");  // `passkey-audit FILE...`
  }
  std::vector<std::string> reversed(words.rbegin(), words.rend());  // as CLI11 wants them
  try {
    program.parse(reversed);
  } catch (const CLI::CallForHelp&) {
    session.print(help_of(program));  // of the command in use, if there is one
    return ExitStatus::ok;
  } catch (const CLI::CallForVersion&) {
    session.print("passkey-audit " PASSKEY_AUDIT_VERSION "\n");
    return ExitStatus::ok;
  } catch (const CLI::ParseError& error) {
    session.message(usage_text(program, words, error.what()));
    return ExitStatus::usage;
  }
  for (const auto& [parser, action] : actions) {
    if (parser->parsed()) return action(session);
  }
  return ExitStatus::usage;
}

}  // namespace

int run(int argument_count, const char* const* arguments) {
  // A reader that goes away (`| head`) is an error to report, not a signal to die of.
  std::signal(SIGPIPE, SIG_IGN);
  Session session;
  auto status = ExitStatus::failure;
  try {
    status = execute(argument_count, arguments, session);
    if (!session.flush()) status = ExitStatus::failure;
  } catch (const std::bad_alloc&) {
    session.message("not enough memory");
    status = ExitStatus::failure;
  } catch (const std::exception& error) {
    session.message(fmt::format("internal error: {}", safe_text(error.what())));
    status = ExitStatus::failure;
  }
  return static_cast<int>(status);
}

}  // namespace passkey_audit
