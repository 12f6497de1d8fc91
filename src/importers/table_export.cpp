#include "table_export.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace passkey_audit {
namespace {

bool fits(const CsvTable& table, const TableExport& format) {
  return std::ranges::all_of(format.columns,
                             [&](std::string_view name) { return table.column(name).has_value(); });
}

class Rows {
 public:
  Rows(const CsvTable& table, const TableExport& format) : table_(table), format_(format) {}

  Found find() const {
    Found found;
    if (format_.lists_a_key) found.key.emplace();
    for (const CsvRow& row : table_.rows) {
      if (format_.lists_a_key) {
        take_listed(row, found);
      } else if (is_account(row)) {
        found.accounts.push_back(account_of(row));
      } else {
        ++found.left_out;
      }
    }
    return found;
  }

 private:
  std::string_view cell(const CsvRow& row, std::string_view column) const {
    const auto at = column.empty() ? std::nullopt : table_.column(column);
    return at ? row.cells[*at] : std::string_view();
  }

  bool is_account(const CsvRow& row) const {
    const bool is_of_type = format_.type_column.empty() || !table_.column(format_.type_column) ||
                            cell(row, format_.type_column) == format_.type;
    const bool is_thrown_away = lies_in_bin(cell(row, format_.folder_column));
    // Neither an address nor a name to sign in with: a note, a folder, or nothing.
    const bool has_something = !host_of(cell(row, format_.url)).empty() || !user_of(row).empty() ||
                               !cell(row, format_.password).empty();
    // In a row that is too short a password may stand where a name belongs.
    return !row.is_short && is_of_type && !is_thrown_away && has_something && !is_of_browser(row);
  }

  // "Root/Recycle Bin/...", in the language of the program.
  bool lies_in_bin(std::string_view folder) const {
    while (!folder.empty()) {
      const std::string_view part = folder.substr(0, folder.find('/'));
      if (std::ranges::find(format_.bins, part) != format_.bins.end()) return true;
      folder.remove_prefix(std::min(part.size() + 1, folder.size()));
    }
    return false;
  }

  // A key also keeps credentials of other kinds, such as "ssh:".
  void take_listed(const CsvRow& row, Found& found) const {
    FoundAccount account{.host = host_of(cell(row, format_.url)), .has_passkey = true};
    set_user(account, user_of(row));
    if (row.is_short || account.host.empty()) {
      ++found.left_out;
      return;
    }
    add_relying_party(*found.key, account.host);
    found.accounts.push_back(std::move(account));
  }

  // What a browser keeps to sign in to itself, and LastPass to mark its notes.
  bool is_of_browser(const CsvRow& row) const {
    const std::string_view url = cell(row, format_.url);
    return url.starts_with("chrome://") || url == "http://sn";
  }

  std::string_view user_of(const CsvRow& row) const {
    const std::string_view user = cell(row, format_.user);
    return user.empty() ? cell(row, format_.user_too) : user;
  }

  FoundAccount account_of(const CsvRow& row) const {
    const std::string_view password = cell(row, format_.password), totp = cell(row, format_.totp);
    const std::string_view url = cell(row, format_.url);
    FoundAccount account{.title = name_of(cell(row, format_.title), {password, totp}),
                         .host = host_of(url),
                         .has_password = !password.empty(),
                         .has_totp = !totp.empty() || !cell(row, format_.totp_too).empty()};
    if (account.title.empty()) account.title = name_of(app_of(url), {password, totp});
    set_user(account, user_of(row), {password, totp});
    leave_out_secrets(account, {password, totp});
    return account;
  }

  // "com.example.tram" of "android://...@com.example.tram/"; else empty.
  static std::string_view app_of(std::string_view url) {
    const std::size_t at = url.rfind('@');
    if (!url.starts_with("android://") || at == std::string_view::npos) return {};
    url.remove_prefix(at + 1);
    return url.substr(0, url.find('/'));
  }

  const CsvTable& table_;
  const TableExport& format_;
};

}  // namespace

const Importer* importer_of(const CsvTable& table) {
  const Importer* best = nullptr;
  std::size_t most = 0;
  bool is_clear = true;
  for (const Importer* importer : all_importers()) {
    const auto* format = std::get_if<TableExport>(&importer->reads);
    if (format == nullptr || !fits(table, *format)) continue;
    if (best == nullptr || format->columns.size() > most) {
      best = importer;
      most = format->columns.size();
      is_clear = true;
    } else if (format->columns.size() == most) {
      is_clear = false;
    }
  }
  return is_clear ? best : nullptr;
}

Expected<Found> found_in(const CsvTable& table, const Importer& importer) {
  const auto& format = std::get<TableExport>(importer.reads);
  for (const std::string_view column : format.columns) {
    if (!table.column(column)) {
      return Unexpected(
          fmt::format("has no column \"{}\", which {} exports", column, importer.product));
    }
  }
  return Rows(table, format).find();
}

}  // namespace passkey_audit
