#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "command.hpp"
#include "passkey_audit/importers/to_inventory.hpp"
#include "passkey_audit/support/limits.hpp"
#include "passkey_audit/support/nearest.hpp"
#include "passkey_audit/support/safe_text.hpp"
#include "passkey_audit/support/secret_bytes.hpp"

namespace passkey_audit {
namespace {

struct Options {
  std::vector<std::string> files;
  std::string from;
};

// What begins otherwise than a table does, and what to export instead.
struct Other {
  std::string_view begins, what;
};
constexpr std::array others{
    Other{"PK\x03\x04", "is a ZIP archive, which is not read; export as CSV"},
    Other{"\x03\xD9\xA2\x9A",
          "is an encrypted KeePass database; export it with: keepassxc-cli export --format csv"},
    Other{"-----BEGIN PGP", "is encrypted; export without a passphrase, as CSV"},
    Other{"{", "is JSON, which is not read; export as CSV"},
    Other{"[", "is JSON, which is not read; export as CSV"},
    Other{"<", "is XML, which is not read; export as CSV"},
};

const CsvExport* by_id(std::string_view id) {
  const auto all = all_csv_exports();
  const auto found = std::ranges::find(all, id, &CsvExport::id);
  return found == all.end() ? nullptr : *found;
}

std::vector<std::string_view> known_ids() {
  std::vector<std::string_view> ids;
  for (const CsvExport* one : all_csv_exports()) ids.push_back(one->id);
  return ids;
}

// The error is one plain sentence.
Expected<ReadExport> read_export(std::span<char> text, const CsvExport* asked_for) {
  const std::string_view view(text.data(), text.size());
  for (const Other& other : others) {
    if (view.starts_with(other.begins)) return Unexpected(std::string(other.what));
  }
  const Expected<CsvTable> table = read_csv(text);
  if (!table) return Unexpected(table.error());
  const CsvExport* format = asked_for == nullptr ? recognised(*table) : asked_for;
  if (format == nullptr) {
    return Unexpected(fmt::format("is no export that is known; say which with --from: {}",
                                  fmt::join(known_ids(), ", ")));
  }
  for (const std::string_view column : format->columns) {
    if (!table->column(column)) {
      return Unexpected(
          fmt::format("has no column \"{}\", which {} exports", column, format->product));
    }
  }
  return ReadExport{format, found_in(*table, *format)};
}

void tell(const std::string& path, const ReadExport& one, const Session& session) {
  const auto counted = [](std::size_t count, std::string_view one_of, std::string_view many) {
    return fmt::format("{} {}", count, count == 1 ? one_of : many);
  };
  const std::string left_out = one.found.left_out == 0
                                   ? ""
                                   : fmt::format("; {} that {} no account left out",
                                                 counted(one.found.left_out, "entry", "entries"),
                                                 one.found.left_out == 1 ? "is" : "are");
  session.message(fmt::format("{}: {} of {}{}", safe_text(path),
                              counted(one.found.accounts.size(), "account", "accounts"),
                              one.format->product, left_out));
}

ExitStatus import(const Options& options, Session& session) {
  const CsvExport* asked_for = options.from.empty() ? nullptr : by_id(options.from);
  if (!options.from.empty() && asked_for == nullptr) {
    const std::string hint = did_you_mean(options.from, known_ids());
    session.message(fmt::format(
        "--from knows no \"{}\"; {}", safe_text(options.from),
        hint.empty() ? fmt::format("it knows: {}", fmt::join(known_ids(), ", ")) : hint));
    return ExitStatus::usage;
  }
  forbid_core_dumps();
  std::vector<ReadExport> exports;
  for (const std::string& path : options.files) {
    Expected<SecretBytes> bytes = read_secret_file(path, limits::file_bytes_max);
    if (!bytes) {
      session.message(fmt::format("{}: {}", safe_text(path), bytes.error()));
      return ExitStatus::input;
    }
    const Expected<ReadExport> one = read_export(bytes->bytes(), asked_for);
    if (!one) {
      session.message(fmt::format("{}: {}", safe_text(path), one.error()));
      return ExitStatus::input;
    }
    tell(path, *one, session);
    exports.push_back(*one);
  }
  session.message(
      "say next on which devices each vault is signed in (\"devices\") and which account guards it "
      "(\"account\"); a CSV file carries no passkeys, so add \"passkeys\" where there are some");
  session.message("delete the exported files: they hold every password");
  session.print(to_inventory(exports));
  return ExitStatus::ok;
}

Action prepare(CLI::App& parser) {
  const auto options = std::make_shared<Options>();
  parser.add_option("files", options->files, "Exported CSV files; - is standard input")
      ->required()
      ->type_name("FILE");
  parser.add_option("--from", options->from, "What exported them, where that is not recognised")
      ->type_name("FORMAT");
  return [options](Session& session) { return import(*options, session); };
}

}  // namespace

const Command import_command{.name = "import", .prepare = prepare};

}  // namespace passkey_audit
