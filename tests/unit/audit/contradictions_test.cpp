// What an inventory lists that its service or provider does not offer.
#include <fmt/ranges.h>

#include "audited.hpp"

namespace passkey_audit {
namespace {

// All that is not judged of the account "a", without what rules would ask.
std::vector<std::string> told_of(std::string_view account, std::string_view authenticators = "") {
  const AuditOf audit(fmt::format(
      R"({{"version": 1, "people": {{"p1": {{}}, "p2": {{}}, "p3": {{}}, "p4": {{}}, "p5": {{}},
        "p6": {{}}}}, "devices": {{"phone": {{"type": "phone"}}}},
        "authenticators": {{{}}},
        "accounts": {{"a": {{"password": ["memory"], "second_factors": [], {}}}}}}})",
      authenticators, account));
  const std::vector<const Rule*> no_rules;
  const AuditReport report = run_audit(audit.context, no_rules);
  std::vector<std::string> all;
  for (const OpenQuestion& question : report.not_judged) {
    if (question.subject == audit.context.account(0).thing) all.push_back(question.why);
  }
  return all;
}

std::string contacts(std::string_view type, int count) {
  std::string list;
  for (int i = 1; i <= count; ++i) {
    list += fmt::format(R"({}{{"type": "{}", "id": "m{}", "person": "p{}"}})", i == 1 ? "" : ", ",
                        type, i, i);
  }
  return fmt::format(R"("recovery": [{}])", list);
}

using Told = std::vector<std::string>;

}  // namespace

TEST_CASE("more contacts, passkeys and keys than there can be", "[audit]") {
  const auto apple = [](int count) {
    return told_of(R"("service": "apple.com", )" + contacts("recovery-contact", count));
  };
  CHECK(apple(5) == Told{});
  CHECK(apple(6) == Told{"lists 6 recovery contacts; Apple takes 5 at most"});
  CHECK(told_of(R"("service": "google.com", )" + contacts("recovery-contact", 6)) == Told{});
  CHECK(told_of(R"("service": "apple.com", "controlled_by": "employer", )" +
                contacts("recovery-contact", 6)) == Told{});
  CHECK(told_of(R"("service": "proton.me", )" + contacts("emergency-access", 6)) ==
        Told{"lists 6 emergency contacts; Proton takes 5 at most"});
  CHECK(told_of(R"("service": "bitwarden.com", )" + contacts("emergency-access", 6)) == Told{});
  // By the vault that it guards.
  CHECK(told_of(contacts("recovery-contact", 6),
                R"("v": {"type": "vault", "provider": "apple-passwords", "account": "a",
                         "devices": ["phone"]}, "pin": {"type": "secret", "opens": ["v"],
                         "stored_in": ["memory"]})") ==
        Told{"does not say whether a device that is signed in sets a new password; if one does, "
             "name it "
             "in \"recovery\"",
             "lists 6 recovery contacts; Apple takes 5 at most"});

  constexpr std::string_view keys =
      R"("k1": {"type": "security-key"}, "k2": {"type": "security-key"})";
  constexpr std::string_view both = R"("passkeys": ["k1", "k2"])";
  CHECK(told_of(fmt::format(R"("service": "paypal.com", {})", both), keys) ==
        Told{"lists 2 passkeys; PayPal takes 1 at most"});
  CHECK(told_of(R"("service": "paypal.com", "passkeys": ["k1"])", keys) == Told{});
  CHECK(told_of(fmt::format(R"("service": "stripe.com", {})", both), keys) == Told{});
}

TEST_CASE("ways back that are none there", "[audit]") {
  CHECK(told_of(R"("service": "apple.com", "recovery": [{"type": "support"},
                    {"type": "recovery-key", "stored_in": ["carried"]}])") ==
        Told{"names the support of a as a way back, which does not count: the recovery key that it "
             "lists "
             "too switches it off"});
  CHECK(
      told_of(R"("service": "github.com", "recovery": [{"type": "support"}])") ==
      Told{
          "names the support of a as a way back, which does not count: support of GitHub brings no "
          "account back"});
  CHECK(told_of(R"("service": "github.com", "recovery": [{"type": "support"}],
                   "service_review": {"support_can_restore": true})") == Told{});
  CHECK(told_of(R"("service": "bitwarden.com",
                   "recovery": [{"type": "recovery-email", "account": "a"}])") ==
        Told{"names the recovery address of a as a way back, which Bitwarden does not offer"});
  CHECK(told_of(R"("service": "google.com", "codes": ["carried"], "recovery": ["a.codes"])") ==
        Told{"names a.codes as a way back, which counts only beside its password"});
  CHECK(
      told_of(R"("service": "apple.com",
                   "recovery": [{"type": "legacy-contact", "person": "p1"}])") ==
      Told{
          "names the legacy contact of a as a way back; a legacy contact of Apple gets neither the "
          "account nor any passkey"});
}

TEST_CASE("a login passkey in a vault that refuses its own", "[audit]") {
  const auto vault = [](std::string_view provider) {
    return fmt::format(R"("v": {{"type": "vault", "provider": "{}", "account": "a",
                                "devices": ["phone"]}}, "pin": {{"type": "secret", "opens": ["v"],
                                "stored_in": ["memory"]}})",
                       provider);
  };
  CHECK(told_of(R"("passkeys": ["v"])", vault("bitwarden")) ==
        Told{"names a passkey of its own in v, where Bitwarden keeps none"});
  CHECK(told_of(R"("passkeys": ["v"], "totp": ["phone"])", vault("1password")) == Told{});
}

TEST_CASE("a passkey where keys are only taken beside the password", "[audit]") {
  constexpr std::string_view keys =
      R"("k1": {"type": "security-key", "name": "key one"}, "k2": {"type": "security-key"})";
  const auto at = [&](std::string_view service, std::string_view passkeys) {
    return told_of(fmt::format(R"("service": "{}", "passkeys": [{}])", service, passkeys), keys);
  };
  CHECK(at("aws.amazon.com", R"("k1", "k2", "k1")") ==
        Told{"names a passkey in key one and k2, which Amazon Web Services takes only beside the "
             "password"});
  CHECK(at("proton.me", R"("k1")") ==
        Told{"names a passkey in key one, which Proton takes only beside the password"});
  CHECK(at("proton.me", "") == Told{});
  CHECK(at("github.com", R"("k1", "k2")") == Told{});
  // Its passkeys for signing in are another matter than its second factors.
  CHECK(at("bitwarden.com", R"("k1")") == Told{});
}

TEST_CASE("no password where the service always keeps one", "[audit]") {
  const auto told_without = [](std::string_view service) {
    const AuditOf audit(fmt::format(
        R"({{"version": 1, "authenticators": {{"k": {{"type": "security-key"}}}},
             "accounts": {{"a": {{"service": "{}", "passkeys": ["k"], "password": []}}}}}})",
        service));
    Told all;
    for (const OpenQuestion& question : audit.report.not_judged) {
      if (question.why.starts_with("is said to have no password")) all.push_back(question.why);
    }
    return all;
  };
  CHECK(told_without("google.com") ==
        Told{"is said to have no password; Google Account always keeps one"});
  CHECK(told_without("live.com") == Told{});
  CHECK(told_without("github.com") == Told{});
}

TEST_CASE("codes that end with security keys", "[audit]") {
  constexpr std::string_view things =
      R"("k1": {"type": "security-key"}, "k2": {"type": "security-key"},
         "n1": {"type": "phone-number"}, "n2": {"type": "phone-number"})";
  const auto told = [&](std::string_view service, std::string_view second_factors,
                        std::string_view passkeys = "") {
    const AuditOf audit(fmt::format(
        R"({{"version": 1, "authenticators": {{{}}}, "accounts": {{"a": {{"service": "{}",
             "password": ["memory"], "passkeys": [{}], "second_factors": [{}]}}}}}})",
        things, service, passkeys, second_factors));
    Told all;
    for (const OpenQuestion& question : audit.report.not_judged) {
      if (question.why.find("beside its security keys") != std::string::npos) {
        all.push_back(question.why);
      }
    }
    return all;
  };
  CHECK(told("apple.com", R"("n1", "k1", "k2", "n2")") ==
        Told{"names n1 and n2 as a second step beside its security keys; once there are keys, "
             "Apple Account asks for nothing else"});
  CHECK(told("apple.com", R"("n1")", R"("k1", "k2")").size() == 1);
  CHECK(told("apple.com", R"("n1", "k1")") == Told{});  // one key does not turn them on
  CHECK(told("apple.com", R"("k1", "k2")") == Told{});
  CHECK(told("google.com", R"("n1", "k1", "k2")") == Told{});
}

TEST_CASE("a signed-in device that sets a new password", "[audit]") {
  constexpr std::string_view vault =
      R"("v": {"type": "vault", "provider": "apple-passwords", "account": "a", "devices": ["phone"]},
         "pin": {"type": "secret", "opens": ["v"], "stored_in": ["memory"]},
         "n": {"type": "phone-number"}, "k1": {"type": "security-key"},
         "k2": {"type": "security-key"})";
  const Told asked{
      "does not say whether a device that is signed in sets a new password; if one does, name it "
      "in \"recovery\""};
  CHECK(told_of(R"("recovery": ["n"])", vault) == asked);
  CHECK(told_of(R"("recovery": ["n", "phone"])", vault) == Told{});
  CHECK(told_of(R"("recovery": [])", vault) == Told{});
  CHECK(told_of(R"("passkeys": ["k1", "k2"], "service": "apple.com", "recovery": ["n"])", vault) ==
        Told{});
}

TEST_CASE("a password alone, where the provider asks for more", "[audit]") {
  const std::string told =
      "names nothing but a password to sign in with. 1Password: A new device "
      "asks for the account password, the Secret Key and any second factor.";
  constexpr std::string_view key = R"("k": {"type": "security-key"})";
  CHECK(told_of(R"("service": "1password.com")") == Told{told});
  CHECK(told_of(R"("service": "1password.com", "codes": ["carried"])") == Told{});
  CHECK(told_of(R"("service": "bitwarden.com")") == Told{});
  CHECK(told_of(R"("service": "apple.com")") == Told{});
  CHECK(told_of(R"("service": "1password.com", "totp": ["k"])", key) == Told{});
}

}  // namespace passkey_audit
