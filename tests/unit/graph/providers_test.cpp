// What the built-in catalog knows of a provider, as a way in: on a new device, and back into the
// account that guards the vault.
#include <string>
#include <string_view>

#include "model.hpp"
#include "passkey_audit/graph/account_state.hpp"

namespace passkey_audit {
namespace {

// The states of "guard", which guards the vault, and of "shop", whose only passkey lies in it, once
// the phone is lost: "open locked_out". The phone is the vault's only device.
std::string without_phone(std::string_view provider, std::string_view guard,
                          std::string_view more = "", std::string_view platform = "android") {
  const Model model = model_of(fmt::format(R"({{"version": 1, "people": {{"alex": {{}}}},
        "devices": {{"phone": {{"type": "phone", "platform": "{}"}}}},
        "authenticators": {{
          "vault": {{"type": "vault", "provider": "{}", "account": "guard", "devices": ["phone"]}},
          "lock": {{"type": "secret", "opens": ["phone"], "stored_in": ["memory"]}}{}}},
        "accounts": {{"guard": {{{}}}, "shop": {{"passkeys": ["vault"]}}}}}})",
                                           platform, provider, more, guard),
                               embedded_catalog());
  const auto phone = model.graph.losses().find("device:phone");
  REQUIRE(phone);
  const auto states = account_states(model.graph, LossSet{*phone}, Duration{24});
  return fmt::format("{} {}", word(states[0].state), word(states[1].state));
}

// The state of a single account at a service, with nothing lost.
std::string at(std::string_view service, std::string_view account) {
  const Model model =
      model_of(fmt::format(R"({{"version": 1, "people": {{"alex": {{}}}}, "accounts": {{"guard":
        {{"service": "{}", {}}}}}}})",
                           service, account),
               embedded_catalog());
  return std::string(word(account_states(model.graph, {}, Duration{24})[0].state));
}

}  // namespace

TEST_CASE("support of Apple does not count beside a recovery key", "[graph]") {
  constexpr std::string_view support = R"({"type": "support", "wait": "12h"})";
  constexpr std::string_view key = R"({"type": "recovery-key", "stored_in": []})";
  const auto recovery = [](std::string_view methods) {
    return fmt::format(R"("recovery": [{}])", methods);
  };
  CHECK(at("apple.com", recovery(support)) == "recoverable");
  const std::string both = recovery(fmt::format("{}, {}", support, key));
  CHECK(at("apple.com", both) == "locked_out");
  CHECK(at("bank.example", both) == "recoverable");
  // What the inventory says wins, and an employer may do as it likes.
  CHECK(at("apple.com", both + R"(, "service_review": {"support_can_restore": true})") ==
        "recoverable");
  CHECK(at("apple.com", both + R"(, "controlled_by": "employer")") == "recoverable");
  // The provider is known by the vault, too.
  CHECK(without_phone("apple-passwords", both) == "locked_out locked_out");
  CHECK(without_phone("icloud-unknown", both) == "recoverable recoverable");
}

TEST_CASE("support that is known to restore nothing is no way back", "[graph]") {
  constexpr std::string_view support = R"("recovery": [{"type": "support", "wait": "12h"}])";
  CHECK(at("github.com", support) == "locked_out");
  CHECK(at("github.com", fmt::format(R"({}, "service_review": {{"support_can_restore": true}})",
                                     support)) == "recoverable");
  CHECK(at("stripe.com", support) == "recoverable");
}

TEST_CASE("codes and kits count beside the password, where the provider says so", "[graph]") {
  constexpr std::string_view google =
      R"("codes": ["memory"], "recovery": ["guard.codes"], "password": )";
  CHECK(at("google.com", fmt::format("{}[]", google)) == "locked_out");
  CHECK(at("google.com", fmt::format("{}[\"memory\"]", google)) == "open");
  CHECK(at("nordpass.com", fmt::format("{}[]", google)) == "recoverable");
  constexpr std::string_view kit =
      R"("recovery": [{"type": "emergency-kit", "stored_in": ["carried"]}])";
  CHECK(at("1password.com", std::string(kit)) == "locked_out");
  CHECK(at("dashlane.com", std::string(kit)) == "recoverable");
}

TEST_CASE("1Password opens with the account password and the Secret Key", "[graph]") {
  constexpr std::string_view kit =
      R"("recovery": [{"type": "emergency-kit", "stored_in": ["carried"]}])";
  CHECK(without_phone("1password", R"("password": ["memory"])") == "open locked_out");
  CHECK(without_phone("1password", fmt::format(R"("password": ["memory"], {})", kit)) ==
        "open open");
  CHECK(without_phone("1password", fmt::format(R"("password": ["phone"], {})", kit)) ==
        "locked_out locked_out");
  // A code that gives back both, and all that stands beside it.
  constexpr std::string_view code = R"({"type": "recovery-codes", "stored_in": ["carried"]})";
  CHECK(without_phone("1password", fmt::format(R"("recovery": [{}])", code)) == "recoverable open");
  CHECK(
      without_phone("1password",
                    fmt::format(R"("password": ["memory"], "recovery": [{{"all": [{}, "phone"]}}])",
                                code)) == "open locked_out");
}

TEST_CASE("the vault comes back only with what returns the vault", "[graph]") {
  constexpr std::string_view sign_in = R"("other_sign_in": [{"type": "push", "device": "phone"}])";
  const auto bitwarden = [&](std::string_view method) {
    return without_phone("bitwarden", fmt::format(R"({}, "service": "bitwarden.com",
        "recovery": [{}])",
                                                  sign_in, method));
  };
  CHECK(bitwarden(R"({"type": "support", "wait": "12h"})") == "locked_out locked_out");
  CHECK(bitwarden(R"({"type": "recovery-email", "account": "shop"})") == "locked_out locked_out");
  CHECK(bitwarden(R"({"type": "emergency-access", "person": "alex", "wait": "12h"})") ==
        "recoverable recoverable");
  CHECK(without_phone("apple-passwords",
                      R"("recovery": [{"type": "legacy-contact", "person": "alex"}])", "",
                      "ios") == "locked_out locked_out");
  // Apple's contact opens the keychain, Google's only the account.
  constexpr std::string_view contact =
      R"("recovery": [{"type": "recovery-contact", "person": "alex"}])";
  CHECK(without_phone("apple-passwords", contact) == "recoverable open");
  CHECK(without_phone("google-password-manager", contact, "", "ios") == "recoverable locked_out");
}

TEST_CASE("Google's manager wants its PIN or the lock of an Android device", "[graph]") {
  constexpr std::string_view password = R"("password": ["memory"])";
  CHECK(without_phone("google-password-manager", password) == "open open");
  CHECK(without_phone("google-password-manager", password, "", "ios") == "open locked_out");
  CHECK(without_phone("google-password-manager", password,
                      R"(, "pin": {"type": "secret", "opens": ["vault"], "stored_in": ["memory"]})",
                      "ios") == "open open");
}

TEST_CASE("what nobody has confirmed opens nothing", "[graph]") {
  REQUIRE(embedded_catalog().provider("lastpass")->provenance.confidence ==
          Confidence::unconfirmed);
  CHECK(without_phone("lastpass", R"("password": ["memory"])") == "open locked_out");
  CHECK(without_phone("nordpass", R"("password": ["memory"])") == "open open");
}

}  // namespace passkey_audit
