#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>

#include "command.hpp"
#include "common_options.hpp"
#include "extended_inventory.hpp"
#include "input_text.hpp"
#include "passkey_audit/importers/merge.hpp"
#include "passkey_audit/support/limits.hpp"
#include "passkey_audit/support/nearest.hpp"
#include "passkey_audit/support/safe_text.hpp"
#include "passkey_audit/support/secret_bytes.hpp"

namespace passkey_audit {
namespace {

struct Options {
  CommonOptions common;
  std::vector<std::string> files;
  std::string from;
  std::string into;
  bool dry_run = false;
};

const Importer* by_id(std::string_view id) {
  const auto all = all_importers();
  const auto found = std::ranges::find(all, id, &Importer::id);
  return found == all.end() ? nullptr : *found;
}

// What a security key is called of which a file is the listing: as the file.
std::string label_of(const std::string& path) {
  const std::string label = name_of(std::filesystem::path(path).stem().string());
  return path == "-" || label.empty() ? "security-key" : label;
}

std::string counted(std::size_t count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

void tell(const std::string& path, const ReadExport& one, const Session& session) {
  const Found& found = one.found;
  const auto with_passkey = static_cast<std::size_t>(
      std::ranges::count(found.accounts, true, &FoundAccount::has_passkey));
  const std::string product =
      found.exporter.empty() ? std::string(one.importer->product) : safe_text(found.exporter);
  std::string line =
      found.key ? fmt::format("{}: {} in {}", safe_text(path),
                              counted(with_passkey, "passkey", "passkeys"), product)
                : fmt::format("{}: {} of {}", safe_text(path),
                              counted(found.accounts.size(), "account", "accounts"), product);
  if (with_passkey != 0 && !found.key) {
    line += fmt::format(", {} with a passkey", with_passkey);
  }
  if (found.left_out != 0) {
    line +=
        fmt::format("; {} that {} no account left out", counted(found.left_out, "entry", "entries"),
                    found.left_out == 1 ? "is" : "are");
  }
  session.message(line);
}

void tell_of_vaults(const std::vector<const ReadExport*>& exports, const Session& session) {
  std::vector<std::string_view> without;
  for (const ReadExport* one : exports) {
    const std::string_view product = one->importer->product;
    const bool is_new = std::ranges::find(without, product) == without.end();
    if (!one->importer->has_passkeys && is_new) without.push_back(product);
  }
  session.message(fmt::format(
      "say next on which devices each vault is signed in (\"devices\") and which account guards it "
      "(\"account\"), and add \"passkeys\" where there are more: {}",
      without.empty()
          ? "an export may leave some out"
          : fmt::format("files of this kind from {} carry none", fmt::join(without, " and "))));
  session.message("delete the exported files: they hold every password");
}

// What an export cannot know stays with the reader.
void tell_what_is_missing(const std::vector<ReadExport>& exports, const Session& session) {
  std::vector<const ReadExport*> vaults;
  for (const ReadExport& one : exports) {
    if (!one.found.key) vaults.push_back(&one);
  }
  if (!vaults.empty()) tell_of_vaults(vaults, session);
  if (vaults.size() == exports.size()) return;
  session.message(
      "say next where each security key is kept (\"place\") and which is the spare of which "
      "(\"spare_of\"); a key lists no second steps, so add \"second_factors\" where there are "
      "some");
}

Expected<std::vector<ReadExport>, ExitStatus> read_all(const Options& options, Date today,
                                                       const Session& session) {
  const Importer* asked_for = options.from.empty() ? nullptr : by_id(options.from);
  if (!options.from.empty() && asked_for == nullptr) {
    std::vector<std::string_view> ids;
    for (const Importer* one : all_importers()) ids.push_back(one->id);
    const std::string hint = did_you_mean(options.from, ids);
    session.message(
        fmt::format("--from knows no \"{}\"; {}", safe_text(options.from),
                    hint.empty() ? fmt::format("it knows: {}", fmt::join(ids, ", ")) : hint));
    return Unexpected(ExitStatus::usage);
  }
  std::vector<ReadExport> exports;
  for (const std::string& path : options.files) {
    Expected<SecretBytes> bytes = read_secret_file(path, limits::file_bytes_max);
    if (!bytes) {
      session.message(fmt::format("{}: {}", safe_text(path), bytes.error()));
      return Unexpected(ExitStatus::input);
    }
    Expected<ReadExport> one = read_export(bytes->bytes(), asked_for, today);
    if (!one) {
      session.message(fmt::format("{}: {}", safe_text(path), one.error()));
      return Unexpected(ExitStatus::input);
    }
    one->label = label_of(path);
    tell(path, *one, session);
    exports.push_back(*std::move(one));
  }
  return exports;
}

ExitStatus merge_into(const Options& options, const std::vector<ReadExport>& exports,
                      const Settings& settings, Session& session) {
  const std::string name = safe_text(options.into);
  const Expected<std::string> text = input_text(options.into);
  if (!text) {
    session.message(fmt::format("{}: {}", name, text.error()));
    return ExitStatus::input;
  }
  const Loaded loaded = load(options.into, settings, session);
  if (!loaded.context) return loaded.status;
  const MergedInventory result = merged(*text, loaded.inventory(), *settings.catalog, exports);
  if (!result.refusal.empty()) {
    session.message(fmt::format("{}: {}", name, result.refusal));
    return ExitStatus::input;
  }
  for (const std::string& change : result.changes) session.print(change + "\n");
  for (const std::string& open : result.open) session.print("? " + open + "\n");
  const Extended done = write_extended({.path = options.into,
                                        .old_text = *text,
                                        .text = result.text,
                                        .before = loaded.inventory(),
                                        .changes = result.changes.size(),
                                        .today = settings.today,
                                        .dry_run = options.dry_run});
  session.message(done.message);
  return done.status;
}

ExitStatus import(const Options& options, Session& session) {
  if (options.dry_run && options.into.empty()) {
    session.message("--dry-run lists what would change in the inventory that --into names");
    return ExitStatus::usage;
  }
  if (options.into == "-") {
    session.message("--into writes a file; without it an inventory is printed");
    return ExitStatus::usage;
  }
  forbid_core_dumps();
  const auto settings = settle(options.common, session);
  if (!settings) return settings.error();
  const auto exports = read_all(options, settings->today, session);
  if (!exports) return exports.error();
  ExitStatus status = ExitStatus::ok;
  if (options.into.empty()) {
    session.print(new_inventory(*settings->catalog, *exports));
  } else {
    status = merge_into(options, *exports, *settings, session);
  }
  if (status == ExitStatus::ok) tell_what_is_missing(*exports, session);
  return status;
}

Action prepare(Parameters& parameters) {
  const auto options = std::make_shared<Options>();
  parameters.files("files", options->files, "Exported files; - is standard input");
  parameters.text("--from", options->from, "FORMAT",
                  "What exported them, where that is not recognised");
  parameters.text("--into", options->into, "INVENTORY",
                  "Add to this inventory what it does not have; the old file is kept beside it");
  parameters.flag("--dry-run", options->dry_run, "With --into: list the changes, make none");
  add_today(parameters, options->common.today);
  return [options](Session& session) { return import(*options, session); };
}

}  // namespace

const Command import_command{.name = "import", .prepare = prepare};

}  // namespace passkey_audit
