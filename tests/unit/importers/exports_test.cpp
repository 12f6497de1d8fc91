// Exports of an invented person, one for each format: what they come to, that they are recognised,
// and that no secret of them is left. Where an export has one, it holds the word CANARY.
#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "catch.hpp"
#include "passkey_audit/importers/to_inventory.hpp"
#include "passkey_audit/inventory/format_inventory.hpp"
#include "passkey_audit/inventory/read_inventory.hpp"
#include "passkey_audit/support/secret_bytes.hpp"

namespace passkey_audit {
namespace {

namespace fs = std::filesystem;

const fs::path folder = PASSKEY_AUDIT_SOURCE_DIR "/tests/importers";

std::string text_of(const fs::path& file) {
  std::ostringstream text;
  text << std::ifstream(file, std::ios::binary).rdbuf();
  return text.str();
}

// "apple_csv" of "apple-csv"; of what begins with a figure, a word for it.
std::string folder_of(const CsvExport& format) {
  std::string name(format.id);
  std::ranges::replace(name, '-', '_');
  return name.starts_with("1password") ? "one" + name.substr(1) : name;
}

std::string host(std::string_view address) {
  return host_of(address);
}

ReadExport read(const CsvExport& format) {
  SecretBytes bytes(text_of(folder / folder_of(format) / "export.csv"));
  const Expected<CsvTable> table = read_csv(bytes.bytes());
  REQUIRE(table);
  CHECK(recognised(*table) == &format);
  return {&format, found_in(*table, format)};
}

}  // namespace

TEST_CASE("each export is recognised and comes to the inventory beside it", "[importers]") {
  for (const CsvExport* format : all_csv_exports()) {
    CAPTURE(format->id);
    const std::string inventory = to_inventory({read(*format)});
    const fs::path expected = folder / folder_of(*format) / "inventory.json";
    if (std::getenv("GOLDEN_UPDATE") != nullptr) std::ofstream(expected) << inventory;
    CHECK(inventory == text_of(expected));
    CHECK(inventory.find("CANARY") == std::string::npos);
    CHECK(format_inventory(inventory) == inventory);
    CHECK(
        read_inventory_text(inventory, "test.json", {.today = *parse_date("2026-11-22")}).usable());
  }
}

TEST_CASE("what several exports know of one account is put together", "[importers]") {
  std::vector<ReadExport> all;
  for (const CsvExport* format : all_csv_exports()) all.push_back(read(*format));
  const std::string inventory = to_inventory(all);
  CHECK(inventory.find("CANARY") == std::string::npos);
  // Of "otto" at GitHub four managers know the password.
  CHECK(inventory.find("\"name\": \"github.com (otto)\"") != std::string::npos);
  CHECK(
      inventory.find(R"("password": ["apple-passwords", "bitwarden", "keepassxc", "1password"])") !=
      std::string::npos);
  CHECK(read_inventory_text(inventory, "test.json", {.today = *parse_date("2026-11-22")}).usable());
}

TEST_CASE("of a web address the host is left", "[importers]") {
  CHECK(host("https://GitHub.com/login?x=y#z") == "github.com");
  CHECK(host("http://user:secret@bank.example:8443/") == "bank.example");
  CHECK(host("shop.example") == "shop.example");
  CHECK(host("https://a.example,https://b.example") == "a.example");
  CHECK(host("https://a.example, https://b.example") == "a.example");
  for (const std::string_view none :
       {"", "android://hash@com.example/", "chrome://settings", "localhost", "https://", "a b",
        "https://my.secret:p?w@host.example/", "https://a.b:c/d@host.example",
        "JBSWY3DPEHPK3PXP.JBSWY3DPEHPK3PXP", "https://exa mple", ".example",
        "mailto:otto@example.org", "https://exämple.org"}) {
    CAPTURE(none);
    CHECK(host(none) == "");
  }
}

TEST_CASE("a table that fits nothing, or two formats alike, is not guessed at", "[importers]") {
  const auto meant = [](std::string header) -> std::string_view {
    const Expected<CsvTable> table = read_csv(header);
    REQUIRE(table);
    const CsvExport* format = recognised(*table);
    return format == nullptr ? "none" : format->id;
  };
  CHECK(meant("name,url,username,password\n") == "chrome-csv");
  CHECK(meant("url,username,password\n") == "none");
  CHECK(meant("Title,URL,Username,Password,Notes,OTPAuth\n") == "apple-csv");
  CHECK(meant("type,name,url,username,password,note,totp,createTime,modifyTime\n") ==
        "protonpass-csv");
}

TEST_CASE("a name that could be a secret is left out", "[importers]") {
  std::string text =
      "name,url,username,password\n"
      "sk_live_4eC39HqLyjWDarjtT1zdp7dc,https://shop.example,AKIAIOSFODNN7EXAMPLE,x\n";
  const Expected<CsvTable> table = read_csv(text);
  REQUIRE(table);
  const Found found = found_in(*table, *recognised(*table));
  REQUIRE(found.accounts.size() == 1);
  CHECK(found.accounts.front().title == "");
  CHECK(found.accounts.front().user == "");
}

TEST_CASE("what could be a password is no name, and no row loses its place", "[importers]") {
  std::string text =
      "name,url,username,password\n"
      "correcthorse,https://a.example,otto,correcthorse\n"
      "Shop,https://b.example,hunter2\n"
      "   ,,carl,x\n"
      "L,," +
      std::string(90, 'u') +
      "1,x\n"
      "L,," +
      std::string(90, 'u') + "2,x\n";
  const Expected<CsvTable> table = read_csv(text);
  REQUIRE(table);
  const CsvExport* format = recognised(*table);
  REQUIRE(format != nullptr);
  const Found found = found_in(*table, *format);
  CHECK(found.left_out == 1);  // the row that is too short
  const std::string inventory = to_inventory({{format, found}});
  CHECK(inventory.find("correcthorse") == std::string::npos);
  CHECK(inventory.find("hunter2") == std::string::npos);
  CHECK(inventory.find(R"("name": "carl")") != std::string::npos);
  CHECK(inventory.find(R"("l-2")") != std::string::npos);
  CHECK(read_inventory_text(inventory, "test.json", {.today = *parse_date("2026-11-22")}).usable());
}

}  // namespace passkey_audit
