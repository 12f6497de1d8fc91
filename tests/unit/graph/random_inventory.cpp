#include "random_inventory.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace passkey_audit {
namespace {

using Texts = std::vector<std::string>;

std::string json_string(std::string_view text) {
  return '"' + std::string(text) + '"';
}

// Of JSON texts.
std::string list_of(const Texts& entries) {
  std::string text;
  for (const std::string& entry : entries) text += (text.empty() ? "" : ", ") + entry;
  return "[" + text + "]";
}

class Object {
 public:
  void add(std::string_view key, const std::string& json) {
    text_ += (text_.empty() ? "" : ", ") + json_string(key) + ": " + json;
  }
  void add_word(std::string_view key, std::string_view word) { add(key, json_string(word)); }
  void add_flag(std::string_view key, bool flag) { add(key, flag ? "true" : "false"); }
  std::string json() const { return "{" + text_ + "}"; }

 private:
  std::string text_;
};

const Texts prompt_waits{"0h", "1h", "12h", "24h", "1d"};
const Texts slow_waits{"25h", "2d", "3d", "30d"};
const Texts expired_days{"2026-11-21", "2025-02-28"};
const Texts later_days{"2026-11-22", "2026-11-23", "2030-01-01"};
const Texts vendors{"apple", "google", "acme"};
// Of small_catalog.hpp, and some that it does not know.
const Texts providers{"other", "fruit", "fruit", "pair",   "pair",
                      "robot", "bound", "alone", "hearsay"};
const Texts services{"fruit.example", "pair.example", "closed.example", "hearsay.example",
                     "other.example"};

const Texts authenticator_types{"vault",  "vault",    "vault",       "security-key", "security-key",
                                "secret", "secret",   "secret",      "totp",         "phone-number",
                                "push",   "platform", "certificate", "phone-number"};
const Texts kept_methods{"recovery-codes", "recovery-key", "emergency-kit", "backup-file"};
const Texts method_types{
    "recovery-codes",    "recovery-key",   "emergency-kit",    "backup-file",    "recovery-contact",
    "emergency-access",  "legacy-contact", "recovery-email",   "admin-reset",    "support",
    "security-question", "recovery-codes", "recovery-contact", "recovery-email", "support"};
const Texts passkey_homes{"vault", "platform", "security-key"};

class Generator {
 public:
  explicit Generator(std::uint64_t seed) : dice_(seed) {
    is_team_ = dice_.chance(30);
    worn_ = dice_.pick(std::vector<std::size_t>{0, 0, 0, 4, 12});
    unknown_ = dice_.pick(std::vector<std::size_t>{0, 0, 0, 3, 8});
    in_place_ = dice_.pick(std::vector<std::size_t>{0, 0, 8, 20});
    waiting_ = dice_.pick(std::vector<std::size_t>{0, 20, 50});
    choose_ids();
  }

  std::string inventory() {
    Object root;
    root.add("version", "1");
    if (is_team_) root.add_word("profile", "team");
    if (dice_.chance(40)) {
      const std::string wait = json_string(dice_.pick(Texts{"0h", "1h", "24h", "36h", "3d"}));
      root.add("policy", "{\"max_outage\": " + wait + "}");
    }
    collection(root, "places", places_, [&](Object& o, const std::string&) { place(o); });
    collection(root, "people", people_, [&](Object& o, const std::string&) { person(o); });
    collection(root, "devices", devices_, [&](Object& o, const std::string& id) { device(o, id); });
    collection(root, "authenticators", authenticators_,
               [&](Object& o, const std::string& id) { authenticator(o, types_[id], id, 0); });
    collection(root, "recovery_methods", methods_,
               [&](Object& o, const std::string& id) { recovery_method(o, types_[id], id, 0); });
    collection(root, "accounts", accounts_,
               [&](Object& o, const std::string& id) { account(o, id); });
    return root.json();
  }

 private:
  // Of the things that this inventory has, by id; chosen first, so that all may name each other.
  void choose_ids() {
    places_ = dice_.some(Texts{"home", "office", "parents"}, dice_.below(4));
    people_ = dice_.some(Texts{"alex", "bo", "cleo"}, dice_.below(3) + (is_team_ ? 1 : 0));
    devices_ = dice_.some(Texts{"phone", "mac", "pad"}, dice_.chance(6) ? 0 : 1 + dice_.below(3));
    accounts_ = dice_.some(Texts{"mail", "bank", "cloud", "shop@home", "dns"},
                           dice_.chance(12) ? 1 : 2 + dice_.below(4));
    choose_types(authenticators_, authenticator_types, 3 + dice_.below(5));
    choose_types(methods_, method_types, dice_.below(4));
    for (const std::string& account : accounts_) {
      if (dice_.chance(25)) with_codes_.insert(account);
      if (dice_.chance(20)) with_totp_.insert(account);
      if (dice_.chance(15)) domain_of_[account] = id_from(accounts_, account);
    }
    for (const std::string& vault : of_type({"vault"})) {
      if (dice_.chance(75)) guard_of_[vault] = id_from(accounts_);
    }
  }

  void choose_types(Texts& ids, const Texts& types, std::size_t count) {
    while (ids.size() < count) {
      const std::string& type = dice_.pick(types);
      const bool names_device = type == "platform" || type == "push" || type == "certificate";
      if (names_device && devices_.empty()) continue;
      ids.push_back(type + std::to_string(ids.size() + 1));
      types_[ids.back()] = type;
    }
  }

  template <class Describe>
  void collection(Object& root, std::string_view key, const Texts& ids, Describe describe) {
    if (ids.empty()) return;
    std::string text;
    for (const std::string& id : ids) {
      Object object;
      describe(object, id);
      text += (text.empty() ? "\n  " : ",\n  ") + json_string(id) + ": " + object.json();
    }
    root.add(key, "{" + text + "}");
  }

  // ---- who is named

  Texts of_type(const Texts& types) const {
    Texts ids;
    for (const std::string& id : authenticators_) {
      if (std::ranges::find(types, types_.at(id)) != types.end()) ids.push_back(id);
    }
    return ids;
  }

  // One of them, but not this one; `unknown` if there is none, and now and then.
  std::string id_from(Texts ids, std::string_view but_not = {}) {
    std::erase(ids, but_not);
    return ids.empty() || dice_.chance(unknown_) ? "unknown" : dice_.pick(ids);
  }
  std::string a_place() {
    Texts places = places_;
    places.insert(places.end(), {"carried", "carried"});
    return id_from(places);
  }
  std::string a_person() {
    Texts people = people_;
    if (!is_team_ && (people.empty() || dice_.chance(25))) people = {"me"};
    return id_from(people);
  }
  std::string a_wait() { return dice_.pick(dice_.chance(50) ? prompt_waits : slow_waits); }

  // Where copies are kept. `also`: ids of other things that may hold this one.
  std::string copies(const Texts& also) {
    if (dice_.chance(2)) return "[]";
    std::set<std::string> entries;
    for (std::size_t count = dice_.chance(70) ? 1 : 2; count > 0; --count) {
      Texts ids;
      const std::size_t roll = dice_.below(100);
      if (roll >= 30 && roll < 52) ids = {a_place()};
      if (roll >= 52 && roll < 66) ids = devices_;
      if (roll >= 66 && roll < 82) ids = of_type({"vault"});
      if (roll >= 82 && roll < 90) ids = accounts_;
      if (roll >= 90 && roll < 95) ids = {a_person()};
      if (roll >= 95) ids = also;
      entries.insert(ids.empty() ? "memory" : id_from(ids));
    }
    Texts texts;
    for (const std::string& entry : entries) texts.push_back(json_string(entry));
    return list_of(texts);
  }

  // What may stand in a way or among needs.
  std::string part(const std::string& self, int depth) {
    if (depth < 2 && dice_.chance(in_place_)) {
      const bool of_method = dice_.chance(50);
      return declared(of_method ? dice_.pick(method_types) : dice_.pick(authenticator_types), self,
                      depth);
    }
    Texts ids;
    const std::size_t roll = dice_.below(100);
    if (roll < 24) ids = devices_;
    if (roll >= 24 && roll < 62) ids = authenticators_;
    if (roll >= 62 && roll < 78) ids = methods_;
    if (roll >= 78 && roll < 90) ids = accounts_;
    if (roll >= 90 && roll < 95) ids = people_;
    if (roll >= 95) {
      for (const std::string& account : with_codes_) ids.push_back(account + ".codes");
      for (const std::string& account : with_totp_) ids.push_back(account + ".totp");
    }
    return json_string(id_from(ids.empty() ? authenticators_ : ids));
  }

  Texts parts(const std::string& self, int depth, std::size_t count) {
    Texts texts;
    while (texts.size() < count) {
      const std::string text = part(self, depth);
      const bool repeated = std::ranges::find(texts, text) != texts.end();
      texts.push_back(repeated ? json_string("unknown") : text);
    }
    return texts;
  }

  // Declared where it is used, by its default id if that is free.
  std::string declared(const std::string& type, const std::string& self, int depth) {
    const bool names_device = type == "platform" || type == "push" || type == "certificate";
    if (names_device && devices_.empty()) return json_string("unknown");
    std::string id = self + "." + type;
    Object object;
    object.add_word("type", type);
    if (self.find('@') != std::string::npos || type == "totp" ||
        !used_in_place_.insert(id).second) {
      id = "extra" + std::to_string(++extras_);
      object.add_word("id", id);
    }
    const bool is_method = std::ranges::find(method_types, type) != method_types.end();
    is_method ? recovery_method_fields(object, type, id, depth + 1)
              : authenticator_fields(object, type, id, depth + 1);
    return object.json();
  }

  std::string way(const std::string& self, int depth) {
    const std::size_t roll = dice_.below(100);
    if (roll < 50) return part(self, depth);
    Object object;
    if (roll < 82) {
      object.add("all", list_of(parts(self, depth, 1 + dice_.below(3))));
    } else {
      const std::size_t count = 1 + dice_.below(4);
      object.add("at_least", std::to_string(1 + dice_.below(count)));
      object.add("of", list_of(parts(self, depth, count)));
    }
    if (dice_.chance(waiting_ + 15)) object.add_word("wait", a_wait());
    if (dice_.chance(30)) object.add_flag("works_when_locked", dice_.chance(80));
    return object.json();
  }

  Texts some_ways(const std::string& self, int depth, std::size_t count) {
    Texts texts;
    while (texts.size() < count) texts.push_back(way(self, depth));
    return texts;
  }
  std::string ways(const std::string& self, int depth, std::size_t count) {
    return list_of(some_ways(self, depth, count));
  }

  // ---- things

  void place(Object& object) {
    if (dice_.chance(35)) object.add_word("site", dice_.pick(Texts{"town", "home", "carried"}));
  }

  void person(Object& object) {
    if (dice_.chance(worn_)) object.add_word("status", "left");
    if (dice_.chance(20)) object.add_word("place", a_place());
  }

  void owner_and_status(Object& object) {
    if (dice_.chance(is_team_ ? 55 : 22)) object.add_word("owner", a_person());
    if (dice_.chance(worn_))
      object.add_word("status", dice_.pick(Texts{"lost", "stolen", "retired"}));
  }

  void device(Object& object, const std::string& id) {
    object.add_word("type", id == "phone" ? "phone" : id == "mac" ? "laptop" : "tablet");
    owner_and_status(object);
    if (dice_.chance(id == "phone" ? 30 : 65)) object.add_word("place", a_place());
    if (dice_.chance(50)) object.add_word("platform", dice_.pick(Texts{"android", "macos"}));
  }

  void authenticator(Object& object, const std::string& type, const std::string& id, int depth) {
    object.add_word("type", type);
    authenticator_fields(object, type, id, depth);
  }

  void authenticator_fields(Object& object, const std::string& type, const std::string& id,
                            int depth) {
    owner_and_status(object);
    if (dice_.chance(worn_))
      object.add_word("expires_on", dice_.pick(expired_days));
    else if (dice_.chance(8))
      object.add_word("expires_on", dice_.pick(later_days));
    if (type == "vault") vault(object, id, depth);
    if (type == "platform" || type == "push" || type == "certificate") {
      object.add_word("device", id_from(devices_));
    }
    if (type == "security-key" && dice_.chance(75)) object.add_word("place", a_place());
    if (type == "totp") object.add("stored_in", copies(of_type({"security-key"})));
    if (type == "secret") {
      object.add("stored_in", copies({}));
      Texts opened = of_type({"vault", "security-key"});
      opened.insert(opened.end(), devices_.begin(), devices_.end());
      if (dice_.chance(55) && !opened.empty())
        object.add("opens", "[" + json_string(dice_.pick(opened)) + "]");
    }
    if (type == "phone-number") {
      const std::size_t roll = dice_.below(100);
      if (roll < 55 || roll >= 96) object.add_word("sim_in", id_from(devices_));
      if (roll >= 55 && roll < 80) object.add_word("account", id_from(accounts_));
      if (roll >= 96) object.add_word("account", id_from(accounts_));
      if (dice_.chance(35)) object.add_word("new_sim_after", a_wait());
    }
  }

  void vault(Object& object, const std::string& id, int depth) {
    if (dice_.chance(50)) object.add_word("provider", dice_.pick(providers));
    if (dice_.chance(50)) object.add_word("vendor", dice_.pick(vendors));
    if (guard_of_.contains(id)) {
      object.add_word("account", guard_of_[id]);
    } else if (depth > 0 && dice_.chance(60)) {
      object.add_word("account", id_from(accounts_));
    }
    if (dice_.chance(88)) {
      Texts entries;
      for (const std::string& one : dice_.some(devices_, 1 + dice_.below(2)))
        entries.push_back(json_string(one));
      if (dice_.chance(unknown_)) entries.push_back(json_string("unknown"));
      object.add("devices", list_of(entries));
    }
    if (dice_.chance(35)) object.add("new_device_needs", ways(id, depth + 1, dice_.below(3)));
    if (dice_.chance(35)) object.add_flag("works_offline", dice_.chance(65));
  }

  void recovery_method(Object& object, const std::string& type, const std::string& id, int depth) {
    object.add_word("type", type);
    recovery_method_fields(object, type, id, depth);
  }

  void recovery_method_fields(Object& object, const std::string& type, const std::string& id,
                              int depth) {
    if (dice_.chance(waiting_)) object.add_word("wait", a_wait());
    if (dice_.chance(20)) object.add("needs", list_of(parts(id, depth + 1, 1 + dice_.below(2))));
    if (std::ranges::find(kept_methods, type) != kept_methods.end()) {
      object.add("stored_in", copies({}));
      count_codes(object);
    }
    if (type == "recovery-contact" || type == "emergency-access" || type == "legacy-contact") {
      object.add_word("person", a_person());
      if (dice_.chance(40)) object.add_flag("accepted", dice_.chance(60));
    }
    if (type == "recovery-email") {
      object.add_word("account", id_from(accounts_));
      if (dice_.chance(40)) object.add_flag("verified", dice_.chance(60));
    }
    if (type == "admin-reset") object.add("by", ways(id, depth + 1, 1 + dice_.below(2)));
  }

  void count_codes(Object& object) {
    if (!dice_.chance(35)) return;
    object.add("issued", "10");
    if (dice_.chance(70)) object.add("remaining", dice_.chance(worn_ + 15) ? "0" : "7");
  }

  // ---- accounts

  void account(Object& object, const std::string& id) {
    if (dice_.chance(is_team_ ? 70 : 35)) owners(object);
    if (dice_.chance(50)) object.add_word("vendor", dice_.pick(vendors));
    if (dice_.chance(25)) object.add_word("service", dice_.pick(services));
    if (dice_.chance(worn_))
      object.add_word("expires_on", dice_.pick(expired_days));
    else if (dice_.chance(5))
      object.add_word("expires_on", dice_.pick(later_days));

    if (dice_.chance(60)) object.add("passkeys", passkeys(id));
    if (dice_.chance(70)) object.add("password", password(id));
    if (dice_.chance(40))
      object.add("second_factors", ways(id, 0, dice_.chance(8) ? 0 : 1 + dice_.below(2)));
    if (with_totp_.contains(id)) object.add("totp", copies(of_type({"security-key"})));
    if (with_codes_.contains(id))
      object.add("codes", codes());
    else if (dice_.chance(2))
      object.add("codes", "{}");
    if (dice_.chance(20)) object.add("other_sign_in", ways(id, 0, 1 + dice_.below(2)));
    if (dice_.chance(70)) object.add("recovery", list_of(recovery(id)));
    if (accounts_.size() > 1 && dice_.chance(12)) {
      object.add_word("federated_via", id_from(accounts_, id));
    }
    if (accounts_.size() > 1 && dice_.chance(12)) object.add_word("org", id_from(accounts_, id));
    if (domain_of_.contains(id)) object.add_word("domain_at", domain_of_[id]);
    if (dice_.chance(25)) {
      Object review;
      review.add_flag("support_can_restore", dice_.chance(50));
      object.add("service_review", review.json());
    }
  }

  void owners(Object& object) {
    std::set<std::string> owners;
    for (std::size_t count = 1 + dice_.below(2); count > 0; --count) owners.insert(a_person());
    if (dice_.chance(3)) owners.clear();
    Texts texts;
    for (const std::string& owner : owners) texts.push_back(json_string(owner));
    object.add("owners", list_of(texts));
  }

  // Often in the very vault that the account guards.
  std::string passkeys(const std::string& id) {
    Texts homes = of_type(passkey_homes);
    for (const auto& [vault, guard] : guard_of_) {
      if (guard == id && dice_.chance(40)) homes = {vault};
    }
    Texts entries;
    for (std::size_t count = dice_.chance(75) ? 1 : dice_.below(3); count > 0; --count) {
      if (homes.empty() || dice_.chance(in_place_ / 2)) {
        entries.push_back(declared(dice_.pick(passkey_homes), id, 1));
        continue;
      }
      const std::string home = id_from(homes);
      Object object;
      object.add_word("in", home);
      if (dice_.chance(25)) {
        object.add_flag("backed_up", dice_.chance(25));
        if (dice_.chance(85)) object.add_word("on", id_from(devices_));
      }
      entries.push_back(dice_.chance(40) ? object.json() : json_string(home));
    }
    return list_of(entries);
  }

  std::string password(const std::string& id) {
    if (dice_.chance(40)) return R"(["memory"])";
    if (dice_.chance(in_place_)) return list_of({declared("secret", id, 1)});
    const std::string stored_in = copies(of_type({"secret"}));
    return dice_.chance(85) ? stored_in : "{\"stored_in\": " + stored_in + "}";
  }

  std::string codes() {
    if (dice_.chance(55)) return copies({});
    Object object;
    if (!dice_.chance(15)) object.add("stored_in", copies({}));
    object.add_word("generated_on", "2026-01-01");
    count_codes(object);
    return object.json();
  }

  // A registrar's often by a mailbox under the very domain that it holds.
  Texts recovery(const std::string& id) {
    Texts texts = some_ways(id, 0, dice_.below(3));
    for (const auto& [mailbox, registrar] : domain_of_) {
      if (registrar == id && dice_.chance(50))
        texts.push_back("{\"all\": [" + json_string(mailbox) + "]}");
    }
    return texts;
  }

  Dice dice_;
  bool is_team_ = false;
  std::size_t worn_ = 0, unknown_ = 0, in_place_ = 0, waiting_ = 0;  // percent
  Texts places_, people_, devices_, authenticators_, methods_, accounts_;
  std::map<std::string, std::string> types_;
  std::map<std::string, std::string> guard_of_, domain_of_;
  std::set<std::string> with_codes_, with_totp_;
  std::set<std::string> used_in_place_;
  int extras_ = 0;
};

}  // namespace

std::string random_inventory(std::uint64_t seed) {
  return Generator(seed).inventory();
}

}  // namespace passkey_audit
