#include <algorithm>

#include "passkey_audit/importers/importer.hpp"
#include "passkey_audit/support/safe_text.hpp"

namespace passkey_audit {
namespace {

bool fits(const CsvTable& table, const CsvExport& format) {
  return std::ranges::all_of(format.columns,
                             [&](std::string_view name) { return table.column(name).has_value(); });
}

class Rows {
 public:
  Rows(const CsvTable& table, const CsvExport& format) : table_(table), format_(format) {}

  Found find() const {
    Found found;
    for (const CsvRow& row : table_.rows) {
      if (is_account(row)) {
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
    const std::string_view folder = cell(row, format_.folder_column);
    const bool is_thrown_away = !format_.folder_left_out.empty() &&
                                folder.find(format_.folder_left_out) != std::string_view::npos;
    // Neither an address nor a name to sign in with: a note, a folder, or nothing.
    const bool has_something = !host_of(cell(row, format_.url)).empty() || !user_of(row).empty() ||
                               !cell(row, format_.password).empty();
    // In a row that is too short a password may stand where a name belongs.
    return !row.is_short && is_of_type && !is_thrown_away && has_something && !is_of_browser(row);
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
    const std::string title = shown(row, cell(row, format_.title));
    const std::string user = shown(row, user_of(row));
    return {.title = title.empty() ? shown(row, app_of(cell(row, format_.url))) : title,
            .host = host_of(cell(row, format_.url)),
            .user = user,
            .is_user_hidden = user.empty() && !user_of(row).empty(),
            .has_password = !cell(row, format_.password).empty(),
            .has_totp = !cell(row, format_.totp).empty() || !cell(row, format_.totp_too).empty()};
  }

  // "com.example.tram" of "android://...@com.example.tram/"; else empty.
  static std::string_view app_of(std::string_view url) {
    const std::size_t at = url.rfind('@');
    if (!url.starts_with("android://") || at == std::string_view::npos) return {};
    url.remove_prefix(at + 1);
    return url.substr(0, url.find('/'));
  }

  // Somebody may have written a password where a name belongs.
  std::string shown(const CsvRow& row, std::string_view text) const {
    constexpr std::size_t longest = 80;
    const bool is_a_secret = text == cell(row, format_.password) ||
                             text == cell(row, format_.totp) || looks_secret(text);
    const bool is_good = text.size() <= longest && !is_blank(text) && is_safe(text) && !is_a_secret;
    return is_good ? std::string(text) : std::string();
  }

  const CsvTable& table_;
  const CsvExport& format_;
};

}  // namespace

const CsvExport* recognised(const CsvTable& table) {
  const CsvExport* best = nullptr;
  bool is_clear = true;
  for (const CsvExport* format : all_csv_exports()) {
    if (!fits(table, *format)) continue;
    if (best == nullptr || format->columns.size() > best->columns.size()) {
      best = format;
      is_clear = true;
    } else if (format->columns.size() == best->columns.size()) {
      is_clear = false;
    }
  }
  return is_clear ? best : nullptr;
}

Found found_in(const CsvTable& table, const CsvExport& format) {
  return Rows(table, format).find();
}

std::string host_of(std::string_view address) {
  const std::size_t scheme = address.find("://");
  if (scheme != std::string_view::npos) {
    const std::string_view name = address.substr(0, scheme);
    if (name != "https" && name != "http") return {};
    address.remove_prefix(scheme + 3);
  } else if (const std::size_t colon = address.find(':'); colon != std::string_view::npos) {
    // "mailto:", "javascript:": no address of a web site; only a port may stand behind a colon.
    const bool is_port =
        colon + 1 < address.size() && address[colon + 1] >= '0' && address[colon + 1] <= '9';
    if (!is_port) return {};
  }
  const std::size_t end = address.find_first_of("/?#, ");
  // A password in the address may hold any of these: then nobody can say where the host begins.
  const bool is_unclear = end != std::string_view::npos && address[end] != ',' &&
                          address.find('@', end) != std::string_view::npos;
  if (is_unclear) return {};
  address = address.substr(0, end);
  if (const std::size_t user = address.rfind('@'); user != std::string_view::npos) {
    address.remove_prefix(user + 1);
  }
  address = address.substr(0, address.find(':'));
  std::string host(address);
  for (char& c : host) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    const bool is_good = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
    if (!is_good) return {};
  }
  const bool is_name = host.find('.') != std::string::npos && host.front() != '.' &&
                       host.back() != '.' && host.size() <= 100;
  return is_name && !looks_secret(host) ? host : std::string();
}

}  // namespace passkey_audit
