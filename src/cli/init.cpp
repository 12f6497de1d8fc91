#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "check.hpp"
#include "command.hpp"
#include "common_options.hpp"
#include "embedded_template.hpp"
#include "input_text.hpp"
#include "passkey_audit/audit/judgement.hpp"
#include "passkey_audit/catalog/known.hpp"
#include "passkey_audit/interview/interview.hpp"
#include "passkey_audit/interview/write_draft.hpp"
#include "passkey_audit/rules/registry.hpp"
#include "passkey_audit/support/replace_file.hpp"
#include "passkey_audit/support/safe_text.hpp"
#include "terminal_dialogue.hpp"

namespace passkey_audit {
namespace {

struct Options {
  CheckOptions check;
  std::string file = "inventory.json";
  bool print_template = false;
  bool no_input = false;
};

bool is_there(const std::string& path) {
  std::error_code error;
  return std::filesystem::exists(std::filesystem::symlink_status(path, error));
}

// The file that is written, after every answer: whatever happens then, nothing is lost.
class Keeping {
 public:
  // `old_text`: of the inventory that is added to; empty: there is none yet.
  Keeping(std::string path, std::string old_text, const Settings& settings)
      : path_(std::move(path)), old_text_(std::move(old_text)), settings_(settings) {}

  std::string text_of(const Draft& draft) const {
    return old_text_.empty() ? written(draft) : added_to(old_text_, draft);
  }

  // A sentence when the draft cannot be kept.
  std::string keep(const Draft& draft) {
    const std::string text = text_of(draft);
    if (text == kept_ || (kept_.empty() && text == laid_out_before())) return {};
    if (!read(text).usable()) {
      return "That would not make an inventory that can be read again; please say it otherwise.";
    }
    const std::string error = write(text);
    has_failed_ = !error.empty();
    if (has_failed_) {
      return fmt::format("{}: {}. Nothing was saved; mend that and answer again, or quit.",
                         safe_text(path_), error);
    }
    kept_ = text;
    return {};
  }

  ReadInventory read(const std::string& text) const {
    return read_inventory_text(text, path_, {.today = settings_.today});
  }

  const std::string& backup() const { return backup_; }
  bool is_written() const { return !kept_.empty(); }
  bool has_failed() const {
    return has_failed_;
  }  // the last time that there was something to write

 private:
  // As long as nothing is added, the file stays as it is.
  std::string laid_out_before() const {
    return old_text_.empty() ? std::string() : added_to(old_text_, Draft());
  }

  std::string write(const std::string& text) {
    const bool is_new = old_text_.empty() && !is_written();
    const bool is_mine =
        is_new ? !is_there(path_) : still_has(path_, is_written() ? kept_ : old_text_);
    if (!is_mine) {
      return "was changed by somebody else meanwhile, and is left as it is now; quit and begin "
             "again";
    }
    if (old_text_.empty() || is_written()) {
      const auto done = replace_file(path_, text);
      return done ? "" : done.error();
    }
    const auto backup = replace_file_and_keep(path_, old_text_, text);
    if (!backup) return backup.error();
    backup_ = *backup;
    return {};
  }

  std::string path_, old_text_;
  const Settings& settings_;
  std::string kept_, backup_;
  bool has_failed_ = false;
};

std::string verdict_so_far(const Keeping& keeping, const Draft& draft, const Settings& settings) {
  const ReadInventory read = keeping.read(keeping.text_of(draft));
  if (!read.usable()) return "nothing can be said yet.";
  const AuditContext context(read.inventory, *settings.catalog, settings.today);
  return verdict_of(run_audit(context, all_rules())).text;
}

// What is there is only ever added to, and only after a yes.
bool may_add(const std::string& path, Dialogue& dialogue) {
  dialogue.say(
      fmt::format("{} is there already. Shall I add to it? Nothing in it is changed, and it "
                  "is kept as it was. Enter: yes; no leaves it alone.",
                  path));
  while (const auto answer = dialogue.answer()) {
    if (answer->empty() || *answer == "y" || *answer == "yes" || *answer == "Yes") return true;
    if (*answer == "n" || *answer == "no" || *answer == "No" || *answer == "quit") return false;
    dialogue.say("Please say yes or no.");
  }
  return false;
}

// Nobody should answer everything and learn then that nothing can be saved.
bool can_be_written(const std::string& path) {
  const std::filesystem::path folder = std::filesystem::path(path).parent_path();
  return ::access(folder.empty() ? "." : folder.c_str(), W_OK | X_OK) == 0;
}

void greet(Dialogue& dialogue, const std::string& path) {
  dialogue.say(
      "A few plain questions, and at the end what to do first. Never type a password, a PIN or a "
      "code: only where they are.");
  dialogue.say(fmt::format(
      "? means that you do not know, back goes to the question before, quit ends. Every answer is "
      "saved at once in {}, a file that only you may read.",
      path));
}

void say_where(const Keeping& keeping, const std::string& path, Dialogue& dialogue) {
  if (!keeping.is_written()) return dialogue.say("Nothing was written.");
  dialogue.say(fmt::format("Saved in {}.", path));
  if (!keeping.backup().empty()) {
    dialogue.say(fmt::format("As it was before it is kept in {}.", keeping.backup()));
  }
}

ExitStatus interview(const Options& options, const Settings& settings, Session& session) {
  if (!can_be_written(options.file)) {
    session.message(
        fmt::format("{}: cannot be written: {}", safe_text(options.file), std::strerror(errno)));
    return ExitStatus::failure;
  }
  TerminalDialogue dialogue(session);
  Draft draft;
  std::string old_text;
  if (is_there(options.file)) {
    const auto text = input_text(options.file);
    if (!text) {
      session.message(fmt::format("{}: {}", safe_text(options.file), text.error()));
      return ExitStatus::input;
    }
    const Loaded loaded = load(options.file, settings, session);
    if (!loaded.context) return loaded.status;
    if (!may_add(options.file, dialogue)) {
      dialogue.say(fmt::format("{} stays as it is.", options.file));
      return ExitStatus::ok;
    }
    old_text = *text;
    draft = draft_of(loaded.inventory());
  }
  const bool is_new = draft.is_new;
  greet(dialogue, options.file);
  Keeping keeping(options.file, old_text, settings);
  const InterviewHooks hooks{
      .keep = [&](const Draft& now) { return keeping.keep(now); },
      .verdict = [&](const Draft& now) { return verdict_so_far(keeping, now, settings); }};
  const InterviewEnd end = hold_interview(dialogue, *settings.catalog, draft, hooks);
  if (end == InterviewEnd::left) {
    say_where(keeping, options.file, dialogue);
    if (keeping.has_failed()) return ExitStatus::failure;
    dialogue.say("Run passkey-audit init again to go on.");
    return ExitStatus::ok;
  }
  if (is_new) draft.reviewed_on = settings.today;
  if (const std::string error = keeping.keep(draft); !error.empty()) {
    session.message(error);
    return ExitStatus::failure;
  }
  say_where(keeping, options.file, dialogue);
  dialogue.say(
      "Run passkey-audit init again to add accounts. For many, passkey-audit import reads what a "
      "password manager exports.");
  if (draft.accounts.empty()) return ExitStatus::ok;
  CheckOptions then = options.check;
  then.files = {options.file};
  return check(then, session);
}

ExitStatus init(const Options& options, Session& session) {
  if (options.print_template) {
    session.print(inventory_template());
    return ExitStatus::ok;
  }
  if (options.no_input) {
    session.message(
        "init asks questions; to write an inventory by hand, begin with passkey-audit init "
        "--template > inventory.jsonc");
    return ExitStatus::usage;
  }
  if (options.file == "-") {
    session.message("init writes a file; name one, or leave it out for inventory.json");
    return ExitStatus::usage;
  }
  const auto settings = settle(options.check.common, session);
  if (!settings) return settings.error();
  return interview(options, *settings, session);
}

Action prepare(Parameters& parameters) {
  const auto options = std::make_shared<Options>();
  parameters.text("file", options->file, "FILE",
                  "The inventory to write, or to add to (default: inventory.json)");
  parameters.flag("--template", options->print_template,
                  "Print an annotated example instead, to be changed by hand");
  parameters.flag("--no-input", options->no_input, "Ask nothing; since init has to, exit with 2");
  add_common_options(parameters, options->check.common);
  return [options](Session& session) { return init(*options, session); };
}

}  // namespace

const Command init_command{.name = "init", .prepare = prepare};

}  // namespace passkey_audit
