#include "usage_hints.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <filesystem>
#include <utility>

#include "passkey_audit/support/nearest.hpp"
#include "passkey_audit/support/safe_text.hpp"

namespace passkey_audit {
namespace {

bool is_there(const std::string& path) {
  std::error_code error;
  return std::filesystem::exists(std::filesystem::symlink_status(path, error));
}

bool has_option(const CLI::App& parser, std::string_view option) {
  return parser.get_option_no_throw(std::string(option)) != nullptr;
}

// "passkey-audit what-if FILE --lose phone"
std::string call_of(const CLI::App& command, const std::string& option, const std::string& value) {
  const bool takes_file = has_option(command, "file");
  std::string call =
      fmt::format("passkey-audit {}{} {}", command.get_name(), takes_file ? " FILE" : "", option);
  if (command.get_option(option)->get_expected_min() == 0) return call;  // a flag
  const bool to_show = !value.empty() && !value.starts_with('-') && !looks_secret(value);
  return fmt::format("{} {}", call, to_show ? safe_text(value) : "...");
}

// Of an option that the command has not, but others have. Empty: none has it.
std::string whose_option(const CLI::App& program, const std::string& option,
                         const std::string& value) {
  std::vector<const CLI::App*> owners;
  for (const CLI::App* command : program.get_subcommands({})) {
    if (has_option(*command, option)) owners.push_back(command);
  }
  if (owners.empty()) return {};
  std::string names = owners.front()->get_name();
  for (std::size_t i = 1; i < owners.size(); ++i) {
    names += fmt::format("{}{}", i + 1 == owners.size() ? " and " : ", ", owners[i]->get_name());
  }
  return fmt::format("{} belongs to {}: {}", option, names,
                     call_of(*owners.front(), option, value));
}

}  // namespace

std::string meant_command(const std::vector<std::string>& words,
                          std::span<const std::string_view> commands) {
  for (const std::string& word : words) {
    if (word == "--") return {};
    if (std::ranges::find(commands, word) == commands.end() || is_there(word)) continue;
    return fmt::format("the command goes first: passkey-audit {} ...", word);
  }
  const std::string& first = words.front();
  const bool may_be_command = !first.starts_with('-') && first.find('/') == std::string::npos;
  if (!may_be_command || is_there(first)) return {};
  std::vector<std::string_view> known(commands.begin(), commands.end());
  known.insert(known.end(), {"help", "version"});
  const std::string_view meant = nearest(first, known);
  if (meant.empty()) return {};
  const bool is_option = std::ranges::find(commands, meant) == commands.end();
  return fmt::format("there is no file \"{}\"; did you mean passkey-audit {}{}?", safe_text(first),
                     is_option ? "--" : "", meant);
}

// A word that is no option of the command comes first: CLI11 may only have seen that a file is
// missing.
std::string usage_text(const CLI::App& program, const std::vector<std::string>& words,
                       std::string_view error) {
  std::vector<std::string> names;
  const auto subcommands = program.get_subcommands();
  const CLI::App* parser = subcommands.empty() ? &program : subcommands.front();
  for (const CLI::Option* option : parser->get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  const std::vector<std::string_view> candidates(names.begin(), names.end());
  const std::string help =
      fmt::format("see passkey-audit {}--help",
                  subcommands.empty() ? "" : subcommands.front()->get_name() + " ");
  for (std::size_t i = 0; i < words.size() && words[i] != "--"; ++i) {
    if (!words[i].starts_with("--")) continue;
    const std::size_t equals = words[i].find('=');
    const std::string option = words[i].substr(0, equals);
    if (std::ranges::find(candidates, option) != candidates.end()) continue;
    const std::string next = i + 1 < words.size() ? words[i + 1] : "";
    const std::string value = equals == std::string::npos ? next : words[i].substr(equals + 1);
    if (std::string whose = whose_option(program, option, value); !whose.empty()) return whose;
    const std::string hint = did_you_mean(option, candidates);
    return fmt::format("there is no option {}; {}", safe_text(option), hint.empty() ? help : hint);
  }
  return fmt::format("{}; {}", safe_text(error), help);
}

}  // namespace passkey_audit
