// Whole interviews: what answers come to in the inventory.
#include "passkey_audit/interview/interview.hpp"

#include "passkey_audit/audit/run_audit.hpp"
#include "passkey_audit/inventory/format_inventory.hpp"
#include "passkey_audit/rules/registry.hpp"
#include "scripted.hpp"

namespace passkey_audit {
namespace {

const Lines one_phone{"me",      // for whom
                      "iPhone",  // devices
                      "iCloud",  // vaults: the only device is meant
                      "iPhone",  // number
                      "none",    // keys
                      "",        // accounts: the one that guards the vault
                      "",        // papers
                      "nobody",  // helpers
                      "password in my head",
                      "code on iPhone, text message",
                      "text message",
                      ""};  // domain

const Lines two_keys{"",
                     "iPhone, MacBook at home",
                     "iCloud Keychain on iPhone and MacBook",
                     "iPhone, 2 days",
                     "YubiKey on my key ring, spare key at my parents'",
                     "gmail, bank",
                     "Google codes at home, iPhone PIN at my parents' house",
                     "Alex knows my PIN, Kim is recovery contact for Apple",
                     "password in my head",
                     "iPhone, MacBook, text message",
                     "text message",
                     "passkey in iCloud and on both keys, password in iCloud",
                     "YubiKey, spare key",
                     "mail to iCloud",
                     "password in iCloud",
                     "app on iPhone",
                     "mail to gmail, branch",
                     ""};

AuditReport audit_of(const AuditContext& context) {
  return run_audit(context, all_rules());
}

}  // namespace

TEST_CASE("a person with one phone", "[interview]") {
  const Held held = hold(one_phone);
  CHECK(held.end == InterviewEnd::finished);
  CHECK(held.text == R"({
  "version": 1,
  "devices": {
    "iphone": {"name": "iPhone", "type": "phone", "platform": "ios"}
  },
  "authenticators": {
    "iphone-code": {
      "type": "secret",
      "name": "the code that unlocks iPhone",
      "opens": ["iphone"],
      "stored_in": ["memory"]
    },
    "apple-passwords": {
      "type": "vault",
      "name": "iCloud",
      "provider": "apple-passwords",
      "account": "apple",
      "devices": ["iphone"]
    },
    "number": {"type": "phone-number", "name": "the phone number in iPhone", "sim_in": "iphone"}
  },
  "recovery_methods": {
    "apple-support": {"type": "support", "name": "the support of Apple Account", "needs": ["number"]}
  },
  "accounts": {
    "apple": {
      "name": "Apple Account",
      "service": "apple.com",
      "importance": "critical",
      "roles": ["platform"],
      "password": ["memory"],
      "second_factors": ["iphone", "number"],
      "recovery": [{"all": ["number", "iphone"]}, "apple-support"]
    }
  }
}
)");
}

TEST_CASE("the first verdict comes within twelve questions", "[interview]") {
  const Held held = hold({"", "iPhone, MacBook", "at home", "iCloud on all", "iPhone", "", "gmail",
                          "", "", "password in my head", "iPhone", "?"});
  CHECK(held.end == InterviewEnd::left);
  CHECK(has(held.said, "12. If you forgot the password of Apple Account"));
  CHECK(has(held.said, "So far: fine."));
}

TEST_CASE("a phone, a laptop and two keys", "[interview]") {
  const Held held = hold(two_keys);
  CHECK(held.end == InterviewEnd::finished);
  CHECK(has(
      held.text,
      R"("macbook": {"name": "MacBook", "type": "laptop", "platform": "macos", "place": "home"})"));
  CHECK(has(held.text,
            R"("yubikey": {"type": "security-key", "name": "YubiKey", "place": "carried"})"));
  CHECK(has(held.text, R"("place": "parents", "spare_of": "yubikey")"));
  CHECK(has(held.text, R"("new_sim_after": "2d")"));
  CHECK(has(held.text, R"("stored_in": ["memory", "parents", "alex"])"));
  CHECK(has(held.text,
            R"("type": "recovery-contact", "name": "Kim as recovery contact", "person": "kim")"));
  CHECK(has(held.text, R"("passkeys": ["apple-passwords", "yubikey", "spare-key"],
      "password": ["apple-passwords"],
      "second_factors": ["yubikey", "spare-key"],
      "codes": ["home"])"));
  // A new password alone does not replace the second step.
  CHECK(has(held.text, R"({"all": ["gmail-recovery-email", "yubikey"]})"));
  CHECK(has(held.text, R"({"all": ["gmail-recovery-email", "gmail.codes"]})"));
  CHECK(has(held.text, R"({"all": ["bank-recovery-email", "the-app-of-bank"]}, "bank-support")"));
}

TEST_CASE("a household: things belong to people", "[interview]") {
  const Held held =
      hold({"household with Jon and Ines", "iPhone, Jon's Pixel",
            "iCloud on iPhone, Jon's Google on Pixel", "iPhone, Jon's Pixel, a week",
            "Jon's YubiKey carried", "Jon's GitHub", "", "Ines is recovery contact for Apple",
            "password in my head", "text message", "?",     // Apple
            "password in my head", "text message", "Ines",  // Jon's Google
            "passkey on YubiKey", "nothing", ""});
  CHECK(held.end == InterviewEnd::finished);
  CHECK(has(
      held.text,
      R"("jons-pixel": {"name": "Jon's Pixel", "type": "phone", "platform": "android", "owner": "jon"})"));
  CHECK(has(held.text, R"("owner": "jon",
      "sim_in": "jons-pixel",
      "new_sim_after": "7d")"));
  CHECK(has(held.text, R"("second_factors": ["jons-pixel-number"])"));
  CHECK(has(held.text, R"("second_factors": ["number"])"));
  CHECK(has(held.text, R"("owners": ["jon"],
      "passkeys": ["jons-yubikey"],
      "recovery": [])"));
}

TEST_CASE("a team: administrators, emergency accounts, and who left", "[interview]") {
  const Held held = hold({"team",
                          "Ada, Bo, Chidi (left)",
                          "Google Workspace, AWS",
                          "Ada, Bo",
                          "two",
                          "Ada's iPhone, Bo's Pixel",
                          "",
                          "Ada's YubiKey carried, Ada's spare at the "
                          "office, Bo's YubiKey carried",
                          "",
                          "password on paper at the bank box",
                          "keys",
                          "support",  // AWS
                          "passkey on keys",
                          "another administrator",
                          "",
                          "",  // Ada, Bo
                          "passkey on ?",
                          "nothing",
                          "",
                          "",
                          "Gandi",
                          "?",
                          "?"});  // emergency, domain
  CHECK(held.end == InterviewEnd::finished);
  CHECK(has(held.text, R"("profile": "team")"));
  CHECK(has(held.text, R"("chidi": {"name": "Chidi", "status": "left"})"));
  CHECK(has(held.text, R"("roles": ["identity-provider"],
      "domain_at": "gandi")"));
  CHECK(has(held.text, R"("owners": ["ada"],
      "passkeys": ["adas-yubikey", "adas-spare"],
      "recovery": ["bos-administrator-account"])"));
  // "The same" is each one's own key.
  CHECK(has(held.text, R"("owners": ["bo"],
      "passkeys": ["bos-yubikey"],
      "recovery": ["adas-administrator-account"])"));
  CHECK(has(held.text, R"("roles": ["admin", "break-glass"],
      "passkeys": ["unknown"])"));
}

TEST_CASE("who knows nothing passes nothing", "[interview]") {
  Lines answers{"me", "iPhone, MacBook", "?", "iCloud on ?", "?", "?", "gmail, bank"};
  answers.resize(40, "?");
  const Held held = hold(answers);
  CHECK(held.end == InterviewEnd::finished);
  const ReadInventory read = read_again(held.text);
  const AuditContext context(read.inventory, embedded_catalog(), interview_day);
  const AuditReport report = audit_of(context);
  CHECK(!report.safe());
  CHECK(report.scorecard.score.passed == 0);
  CHECK(!report.not_judged.empty());
}

TEST_CASE("a password whose second step nobody knows opens nothing alone", "[interview]") {
  const Held held = hold({"me", "iPhone", "iCloud", "", "", "", "", "", "password in my head"});
  CHECK(held.end == InterviewEnd::left);
  CHECK(has(held.text, R"("second_factors": ["unknown"])"));
}

TEST_CASE("whoever leaves has an inventory, after every question", "[interview]") {
  for (const Lines& answers : {one_phone, two_keys}) {
    for (std::size_t count = 0; count < answers.size(); ++count) {
      Lines some(answers.begin(), answers.begin() + static_cast<std::ptrdiff_t>(count));
      const Held closed = hold(some);
      some.emplace_back("quit");
      const Held left = hold(some);
      INFO(count);
      CHECK(closed.end == InterviewEnd::left);
      CHECK(left.end == InterviewEnd::left);
      CHECK(left.text == closed.text);
      CHECK(read_again(left.text).usable());
      CHECK(format_inventory(left.text) == left.text);
      CHECK(left.kept == count);
    }
  }
}

TEST_CASE("back takes an answer away", "[interview]") {
  const Held held =
      hold({"back", "me", "iPhone", "back", "Pixel", "Google", "back", "back", "Android phone"});
  CHECK(!has(held.text, "iphone"));
  CHECK(!has(held.text, "google"));
  CHECK(
      has(held.text,
          R"("android-phone": {"name": "Android phone", "type": "phone", "platform": "android"})"));
}

TEST_CASE("what was taken back is not kept by leaving", "[interview]") {
  const Held held = hold({"me", "iPhone", "back", "quit"});
  CHECK(held.end == InterviewEnd::left);
  CHECK(!has(held.text, "iphone"));
}

TEST_CASE("answers in odd forms are understood", "[interview]") {
  const Held held = hold({"1", "  an iphone 15;the   MacBook Pro at home & my iPad with me ",
                          "ICLOUD KEYCHAIN on both", "iPhone; same day",
                          "2 yubikeys at Mum's place + a Titan in my wallet", "",
                          "iCloud recovery key at mum's", "no one.", "by heart"});
  CHECK(has(held.text, R"("iphone-15": {"name": "iphone 15", "type": "phone")"));
  CHECK(has(held.text, R"("platform": "ipados", "place": "carried"})"));
  CHECK(has(held.text, R"("devices": ["iphone-15", "macbook-pro", "ipad"])"));
  CHECK(has(held.text, R"("new_sim_after": "1d")"));
  CHECK(has(held.text,
            R"("yubikey-2": {"type": "security-key", "name": "yubikey 2", "place": "mum"})"));
  CHECK(
      has(held.text, R"("titan": {"type": "security-key", "name": "Titan", "place": "carried"})"));
  CHECK(has(held.text, R"("stored_in": ["mum"])"));
  CHECK(has(held.text, R"("password": ["memory"])"));
}

TEST_CASE("what is denied is not noted", "[interview]") {
  const Held none = hold({"me", "iPhone", "", "none at all", "iPhone, 2 days", "no security keys",
                          "gmail", "no codes", "Nobody knows my PIN"});
  CHECK_FALSE(has(none.text, "security-key"));
  CHECK_FALSE(has(none.text, R"("people")"));
  CHECK_FALSE(has(none.text, R"("vault")"));
  const Held part = hold({"me", "iPhone, no laptop", "iPhone", "", "iCloud", "iPhone, 2 days",
                          "YubiKey (broken) at home"});
  CHECK(has(part.said, "name only what there is and works"));
  CHECK_FALSE(has(part.text, "laptop"));
  CHECK_FALSE(has(part.text, "security-key"));
}

TEST_CASE("of a waiting time the longest is meant, and an unclear one is not noted",
          "[interview]") {
  const auto wait = [](const std::string& words) {
    const Held held = hold({"me", "iPhone", "", "iCloud", "iPhone, " + words});
    const std::size_t at = held.text.find("new_sim_after");
    return at == std::string::npos ? std::string() : held.text.substr(at + 17, 4);
  };
  CHECK(wait("2 to 10 days") == "10d\"");
  CHECK(wait("a week").starts_with("7d"));
  CHECK(wait("eleven days").empty());
  CHECK(wait("more than a month").empty());
  CHECK(wait("a week or two").empty());
}

TEST_CASE("what an answer came to is said back", "[interview]") {
  const Held held = hold({"me", "samsung galaxy i think", "", "iCloud"});
  CHECK(has(held.said,
            "Noted: samsung galaxy, a phone; the code that unlocks samsung galaxy, "
            "known by heart."));
}

TEST_CASE("what is not understood is asked again, and changes nothing", "[interview]") {
  const Held held = hold({"aunt", "me", "iPhone, toaster", "iPhone", "iCloud", "iPhone",
                          "YubiKey in the drawer", "YubiKey in the drawer at home"});
  CHECK(has(held.said, "Please say me, household or team."));
  CHECK(has(held.said, "what sort of device \"toaster\" is"));
  CHECK(has(held.said, "Say in which building \"drawer\" is"));
  CHECK(
      has(held.text, R"("yubikey": {"type": "security-key", "name": "YubiKey", "place": "home"})"));
}

TEST_CASE("what an answer leaves open is asked for", "[interview]") {
  const Held held = hold(
      {"me", "PC at home, Pixel", "1Password on both, Windows Hello on PC", "Pixel",
       "YubiKey at work, another one at home", "sam@posteo.de", "", "", "password in my head",
       "codes in 1Password", "recovery codes in 1Password", "nothing", "passkey on PC, password",
       "passkey on PC, password in 1Password", "both keys", "mail to sam@posteo.de", "nothing"});
  CHECK(has(held.said, "Say which codes those are"));
  CHECK(has(held.said, "Say where the password is"));
  CHECK(has(held.said, "A mail to the mailbox itself brings nothing back"));
  CHECK(has(held.text, R"("codes": ["1password-vault"])"));
  CHECK(has(held.text, R"("passkeys": ["windows-hello"],
      "password": ["1password-vault"],
      "second_factors": ["yubikey", "security-key"])"));
}

TEST_CASE("no secret is taken, kept or shown", "[interview]") {
  for (const char* secret :
       {"password: hunter2!x", "A3-ASWWYB-798JRY-LJVD4-23DC2-86TVM-H43EB",
        "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", "my PIN is 471183", "recovery code 482913"}) {
    const Held held = hold({secret, "me", secret, "iPhone", secret, "", secret});
    INFO(secret);
    CHECK(has(held.said, "That looks like a password or a code."));
    CHECK(!has(held.said, secret));
    CHECK(!has(held.text, secret));
  }
  const Held held = hold({"me", "Tr0ub4dor&3", "iPhone", "Tr0ub4dor&3"});
  CHECK(!has(held.said, "Tr0ub4dor"));
  CHECK(!has(held.text, "Tr0ub4dor"));
}

TEST_CASE("a value behind its label is taken for a secret, and so are bare figures",
          "[interview]") {
  for (const std::string answer : {"MacBook password hunter2", "iPhone PIN 482913",
                                   "iPhone code 8305-1946", "482913", "8305 1946"}) {
    const Held held = hold({"me", answer});
    CAPTURE(answer);
    CHECK(has(held.said, "looks like a password or a code"));
    CHECK_FALSE(has(held.text, "device"));
  }
  CHECK(has(hold({"me", "iPhone 15"}).text, "iPhone 15"));
}

TEST_CASE("characters that cannot be shown are refused", "[interview]") {
  const Held held = hold({"me", "iPhone\x1b[2J", "\xff", "iPhone"});
  CHECK(has(held.said, "characters that cannot be shown"));
  CHECK(!has(held.said, "\x1b"));
}

TEST_CASE("a second run adds, and loses nothing", "[interview]") {
  const std::string before = R"({
  // Mine.
  "version": 1,
  "x-mine": {"b": 1, "a": 2},
  "devices": {"phone": {"type": "phone", "x-colour": "blue"}}, // the old one
  "authenticators": {
    "vault": {"type": "vault", "provider": "bitwarden", "account": "bw", "devices": ["phone"]},
    "number": {"type": "phone-number", "sim_in": "phone"},
    "key": {"type": "security-key", "place": "carried"}
  },
  "accounts": {
    "shop": {"service": "ebay.com", "importance": "high"}, // nothing told yet
    "bw": {"service": "bitwarden.com", "password": ["memory"]}
  }
})";
  const Held held = hold({"GitHub", "", "passkey on key", "mail to posteo.de",  // shop
                          "passkey in Bitwarden", "nothing", "?", "?"},
                         before);
  CHECK(has(held.text, "// Mine."));
  CHECK(has(held.text, "// the old one"));
  CHECK(has(held.text, "\"x-colour\": \"blue\""));
  CHECK(has(held.text, R"("b": 1,
    "a": 2)"));
  CHECK(has(held.text, R"("bw": {"service": "bitwarden.com", "password": ["memory"]})"));
  CHECK(has(held.text,
            R"("shop": {"service": "ebay.com", "importance": "high", "passkeys": ["key"])"));
  CHECK(has(held.text, R"("service": "github.com",
      "importance": "critical",
      "passkeys": ["vault"])"));
  const Held nothing = hold({"none"}, before);
  CHECK(has(nothing.text, R"("shop": {"service": "ebay.com", "importance": "high"})"));
}

TEST_CASE("many accounts are better imported", "[interview]") {
  const Held held = hold({"me", "iPhone", "", "", "",
                          "a.example, b.example, c.example, d.example, "
                          "e.example, f.example"});
  CHECK(has(held.said, "passkey-audit import"));
  CHECK(!has(held.text, "f.example"));
}

TEST_CASE("words stand for what the catalog knows", "[interview]") {
  const Held held =
      hold({"me", "iPhone", "", "", "", "gmail, my bank, Outlook, me@proton.me, AWS"});
  CHECK(has(held.text,
            R"("gmail": {"service": "google.com", "importance": "critical", "roles": ["email"]})"));
  CHECK(has(held.text, R"("bank": {"importance": "critical", "roles": ["bank"]})"));
  CHECK(has(held.text, R"("service": "microsoft.com")"));
  CHECK(has(held.text, R"("service": "proton.me")"));
  CHECK(has(held.text, R"("service": "aws.amazon.com")"));
}

}  // namespace passkey_audit
