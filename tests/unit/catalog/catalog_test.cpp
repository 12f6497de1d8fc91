// Catalogs: what is found in them, and what is not let in.
#include "passkey_audit/catalog/catalog.hpp"

#include <fmt/format.h>

#include <string>
#include <string_view>

#include "catch.hpp"
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

}  // namespace passkey_audit
