// What an audit asks for because it would change the answer.
#include <algorithm>

#include "audited.hpp"

namespace passkey_audit {
namespace {

using Told = std::vector<std::string>;

// All that is asked of one thing; the rules ask nothing here.
Told asked(std::string_view inventory, std::string_view subject) {
  const std::vector<const Rule*> no_rules;
  const AuditOf audit(inventory, no_rules);
  Told all;
  for (const OpenQuestion& question : audit.report.not_judged) {
    if (audit.context.inventory.id_of(question.subject) == subject) all.push_back(question.why);
  }
  return all;
}

std::string with_key(std::string_view key, std::string_view more = "") {
  return fmt::format(R"({{"version": 1, "authenticators": {{"k": {{"type": "security-key",
      "place": "carried", {}}}{}}}, "accounts": {{"a": {{"passkeys": ["k"]}}}}}})",
                     key, more);
}

}  // namespace

TEST_CASE("who knows the PIN of a key is asked once for all keys", "[audit]") {
  const std::string question = R"(does not say who knows its PIN (a "secret" that "opens" it))";
  CHECK(asked(with_key(R"("pin_set": true)"), "k") == Told{question});
  CHECK(asked(with_key(R"("pin_set": false)"), "k") == Told{});
  CHECK(asked(with_key(R"("pin_set": true, "status": "retired")"), "k") == Told{});
  CHECK(asked(with_key(R"("pin_set": true)",
                       R"(, "p": {"type": "secret", "opens": ["k"], "stored_in": ["memory"]})"),
              "k") == Told{});
  const std::string two = with_key(
      R"("pin_set": true)",
      R"(, "b": {"type": "security-key", "place": "carried", "pin_set": true, "spare_of": "k"})");
  CHECK(asked(two, "b") == Told{question + "; the same goes for k"});
  CHECK(asked(two, "k") == Told{});
}

TEST_CASE("how soon a new SIM comes is asked where the answer matters", "[audit]") {
  const auto number = [](std::string_view more, std::string_view account) {
    return fmt::format(R"({{"version": 1, "devices": {{"phone": {{"type": "phone"}}}},
        "authenticators": {{"n": {{"type": "phone-number" {}}}}},
        "accounts": {{"a": {{"password": ["memory", "phone"], {}}}}}}})",
                       more, account);
  };
  constexpr std::string_view sim = R"(, "sim_in": "phone")";
  constexpr std::string_view hangs = R"("second_factors": ["n"])";
  CHECK(asked(number(sim, hangs), "n") ==
        Told{R"(does not say how soon a new SIM comes ("new_sim_after"), so it counts as gone )"
             "for good"});
  CHECK(asked(number(R"(, "sim_in": "phone", "new_sim_after": "1d")", hangs), "n") == Told{});
  CHECK(asked(number("", hangs), "n") == Told{});
  CHECK(asked(number(sim, R"("second_factors": [], "recovery": ["n"])"), "n") == Told{});
}

TEST_CASE("a vault of a cloud is asked for its account", "[audit]") {
  const auto vault = [](std::string_view provider, std::string_view service) {
    return fmt::format(R"({{"version": 1, "devices": {{"phone": {{"type": "phone"}}}},
        "authenticators": {{"v": {{"type": "vault", "provider": "{}", "devices": ["phone"]}}}},
        "accounts": {{"mine": {{"name": "My account", "service": "{}", "password": ["v"]}}}}}})",
                       provider, service);
  };
  CHECK(asked(vault("1password", "1password.com"), "v") ==
        Told{R"(does not say which account guards it ("account"); is it My account?)"});
  CHECK(asked(vault("1password", "example.com"), "v") ==
        Told{R"(does not say which account guards it ("account"))"});
  CHECK(asked(vault("keepassxc", "example.com"), "v") == Told{});
}

TEST_CASE("a slip in the name of a service is pointed out", "[audit]") {
  const auto meant = [](std::string_view service) {
    return asked(fmt::format(R"({{"version": 1, "accounts": {{"a": {{"service": "{}",
                             "password": ["memory"], "second_factors": []}}}}}})",
                             service),
                 "a");
  };
  const auto told = [](std::string_view domain) {
    return Told{
        fmt::format(R"(names a service that is not known here; did you mean "{}"?)", domain)};
  };
  CHECK(meant("Apple") == told("apple.com"));
  CHECK(meant("google") == told("google.com"));
  CHECK(meant("GitHub") == told("github.com"));
  CHECK(meant("gogle.com") == told("google.com"));
  CHECK(meant("appel.com") == told("apple.com"));
  CHECK(meant("github.com") == Told{});
  CHECK(meant("instagrammer.com") == Told{});
  CHECK(meant("barclays.co.uk") == Told{});
}

}  // namespace passkey_audit
