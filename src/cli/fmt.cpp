#include <fmt/format.h>

#include "command.hpp"
#include "input_text.hpp"
#include "passkey_audit/inventory/format_inventory.hpp"
#include "passkey_audit/report/problem_text.hpp"
#include "passkey_audit/support/byte_source.hpp"
#include "passkey_audit/support/json_stream.hpp"
#include "passkey_audit/support/replace_file.hpp"
#include "passkey_audit/support/safe_text.hpp"

namespace passkey_audit {
namespace {

struct Options {
  std::vector<std::string> files;
  bool check = false;
};

// Takes everything that is JSON.
class Anything final : public JsonVisitor {
 public:
  bool is_collection(std::string_view /*root_key*/) override { return true; }
  void entry(std::string_view /*collection*/, JsonValue /*value*/) override {}
  void member(JsonValue /*value*/) override {}
};

bool is_json(const std::string& path, const std::string& text, const Session& session) {
  MemorySource source(text);
  Anything anything;
  JsonOutcome outcome = read_json(source, dialect_of(path), anything);
  for (Problem& problem : outcome.problems) {
    problem.path = path;
    session.message(problem_line(problem));
  }
  return outcome.complete && outcome.problems.empty();
}

ExitStatus format_one(const std::string& path, bool check, Session& session) {
  const Expected<std::string> text = input_text(path);
  if (!text) {
    session.message(fmt::format("{}: {}", safe_text(path), text.error()));
    return ExitStatus::input;
  }
  if (!is_json(path, *text, session)) return ExitStatus::input;
  const std::string formatted = format_inventory(*text);
  // Whatever is written has to be read again, and to stay as it is.
  if (!is_json(path, formatted, session) || format_inventory(formatted) != formatted) {
    session.message(fmt::format("{}: cannot be laid out; nothing was changed", safe_text(path)));
    return ExitStatus::failure;
  }
  if (check) {
    if (formatted == *text) return ExitStatus::ok;
    session.message(fmt::format("{}: is laid out otherwise; passkey-audit fmt {} changes that",
                                safe_text(path), safe_text(path)));
    return ExitStatus::findings;
  }
  if (path == "-") {
    session.print(formatted);
    return ExitStatus::ok;
  }
  if (formatted == *text) return ExitStatus::ok;
  const Expected<Done> written = replace_file(path, formatted);
  if (written) return ExitStatus::ok;
  session.message(fmt::format("{}: {}", safe_text(path), written.error()));
  return ExitStatus::failure;
}

// The worst of them.
ExitStatus format_all(const Options& options, Session& session) {
  ExitStatus worst = ExitStatus::ok;
  for (const std::string& path : options.files) {
    worst = std::max(worst, format_one(path, options.check, session));
  }
  return worst;
}

Action prepare(Parameters& parameters) {
  const auto options = std::make_shared<Options>();
  parameters.files("files", options->files,
                   "Inventories and the files they include; - is standard input, printed");
  parameters.flag("--check", options->check,
                  "Change nothing; exit 1 when a file is laid out otherwise");
  return [options](Session& session) { return format_all(*options, session); };
}

}  // namespace

const Command fmt_command{.name = "fmt", .prepare = prepare};

}  // namespace passkey_audit
