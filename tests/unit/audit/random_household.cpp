#include "random_household.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "audited.hpp"
#include "unit/graph/random_inventory.hpp"

namespace passkey_audit {
namespace {

using Texts = std::vector<std::string>;

const Texts recent_days{"2026-11-22", "2026-11-01", "2026-08-01", "2026-06-01"};
const Texts old_days{"2025-11-21", "2025-01-01", "2023-05-05"};
const Texts registration_days{"2024-01-01", "2025-06-01", "2025-06-01", "2026-11-01"};
const Texts connectors{"usb-a", "usb-c", "lightning", "nfc"};

struct Service {
  std::string_view id, domain, role;
};
const std::vector<Service> services{{"apple", "apple.com", "platform"},
                                    {"google", "google.com", "email"},
                                    {"proton", "proton.me", "email"},
                                    {"bitwarden", "bitwarden.com", "password-manager"},
                                    {"github", "github.com", "admin"},
                                    {"bank", "", "bank"},
                                    {"paypal", "paypal.com", ""},
                                    {"ebay", "ebay.com", ""},
                                    {"registrar", "namecheap.com", "registrar"},
                                    {"okta", "okta.com", "identity-provider"},
                                    {"root", "aws.amazon.com", "cloud-root"},
                                    {"emergency", "okta.com", "break-glass"},
                                    {"forum", "", ""}};

struct Maker {
  std::string_view provider, guard;
};
const std::vector<Maker> makers{{"apple-passwords", "apple"},
                                {"google-password-manager", "google"},
                                {"bitwarden", "bitwarden"},
                                {"proton-pass", "proton"},
                                {"keepassxc", ""},
                                {"1password", "bitwarden"},
                                {"other", ""}};

// Builds one. `slack_` is the chance, in percent, that something is not as it should be, and
// `silence_` that it is not told.
class Builder {
 public:
  explicit Builder(Dice& dice) : dice_(dice) {
    is_team_ = dice_.chance(35);
    slack_ = dice_.pick(std::vector<std::size_t>{0, 2, 6, 15, 30});
    silence_ = dice_.pick(std::vector<std::size_t>{0, 0, 3, 10, 25});
    choose();
  }

  Json inventory() {
    Json root{{"version", 1}};
    if (is_team_) root["profile"] = "team";
    if (told()) root["reviewed_on"] = day();
    if (dice_.chance(35)) root["policy"] = policy();
    for (const std::string& id : places_) root["places"][id] = place();
    for (const std::string& id : people_) root["people"][id] = person();
    for (const std::string& id : devices_) root["devices"][id] = device(id);
    for (const std::string& id : keys_) root["authenticators"][id] = key(id);
    for (const std::string& id : vaults_) root["authenticators"][id] = vault(id);
    for (const std::string& id : others_) root["authenticators"][id] = other(id);
    root["accounts"] = Json::object();
    for (const std::string& id : accounts_) root["accounts"][id] = account(id);
    if (!methods_.empty()) root["recovery_methods"] = methods_;
    return root;
  }

 private:
  bool good() { return !dice_.chance(slack_); }
  bool told() { return !dice_.chance(silence_); }
  // Told, and as it should be.
  bool done() { return told() && good(); }
  std::string day() { return dice_.pick(good() ? recent_days : old_days); }
  std::string one_of(const Texts& ids, std::string_view otherwise = "unknown") {
    return ids.empty() || (silence_ > 0 && dice_.chance(2)) ? std::string(otherwise)
                                                            : dice_.pick(ids);
  }
  Json some_of(const Texts& ids, std::size_t count) { return dice_.some(ids, count); }

  void choose() {
    places_ = dice_.some(Texts{"home", "office", "parents", "box"}, 1 + dice_.below(4));
    people_ = is_team_ ? dice_.some(Texts{"ada", "ben", "cy"}, 1 + dice_.below(3))
                       : dice_.some(Texts{"sam", "kim"}, dice_.below(3));
    devices_ = dice_.some(Texts{"phone", "laptop", "tablet", "desktop"}, 1 + dice_.below(3));
    keys_ = dice_.some(Texts{"key-a", "key-b", "key-c"}, dice_.below(4));
    std::vector<Service> chosen = dice_.some(services, 1 + dice_.below(5));
    for (const Service& service : chosen) {
      accounts_.emplace_back(service.id);
      service_of_.emplace(service.id, service);
    }
    for (const std::string_view id : {"safe", "cloud"}) {
      if (!dice_.chance(id == "safe" ? 80 : 25)) continue;
      vaults_.emplace_back(id);
      std::vector<Maker> fitting;
      for (const Maker& maker : makers) {
        if (maker.guard.empty() || service_of_.contains(maker.guard)) fitting.push_back(maker);
      }
      maker_of_.emplace(id, dice_.chance(70) ? fitting.front() : dice_.pick(fitting));
    }
    others_ = dice_.some(Texts{"passcode", "number", "app", "hello", "card", "otp", "pin"},
                         dice_.below(6));
  }

  std::string owner() { return one_of(people_, is_team_ ? "unknown" : "me"); }
  std::string a_place() { return dice_.chance(20) ? "carried" : one_of(places_); }

  Json policy() {
    Json policy = Json::object();
    if (dice_.chance(40)) policy["max_outage"] = dice_.pick(Texts{"0h", "1h", "24h", "3d"});
    if (dice_.chance(15)) policy["min_hardware_keys"] = 1 + dice_.below(3);
    if (dice_.chance(20)) policy["min_authenticators"] = 1 + dice_.below(3);
    if (dice_.chance(20)) policy["min_recovery_kinds"] = 1 + dice_.below(3);
    if (dice_.chance(15)) policy["same_day_grace"] = dice_.pick(Texts{"1d", "60d"});
    if (dice_.chance(15)) policy["codes_low"] = dice_.below(11);
    if (dice_.chance(15)) policy["lockin_share"] = dice_.pick(std::vector<int>{0, 20, 100});
    if (dice_.chance(15)) policy["allowed_vendors"] = {"apple", "bitwarden"};
    if (dice_.chance(10)) policy["require_device_bound"] = {"admin", "identity-provider"};
    if (dice_.chance(10)) policy["forbid"] = {{"*", {"security-question", "phone-number"}}};
    if (dice_.chance(8)) policy["severity"] = {{"PKA203", "low"}, {"PKA204", "high"}};
    return policy;
  }

  Json place() {
    Json place = Json::object();
    if (dice_.chance(15)) place["site"] = dice_.pick(Texts{"town", "home"});
    return place;
  }
  Json person() {
    Json person = Json::object();
    if (told()) person["place"] = one_of(places_);
    if (dice_.chance(slack_ / 2)) person["status"] = "left";
    return person;
  }

  Json device(const std::string& id) {
    const bool is_phone = id == "phone";
    Json device{{"type", id}};
    const Texts platforms = is_phone          ? Texts{"ios", "android"}
                            : id == "tablet"  ? Texts{"ipados", "android"}
                            : id == "desktop" ? Texts{"windows", "linux"}
                                              : Texts{"macos", "windows", "linux"};
    if (told()) device["platform"] = dice_.pick(platforms);
    if (!is_phone && told()) device["place"] = one_of(places_);
    if (is_team_ ? told() : dice_.chance(8)) device["owner"] = owner();
    if (is_team_ && told()) device["ownership"] = good() ? "company" : "personal";
    if (told()) device["connectors"] = some_of(connectors, 1 + dice_.below(3));
    if (dice_.chance(slack_ / 3)) device["status"] = dice_.pick(Texts{"lost", "retired"});
    return device;
  }

  Json key(const std::string& id) {
    Json key{{"type", "security-key"}};
    if (told()) key["place"] = id == keys_.front() ? "carried" : a_place();
    if (is_team_ ? told() : dice_.chance(8)) key["owner"] = owner();
    if (id != keys_.front() && dice_.chance(50)) key["spare_of"] = keys_.front();
    if (told()) key["pin_set"] = good();
    if (told()) key["model"] = dice_.pick(Texts{"YubiKey 5C NFC", "YubiKey 5 NFC", "Titan"});
    if (dice_.chance(50)) {
      key["slots_total"] = 25;
      key["slots_used"] = good() ? dice_.below(8) : 18 + dice_.below(8);
    }
    if (told()) key["connectors"] = some_of(connectors, 1 + dice_.below(3));
    dates(key);
    if (dice_.chance(12)) {
      key["scanned_on"] = "2026-11-10";
      key["found"] = Json::array();
      for (const std::string& account : accounts_) {
        const std::string domain(service_of_.at(account).domain);
        if (good() && !domain.empty()) key["found"].push_back(domain);
      }
    }
    worn(key);
    return key;
  }

  void dates(Json& thing) {
    if (told()) thing["registered_on"] = good() ? "2025-06-01" : dice_.pick(registration_days);
    if (done()) thing["used_on"] = "2026-11-10";
    if (done()) thing["tested_on"] = day();
  }
  void worn(Json& thing) {
    if (dice_.chance(slack_ / 3)) thing["status"] = dice_.pick(Texts{"lost", "stolen", "retired"});
    if (dice_.chance(slack_ / 3))
      thing["expires_on"] = dice_.pick(Texts{"2026-11-21", "2026-12-01", "2029-01-01"});
  }

  Json vault(const std::string& id) {
    const Maker& maker = maker_of_.at(id);
    Json vault{{"type", "vault"}};
    if (told()) vault["provider"] = maker.provider;
    if (!maker.guard.empty() && told()) vault["account"] = maker.guard;
    if (is_team_ && dice_.chance(40)) vault["owner"] = owner();
    if (told()) vault["devices"] = some_of(devices_, 1 + dice_.below(3));
    if (dice_.chance(40)) vault["works_offline"] = dice_.chance(75);
    if (dice_.chance(30)) vault["export"] = dice_.pick(Texts{"none", "file", "encrypted-file"});
    if (dice_.chance(15)) vault["new_device_needs"] = Json::array();
    if (is_team_ && dice_.chance(10) && !people_.empty())
      vault["shared_with"] = Json::array({owner()});
    dates(vault);
    worn(vault);
    return vault;
  }

  Json other(const std::string& id) {
    Json thing = Json::object();
    if (id == "passcode") {
      thing = {{"type", "secret"}, {"stored_in", copies()}};
      thing["opens"] = Json::array({one_of(devices_)});
      if (!vaults_.empty()) thing["opens"].push_back(vaults_.front());
    } else if (id == "pin") {
      thing = {{"type", "secret"}, {"stored_in", copies()}};
      if (!keys_.empty()) thing["opens"] = keys_;
    } else if (id == "number") {
      thing = {{"type", "phone-number"}, {"sim_in", one_of(devices_)}};
      if (dice_.chance(50)) thing["new_sim_after"] = dice_.pick(Texts{"1d", "5d"});
      if (told()) thing["verified_on"] = day();
    } else if (id == "otp") {
      thing = {{"type", "totp"}, {"stored_in", copies()}};
    } else {
      const std::string_view type = id == "app"     ? "push"
                                    : id == "hello" ? "platform"
                                                    : "certificate";
      thing = {{"type", type}, {"device", one_of(devices_)}};
    }
    if (is_team_ && dice_.chance(40)) thing["owner"] = owner();
    dates(thing);
    worn(thing);
    return thing;
  }

  // Where something is kept.
  Json copies() {
    Json copies = Json::array();
    const auto add = [&](const std::string& id) {
      if (std::ranges::find(copies, Json(id)) == copies.end()) copies.push_back(id);
    };
    if (dice_.chance(40)) add("memory");
    if (dice_.chance(55)) add(a_place());
    if (!vaults_.empty() && dice_.chance(35)) add(one_of(vaults_));
    if (dice_.chance(slack_)) add(one_of(devices_));
    if (dice_.chance(slack_ / 2)) add(one_of(accounts_));
    if (dice_.chance(slack_ / 2)) add(one_of(people_));
    if (copies.empty()) add(dice_.chance(80) ? one_of(places_) : "memory");
    return copies;
  }

  Json counted(Json stored_in) {
    Json codes{{"stored_in", std::move(stored_in)}};
    codes["issued"] = 10;
    codes["remaining"] = good() ? 10 - dice_.below(4) : dice_.below(3);
    if (told()) codes["generated_on"] = "2025-06-01";
    if (done()) codes["tested_on"] = day();
    return codes;
  }

  Texts named(const Texts& wanted) {
    Texts found;
    for (const std::string& id : wanted) {
      if (std::ranges::find(others_, id) != others_.end()) found.push_back(id);
    }
    return found;
  }

  Json account(const std::string& id) {
    const Service& service = service_of_.at(id);
    Json account = Json::object();
    if (!service.domain.empty() && told()) account["service"] = service.domain;
    if (dice_.chance(60))
      account["importance"] = dice_.pick(Texts{"critical", "critical", "high", "normal"});
    if (!service.role.empty() && dice_.chance(is_team_ ? 85 : 60))
      account["roles"] = Json::array({service.role});
    if (is_team_ ? told() : dice_.chance(10)) account["owners"] = owners();
    if (dice_.chance(slack_ / 2)) account["controlled_by"] = "employer";
    sign_in(account);
    if (told()) account["recovery"] = recovery(id);
    if (done()) {
      account["service_review"] = {{"reviewed_on", day()},
                                   {"support_can_restore", dice_.chance(60)},
                                   {"worst_case", dice_.pick(Texts{"12h", "24h", "5d"})}};
    }
    if (dice_.chance(40)) account["accepts_security_key"] = dice_.chance(75);
    if (dice_.chance(30)) account["issues_codes"] = dice_.chance(75);
    if (done()) account["tested_on"] = day();
    if (id == "emergency" && done()) account["alerts"] = true;
    if (dice_.chance(slack_ / 4))
      account["expires_on"] = dice_.pick(Texts{"2026-11-20", "2026-12-20"});
    if (dice_.chance(slack_ / 3)) account["fallback_removed_on"] = "2026-05-01";
    if (accounts_.size() > 1) tie(id, account);
    return account;
  }

  Json owners() {
    Json owners = Json::array({owner()});
    const std::string second = owner();
    if (dice_.chance(30) && owners[0] != second) owners.push_back(second);
    return owners;
  }

  void sign_in(Json& account) {
    if (told() && dice_.chance(80)) account["passkeys"] = passkeys();
    if (told() && dice_.chance(85)) {
      account["password"] = copies();
      if (dice_.chance(20))
        account["password"] = {{"stored_in", account["password"]}, {"tested_on", day()}};
    }
    Texts factors = named({"app", "card", "otp", "hello"});
    factors.insert(factors.end(), keys_.begin(), keys_.end());
    if (!good()) factors = named({"number"});
    if (!factors.empty() && dice_.chance(60))
      account["second_factors"] = some_of(factors, 1 + dice_.below(3));
    if (dice_.chance(35)) account["totp"] = Json{{"stored_in", copies()}, {"tested_on", day()}};
    if (done() && dice_.chance(70)) {
      account["codes"] = dice_.chance(70) ? counted(copies()) : copies();
    }
    if (dice_.chance(10)) account["other_sign_in"] = some_of(named({"app", "number", "card"}), 2);
  }

  Json passkeys() {
    Texts homes = keys_;
    homes.insert(homes.end(), vaults_.begin(), vaults_.end());
    if (!named({"hello"}).empty()) homes.emplace_back("hello");
    Json passkeys = Json::array();
    for (const std::string& home : dice_.some(homes, 1 + dice_.below(4))) {
      if (dice_.chance(60)) {
        passkeys.push_back(home);
        continue;
      }
      Json passkey{{"in", home}};
      if (told()) passkey["registered_on"] = good() ? "2025-06-01" : dice_.pick(registration_days);
      if (done()) passkey["used_on"] = "2026-11-10";
      if (done()) passkey["tested_on"] = day();
      if (dice_.chance(20)) passkey["backed_up"] = good() && home != "hello";
      if (passkey.contains("backed_up") && done()) passkey["on"] = one_of(devices_);
      passkeys.push_back(std::move(passkey));
    }
    return passkeys;
  }

  Json recovery(const std::string& id) {
    Json ways = Json::array();
    for (std::size_t count = dice_.below(4); count > 0; --count) {
      const std::size_t roll = dice_.below(100);
      if (roll < 12 && std::ranges::find(others_, "number") != others_.end()) {
        ways.push_back(Json{{"all", {"number"}}});
        if (dice_.chance(50)) ways.back()["wait"] = "3d";
        continue;
      }
      Json method = method_of(roll, id);
      method["id"] = "m" + std::to_string(++count_);
      if (dice_.chance(40)) {
        ways.push_back(method["id"]);
        std::string name = method["id"];
        method.erase("id");
        methods_[name] = std::move(method);
      } else {
        ways.push_back(std::move(method));
      }
    }
    return ways;
  }

  Json method_of(std::size_t roll, const std::string& id) {
    Json method = Json::object();
    if (roll < 35) {
      method = {{"type", "recovery-contact"}, {"person", owner()}};
      if (told()) method["accepted"] = good();
    } else if (roll < 55) {
      Texts others = accounts_;
      std::erase(others, id);
      method = {{"type", "recovery-email"}, {"account", one_of(others)}};
      if (told()) method["verified"] = good();
      if (done()) method["verified_on"] = day();
    } else if (roll < 75) {
      method = {{"type", dice_.pick(Texts{"recovery-key", "recovery-codes", "emergency-kit"})},
                {"stored_in", copies()}};
      if (dice_.chance(40)) {
        method["issued"] = 10;
        method["remaining"] = good() ? 10 : 1;
      }
    } else if (roll < 85) {
      method = {{"type", "support"}};
      if (told()) method["wait"] = dice_.pick(Texts{"12h", "24h", "5d"});
    } else if (roll < 92) {
      method = {{"type", "admin-reset"}, {"by", Json::array({owner()})}};
      if (method["by"][0] == "me") method["by"] = Json::array({one_of(devices_)});
      if (told()) method["identity_check"] = good();
    } else {
      method = {{"type", dice_.pick(Texts{"emergency-access", "legacy-contact"})},
                {"person", owner()}};
      if (dice_.chance(50)) method["wait"] = dice_.pick(Texts{"12h", "7d"});
    }
    if (done()) method["tested_on"] = day();
    if (is_team_ && dice_.chance(10)) method["personal"] = true;
    return method;
  }

  // To other accounts.
  void tie(const std::string& id, Json& account) {
    Texts others = accounts_;
    std::erase(others, id);
    const std::size_t more = is_team_ ? 12 : 0;
    if (dice_.chance(6 + more)) account["federated_via"] = one_of(others);
    if (dice_.chance(6 + more)) account["org"] = one_of(others);
    if (dice_.chance(6)) account["domain_at"] = one_of(others);
  }

  Dice& dice_;
  bool is_team_ = false;
  std::size_t slack_ = 0, silence_ = 0;  // percent
  Texts places_, people_, devices_, keys_, vaults_, others_, accounts_;
  std::map<std::string, Service, std::less<>> service_of_;
  std::map<std::string, Maker, std::less<>> maker_of_;
  Json methods_ = Json::object();
  int count_ = 0;
};

// Providers of the small catalog that random inventories of the graph name, as the whole one has
// them.
const std::map<std::string, std::string> real_providers{
    {"fruit", "apple-passwords"}, {"pair", "1password"}, {"robot", "google-password-manager"},
    {"bound", "windows-hello"},   {"alone", "other"},    {"hearsay", "bitwarden"}};

// Wherever a vault is declared, in place too.
void name_real_providers(Json& value) {
  if (value.is_object() && value.contains("provider")) {
    const auto real = real_providers.find(value["provider"].get<std::string>());
    if (real != real_providers.end()) value["provider"] = real->second;
  }
  if (!value.is_structured()) return;
  for (Json& part : value) name_real_providers(part);
}

// A random inventory of the graph, with more of what rules look at.
Json adorned(Dice& dice, std::uint64_t seed) {
  Json root = Json::parse(random_inventory(seed));
  name_real_providers(root);
  if (dice.chance(70)) root["reviewed_on"] = dice.pick(recent_days);
  for (auto& [id, account] : root["accounts"].items()) {
    const Service& service = dice.pick(services);
    if (dice.chance(50)) account["importance"] = dice.pick(Texts{"critical", "high"});
    if (dice.chance(60) && !service.domain.empty()) account["service"] = service.domain;
    if (dice.chance(50) && !service.role.empty()) account["roles"] = Json::array({service.role});
    if (dice.chance(50)) account["accepts_security_key"] = dice.chance(80);
    if (dice.chance(50)) account["tested_on"] = dice.pick(recent_days);
    if (dice.chance(50)) {
      account["service_review"]["reviewed_on"] = dice.pick(recent_days);
      account["service_review"]["worst_case"] = dice.pick(Texts{"12h", "5d"});
    }
  }
  if (!root.contains("authenticators")) return root;
  for (auto& [id, thing] : root["authenticators"].items()) {
    if (dice.chance(60)) thing["tested_on"] = dice.pick(recent_days);
    if (dice.chance(60)) thing["registered_on"] = dice.pick(registration_days);
    if (thing["type"] == "security-key" && dice.chance(60)) thing["pin_set"] = dice.chance(80);
  }
  return root;
}

bool usable(const Json& inventory) {
  static const std::vector<ProviderWord> providers = provider_words(embedded_catalog());
  return read_inventory_text(inventory.dump(), "test.json",
                             {.today = audit_day(), .providers = providers})
      .usable();
}

// Members and entries that may go, one at random: the things themselves stay.
void take_something_out(Dice& dice, Json& inventory) {
  static const Texts collections{"accounts", "authenticators", "devices", "recovery_methods"};
  const std::string& collection = dice.pick(collections);
  if (!inventory.contains(collection) || inventory[collection].empty()) return;
  Json* at = &*std::next(inventory[collection].begin(),
                         static_cast<int>(dice.below(inventory[collection].size())));
  while (true) {
    if (!at->is_structured() || at->empty()) return;
    const auto entry = std::next(at->begin(), static_cast<int>(dice.below(at->size())));
    if (entry->is_structured() && !entry->empty() && dice.chance(60)) {
      at = &*entry;
      continue;
    }
    at->erase(entry);
    return;
  }
}

}  // namespace

bool is_in_place(const Json& way) {
  return way.is_object() && way.contains("type");
}

Json random_household(std::uint64_t seed) {
  Dice dice(seed ^ 0x9e3779b97f4a7c15);
  Json inventory = dice.chance(25) ? adorned(dice, seed) : Builder(dice).inventory();
  for (std::size_t changes = dice.chance(60) ? 0 : dice.below(4); changes > 0; --changes) {
    Json changed = inventory;
    take_something_out(dice, changed);
    if (usable(changed)) inventory = std::move(changed);
  }
  return inventory;
}

}  // namespace passkey_audit
