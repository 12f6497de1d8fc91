// Exports of an invented person, one for each format: what they come to, that they are recognised,
// and that no secret of them is left. Where an export has one, it holds the word CANARY.
#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "catch.hpp"
#include "passkey_audit/catalog/catalog.hpp"
#include "passkey_audit/importers/merge.hpp"
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

// "apple_csv" of "apple-csv"; the folder is called as the source of the importer.
std::string folder_of(const Importer& importer) {
  std::string name(importer.id);
  std::ranges::replace(name, '-', '_');
  if (name == "cxf") name = "cxf_json";
  return name.starts_with("1password") ? "one" + name.substr(1) : name;
}

fs::path export_of(const Importer& importer) {
  for (const std::string_view type : {"csv", "json", "xml", "txt"}) {
    fs::path file = folder / folder_of(importer) / fmt::format("export.{}", type);
    if (fs::exists(file)) return file;
  }
  FAIL("no export for " << importer.id);
  return {};
}

constexpr Date today{20'779};  // 2026-11-22

Expected<ReadExport> read_text(std::string_view text, const Importer* importer = nullptr) {
  SecretBytes bytes(text);
  return read_export(bytes.bytes(), importer, today);
}

ReadExport read(const Importer& importer) {
  Expected<ReadExport> one = read_text(text_of(export_of(importer)));
  REQUIRE(one);
  CHECK(one->importer == &importer);
  return *std::move(one);
}

std::string error_of(std::string_view text, const Importer* importer = nullptr) {
  const Expected<ReadExport> one = read_text(text, importer);
  return one ? "none" : one.error();
}

std::string inventory_of(const std::vector<ReadExport>& exports) {
  return new_inventory(embedded_catalog(), exports);
}

bool is_usable(const std::string& inventory) {
  return read_inventory_text(inventory, "test.json", {.today = today}).usable();
}

std::string host(std::string_view address) {
  return host_of(address);
}

}  // namespace

TEST_CASE("each export is recognised and comes to the inventory beside it", "[importers]") {
  for (const Importer* importer : all_importers()) {
    CAPTURE(importer->id);
    const std::string inventory = inventory_of({read(*importer)});
    const fs::path expected = folder / folder_of(*importer) / "inventory.json";
    if (std::getenv("GOLDEN_UPDATE") != nullptr) std::ofstream(expected) << inventory;
    CHECK(inventory == text_of(expected));
    CHECK(inventory.find("CANARY") == std::string::npos);
    CHECK(format_inventory(inventory) == inventory);
    CHECK(is_usable(inventory));
  }
}

TEST_CASE("what is cut off or mangled gets a plain error, or comes to an inventory",
          "[importers]") {
  for (const Importer* importer : all_importers()) {
    const std::string whole = text_of(export_of(*importer));
    for (std::size_t length = 0; length < whole.size(); length += 1 + whole.size() / 97) {
      CAPTURE(importer->id, length);
      std::string mangled = whole;
      mangled[length] = static_cast<char>(mangled[length] ^ 0x15);
      for (const std::string& text : {whole.substr(0, length), mangled}) {
        const Expected<ReadExport> one = read_text(text);
        const std::string said = one ? inventory_of({*one}) : one.error();
        CHECK(said.find("CANARY") == std::string::npos);
        if (one) CHECK(is_usable(said));
      }
    }
  }
}

TEST_CASE("what several exports know of one account is put together", "[importers]") {
  std::vector<ReadExport> all;
  for (const Importer* importer : all_importers()) {
    if (std::holds_alternative<TableExport>(importer->reads)) all.push_back(read(*importer));
  }
  const std::string inventory = inventory_of(all);
  CHECK(inventory.find("CANARY") == std::string::npos);
  // Of "otto" at GitHub four managers know the password.
  CHECK(inventory.find("\"name\": \"github.com (otto)\"") != std::string::npos);
  CHECK(
      inventory.find(R"("password": ["apple-passwords", "bitwarden", "keepassxc", "1password"])") !=
      std::string::npos);
  CHECK(is_usable(inventory));
}

TEST_CASE("of a web address the host is left", "[importers]") {
  CHECK(host("https://GitHub.com/login?x=y#z") == "github.com");
  CHECK(host("http://user:secret@bank.example:8443/") == "bank.example");
  CHECK(host("shop.example") == "shop.example");
  CHECK(host("https://a.example,https://b.example") == "a.example");
  CHECK(host("https://a.example, https://b.example") == "a.example");
  CHECK(host(" HTTPS://Upper.Example.\n") == "upper.example");
  CHECK(host("https://medium.example/@otto?mail=otto@example.org") == "medium.example");
  CHECK(host("https://back.example\\@evil.example/") == "back.example");
  for (const std::string_view none :
       {"", "android://hash@com.example/", "chrome://settings", "localhost", "https://", "a b",
        "https://my.secret:p?w@host.example/", "https://a.b:c/d@host.example",
        "JBSWY3DPEHPK3PXP.JBSWY3DPEHPK3PXP", "https://exa mple", ".example",
        "mailto:otto@example.org", "https://exämple.org", "http://nas", "https://192.168.1.2:5001/",
        "https://anna:p@ss.word,1@shop.example/"}) {
    CAPTURE(none);
    CHECK(host(none) == "");
  }
}

TEST_CASE("a table that fits nothing, or two formats alike, is not guessed at", "[importers]") {
  const auto meant = [](std::string_view header) -> std::string_view {
    const Expected<ReadExport> one = read_text(header);
    return one ? one->importer->id : "none";
  };
  CHECK(meant("name,url,username,password\n") == "chrome-csv");
  CHECK(meant("url,username,password\n") == "none");
  CHECK(meant("Title,URL,Username,Password,Notes,OTPAuth\n") == "apple-csv");
  CHECK(meant("type,name,url,username,password,note,totp,createTime,modifyTime\n") ==
        "protonpass-csv");
}

TEST_CASE("a name that could be a secret is left out", "[importers]") {
  const Expected<ReadExport> one = read_text(
      "name,url,username,password\n"
      "sk_live_4eC39HqLyjWDarjtT1zdp7dc,https://shop.example,AKIAIOSFODNN7EXAMPLE,x\n");
  REQUIRE(one);
  REQUIRE(one->found.accounts.size() == 1);
  CHECK(one->found.accounts.front().title == "");
  CHECK(one->found.accounts.front().user == "");
  CHECK(one->found.accounts.front().is_user_hidden);
}

TEST_CASE("what could be a password is no name, and no row loses its place", "[importers]") {
  const Expected<ReadExport> one = read_text(
      "name,url,username,password\n"
      "correcthorse,https://a.example,otto,correcthorse\n"
      "Shop,https://b.example,hunter2\n"
      "   ,,carl,x\n"
      "L,," +
      std::string(90, 'u') +
      "1,x\n"
      "L,," +
      std::string(90, 'u') + "2,x\n");
  REQUIRE(one);
  CHECK(one->found.left_out == 1);  // the row that is too short
  const std::string inventory = inventory_of({*one});
  CHECK(inventory.find("correcthorse") == std::string::npos);
  CHECK(inventory.find("hunter2") == std::string::npos);
  CHECK(inventory.find(R"("name": "carl")") != std::string::npos);
  CHECK(inventory.find(R"("l-2")") != std::string::npos);
  CHECK(is_usable(inventory));
}

TEST_CASE("what is encrypted is refused with the way to what can be read", "[importers]") {
  CHECK(error_of(R"({"encrypted": true, "passwordProtected": true, "data": "2.a|b|c"})") ==
        R"(is encrypted with a password; in Bitwarden, export the vault again as ".json")");
  const std::string restricted =
      R"(is encrypted for one account; in Bitwarden, export the vault again as ".json")";
  CHECK(error_of(R"({"encrypted": true, "folders": [], "items": []})") == restricted);
  CHECK(
      error_of(
          R"({"folders": [], "items": [{"type": 1, "name": "2.aGkgaGkgaGkgaGk=|aGkgaGkgaGk=|aGkgaGk="}]})") ==
      restricted);
  CHECK(error_of(R"({"encrypted": true, "vaults": "CANARY"})").find("encrypted") !=
        std::string::npos);
  CHECK(error_of(R"({"version": 0, "hpke": {}, "payload": "CANARY"})") ==
        "is encrypted for the app that asked for it; export a file that is not encrypted");
  CHECK(error_of("\x03\xD9\xA2\x9A") ==
        "is an encrypted KeePass database; export it with: keepassxc-cli export --format xml");
  CHECK(error_of("-----BEGIN PGP MESSAGE-----") == "is encrypted; export without a passphrase");
}

TEST_CASE("what is no export says so", "[importers]") {
  CHECK(error_of("") == "is empty");
  CHECK(error_of("{") == "ends in the middle, on line 1; was the export cut off?");
  CHECK(error_of("{\n  \"a\": CANARY}") == "is no JSON: line 2, column 13");
  CHECK(error_of("{\"a\": \"\xFF\"}").starts_with("is no UTF-8 on line 1"));
  CHECK(error_of("{\"a\": 1}").starts_with("is JSON of no program that is known; say which"));
  CHECK(error_of("<a><b></a>") == "is no XML: line 1; was the export cut off?");
  CHECK(error_of("<!DOCTYPE a [<!ENTITY b \"c\">]><a/>") ==
        "declares a document type, which no export does");
  CHECK(error_of(std::string(100'000, '[')) == "is nested too deeply");
  CHECK(error_of("PK\x03\x04") == "is a damaged ZIP archive; was the export cut off?");
}

TEST_CASE("of an entry nothing is shown that is a secret of it, wherever it stands",
          "[importers]") {
  for (const std::string_view text : {
           R"({"items": [{"type": 1, "name": "CANARY", "passwordHistory": [{"password": "CANARY"}],
               "login": {"username": "otto"}}], "folders": []})",
           R"({"items": [{"type": 1, "name": "CANARY", "fields": [{"type": 1, "value": "CANARY"}],
               "login": {"username": "CANARY"}}], "folders": []})",
           R"({"collections": [], "items": [{"title": "CANARY", "credentials": [
               {"type": "basic-auth", "username": "otto", "password": {"value": "CANARY"}},
               {"type": "basic-auth", "username": "", "password": {"value": "x"}}]}]})",
           R"(<KeePassFile><Root><Group><Entry>
               <String><Key>Title</Key><Value>CANARY</Value></String>
               <String><Key>UserName</Key><Value>otto</Value></String>
               <String><Key>otp</Key><Value>CANARY</Value></String>
               <String><Key>TOTP Seed</Key><Value>x</Value></String></Entry></Group></Root></KeePassFile>)",
           R"(<KeePassFile><Root><Group><Entry>
               <String><Key>Title</Key><Value Protected="True">CANARY</Value></String>
               <String><Key>UserName</Key><Value>{REF:U@I:CANARY}</Value></String>
               </Entry></Group></Root></KeePassFile>)"}) {
    CAPTURE(text);
    const Expected<ReadExport> one = read_text(text);
    REQUIRE(one);
    CHECK(one->found.accounts.size() + one->found.left_out == 1);
    CHECK(inventory_of({*one}).find("CANARY") == std::string::npos);
  }
}

TEST_CASE("a passkey of another service is one for an account of its own", "[importers]") {
  const Expected<ReadExport> one = read_text(
      R"({"folders": [], "items": [{"type": 1, "name": "Google", "login": {"username": "otto",
          "uris": [{"uri": "https://accounts.google.com"}], "fido2Credentials": [
          {"rpId": "google.com", "userName": "otto"}, {"rpId": "github.com", "userName": "anna"}]}}]})");
  REQUIRE(one);
  REQUIRE(one->found.accounts.size() == 2);
  CHECK(one->found.accounts[0].host == "accounts.google.com");
  CHECK(one->found.accounts[0].has_passkey);
  CHECK(one->found.accounts[1].host == "github.com");
  CHECK(one->found.accounts[1].user == "anna");
}

TEST_CASE("a name or host that holds a secret of its entry is left out", "[importers]") {
  const Expected<ReadExport> one = read_text(
      "name,url,username,password\n"
      "Bank card PIN 4711,https://bank.example/,anna,4711\n"
      "hunter2 ,https://x.example/,anna,hunter2\n"
      "Mail (pw SOMMERREGEN),https://m.example,anna,Sommerregen\n"
      "Y,my.pass.phrase,anna,my.pass.phrase\n"
      "Abc,https://abc.example,anna,abc\n");
  REQUIRE(one);
  const std::vector<FoundAccount>& found = one->found.accounts;
  REQUIRE(found.size() == 5);
  for (std::size_t i = 0; i < 3; ++i) CHECK(found[i].title == "");
  CHECK(found[3].host == "");
  CHECK(found[4].title == "");
  CHECK(found[4].host == "abc.example");
}

TEST_CASE("what cannot be told apart by anything stays apart", "[importers]") {
  const Expected<ReadExport> one = read_text(
      "url,username,password,httpRealm,formActionOrigin,guid,timeCreated,timeLastUsed,"
      "timePasswordChanged\n"
      "http://nas,admin,x,,,,,,\nhttp://router,admin,x,,,,,,\nhttp://printer,,x,,,,,,\n");
  REQUIRE(one);
  CHECK(one->found.accounts.size() == 2);
  CHECK(one->found.left_out == 1);  // it has no name by which it would be found again
  const std::string inventory = inventory_of({*one});
  CHECK(inventory.find(R"("account-2": {)") != std::string::npos);
  const Expected<ReadExport> tenants = read_text(
      R"({"folders": [], "items": [
          {"type": 1, "name": "Acme", "login": {"username": "a@x.example", "password": "x",
           "uris": [{"uri": "https://acme.okta.com"}]}},
          {"type": 1, "name": "Beta", "login": {"username": "a@x.example", "password": "x",
           "uris": [{"uri": "https://beta.okta.com"}]}}]})");
  REQUIRE(tenants);
  CHECK(inventory_of({*tenants}).find(R"("service": "beta.okta.com")") != std::string::npos);
}

TEST_CASE("a passkey of somebody else, or of a site that cannot be read, is not the entry's",
          "[importers]") {
  const Expected<ReadExport> one = read_text(
      R"({"folders": [], "items": [{"type": 1, "name": "Google", "login": {
          "username": "anna@gmail.com", "uris": [{"uri": "https://google.com"}],
          "fido2Credentials": [{"rpId": "google.com", "userName": "otto@gmail.com"},
                               {"rpId": "bücher.example", "userName": "anna@gmail.com"}]}}]})");
  REQUIRE(one);
  REQUIRE(one->found.accounts.size() == 2);
  CHECK_FALSE(one->found.accounts[0].has_passkey);
  CHECK(one->found.accounts[1].user == "otto@gmail.com");
}

TEST_CASE("what lies in the bin of KeePassXC is left out, in its language", "[importers]") {
  const Expected<ReadExport> one = read_text(
      "Group,Title,Username,Password,URL,Notes\n"
      "Root/Papierkorb,Old,otto,x,https://old.example,\n"
      "Root/Recycle Bin Company,Firm,otto,x,https://firm.example,\n");
  REQUIRE(one);
  REQUIRE(one->found.accounts.size() == 1);
  CHECK(one->found.accounts.front().title == "Firm");
}

TEST_CASE("a plain field hides no name, and one with a seed is a code generator", "[importers]") {
  const Expected<ReadExport> one = read_text(
      R"({"collections": [], "items": [{"title": "Shop", "credentials": [
          {"type": "basic-auth", "username": {"value": "otto"}, "password": {"value": "x"}},
          {"type": "custom-fields", "fields": [{"fieldType": "string", "value": "otto"},
           {"fieldType": "string", "value": "otpauth://totp/x?secret=CANARY"}]}]}]})");
  REQUIRE(one);
  REQUIRE(one->found.accounts.size() == 1);
  CHECK(one->found.accounts.front().user == "otto");
  CHECK(one->found.accounts.front().has_totp);
}

TEST_CASE("what is thrown away, a template or an earlier entry is no account", "[importers]") {
  const Expected<ReadExport> one = read_text(R"(<KeePassFile>
      <Meta><Generator>KeePass</Generator><RecycleBinUUID> bin
      </RecycleBinUUID><EntryTemplatesGroup>tmpl</EntryTemplatesGroup></Meta>
      <Root><Group><UUID>top</UUID>
        <Entry><String><Key>Title</Key><Value>Tram</Value></String>
          <String><Key>otp</Key><Value>x</Value></String><History><Entry>
          <String><Key>UserName</Key><Value>old</Value></String></Entry></History></Entry>
        <Group><UUID>bin</UUID><Group><UUID>b</UUID><Entry>
          <String><Key>UserName</Key><Value>binned</Value></String></Entry></Group></Group>
        <Group><UUID>tmpl</UUID><Entry>
          <String><Key>UserName</Key><Value>template</Value></String></Entry></Group>
      </Group></Root></KeePassFile>)");
  REQUIRE(one);
  CHECK(one->found.accounts.size() == 1);
  CHECK(one->found.accounts.front().has_totp);
  CHECK(one->found.left_out == 2);
  CHECK(one->found.exporter == "KeePass");
}

}  // namespace passkey_audit
