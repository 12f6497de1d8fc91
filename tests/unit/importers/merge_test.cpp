// Exports into an inventory that somebody wrote: found again, added to, and nothing lost.
#include "passkey_audit/importers/merge.hpp"

#include <string>

#include "catch.hpp"
#include "passkey_audit/inventory/read_inventory.hpp"

namespace passkey_audit {
namespace {

constexpr Date today{20'779};  // 2026-11-22

ReadInventory read(std::string_view text) {
  ReadInventory inventory = read_inventory_text(text, "inventory.jsonc", {.today = today});
  REQUIRE(inventory.usable());
  return inventory;
}

ReadExport of_bitwarden(std::vector<FoundAccount> accounts) {
  for (const Importer* importer : all_importers()) {
    if (importer->id == "bitwarden-json") return {importer, {.accounts = std::move(accounts)}};
  }
  return {};
}

MergedInventory merge(std::string_view text, std::vector<FoundAccount> accounts) {
  const ReadInventory inventory = read(text);
  MergedInventory result =
      merged(text, inventory.inventory, embedded_catalog(), {of_bitwarden(std::move(accounts))});
  (void)read(result.text);
  return result;
}

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("what an inventory does not have is added behind what it has", "[importers]") {
  const MergedInventory result = merge(R"({
  // mine
  "version": 1,
  "x-mine": {"b": 1, "a": [1, 2]},
  "accounts": {
    "tram": {"x-z": 1, "name": "Tram", "password": ["memory"]} // every day
  }
})",
                                       {{.title = "GitHub",
                                         .host = "github.com",
                                         .user = "otto",
                                         .has_password = true,
                                         .has_totp = true,
                                         .has_passkey = true,
                                         .passkey_since = parse_date("2025-01-02")}});
  CHECK(result.text == R"({
  // mine
  "version": 1,
  "x-mine": {
    "b": 1,
    "a": [1, 2]
  },
  "authenticators": {
    "bitwarden": {"type": "vault", "name": "Bitwarden", "provider": "bitwarden"}
  },
  "accounts": {
    "tram": {"x-z": 1, "name": "Tram", "password": ["memory"]}, // every day
    "github-com": {
      "name": "GitHub",
      "service": "github.com",
      "passkeys": [{"in": "bitwarden", "registered_on": "2025-01-02"}],
      "password": ["bitwarden"],
      "totp": ["bitwarden"],
      "x-user": "otto"
    }
  }
}
)");
  CHECK(result.changes == Lines{"+ bitwarden: the vault of Bitwarden", "+ github-com: GitHub"});
  CHECK(result.open.empty());
}

TEST_CASE("an account is found by its service, and what is missing is added to it", "[importers]") {
  const MergedInventory result = merge(
      R"({"version": 1,
          "authenticators": {"bw": {"type": "vault", "provider": "bitwarden"}},
          "accounts": {
            "mail": {"service": "accounts.google.com", "password": ["memory"], "note": "old"},
            "hub": {"service": "github.com", "password": {"tested_on": "2026-01-01"},
                    "passkeys": ["bw"]}}})",
      {{.host = "google.com", .user = "otto", .has_password = true, .has_passkey = true},
       {.host = "login.github.com", .has_password = true, .has_passkey = true}});
  CHECK(has(result.text, R"("password": ["memory", "bw"])"));
  CHECK(has(result.text, R"("note": "old")"));
  CHECK(has(result.text, R"({"tested_on": "2026-01-01", "stored_in": ["bw"]})"));
  CHECK(result.changes ==
        Lines{"~ mail: a passkey in bw", "~ mail: a password in bw", "~ hub: a password in bw"});
}

TEST_CASE("what is put in twice changes nothing the second time", "[importers]") {
  const std::vector<FoundAccount> accounts{
      {.title = "GitHub", .host = "github.com", .user = "otto", .has_password = true},
      {.title = "GitHub", .host = "github.com", .user = "otto.work", .has_password = true},
      {.title = "Wi-Fi", .user = "otto", .has_password = true},
      {.title = "Router", .has_password = true, .has_passkey = true},
      {.host = "shop.example", .is_user_hidden = true, .has_totp = true}};
  const std::string first = new_inventory(embedded_catalog(), {of_bitwarden(accounts)});
  const MergedInventory second = merge(first, accounts);
  CHECK(second.changes.empty());
  CHECK(second.open.empty());
  CHECK(second.text == first);
}

TEST_CASE("what an inventory denies is left as it is, and said", "[importers]") {
  const MergedInventory result = merge(
      R"({"version": 1, "accounts": {"shop": {"service": "shop.example", "passkeys": [],
          "password": [], "totp": []}}})",
      {{.host = "shop.example", .has_password = true, .has_totp = true, .has_passkey = true}});
  CHECK(result.open ==
        Lines{R"(shop is said to have none ("passkeys": []), and bitwarden has a passkey for it; )"
              "it is left as it is",
              R"(shop is said to have none ("password": []), and bitwarden has a password for it; )"
              "it is left as it is",
              R"(shop is said to have none ("totp": []), and bitwarden has a code generator for )"
              "it; it is left as it is"});
  CHECK(has(result.text, R"("passkeys": [], "password": [], "totp": [])"));
}

TEST_CASE("an account that may be another is added, and said", "[importers]") {
  constexpr std::string_view two = R"json({"version": 1, "accounts": {
      "a": {"service": "github.com"}, "b": {"name": "GitHub (anna)", "service": "github.com"}}})json";
  const MergedInventory result =
      merge(two, {{.title = "GitHub", .host = "github.com", .user = "anna", .has_totp = true},
                  {.title = "GitHub", .host = "github.com", .user = "otto", .has_totp = true}});
  CHECK(result.changes == Lines{"+ bitwarden: the vault of Bitwarden",
                                "~ b: a code generator in bitwarden",
                                "+ github-com: GitHub (otto)"});
  CHECK(result.open == Lines{"github-com may be the same as a; if it is, take one of them out, and "
                             "write who signs in into the \"name\" of the other"});
}

TEST_CASE("a name within another name is another account", "[importers]") {
  const MergedInventory result = merge(
      R"json({"version": 1, "accounts": {"a": {"name": "GitHub (otto.work)", "service": "github.com"}}})json",
      {{.title = "GitHub", .host = "github.com", .user = "otto", .has_totp = true}});
  CHECK(result.changes ==
        Lines{"+ bitwarden: the vault of Bitwarden", "+ github-com: GitHub (otto)"});
}

TEST_CASE("nobody's account is taken for somebody else's", "[importers]") {
  const auto changes_of = [](std::string_view accounts, FoundAccount found) {
    const std::string text = R"({"version": 1, "accounts": {)" + std::string(accounts) + "}}";
    return merge(text, {std::move(found)}).changes.back();
  };
  const FoundAccount otto{
      .title = "Google", .host = "google.com", .user = "otto@gmail.com", .has_totp = true};
  CHECK(changes_of(R"("g": {"name": "anna@gmail.com", "service": "google.com"})", otto) ==
        "+ google-com: Google (otto@gmail.com)");
  CHECK(changes_of(R"("g": {"service": "google.com", "x-user": "anna@gmail.com"})", otto) ==
        "+ google-com: Google (otto@gmail.com)");
  CHECK(changes_of(R"("g": {"service": "google.com", "x-user": "Otto@gmail.com"})", otto) ==
        "~ g: a code generator in bitwarden");
  CHECK(changes_of(R"json("a": {"name": "Shared with otto (anna)", "service": "github.com"},
                          "b": {"name": "GitHub (otto)", "service": "github.com"})json",
                   {.title = "GitHub", .host = "github.com", .user = "otto", .has_totp = true}) ==
        "~ b: a code generator in bitwarden");
  CHECK(changes_of(R"("c": {"name": "Company", "service": "duckdns.org"})",
                   {.title = "Mine", .host = "otto.duckdns.org", .has_totp = true}) ==
        "+ otto-duckdns-org: Mine");
}

TEST_CASE("one of several vaults of a provider has to be called", "[importers]") {
  constexpr std::string_view two = R"({"version": 1, "authenticators": {
      "bw-anna": {"type": "vault", "provider": "bitwarden"},
      "bw-otto": {"type": "vault", "provider": "bitwarden"}},
      "accounts": {"g": {"service": "google.com", "password": ["bw-anna", "bw-otto"]}}})";
  const ReadInventory inventory = read(two);
  ReadExport one = of_bitwarden({{.host = "google.com", .has_passkey = true}});
  CHECK(merged(two, inventory.inventory, embedded_catalog(), {one}).refusal ==
        "has several vaults of bitwarden: bw-anna, bw-otto; call the exported file as the vault is "
        "called that it is from, such as bw-anna.csv");
  one.label = "bw-otto";
  const MergedInventory result = merged(two, inventory.inventory, embedded_catalog(), {one});
  CHECK(result.refusal.empty());
  CHECK(result.changes == Lines{"~ g: a passkey in bw-otto"});
}

TEST_CASE("two exports of one kind are of two vaults", "[importers]") {
  ReadExport anna = of_bitwarden({{.host = "a.example", .has_passkey = true}});
  ReadExport otto = of_bitwarden({{.host = "b.example", .has_passkey = true}});
  anna.label = "anna";
  otto.label = "otto";
  const std::string inventory = new_inventory(embedded_catalog(), {anna, otto});
  CHECK(has(inventory, R"json("name": "Bitwarden (anna)")json"));
  CHECK(has(inventory, R"json("name": "Bitwarden (otto)")json"));
  const MergedInventory again =
      merged(inventory, read(inventory).inventory, embedded_catalog(), {anna, otto});
  CHECK(again.changes.empty());
  CHECK(again.refusal.empty());
}

TEST_CASE("keys that are written with escapes are found", "[importers]") {
  const MergedInventory result =
      merge(R"({"version": 1, "acc\u006funts": {"g\u0068": {"service": "github.com",
                "pass\u0077ord": ["memory"]}}})",
            {{.host = "github.com", .has_password = true}});
  CHECK(result.changes.back() == "~ gh: a password in bitwarden");
  CHECK(has(result.text, R"("pass\u0077ord": ["memory", "bitwarden"])"));
}

TEST_CASE("ids of new entries are free in the whole inventory", "[importers]") {
  const MergedInventory result =
      merge(R"({"version": 1, "places": {"github-com": {}, "bitwarden": {}},
                "accounts": {"mail": {"password": ["github-com", "bitwarden"]}}})",
            {{.host = "github.com", .has_password = true}});
  CHECK(has(result.text, R"("bitwarden-2": {"type": "vault")"));
  CHECK(has(result.text, R"("github-com-2": {"service": "github.com")"));
}

TEST_CASE("the listing of a key goes to the key that is called like it", "[importers]") {
  const auto listed = [](std::string_view inventory, const std::string& label) {
    const ReadInventory before = read(inventory);
    const Importer* importer = nullptr;
    for (const Importer* one : all_importers()) {
      if (one->id == "fido2-token") importer = one;
    }
    Found found{.accounts = {{.host = "github.com", .has_passkey = true},
                             {.host = "shop.example", .has_passkey = true}},
                .key = FoundKey{.aaguid = "2fc0579f-8113-47ea-b116-bb5a8db9202a",
                                .pin_set = true,
                                .relying_parties = {"github.com", "shop.example"}}};
    return merged(inventory, before.inventory, embedded_catalog(), {{importer, found, label}});
  };
  constexpr std::string_view mine = R"json({"version": 1, "authenticators": {
      "a": {"type": "security-key", "name": "Key A", "pin_set": false},
      "b": {"type": "security-key", "found": ["bank.example"]}},
      "accounts": {"otto": {"name": "GitHub (otto)", "service": "github.com", "passkeys": ["a"]},
                   "anna": {"name": "GitHub (anna)", "service": "github.com", "passkeys": ["b"]}}})json";
  const MergedInventory known = listed(mine, "Key A");
  CHECK(known.changes ==
        Lines{R"(~ a: "aaguid")", R"(~ a: "found")", "+ shop-example: shop.example"});
  CHECK(known.open ==
        Lines{"a is said to have no PIN, and lists that it has one; it is left as it is"});
  CHECK(has(known.text, R"("pin_set": false)"));
  const MergedInventory measured = listed(mine, "b");
  CHECK(measured.changes ==
        Lines{R"(~ b: "aaguid")", R"(~ b: "pin_set")", "+ shop-example: shop.example"});
  CHECK(measured.open.size() == 2);  // two services that its "found" does not have
  CHECK(has(measured.text, R"("found": ["bank.example"])"));
  const MergedInventory another = listed(mine, "drawer");
  CHECK(has(another.text, R"("drawer": {)"));
  CHECK(another.open.size() == 2);
}

TEST_CASE("what a key lists without a name is put together with who is known there",
          "[importers]") {
  Importer key{.id = "key", .product = "a key", .provider = "", .reads = TableExport{}};
  const auto listing = [&](std::string user) {
    return ReadExport{&key,
                      {.accounts = {{.host = "github.com", .user = user, .has_passkey = true}},
                       .key = FoundKey{}},
                      "k"};
  };
  const std::string both =
      new_inventory(embedded_catalog(), {listing(""), listing("otto"), listing("")});
  CHECK(has(both, R"("github-com": {)"));
  CHECK_FALSE(has(both, "github-com-2"));
  const std::string two = new_inventory(
      embedded_catalog(),
      {listing(""), of_bitwarden({{.host = "github.com", .user = "otto", .has_password = true},
                                  {.host = "github.com", .user = "anna", .has_password = true}})});
  CHECK(has(two, "github-com-3"));
}

TEST_CASE("days that cannot be are not known", "[importers]") {
  FoundAccount account;
  add_passkey(account, parse_date("2011-12-31"), today);
  add_passkey(account, parse_date("2026-11-23"), today);
  CHECK(account.has_passkey);
  CHECK_FALSE(account.passkey_since);
  add_passkey(account, parse_date("2026-11-22"), today);
  add_passkey(account, parse_date("2012-01-01"), today);
  CHECK(account.passkey_since == parse_date("2012-01-01"));
  CHECK(day_of(std::string_view("2024-02-29T23:59:59.000Z")) == parse_date("2024-02-29"));
  CHECK_FALSE(day_of(std::string_view("yesterday")));
  CHECK(day_of(std::int64_t{1'709'251'199}) == parse_date("2024-02-29"));
  CHECK_FALSE(day_of(std::int64_t{-11'644'473'600}));
}

}  // namespace passkey_audit
