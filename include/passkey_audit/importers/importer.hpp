// Importers: one for each format in which another program exports, registered by its file's name in
// src/importers/formats. Each reads one kind of text, and tells of it what found.hpp can hold.
#pragma once

#include <span>
#include <string_view>
#include <variant>
#include <vector>

#include "passkey_audit/importers/found.hpp"
#include "passkey_audit/support/csv.hpp"
#include "passkey_audit/support/expected.hpp"
#include "passkey_audit/support/secret_bytes.hpp"

namespace pugi {
class xml_node;
}

namespace passkey_audit {

class JsonItem;

// A table of which the columns say everything.
struct TableExport {
  // Columns that every such table has; of several formats that fit, the one with most is meant.
  std::vector<std::string_view> columns;
  std::string_view title, url, user, password, totp;  // columns; empty: there is none
  std::string_view user_too, totp_too;                // where the first one is empty
  // Rows that are accounts: of this type, if the table has that column, and in none of these
  // folders.
  std::string_view type_column, type;
  std::string_view folder_column;
  std::vector<std::string_view> bins;
  bool lists_a_key = false;  // rows are passkeys in a security key, and `url` their relying party
};

// Text of a structure that has to be walked. What fits and cannot be read, since it is encrypted,
// is an error that says what to export instead. Errors are plain sentences without a subject.
template <class Text>
struct WalkedExport {
  bool (*fits)(const Text& text);
  Expected<Found> (*read)(const Text& text, Date today);
};
using JsonExport = WalkedExport<JsonItem>;
using XmlExport = WalkedExport<pugi::xml_node>;  // the document
using ListExport = WalkedExport<std::string_view>;

struct Importer {
  std::string_view id;        // "apple-csv", for --from
  std::string_view product;   // "Apple Passwords"
  std::string_view provider;  // of the vault, in the catalog's word; "other" where it knows none.
                              // Empty: what is listed is in a security key
  bool has_passkeys = false;  // can have; what is missing may be there all the same
  std::variant<TableExport, JsonExport, XmlExport, ListExport> reads;
};

[[nodiscard]] std::span<const Importer* const> all_importers();

struct ReadExport {
  const Importer* importer = nullptr;
  Found found;
  std::string label;  // what a key is called of which it is a listing: no listing says
};

// Of a whole file: a table, JSON, XML or a ZIP archive with one of these in it. `asked_for`: null,
// or the one to read it with. The error is one plain sentence without a subject.
[[nodiscard]] Expected<ReadExport> read_export(std::span<char> bytes, const Importer* asked_for,
                                               Date today);

}  // namespace passkey_audit
