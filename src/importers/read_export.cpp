#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <pugixml.hpp>

#include "archive.hpp"
#include "passkey_audit/importers/importer.hpp"
#include "passkey_audit/support/limits.hpp"
#include "passkey_audit/support/secret_json.hpp"
#include "table_export.hpp"

namespace passkey_audit {
namespace {

// What nothing here reads, by what it begins with, and what to export instead.
struct Refusal {
  std::string_view begins, what;
};
constexpr std::array refusals{
    Refusal{"\x03\xD9\xA2\x9A",
            "is an encrypted KeePass database; export it with: keepassxc-cli export --format xml"},
    Refusal{"-----BEGIN PGP", "is encrypted; export without a passphrase"},
    Refusal{"\xFF\xFE", "is in UTF-16; save it as UTF-8"},
    Refusal{"\xFE\xFF", "is in UTF-16; save it as UTF-8"},
};

// What an archive of a known program holds; the first that is there is read.
struct Inside {
  const char* entry;
  std::string_view refusal;  // empty: it is read
};
constexpr std::array insides{
    Inside{"export.data", ""},  // 1Password
    Inside{"Proton Pass/data.json", ""},
    Inside{"Proton Pass/data.pgp", "is encrypted; export from Proton Pass without a passphrase"},
    Inside{"credentials.csv", ""},  // Dashlane
    Inside{"data.json", ""},        // Bitwarden, with attachments
    Inside{"xl/workbook.xml", "is a spreadsheet; save it as CSV"},
};

std::vector<std::string_view> known_ids() {
  std::vector<std::string_view> ids;
  for (const Importer* one : all_importers()) ids.push_back(one->id);
  return ids;
}

Unexpected<std::string> is_unknown(std::string_view what) {
  return Unexpected(fmt::format("is {} of no program that is known; say which with --from: {}",
                                what, fmt::join(known_ids(), ", ")));
}

Unexpected<std::string> is_other(const Importer& asked_for, std::string_view what) {
  return Unexpected(fmt::format("is {}, which is not what {} exports", what, asked_for.id));
}

// By the one that fits, or the one that was asked for.
template <class Text>
Expected<ReadExport> walk(const Text& text, std::string_view what, const Importer* asked_for,
                          Date today) {
  const auto reads = [](const Importer& one) {
    return std::get_if<WalkedExport<Text>>(&one.reads);
  };
  const Importer* importer = asked_for;
  if (importer == nullptr) {
    const auto found = std::ranges::find_if(all_importers(), [&](const Importer* one) {
      return reads(*one) != nullptr && reads(*one)->fits(text);
    });
    if (found == all_importers().end()) return is_unknown(what);
    importer = *found;
  } else if (reads(*importer) == nullptr || !reads(*importer)->fits(text)) {
    return is_other(*asked_for, what);
  }
  Expected<Found> found = reads(*importer)->read(text, today);
  if (!found) return Unexpected(found.error());
  return ReadExport{importer, *std::move(found)};
}

Expected<ReadExport> read_xml(std::span<char> bytes, const Importer* asked_for, Date today) {
  if (std::ranges::count(bytes, '<') > limits::xml_tags_max) {
    return Unexpected(fmt::format("has more than {} tags", limits::xml_tags_max));
  }
  pugi::xml_document document;
  // Strings stay in these bytes. No entity of the file's own is ever expanded; a file that declares
  // some is not what a password manager writes.
  const pugi::xml_parse_result parsed = document.load_buffer_inplace(
      bytes.data(), bytes.size(), pugi::parse_default | pugi::parse_doctype, pugi::encoding_utf8);
  if (!parsed) {
    const auto line =
        1 + std::ranges::count(bytes.first(std::min<std::size_t>(
                                   static_cast<std::size_t>(parsed.offset), bytes.size())),
                               '\n');
    return Unexpected(fmt::format("is no XML: line {}; was the export cut off?", line));
  }
  for (const pugi::xml_node node : document) {
    if (node.type() == pugi::node_doctype) {
      return Unexpected(std::string("declares a document type, which no export does"));
    }
  }
  return walk<pugi::xml_node>(document, "XML", asked_for, today);
}

Expected<ReadExport> read_table(std::span<char> bytes, const Importer* asked_for, Date today) {
  const std::string_view text(bytes.data(), bytes.size());
  const bool is_list = asked_for != nullptr
                           ? std::holds_alternative<ListExport>(asked_for->reads)
                           : std::ranges::any_of(all_importers(), [&](const Importer* one) {
                               const auto* list = std::get_if<ListExport>(&one->reads);
                               return list != nullptr && list->fits(text);
                             });
  if (is_list) return walk(text, "text", asked_for, today);
  const Expected<CsvTable> table = read_csv(bytes);
  if (!table) return Unexpected(table.error());
  const Importer* importer = asked_for == nullptr ? importer_of(*table) : asked_for;
  if (importer == nullptr) return is_unknown("a table");
  if (!std::holds_alternative<TableExport>(importer->reads)) return is_other(*importer, "a table");
  Expected<Found> found = found_in(*table, *importer);
  if (!found) return Unexpected(found.error());
  return ReadExport{importer, *std::move(found)};
}

Expected<ReadExport> read_any(std::span<char> bytes, const Importer* asked_for, Date today);

Expected<ReadExport> read_archive(std::span<const char> bytes, const Importer* asked_for,
                                  Date today) {
  const Expected<Archive> archive = Archive::open(bytes);
  if (!archive) return Unexpected(archive.error());
  const auto inside =
      std::ranges::find_if(insides, [&](const Inside& one) { return archive->has(one.entry); });
  if (inside == insides.end()) return is_unknown("a ZIP archive");
  if (!inside->refusal.empty()) return Unexpected(std::string(inside->refusal));
  Expected<SecretBytes> entry = archive->unpacked(inside->entry);
  if (!entry) return Unexpected(entry.error());
  const std::string_view text(entry->bytes().data(), entry->bytes().size());
  if (text.starts_with("PK\x03\x04")) return is_unknown("a ZIP archive");
  return read_any(entry->bytes(), asked_for, today);
}

// An account that nobody can call by any name would be found again on no day.
void leave_out_nameless(Found& found) {
  found.left_out += std::erase_if(found.accounts, [](const FoundAccount& account) {
    return account.title.empty() && account.host.empty() && account.user.empty();
  });
}

Expected<ReadExport> read_any(std::span<char> bytes, const Importer* asked_for, Date today) {
  const std::string_view text(bytes.data(), bytes.size());
  for (const Refusal& refusal : refusals) {
    if (text.starts_with(refusal.begins)) return Unexpected(std::string(refusal.what));
  }
  if (text.starts_with("PK\x03\x04")) return read_archive(bytes, asked_for, today);
  constexpr std::string_view before = "\xEF\xBB\xBF \t\r\n";
  const std::size_t first = text.find_first_not_of(before);
  if (first == std::string_view::npos) return Unexpected(std::string("is empty"));
  if (text[first] == '<') return read_xml(bytes, asked_for, today);
  if (text[first] != '{' && text[first] != '[') return read_table(bytes, asked_for, today);
  const Expected<SecretJson> json = read_secret_json(bytes);
  if (!json) return Unexpected(json.error());
  return walk(json->root(), "JSON", asked_for, today);
}

}  // namespace

Expected<ReadExport> read_export(std::span<char> bytes, const Importer* asked_for, Date today) {
  Expected<ReadExport> one = read_any(bytes, asked_for, today);
  if (one) leave_out_nameless(one->found);
  return one;
}

}  // namespace passkey_audit
