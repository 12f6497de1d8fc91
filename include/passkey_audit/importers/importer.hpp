// What other programs export, as far as an inventory may know it: which accounts there are, and
// what is kept there for each. An importer copies what it names here and nothing else: no password,
// seed, note or field of anybody's own leaves the export.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "passkey_audit/support/csv.hpp"
#include "passkey_audit/support/expected.hpp"

namespace passkey_audit {

struct FoundAccount {
  std::string title;            // what the user calls it; may be empty
  std::string host;             // of its web address, in lower case; may be empty
  std::string user;             // the name to sign in with; may be empty
  bool is_user_hidden = false;  // there is one that is not shown
  bool has_password = false;
  bool has_totp = false;  // the seed of a code generator
};

struct Found {
  std::vector<FoundAccount> accounts;
  std::size_t left_out = 0;  // entries that are no accounts: notes, cards, folders
};

// A table that a password manager exports. Registered by its file's name: src/importers/formats.
struct CsvExport {
  std::string_view id;        // "apple-csv", for --from
  std::string_view product;   // "Apple Passwords"
  std::string_view provider;  // of the vault, in the catalog's word; "other" where it knows none
  // Columns that every such table has; of several formats that fit, the one with most is meant.
  std::vector<std::string_view> columns;
  std::string_view title, url, user, password, totp;  // columns; empty: there is none
  std::string_view user_too, totp_too;                // where the first one is empty
  // Rows that are accounts: of this type, if the table has that column, and not below this folder.
  std::string_view type_column, type;
  std::string_view folder_column, folder_left_out;
};

[[nodiscard]] std::span<const CsvExport* const> all_csv_exports();

// Null: none fits, or several fit equally well.
[[nodiscard]] const CsvExport* recognised(const CsvTable& table);
[[nodiscard]] Found found_in(const CsvTable& table, const CsvExport& format);

// The host of a web address: no scheme, user, port, path or query. Of an app's address
// ("android://...@package/") and of what is none: empty.
[[nodiscard]] std::string host_of(std::string_view address);

}  // namespace passkey_audit
