// What an inventory says arrives in the right fields: rich.json has every field in every form.
#include "passkey_audit/inventory/read_inventory.hpp"

#include <fmt/format.h>

#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catch.hpp"
#include "passkey_audit/support/digest.hpp"
#include "unit/inventory/reading.hpp"
#include "unit/marks.hpp"

namespace passkey_audit {
namespace {

std::string rich_text() {
  std::ifstream stream(PASSKEY_AUDIT_SOURCE_DIR "/tests/unit/inventory/rich.json");
  return {std::istreambuf_iterator<char>(stream), {}};
}

Date day(std::string_view text) {
  return *parse_date(text);
}

// Things by their ids, and alternatives the way the file writes them.
class Ids {
 public:
  explicit Ids(const Inventory& inventory) : inventory_(inventory) {}

  std::string operator()(const Reference& reference) const {
    return reference.told() ? std::string(inventory_.id_of(reference.thing)) : "(not told)";
  }
  std::string operator()(const List<Reference>& references) const {
    if (!references.told()) return "(not told)";
    std::string text;
    for (const Reference& reference : references) {
      text += (text.empty() ? "" : " ") + (*this)(reference);
    }
    return text;
  }
  std::string operator()(const List<Way>& ways) const {
    if (!ways.told()) return "(not told)";
    std::string text;
    for (const Way& way : ways) {
      text += text.empty() ? "" : " | ";
      if (way.form == WayForm::all) text += "all ";
      if (way.form == WayForm::at_least) text += fmt::format("{} of ", way.at_least);
      text += (*this)(way.things);
      const std::optional<Duration> wait = way.wait;
      if (wait) text += " after " + format_duration(*wait);
      if (way.works_when_locked) text += " when locked";
    }
    return text;
  }

 private:
  const Inventory& inventory_;
};

template <class E>
std::string words(const List<E>& list) {
  if (!list.told()) return "(not told)";
  std::string text;
  for (const E entry : list) text += (text.empty() ? "" : " ") + std::string(word(entry));
  return text;
}

const Authenticator& authenticator(const Inventory& inventory, std::string_view id) {
  const Authenticator* found = inventory.authenticator(inventory.things.find(id));
  if (found == nullptr) FAIL("no authenticator " << id);
  return *found;
}

const RecoveryMethod& method(const Inventory& inventory, std::string_view id) {
  const RecoveryMethod* found = inventory.recovery_method(inventory.things.find(id));
  if (found == nullptr) FAIL("no recovery method " << id);
  return *found;
}

const Account& account(const Inventory& inventory, std::string_view id) {
  const Account* found = inventory.account(inventory.things.find(id));
  if (found == nullptr) FAIL("no account " << id);
  return *found;
}

const Device& device(const Inventory& inventory, std::string_view id) {
  const Device* found = inventory.device(inventory.things.find(id));
  if (found == nullptr) FAIL("no device " << id);
  return *found;
}

}  // namespace

TEST_CASE("the root of an inventory is read", "[inventory]") {
  const std::string text = rich_text();
  const ReadInventory read = read_text(text, "folder/rich.json");
  CHECK(shown(read.problems).empty());
  const Inventory& inventory = read.inventory;
  CHECK(inventory.schema == "inventory.schema.json");
  CHECK(inventory.profile == Profile::team);
  CHECK(inventory.title == "Everything at once: \"quotes\", \\ and 日本語");
  CHECK(inventory.reviewed_on == day("2026-05-22"));
  CHECK(inventory.include.told());
  REQUIRE(inventory.files.size() == 1);
  CHECK(inventory.files[0].path == "folder/rich.json");

  ReadOptions with_digest = options_of_tests();
  with_digest.digest = true;
  CHECK(read_inventory_text(text, "rich.json", with_digest).inventory.files[0].sha256 ==
        sha256_hex(text));
}

TEST_CASE("absent is not empty", "[inventory]") {
  const ReadInventory read = read_text(R"({"version": 1, "accounts": {
    "absent": {}, "empty": {"passkeys": [], "password": [], "codes": {"stored_in": []}, "recovery": [],
    "second_factors": [], "owners": [], "roles": []}}})");
  REQUIRE(read.problems.empty());
  const Account& absent = account(read.inventory, "absent");
  const Account& empty = account(read.inventory, "empty");
  CHECK_FALSE(absent.passkeys.told());
  CHECK_FALSE(absent.password.told());
  CHECK_FALSE(absent.codes.told());
  CHECK_FALSE(absent.recovery.told());
  CHECK_FALSE(absent.second_factors.told());
  CHECK_FALSE(absent.details().owners.told());
  CHECK_FALSE(absent.details().roles.told());
  CHECK_FALSE(absent.name.told());
  CHECK(absent.importance == Importance::normal);
  CHECK((empty.passkeys.told() && empty.passkeys.empty()));
  CHECK((empty.password.told() && empty.password.none()));
  CHECK((empty.codes.told() && empty.codes.none()));
  CHECK((empty.recovery.told() && empty.recovery.empty()));
  CHECK((empty.second_factors.told() && empty.second_factors.empty()));
  CHECK((empty.details().owners.told() && empty.details().owners.empty()));
  CHECK((empty.details().roles.told() && empty.details().roles.empty()));
  CHECK(read.inventory.profile == Profile::personal);
  CHECK_FALSE(read.inventory.title.told());
  CHECK_FALSE(read.inventory.reviewed_on.has_value());
}

TEST_CASE("the policy is read, and has defaults", "[inventory]") {
  const ReadInventory plain = read_text(R"({"version": 1, "accounts": {}})");
  const Policy& defaults = plain.inventory.policy;
  CHECK(defaults.max_outage == Duration{24});
  CHECK(defaults.min_authenticators == 2);
  CHECK(defaults.min_hardware_keys == 2);
  CHECK(defaults.same_day_grace == 0);
  CHECK(defaults.codes_low == 2);
  CHECK_FALSE(defaults.address_max_age.has_value());
  CHECK(defaults.review_max_age == 183);
  CHECK_FALSE(defaults.recovery_test_max_age.has_value());
  CHECK(defaults.service_review_max_age == 365);
  CHECK(defaults.breakglass_min == 2);
  CHECK(defaults.breakglass_max_age == 90);
  CHECK(defaults.admins.min == 2);
  CHECK(defaults.admins.warn == 4);
  CHECK(defaults.admins.max == 8);
  CHECK(defaults.lockin_share == 50);
  CHECK(defaults.min_recovery_kinds == 2);
  CHECK(defaults.expiry_warn == 60);
  CHECK_FALSE(defaults.fail_on.has_value());
  CHECK_FALSE(defaults.min_score.has_value());

  const ReadInventory read = read_text(rich_text());
  const Policy& policy = read.inventory.policy;
  CHECK(policy.max_outage == Duration{36});
  CHECK(policy.min_authenticators == 3);
  CHECK(policy.min_hardware_keys == 1);
  CHECK(policy.same_day_grace == 2);
  CHECK(policy.codes_low == 3);
  CHECK(policy.address_max_age == 180U);
  CHECK(policy.review_max_age == 90);
  CHECK(policy.recovery_test_max_age == 200U);
  CHECK(policy.service_review_max_age == 100);
  CHECK(policy.breakglass_min == 1);
  CHECK(policy.breakglass_max_age == 30);
  CHECK(policy.admins.min == 1);
  CHECK(policy.admins.warn == 3);
  CHECK(policy.admins.max == 5);
  CHECK(policy.lockin_share == 40);
  CHECK(policy.min_recovery_kinds == 1);
  CHECK(policy.expiry_warn == 14);
  CHECK(policy.require_device_bound == std::vector{Role::admin, Role::break_glass});
  REQUIRE(policy.forbid.size() == 2);
  CHECK_FALSE(policy.forbid[0].role.has_value());
  CHECK(policy.forbid[0].types == std::vector<std::string>{"security-question"});
  CHECK(policy.forbid[1].role == Role::admin);
  CHECK(policy.forbid[1].types == std::vector<std::string>{"totp", "phone-number"});
  CHECK(policy.allowed_vendors == std::vector<std::string>{"apple", "google"});
  REQUIRE(policy.severity.size() == 2);
  CHECK(policy.severity[0] == std::pair<std::string, Severity>("PKA101", Severity::critical));
  CHECK(policy.severity[1] == std::pair<std::string, Severity>("PKA801", Severity::low));
  CHECK(policy.fail_on == "medium");
  CHECK(policy.min_score == 6U);
  REQUIRE(policy.probabilities.size() == 3);
  CHECK(policy.probabilities[0] == std::pair<std::string, double>("device", 0.1));
  CHECK(policy.probabilities[1] == std::pair<std::string, double>("place:home", 1.0));
  CHECK(policy.probabilities[2] == std::pair<std::string, double>("vendor", 0.001));

  REQUIRE(read.inventory.waivers.size() == 1);
  const Waiver& waiver = read.inventory.waivers[0];
  CHECK(waiver.rule == "PKA202");
  CHECK(waiver.subject == "bank");
  CHECK(waiver.reason == "second key ordered");
  CHECK(waiver.approved_by == "mo");
  CHECK(waiver.until == day("2027-01-15"));
  CHECK(waiver.at.line != 0);
}

TEST_CASE("places, people and devices are read", "[inventory]") {
  const ReadInventory read = read_text(rich_text());
  const Inventory& inventory = read.inventory;
  const Ids ids(inventory);
  REQUIRE(inventory.places.size() == 3);
  CHECK(inventory.places[0].name == "Home");
  CHECK(inventory.places[0].site == "block-7");
  CHECK(inventory.places[0].note == "n");
  CHECK(inventory.site_of_place(inventory.things.find("cellar")) == "block-7");
  CHECK(inventory.site_of_place(inventory.things.find("office")) == "office");
  CHECK(inventory.site_of_place(ThingDirectory::carried) == "carried");

  REQUIRE(inventory.people.size() == 2);
  CHECK(inventory.people[0].name == "Mo");
  CHECK(inventory.people[0].status == PersonStatus::active);
  CHECK(ids(inventory.people[0].place) == "home");
  CHECK(inventory.people[1].status == PersonStatus::left);
  CHECK_FALSE(inventory.people[1].place.told());

  REQUIRE(inventory.devices.size() == 8);
  const Device& iphone = device(inventory, "iphone");
  CHECK(iphone.name == "iPhone");
  CHECK(iphone.type == DeviceType::phone);
  CHECK(iphone.platform == Platform::ios);
  CHECK(iphone.status == Status::active);
  CHECK(iphone.ownership == Ownership::personal);
  CHECK(ids(iphone.owner) == "mo");
  CHECK(ids(iphone.place) == "carried");
  CHECK(words(iphone.connectors) == "lightning nfc");
  CHECK(iphone.note == "n");
  const Device& laptop = device(inventory, "laptop");
  CHECK(laptop.status == Status::stolen);
  CHECK(laptop.ownership == Ownership::company);
  CHECK(words(laptop.connectors).empty());
  CHECK(ids(device(inventory, "desktop").place) == "unknown");
  const Device& android = device(inventory, "android");
  CHECK_FALSE(android.type.has_value());
  CHECK_FALSE(android.ownership.has_value());
  CHECK(words(android.connectors) == "(not told)");
  CHECK(ids(android.owner) == "(not told)");
}

TEST_CASE("authenticators of every type are read", "[inventory]") {
  const ReadInventory read = read_text(rich_text());
  const Inventory& inventory = read.inventory;
  const Ids ids(inventory);
  const Authenticator& vault = authenticator(inventory, "icloud");
  CHECK(vault.type == AuthenticatorType::vault);
  CHECK(vault.name == "Keychain");
  CHECK(ids(vault.owner) == "mo");
  CHECK(vault.provider == "apple-passwords");
  CHECK(vault.vendor == "apple");
  CHECK(ids(vault.account) == "apple");
  CHECK(ids(vault.devices) == "iphone laptop");
  CHECK(ids(vault.new_device_needs) == "passcode | all apple-key mo after 3d");
  CHECK(vault.works_offline == true);
  CHECK(vault.export_as == Export::app_to_app);
  CHECK(ids(vault.shared_with) == "lee");
  CHECK(vault.registered_on == day("2024-01-01"));
  CHECK(vault.used_on == day("2026-11-22"));
  CHECK(vault.tested_on == day("2026-01-01"));
  CHECK(vault.verified_on == day("2026-01-02"));
  CHECK(vault.expires_on == day("2030-01-01"));
  CHECK(vault.note == "n");

  const Authenticator& bare = authenticator(inventory, "bare");
  CHECK((bare.new_device_needs.told() && bare.new_device_needs.empty()));
  CHECK_FALSE(bare.devices.told());
  CHECK_FALSE(bare.works_offline.has_value());
  CHECK(bare.export_as == Export::none);

  CHECK(authenticator(inventory, "hello").type == AuthenticatorType::platform);
  CHECK(ids(authenticator(inventory, "hello").device) == "windows");
  CHECK(authenticator(inventory, "app").type == AuthenticatorType::push);
  CHECK(authenticator(inventory, "card").type == AuthenticatorType::certificate);

  const Authenticator& key = authenticator(inventory, "key-a");
  CHECK(key.type == AuthenticatorType::security_key);
  CHECK(key.model == "YubiKey 5C NFC");
  CHECK(key.aaguid == "2fc0579f-8113-47ea-b116-bb5a8db9202a");
  CHECK(ids(key.place) == "carried");
  CHECK(key.pin_set == true);
  CHECK(key.slots_total == 25U);
  CHECK(key.slots_used == 7U);
  CHECK(words(key.connectors) == "usb-c usb-a");
  CHECK(key.scanned_on == day("2026-11-01"));
  REQUIRE(key.found.size() == 2);
  CHECK(key.found[1] == "github.com");
  const Authenticator& spare = authenticator(inventory, "key-b");
  CHECK(ids(spare.spare_of) == "key-a");
  CHECK((spare.found.told() && spare.found.empty()));
  CHECK_FALSE(spare.pin_set.has_value());

  CHECK(authenticator(inventory, "passcode").type == AuthenticatorType::secret);
  CHECK(ids(authenticator(inventory, "passcode").opens) == "iphone icloud key-a");
  CHECK(ids(authenticator(inventory, "passcode").stored_in) == "memory home lee");
  CHECK(authenticator(inventory, "codes-app").type == AuthenticatorType::totp);
  CHECK(ids(authenticator(inventory, "codes-app").stored_in) == "iphone key-a");
  CHECK(authenticator(inventory, "number").type == AuthenticatorType::phone_number);
  CHECK(ids(authenticator(inventory, "number").sim_in) == "iphone");
  CHECK(authenticator(inventory, "number").new_sim_after == Duration{48});
  CHECK(ids(authenticator(inventory, "voip").account) == "google");
}

TEST_CASE("recovery methods of every type are read", "[inventory]") {
  const ReadInventory read = read_text(rich_text());
  const Inventory& inventory = read.inventory;
  const Ids ids(inventory);
  const RecoveryMethod& key = method(inventory, "apple-key");
  CHECK(key.type == RecoveryType::recovery_key);
  CHECK(key.name == "Key");
  CHECK(ids(key.stored_in) == "home office");
  CHECK(key.issued == 1U);
  CHECK(key.remaining == 1U);
  CHECK(key.generated_on == day("2025-01-01"));
  CHECK(key.wait == Duration{1});
  CHECK(ids(key.needs) == "number iphone");
  CHECK(key.personal == false);
  CHECK(key.verified_on == day("2026-02-01"));
  CHECK(key.tested_on == day("2026-02-02"));
  CHECK(key.note == "n");

  CHECK(method(inventory, "contact").type == RecoveryType::recovery_contact);
  CHECK(ids(method(inventory, "contact").person) == "mo");
  CHECK(method(inventory, "contact").accepted == true);
  CHECK(method(inventory, "heir").type == RecoveryType::legacy_contact);
  CHECK(method(inventory, "heir").accepted == false);
  CHECK(method(inventory, "emergency").type == RecoveryType::emergency_access);
  CHECK(method(inventory, "emergency").wait == Duration{168});
  CHECK(method(inventory, "mailbox").type == RecoveryType::recovery_email);
  CHECK(ids(method(inventory, "mailbox").account) == "google");
  CHECK(method(inventory, "mailbox").verified == true);
  CHECK(method(inventory, "admin").type == RecoveryType::admin_reset);
  CHECK(ids(method(inventory, "admin").by) == "mo | 1 of contact google");
  CHECK(method(inventory, "admin").identity_check == true);
  CHECK(method(inventory, "admin").personal == true);
  CHECK(method(inventory, "kit").type == RecoveryType::emergency_kit);
  CHECK(method(inventory, "backup").type == RecoveryType::backup_file);
  CHECK(method(inventory, "printed").type == RecoveryType::recovery_codes);
  CHECK(method(inventory, "printed").remaining == 0U);
  CHECK(method(inventory, "desk").type == RecoveryType::support);
  CHECK_FALSE(method(inventory, "desk").wait.has_value());
  CHECK(method(inventory, "pet").type == RecoveryType::security_question);
}

TEST_CASE("accounts are read", "[inventory]") {
  const ReadInventory read = read_text(rich_text());
  const Inventory& inventory = read.inventory;
  const Ids ids(inventory);
  const Account& apple = account(inventory, "apple");
  CHECK(apple.name == "Apple");
  CHECK(apple.service == "apple.com");
  CHECK(apple.details().vendor == "apple");
  CHECK(apple.importance == Importance::critical);
  CHECK(words(apple.details().roles) == "platform email");
  CHECK(ids(apple.details().owners) == "mo");
  CHECK(apple.details().controlled_by == Controller::person);
  CHECK(ids(apple.details().controlling_person) == "mo");
  CHECK(ids(apple.federated_via) == "google");
  CHECK(ids(apple.other_sign_in) == "google | codes-app");
  CHECK(ids(apple.details().org) == "google");
  CHECK(ids(apple.details().domain_at) == "registrar");
  CHECK(apple.accepts_security_key == true);
  CHECK(apple.issues_codes == false);
  CHECK(apple.details().alerts == true);
  CHECK(std::optional<Date>(apple.tested_on) == day("2026-03-03"));
  CHECK(std::optional<Date>(apple.details().expires_on) == day("2027-03-03"));
  CHECK(std::optional<Date>(apple.details().fallback_removed_on) == day("2026-04-04"));
  CHECK(apple.details().review().reviewed_on == day("2026-05-05"));
  CHECK(apple.details().review().support_can_restore == true);
  CHECK(apple.details().review().worst_case == Duration{240});
  CHECK(apple.details().note == "n");
  CHECK(ids(apple.recovery) ==
        "apple.recovery-codes | contact | all apple-key number after 3d when locked | "
        "2 of contact mailbox google.codes");
  CHECK(ids(apple.second_factors) == "iphone | app | number | apple-totp");

  const Account& google = account(inventory, "google");
  CHECK(google.importance == Importance::high);
  CHECK(google.details().controlled_by == Controller::employer);
  CHECK(account(inventory, "registrar").details().controlled_by == Controller::school);
  CHECK(account(inventory, "codes-app-phone").details().controlled_by == Controller::not_told);
  CHECK((account(inventory, "registrar").details().service_review.told() &&
         !account(inventory, "registrar").details().review().reviewed_on));
}

TEST_CASE("passkeys are read in both forms", "[inventory]") {
  const ReadInventory read = read_text(rich_text());
  const Ids ids(read.inventory);
  const List<Passkey>& passkeys = account(read.inventory, "apple").passkeys;
  REQUIRE(passkeys.size() == 3);
  CHECK(ids(passkeys[0].in) == "icloud");
  CHECK_FALSE(passkeys[0].detail().registered_on.has_value());
  CHECK_FALSE(passkeys[0].detail().backed_up.has_value());
  CHECK(ids(passkeys[1].in) == "key-a");
  const PasskeyDetails details = passkeys[2].detail();
  CHECK(ids(passkeys[2].in) == "hello");
  CHECK(details.registered_on == day("2025-01-01"));
  CHECK(details.used_on == day("2025-01-02"));
  CHECK(details.tested_on == day("2025-01-03"));
  CHECK(details.backup_eligible == true);
  CHECK(details.backed_up == false);
  CHECK(ids(details.on) == "windows");
  CHECK(ids(account(read.inventory, "registrar").passkeys[0].in) == "unknown");
}

TEST_CASE("stored copies are read as a list and as an object", "[inventory]") {
  const ReadInventory read = read_text(rich_text());
  const Ids ids(read.inventory);
  const Account& apple = account(read.inventory, "apple");
  CHECK(ids(apple.password.stored_in) == "memory icloud passcode");
  CHECK(ids(apple.totp.stored_in) == "codes-app-phone");
  CHECK(ids(apple.codes.stored_in) == "home");
  CHECK(apple.codes.detail().issued == 10U);
  CHECK(apple.codes.detail().remaining == 8U);
  CHECK(apple.codes.detail().generated_on == day("2025-05-05"));
  CHECK(apple.codes.detail().tested_on == day("2025-06-06"));
  const Account& google = account(read.inventory, "google");
  CHECK(ids(google.password.stored_in) == "memory");
  CHECK(google.password.detail().tested_on == day("2026-01-01"));
  CHECK(ids(google.totp.stored_in) == "iphone");
  CHECK_FALSE(google.totp.detail().tested_on.has_value());
  // Something is said of the codes, but not where they are.
  const Account& registrar = account(read.inventory, "registrar");
  CHECK((registrar.codes.told() && !registrar.codes.none() && !registrar.codes.stored_in.told()));
  CHECK(registrar.codes.detail().remaining == 3U);
  CHECK((account(read.inventory, "codes-app-phone").codes.told() &&
         account(read.inventory, "codes-app-phone").codes.none()));
}

TEST_CASE("a thing stands where its id stands, or its object if declared in place", "[inventory]") {
  const Marked text = unmark(R"({"version": 1,
  "title": "hélène", "places": {»"home": {}}, "devices": {
    »"phone": {"owner": "me"}, »"\u006c": {}
  },
  "authenticators": {»"v": {"type": "vault", "account": "a",
     "new_device_needs": [»{"type": "secret", "opens": ["phone"]}]}},
  "accounts": {
    »"a": {"passkeys": ["v", {"in": »{"type": "platform", "device": "phone"}}],
     "recovery": [{"all": [»{"type": "recovery-codes", "id": "x",
        "needs": [»{"type": "support"}]}]}],
     "second_factors": ["a.codes", »{"type": "totp"}], "codes": ["home"]}}})");
  const ReadInventory read = read_text(text.text);
  REQUIRE(shown(read.problems).empty());
  const Inventory& inventory = read.inventory;
  const std::vector<std::pair<std::string, std::string>> expected{
      {"home", "/places/home"},
      {"phone", "/devices/phone"},
      {"l", "/devices/l"},
      {"v", "/authenticators/v"},
      {"v.secret", "/authenticators/v/new_device_needs/0"},
      {"a", "/accounts/a"},
      {"a.platform", "/accounts/a/passkeys/1/in"},
      {"x", "/accounts/a/recovery/0/all/0"},
      {"x.support", "/accounts/a/recovery/0/all/0/needs/0"},
      {"a.totp", "/accounts/a/second_factors/1"}};
  REQUIRE(text.at.size() == expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const auto& [id, pointer] = expected[i];
    CAPTURE(id);
    const ThingId thing = inventory.things.find(id);
    REQUIRE(thing.told());
    CHECK(shown(inventory.things[thing].at) == shown(text.at[i]));
    CHECK(inventory.pointer_of(thing) == pointer);
    CHECK(inventory.things[thing].in_place == (pointer.find('/', 1) != pointer.rfind('/')));
  }
  const ThingId codes = inventory.things.find("a.codes");
  CHECK(inventory.things[codes].kind == ThingKind::account_codes);
  CHECK(inventory.pointer_of(codes) == "/accounts/a/codes");
}

TEST_CASE("things declared in place are things like others", "[inventory]") {
  const ReadInventory read = read_text(R"({"version": 1, "accounts": {
    "a": {"recovery": [{"type": "recovery-email", "account": "b", "wait": "1d"}],
          "second_factors": [{"type": "phone-number", "id": "mobile"}]},
    "b": {"recovery": ["mobile", "a.recovery-email"]}}})");
  REQUIRE(shown(read.problems).empty());
  const Inventory& inventory = read.inventory;
  const Ids ids(inventory);
  REQUIRE(inventory.recovery_methods.size() == 1);
  REQUIRE(inventory.authenticators.size() == 1);
  CHECK(ids(account(inventory, "a").recovery) == "a.recovery-email");
  CHECK(ids(account(inventory, "b").recovery) == "mobile | a.recovery-email");
  CHECK(ids(method(inventory, "a.recovery-email").account) == "b");
  CHECK(method(inventory, "a.recovery-email").wait == Duration{24});
  CHECK(authenticator(inventory, "mobile").type == AuthenticatorType::phone_number);
}

TEST_CASE("an id may be used before it is declared", "[inventory]") {
  const ReadInventory read = read_text(R"({"version": 1,
    "accounts": {"a": {"passkeys": ["v"], "owners": ["p"], "password": ["home"]}},
    "authenticators": {"v": {"type": "vault", "devices": ["d"]}},
    "devices": {"d": {"place": "home"}}, "people": {"p": {}}, "places": {"home": {}}})");
  CHECK(shown(read.problems).empty());
}

TEST_CASE("entries stand in file order", "[inventory]") {
  const ReadInventory read =
      read_text(R"({"version": 1, "accounts": {"z": {}, "a": {"federated_via": "m"}, "m": {}}})");
  REQUIRE(read.problems.empty());
  std::string order;
  for (const Account& one : read.inventory.accounts) order += read.inventory.id_of(one.thing);
  CHECK(order == "zam");
}

TEST_CASE("unknown may stand wherever an id may", "[inventory]") {
  const ReadInventory read = read_text(R"({"version": 1,
    "people": {"p": {"place": "unknown"}},
    "devices": {"d": {"owner": "unknown", "place": "unknown"}},
    "authenticators": {
      "v": {"type": "vault", "account": "unknown", "devices": ["unknown"], "owner": "unknown",
            "provider": "unknown", "vendor": "unknown", "new_device_needs": ["unknown"]},
      "f": {"type": "platform", "device": "unknown"},
      "k": {"type": "security-key", "place": "unknown", "spare_of": "unknown"},
      "s": {"type": "secret", "stored_in": ["unknown"], "opens": ["unknown"]},
      "n": {"type": "phone-number", "sim_in": "unknown"}},
    "accounts": {"a": {
      "owners": ["unknown"], "controlled_by": "unknown", "passkeys": ["v", "f", "k", "unknown",
      {"in": "unknown", "on": "unknown"}], "password": ["unknown"], "second_factors": ["n", "unknown",
      {"all": ["unknown", "unknown"]}], "totp": ["unknown"], "codes": ["unknown"],
      "federated_via": "unknown", "org": "unknown", "domain_at": "unknown", "recovery": [
      {"type": "recovery-contact", "person": "unknown", "needs": ["unknown"]},
      {"type": "recovery-email", "account": "unknown"}, {"type": "admin-reset", "by": ["unknown"]},
      {"type": "recovery-codes", "stored_in": ["unknown"]}, {"at_least": 1, "of": ["unknown"]}]}}})");
  CHECK(shown(read.problems).empty());
}

TEST_CASE("a size limit holds for text too", "[inventory]") {
  const std::string text = R"({"version": 1, "accounts": {}})";
  ReadOptions options = options_of_tests();
  options.bytes_max = text.size();
  CHECK(read_inventory_text(text, "a.json", options).usable());
  options.bytes_max = text.size() - 1;
  CHECK(shown(read_inventory_text(text, "a.json", options).problems) ==
        "0:0 PKI001  | the input is over the size limit | raise the limit with --max-size\n");
}

TEST_CASE("only files called .jsonc may have comments", "[inventory]") {
  const std::string_view text = "{\"version\": 1, // one\n \"accounts\": {},}";
  CHECK(read_text(text, "a.jsonc").problems.empty());
  CHECK(read_text(text, "a.json").problems.size() == 1);
  CHECK(read_text(text, "-").problems.size() == 1);
  CHECK(read_text(text, "jsonc").problems.size() == 1);
}

}  // namespace passkey_audit
