// Archives: which of their entries is read, and what is refused before it is unpacked.
#include <zip.h>

#include <string>
#include <utility>
#include <vector>

#include "catch.hpp"
#include "passkey_audit/importers/importer.hpp"

namespace passkey_audit {
namespace {

using Entries = std::vector<std::pair<std::string, std::string>>;

std::string archive_of(const Entries& entries, const char* password = nullptr) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* bytes = zip_source_buffer_create(nullptr, 0, 0, &error);
  zip_t* archive = zip_open_from_source(bytes, ZIP_TRUNCATE, &error);
  REQUIRE(archive != nullptr);
  zip_source_keep(bytes);
  for (const auto& [name, text] : entries) {
    zip_source_t* source = zip_source_buffer(archive, text.data(), text.size(), 0);
    const zip_int64_t index = zip_file_add(archive, name.c_str(), source, 0);
    REQUIRE(index >= 0);
    if (password == nullptr) continue;
    zip_file_set_encryption(archive, static_cast<zip_uint64_t>(index), ZIP_EM_AES_256, password);
  }
  REQUIRE(zip_close(archive) == 0);
  zip_stat_t about;
  zip_source_stat(bytes, &about);
  std::string all(about.size, '\0');
  zip_source_open(bytes);
  zip_source_read(bytes, all.data(), all.size());
  zip_source_close(bytes);
  zip_source_free(bytes);
  return all;
}

// The id of the importer that read it, or the error.
std::string outcome(std::string archive) {
  const Expected<ReadExport> one = read_export(archive, nullptr, Date{20'779});
  return one ? std::string(one->importer->id) : one.error();
}

}  // namespace

TEST_CASE("of an archive the entry that its program writes is read", "[importers]") {
  const std::string bitwarden = R"({"encrypted": false, "folders": [], "items": []})";
  CHECK(outcome(archive_of({{"attachments/a", "CANARY"}, {"data.json", bitwarden}})) ==
        "bitwarden-json");
  CHECK(
      outcome(archive_of({{"files/", ""}, {"export.data", R"({"accounts": [{"vaults": []}]})"}})) ==
      "1password-1pux");
  CHECK(outcome(archive_of({{"Proton Pass/data.json", R"({"vaults": {}})"}})) == "protonpass-json");
  CHECK(outcome(archive_of(
            {{"ids.csv", "CANARY"},
             {"credentials.csv",
              "username,username2,username3,title,password,note,url,category,otpSecret\n"}})) ==
        "dashlane-csv");
}

TEST_CASE("an archive that cannot be read says why", "[importers]") {
  CHECK(outcome(archive_of({{"Proton Pass/data.pgp", "CANARY"}})) ==
        "is encrypted; export from Proton Pass without a passphrase");
  CHECK(outcome(archive_of({{"xl/workbook.xml", "<a/>"}})) == "is a spreadsheet; save it as CSV");
  CHECK(outcome(archive_of({{"a.txt", "CANARY"}}))
            .starts_with("is a ZIP archive of no program that is known; say which"));
  CHECK(outcome(archive_of({{"data.json", R"({"items": []})"}}, "CANARY")) ==
        "is an encrypted ZIP archive; export without a password");
  const std::string whole = archive_of({{"data.json", R"({"items": []})"}});
  CHECK(outcome(whole.substr(0, whole.size() / 2)) ==
        "is a damaged ZIP archive; was the export cut off?");
  CHECK(outcome(archive_of({{"data.json", archive_of({{"data.json", "{}"}})}}))
            .starts_with("is a ZIP archive of no program"));
}

TEST_CASE("an archive is not unpacked beyond what an export has", "[importers]") {
  const std::string bomb = archive_of({{"data.json", std::string(64UL * 1024 * 1024, ' ')}});
  CHECK(bomb.size() < 100'000);
  CHECK(outcome(bomb) == "unpacks from 63 KiB to 64 MiB, which no export does");
}

}  // namespace passkey_audit
