// Catalogs: what is found in them, and what is not let in.
#include "passkey_audit/catalog/catalog.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>

#include "catch.hpp"
#include "explain_catalog.hpp"
#include "unit/marks.hpp"
#include "unit/temporary_folder.hpp"

namespace passkey_audit {
namespace {

constexpr std::string_view provider =
    R"("acme": {"name": "NAME", "vendor": "acme", "aliases": ["a"], "services": [], "synced": "yes",
        "works_offline": "yes", "export": "none", "new_device_needs": [["pin"]],
        "new_device_text": "TEXT", "source": "https://example.com", "confidence": "confirmed"})";

// The problems of a catalog with these files; empty text for one that is fine.
std::string problems_of(std::string_view providers, std::string_view authenticators,
                        std::string_view services) {
  const TemporaryFolder folder;
  folder.write("providers.json", providers);
  folder.write("authenticators.json", authenticators);
  folder.write("services.json", services);
  const auto catalog = read_catalog(folder.path());
  return catalog ? std::string() : shown(catalog.error());
}

std::string with(std::string_view name, std::string_view text) {
  std::string one(provider);
  one.replace(one.find("NAME"), 4, name);
  one.replace(one.find("TEXT"), 4, text);
  return fmt::format(R"({{"format": 1, "providers": {{{}}}}})", one);
}

constexpr std::string_view no_authenticators = R"({"format": 1, "authenticators": []})";
constexpr std::string_view no_services = R"({"format": 1, "services": []})";

}  // namespace

TEST_CASE("a service is found however its domain is written", "[catalog]") {
  const Catalog& catalog = embedded_catalog();
  const ServiceFacts* google = catalog.service("google.com");
  REQUIRE(google != nullptr);
  for (const std::string_view written :
       {"Google.com", "GOOGLE.COM", "google.com.", "accounts.google.com", "https://google.com",
        "https://google.com/", "https://accounts.Google.com:443/signin?x=1#y",
        "google.com/account"}) {
    CAPTURE(written);
    CHECK(catalog.service(written) == google);
  }
  for (const std::string_view written : {"", ".", "com", "https://", "notgoogle.com",
                                         "google.com.evil.org", "https://evil.org/google.com"}) {
    CAPTURE(written);
    CHECK(catalog.service(written) == nullptr);
  }
}

TEST_CASE("a catalog holds nothing that a terminal would obey", "[catalog]") {
  CHECK(problems_of(with("Acme", "ask it"), no_authenticators, no_services).empty());
  for (const std::string_view text : {"\\u001b[31m", "a\\nb", "\\u202e", "::error::"}) {
    CAPTURE(text);
    for (const std::string& providers : {with("Acme", text), with(text, "ask it")}) {
      CHECK(problems_of(providers, no_authenticators, no_services)
                .find("has characters that cannot be shown") != std::string::npos);
    }
  }
}

TEST_CASE("a file of a catalog has what it is named after", "[catalog]") {
  const std::string providers = with("Acme", "ask it");
  CHECK(problems_of(providers, no_authenticators, R"({"format": 1})") ==
        "1:1 PKI002  | has no \"services\" | docs/catalog.md describes the format\n");
  CHECK(problems_of(providers, no_services, no_services) ==
        "1:1 PKI002  | has no \"authenticators\" | docs/catalog.md describes the format\n");
  CHECK(problems_of(R"({"format": 1, "providers": []})", no_authenticators, no_services) ==
        "1:1 PKI002  | has no \"providers\" | docs/catalog.md describes the format\n");
}

TEST_CASE("the built-in catalog is the one in data/catalog", "[catalog]") {
  const auto read = read_catalog(PASSKEY_AUDIT_SOURCE_DIR "/data/catalog");
  REQUIRE(read);
  const Catalog& embedded = embedded_catalog();
  CHECK(embedded.as_of() == read->as_of());
  CHECK_FALSE(embedded.as_of().empty());
  const auto pages_of = [](const Catalog& catalog) {
    std::string pages;
    const auto add = [&](std::string_view word) {
      Page page(0, false);
      CAPTURE(word);
      CHECK(explain_known(page, catalog, word));
      pages += page.take();
    };
    for (const ProviderFacts& facts : catalog.providers()) add(facts.id);
    for (const ModelFacts& facts : catalog.models()) add(facts.aaguid);
    for (const ServiceFacts& facts : catalog.services()) {
      add(facts.domains.empty() ? facts.name : facts.domains.front());
    }
    return pages;
  };
  CHECK(pages_of(embedded) == pages_of(*read));
}

TEST_CASE("the catalog holds nothing against itself", "[catalog]") {
  const Catalog& catalog = embedded_catalog();
  for (const ProviderFacts& facts : catalog.providers()) {
    CAPTURE(facts.id);
    for (const std::string_view domain : facts.services) CHECK(catalog.service(domain) != nullptr);
    for (const ProviderRecovery& path : facts.recovery) {
      const bool is_known = from_word<RecoveryType>(path.type) || path.type == "phone-number" ||
                            path.type == "signed-in-device" || path.type == "other";
      CHECK(is_known);
      for (const std::string_view type : path.switched_off_by) {
        CHECK(from_word<RecoveryType>(type));
      }
      CHECK_FALSE(path.provenance.source.empty());
    }
  }
  for (const ServiceFacts& facts : catalog.services()) {
    CAPTURE(facts.name);
    for (const std::string_view type : facts.not_offered) {
      CHECK(std::ranges::find(facts.offers, type) == facts.offers.end());
    }
  }
}

TEST_CASE("what the catalog knows is found by any word for it", "[catalog]") {
  const auto first_line = [](std::string_view word) {
    Page page(0, false);
    if (!explain_known(page, embedded_catalog(), word)) return std::string("nothing");
    const std::string text = page.take();
    return text.substr(0, text.find('\n'));
  };
  const std::string apple =
      "Apple Passwords (iCloud Keychain), which keeps passkeys; \"apple-passwords\" in an "
      "inventory";
  CHECK(first_line("apple-passwords") == apple);
  CHECK(first_line("iCloud") == apple);
  CHECK(first_line("FBFC3007-154E-4ECC-8C0B-6E020557D7BD") == apple);
  CHECK(first_line("login.github.com") == "GitHub, a service; \"github.com\" in an inventory");
  CHECK(first_line("GitHub") == first_line("github.com"));
  CHECK(first_line("npm") == "npm, a service");
  CHECK(first_line("cb69481e-8ff7-4039-93ec-0a2729a154a8") == "YubiKey 5 Series, a security key");
  CHECK(first_line("nonsense") == "nothing");
  CHECK(first_line("") == "nothing");
}

}  // namespace passkey_audit
