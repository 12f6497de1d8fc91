#include "sound_safeguards.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "passkey_audit/catalog/known.hpp"

namespace passkey_audit {
namespace {

using Kind = SoundSafeguard::Kind;

// Of everything that is added.
constexpr std::string_view new_key = "new-key", new_place = "new-place", new_codes = "new-codes",
                           new_person = "new-person", new_contact = "new-contact",
                           new_device = "new-device";
constexpr std::string_view today = "2026-11-22";

const Json* member(const Json& object, std::string_view key) {
  if (!object.is_object()) return nullptr;
  const auto found = object.find(key);
  return found == object.end() ? nullptr : &*found;
}

bool has_entries(const Json& object, std::string_view key) {
  const Json* list = member(object, key);
  return list != nullptr && list->is_array() && !list->empty();
}

Json& list_in(Json& object, std::string_view key) {
  Json& list = object[std::string(key)];
  if (!list.is_array()) list = Json::array();
  return list;
}

// Whether a policy has anything against it.
bool is_allowed(const AuditContext& context, std::string_view type) {
  return std::ranges::none_of(context.policy.forbid, [&](const auto& entry) {
    return std::ranges::find(entry.types, type) != entry.types.end();
  });
}

// The person that the new thing belongs to. Nothing: the default, which is `me`; no value: nobody
// is there to own it.
std::optional<std::string> owner_for(const AuditContext& context, const Account& account) {
  const auto& owners = account.details().owners;
  if (!owners.told()) {
    return context.inventory.profile == Profile::personal ? std::optional(std::string())
                                                          : std::nullopt;
  }
  for (const Reference& owner : owners) {
    if (owner.thing == ThingDirectory::me) return "me";
    const Person* person = context.inventory.person(owner.thing);
    if (person != nullptr && person->status == PersonStatus::active)
      return std::string(context.inventory.id_of(owner.thing));
  }
  return std::nullopt;
}

const Account& account_of(const AuditContext& context, const std::string& id) {
  return *context.inventory.account(context.inventory.things.find(id));
}

// An emergency account needs two places at once (PKA806): its first key or paper alone is not
// sound.
bool is_for_emergencies(const Account& account) {
  const List<Role>& roles = account.details().roles;
  return std::ranges::find(roles, Role::break_glass) != roles.end();
}

// Whether anything could lie where the new paper does, as far as that is told: of a secret, of
// whatever holds a copy of it as well.
bool are_told(const AuditContext& context, const List<Reference>& stored_in) {
  return stored_in.told() && std::ranges::all_of(stored_in, [&](const Reference& where) {
           const Authenticator* secret =
               context.inventory.authenticator(where.thing, AuthenticatorType::secret);
           return where.thing != ThingDirectory::unknown &&
                  (secret == nullptr || are_told(context, secret->stored_in));
         });
}

// Codes are judged by what lies beside them.
bool knows_what_is_apart_from_codes(const AuditContext& context, const Account& account) {
  const bool own = (!account.password.told() || are_told(context, account.password.stored_in)) &&
                   (!account.totp.told() || are_told(context, account.totp.stored_in));
  return own && std::ranges::all_of(context.inventory.authenticators, [&](const auto& one) {
           return one.type != AuthenticatorType::totp || are_told(context, one.stored_in);
         });
}

// A contact is judged by where the devices are.
bool knows_where_devices_are(const Inventory& inventory) {
  const auto is_told = [](const Reference& place) {
    return place.told() && place.thing != ThingDirectory::unknown;
  };
  return std::ranges::all_of(inventory.devices,
                             [&](const Device& device) {
                               return is_told(device.place) || device.type == DeviceType::phone;
                             }) &&
         std::ranges::all_of(inventory.authenticators, [](const Authenticator& one) {
           return one.type != AuthenticatorType::vault || one.devices.told();
         });
}

// Where keys end codes, they are no addition but another way.
bool takes_keys_beside_all(const AuditContext& context, const Account& account) {
  const ServiceFacts* service = facts_of(context.catalog, account);
  return accepts_security_key(service, account) == true &&
         (service == nullptr || !service->security_keys_end_codes);
}

bool add_key(const AuditContext& context, Json& inventory, const SoundSafeguard& safeguard) {
  if (!is_allowed(context, "security-key")) return false;
  std::optional<std::string> owner;
  for (const std::string& id : safeguard.accounts) {
    const Account& account = account_of(context, id);
    const auto its = owner_for(context, account);
    if (!takes_keys_beside_all(context, account) || !its) return false;
    if (is_for_emergencies(account)) return false;
    if (owner && owner != its) return false;
    owner = its;
  }
  inventory["places"][std::string(new_place)] = Json::object();
  Json& key = inventory["authenticators"][std::string(new_key)];
  key = {{"type", "security-key"},
         {"place", new_place},
         {"pin_set", true},
         {"slots_total", 100},
         {"slots_used", safeguard.accounts.size()},
         {"registered_on", today},
         {"tested_on", today}};
  if (!owner->empty()) key["owner"] = *owner;
  for (const std::string& id : safeguard.accounts) {
    list_in(inventory["accounts"][id], "passkeys").push_back(new_key);
  }
  return true;
}

// A password has a second step already: codes alone make none, and nobody gives any without.
bool takes_codes(const Account& account) {
  return !account.password.none() &&
         (!account.second_factors.empty() || !account.totp.none() || !account.codes.none());
}

Json full_set(Json stored_in) {
  return {{"stored_in", std::move(stored_in)},
          {"issued", 10},
          {"remaining", 10},
          {"generated_on", today},
          {"tested_on", today}};
}

bool add_codes(const AuditContext& context, Json& inventory, const SoundSafeguard& safeguard) {
  const std::string& id = safeguard.accounts.front();
  Json& account = inventory["accounts"][id];
  const Account& read = account_of(context, id);
  if (!takes_codes(read) || issues_codes(facts_of(context.catalog, read), read) == false ||
      is_for_emergencies(read) || !knows_what_is_apart_from_codes(context, read)) {
    return false;
  }
  Json stored_in = Json::array();
  if (const Json* told = member(account, "codes")) {
    const Json* where = told->is_array() ? told : member(*told, "stored_in");
    if (where != nullptr) stored_in = *where;
  }
  stored_in.push_back(new_place);
  account["codes"] = full_set(std::move(stored_in));
  inventory["places"][std::string(new_place)] = Json::object();
  return true;
}

bool add_codes_to_recover(const AuditContext& context, Json& inventory,
                          const SoundSafeguard& safeguard) {
  const Account& read = account_of(context, safeguard.accounts.front());
  if (!is_allowed(context, "recovery-codes") || is_for_emergencies(read) ||
      !knows_what_is_apart_from_codes(context, read)) {
    return false;
  }
  inventory["places"][std::string(new_place)] = Json::object();
  Json codes = full_set(Json::array({new_place}));
  codes["type"] = "recovery-codes";
  codes["id"] = new_codes;
  list_in(inventory["accounts"][safeguard.accounts.front()], "recovery").push_back(codes);
  return true;
}

bool add_contact(const AuditContext& context, Json& inventory, const SoundSafeguard& safeguard) {
  if (!is_allowed(context, "recovery-contact") || !knows_where_devices_are(context.inventory)) {
    return false;
  }
  inventory["places"][std::string(new_place)] = Json::object();
  inventory["people"][std::string(new_person)] = Json{{"place", new_place}};
  list_in(inventory["accounts"][safeguard.accounts.front()], "recovery")
      .push_back(Json{{"type", "recovery-contact"},
                      {"id", new_contact},
                      {"person", new_person},
                      {"accepted", true}});
  return true;
}

bool add_vault_device(const AuditContext& context, Json& inventory,
                      const SoundSafeguard& safeguard) {
  const Inventory& read = context.inventory;
  const Authenticator* vault = read.authenticator(read.things.find(safeguard.thing));
  const Account* guard = read.account(vault->account.thing);
  const Reference owner = vault->owner;
  Json device{{"type", "tablet"}, {"place", new_place}};
  if (owner.told()) {
    const Person* person = read.person(owner.thing);
    const bool is_there = owner.thing == ThingDirectory::me ||
                          (person != nullptr && person->status == PersonStatus::active);
    if (!is_there) return false;
    device["owner"] = read.id_of(owner.thing);
  } else if (guard != nullptr) {
    const auto its = owner_for(context, *guard);
    if (!its) return false;
    if (!its->empty()) device["owner"] = *its;
  } else if (read.profile == Profile::team) {
    return false;
  }
  inventory["places"][std::string(new_place)] = Json::object();
  inventory["devices"][std::string(new_device)] = std::move(device);
  // As a vault declared in place stands somewhere in an account, only those of the collection.
  list_in(inventory["authenticators"][safeguard.thing], "devices").push_back(new_device);
  return true;
}

// ---- what an inventory holds

// How often an id stands anywhere as a value.
std::size_t mentions(const Json& json, const std::string& id) {
  if (json.is_string()) return json.get_ref<const std::string&>() == id ? 1 : 0;
  std::size_t count = 0;
  if (json.is_structured()) {
    for (const Json& entry : json) count += mentions(entry, id);
  }
  return count;
}

// The last day on which anything was registered.
std::string last_registration(const Json& json) {
  std::string last;
  if (!json.is_structured()) return last;
  for (const auto& [key, entry] : json.items()) {
    last = std::max(last,
                    key == "registered_on" ? entry.get<std::string>() : last_registration(entry));
  }
  return last;
}

// No thing but this one is there.
bool is_alone_at(const AuditContext& context, const Json& inventory, const Json& place) {
  const std::string& id = place.get_ref<const std::string&>();
  if (id == "carried" || id == "unknown" || mentions(inventory, id) != 1) return false;
  const Inventory& read = context.inventory;
  const std::string_view site = read.site_of_place(read.things.find(id));
  return std::ranges::count_if(read.places, [&](const Place& one) {
           return read.site_of_place(one.thing) == site;
         }) == 1;
}

bool equals(const Json& object, std::string_view key, const Json& value) {
  const Json* found = member(object, key);
  return found != nullptr && *found == value;
}

bool is_in_use(const Json& thing) {
  return !member(thing, "expires_on") &&
         (!member(thing, "status") || equals(thing, "status", "active"));
}

bool is_passkey_in(const Json& passkey, const std::string& home) {
  return passkey == home || equals(passkey, "in", home);
}

// A key all of whose mentions are passkeys.
void find_keys(const AuditContext& context, const Json& inventory,
               std::vector<SoundSafeguard>& found) {
  const Json* authenticators = member(inventory, "authenticators");
  if (authenticators == nullptr) return;
  for (const auto& [id, key] : authenticators->items()) {
    const Json *place = member(key, "place"), *tested = member(key, "tested_on"),
               *registered = member(key, "registered_on");
    // What was there first is no addition: without it a spare would be judged as the first.
    const bool is_last =
        registered != nullptr && registered->get<std::string>() >= last_registration(inventory);
    const Json* used = member(key, "slots_used");
    const bool has_room = used == nullptr || *used < 18;
    const bool tried = tested != nullptr && is_last && *tested >= *registered;
    if (!equals(key, "type", "security-key") || !equals(key, "pin_set", true) || !is_in_use(key) ||
        member(key, "spare_of") || member(key, "found") || !has_room || !tried ||
        place == nullptr || !is_alone_at(context, inventory, *place)) {
      continue;
    }
    SoundSafeguard safeguard{.kind = Kind::security_key, .thing = id};
    bool fits = is_allowed(context, "security-key");
    for (const auto& [account, json] : inventory["accounts"].items()) {
      const Json* passkeys = member(json, "passkeys");
      if (passkeys == nullptr) continue;
      const bool has = std::ranges::any_of(
          *passkeys, [&, &id = id](const Json& passkey) { return is_passkey_in(passkey, id); });
      if (!has) continue;
      safeguard.accounts.push_back(account);
      fits &= takes_keys_beside_all(context, account_of(context, account));
    }
    if (fits && !safeguard.accounts.empty() &&
        mentions(inventory, id) == safeguard.accounts.size()) {
      found.push_back(std::move(safeguard));
    }
  }
}

void find_codes(const AuditContext& context, const Json& inventory,
                std::vector<SoundSafeguard>& found) {
  for (const auto& [id, account] : inventory["accounts"].items()) {
    const Json* codes = member(account, "codes");
    if (codes == nullptr || !codes->is_object() || !has_entries(*codes, "stored_in")) continue;
    const Json& stored_in = (*codes)["stored_in"];
    const Json *issued = member(*codes, "issued"), *remaining = member(*codes, "remaining");
    const bool full = issued != nullptr && remaining != nullptr && *issued == *remaining;
    const bool others = member(account, "second_factors") || member(account, "totp");
    if (!full || !others || !takes_codes(account_of(context, id)) || stored_in.size() != 1 ||
        mentions(inventory, id + ".codes") != 0) {
      continue;
    }
    if (is_alone_at(context, inventory, stored_in[0]) &&
        knows_what_is_apart_from_codes(context, account_of(context, id)))
      found.push_back({.kind = Kind::codes, .accounts = {id}});
  }
}

void find_contacts(const AuditContext& context, const Json& inventory,
                   std::vector<SoundSafeguard>& found) {
  for (const auto& [id, account] : inventory["accounts"].items()) {
    if (!has_entries(account, "recovery") || account["recovery"].size() < 2) continue;
    for (const Json& way : account["recovery"]) {
      if (!is_in_place(way) || !equals(way, "type", "recovery-contact") ||
          !equals(way, "accepted", true) || member(way, "needs") || !member(way, "id")) {
        continue;
      }
      const std::string person = way.value("person", "unknown");
      const Json* people = member(inventory, "people");
      const Json* told = people == nullptr ? nullptr : member(*people, person);
      if (told == nullptr || mentions(inventory, person) != 1) continue;
      if (equals(*told, "status", "left") || !member(*told, "place") ||
          !is_alone_at(context, inventory, (*told)["place"]) ||
          mentions(inventory, way["id"]) != 1) {
        continue;
      }
      found.push_back({.kind = Kind::contact, .accounts = {id}, .thing = way["id"]});
    }
  }
}

void find_vault_devices(const AuditContext& context, const Json& inventory,
                        std::vector<SoundSafeguard>& found) {
  const Json* authenticators = member(inventory, "authenticators");
  if (authenticators == nullptr) return;
  for (const auto& [id, vault] : authenticators->items()) {
    if (!equals(vault, "type", "vault") || !has_entries(vault, "devices")) continue;
    if (vault["devices"].size() < 2) continue;
    for (const Json& device : vault["devices"]) {
      const ThingId thing = context.inventory.things.find(device.get<std::string>());
      const Device* read = context.inventory.device(thing);
      if (read == nullptr || !context.usable(thing) || mentions(inventory, device) != 1) continue;
      // One of another platform asks for what works on both (PKA503).
      if (read->platform) continue;
      found.push_back({.kind = Kind::vault_device, .accounts = {device}, .thing = id});
    }
  }
}

template <class Matches>
void take_out(Json& list, Matches matches) {
  for (auto entry = list.begin(); entry != list.end();) {
    entry = matches(*entry) ? list.erase(entry) : entry + 1;
  }
}

}  // namespace

std::string text_of(const SoundSafeguard& safeguard) {
  static constexpr std::array<std::string_view, 5> kinds{
      "security key", "codes", "codes to recover", "contact", "device of a vault"};
  return fmt::format("{} ({}) on {}", kinds[static_cast<std::size_t>(safeguard.kind)],
                     safeguard.thing, fmt::join(safeguard.accounts, ", "));
}

std::vector<SoundSafeguard> possible_safeguards(const AuditContext& context, const Json& inventory,
                                                Dice& dice) {
  std::vector<SoundSafeguard> found;
  std::vector<std::string> ids;
  for (const auto& [id, account] : inventory["accounts"].items()) ids.push_back(id);
  const auto add = [&](SoundSafeguard safeguard) {
    if (with_safeguard(context, inventory, safeguard)) found.push_back(std::move(safeguard));
  };
  for (const std::string& id : ids) {
    for (const Kind kind : {Kind::security_key, Kind::codes, Kind::codes_to_recover, Kind::contact})
      add({.kind = kind, .accounts = {id}});
  }
  add({.kind = Kind::security_key, .accounts = dice.some(ids, 2 + dice.below(2))});
  if (const Json* authenticators = member(inventory, "authenticators")) {
    for (const auto& [id, one] : authenticators->items()) {
      if (equals(one, "type", "vault")) add({.kind = Kind::vault_device, .thing = id});
    }
  }
  return found;
}

std::optional<Json> with_safeguard(const AuditContext& context, Json inventory,
                                   const SoundSafeguard& safeguard) {
  const auto add = [&] {
    switch (safeguard.kind) {
      case Kind::security_key: return add_key(context, inventory, safeguard);
      case Kind::codes: return add_codes(context, inventory, safeguard);
      case Kind::codes_to_recover: return add_codes_to_recover(context, inventory, safeguard);
      case Kind::contact: return add_contact(context, inventory, safeguard);
      case Kind::vault_device: return add_vault_device(context, inventory, safeguard);
    }
    return false;
  };
  if (!add()) return std::nullopt;
  return std::make_optional(std::move(inventory));
}

std::vector<SoundSafeguard> safeguards_held(const AuditContext& context, const Json& inventory) {
  std::vector<SoundSafeguard> found;
  find_keys(context, inventory, found);
  find_codes(context, inventory, found);
  find_contacts(context, inventory, found);
  find_vault_devices(context, inventory, found);
  return found;
}

Json without_safeguard(Json inventory, const SoundSafeguard& safeguard) {
  switch (safeguard.kind) {
    case Kind::security_key:
      for (const std::string& id : safeguard.accounts) {
        take_out(inventory["accounts"][id]["passkeys"],
                 [&](const Json& passkey) { return is_passkey_in(passkey, safeguard.thing); });
      }
      inventory["authenticators"].erase(safeguard.thing);
      break;
    case Kind::codes: inventory["accounts"][safeguard.accounts[0]].erase("codes"); break;
    case Kind::codes_to_recover:
    case Kind::contact:
      take_out(inventory["accounts"][safeguard.accounts[0]]["recovery"],
               [&](const Json& way) { return equals(way, "id", safeguard.thing); });
      break;
    case Kind::vault_device:
      take_out(inventory["authenticators"][safeguard.thing]["devices"],
               [&](const Json& device) { return device == safeguard.accounts[0]; });
      inventory["devices"].erase(safeguard.accounts[0]);
      break;
  }
  return inventory;
}

}  // namespace passkey_audit
