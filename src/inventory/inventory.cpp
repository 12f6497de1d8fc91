#include "passkey_audit/inventory/inventory.hpp"

#include <algorithm>

#include "passkey_audit/support/json_value.hpp"

namespace passkey_audit {
namespace {

template <class Collection>
auto* find_in(const Inventory& inventory, const Collection& collection, ThingKind kind,
              ThingId id) {
  using Entry = const typename Collection::value_type;
  if (!id.told()) return static_cast<Entry*>(nullptr);
  const Thing& thing = inventory.things[id];
  return thing.kind == kind ? &collection[thing.index] : static_cast<Entry*>(nullptr);
}

}  // namespace

const Place* Inventory::place(ThingId id) const {
  return find_in(*this, places, ThingKind::place, id);
}
const Person* Inventory::person(ThingId id) const {
  return find_in(*this, people, ThingKind::person, id);
}
const Device* Inventory::device(ThingId id) const {
  return find_in(*this, devices, ThingKind::device, id);
}
const Authenticator* Inventory::authenticator(ThingId id) const {
  return find_in(*this, authenticators, ThingKind::authenticator, id);
}
const Authenticator* Inventory::authenticator(ThingId id, AuthenticatorType type) const {
  const Authenticator* found = authenticator(id);
  return found != nullptr && found->type == type ? found : nullptr;
}
const RecoveryMethod* Inventory::recovery_method(ThingId id) const {
  return find_in(*this, recovery_methods, ThingKind::recovery_method, id);
}
const Account* Inventory::account(ThingId id) const {
  return find_in(*this, accounts, ThingKind::account, id);
}

std::string_view Inventory::label(ThingId id) const {
  Text name;
  const Thing& thing = things[id];
  switch (thing.kind) {
    case ThingKind::place: name = places[thing.index].name; break;
    case ThingKind::person: name = people[thing.index].name; break;
    case ThingKind::device: name = devices[thing.index].name; break;
    case ThingKind::authenticator: name = authenticators[thing.index].name; break;
    case ThingKind::recovery_method: name = recovery_methods[thing.index].name; break;
    case ThingKind::account: name = accounts[thing.index].name; break;
    case ThingKind::undeclared:
    case ThingKind::memory:
    case ThingKind::carried:
    case ThingKind::me:
    case ThingKind::unknown:
    case ThingKind::account_codes:
    case ThingKind::account_totp: break;
  }
  return name.view().empty() ? id_of(id) : name.view();
}

std::string Inventory::pointer_of(ThingId id) const {
  const Thing& thing = things[id];
  if (thing.in_place) return in_place.at(id).pointer;
  const auto member = [&](std::string_view collection) {
    return pointer_segment(collection) + pointer_segment(thing.id);
  };
  switch (thing.kind) {
    case ThingKind::place: return member("places");
    case ThingKind::person: return member("people");
    case ThingKind::device: return member("devices");
    case ThingKind::authenticator: return member("authenticators");
    case ThingKind::recovery_method: return member("recovery_methods");
    case ThingKind::account: return member("accounts");
    case ThingKind::account_codes:
      return "/accounts" + pointer_segment(id_of(accounts[thing.index].thing)) + "/codes";
    case ThingKind::account_totp:
      return "/accounts" + pointer_segment(id_of(accounts[thing.index].thing)) + "/totp";
    case ThingKind::undeclared:
    case ThingKind::memory:
    case ThingKind::carried:
    case ThingKind::me:
    case ThingKind::unknown: return {};
  }
  return {};
}

std::string_view Inventory::site_of_place(ThingId id) const {
  const Place* declared = place(id);
  const bool told = declared != nullptr && declared->site.told() && declared->site != "unknown";
  return told ? declared->site.view() : id_of(id);
}

ThingId Inventory::owner_or_default(const Reference& owner) const {
  if (owner.told()) return owner.thing;
  return profile == Profile::personal ? ThingDirectory::me : ThingId{};
}

bool Inventory::owners_have_left(const Account& account) const {
  return !account.details().owners.empty() &&
         std::ranges::all_of(account.details().owners, [&](const Reference& owner) {
           const Person* somebody = person(owner.thing);
           return somebody != nullptr && somebody->status == PersonStatus::left;
         });
}

}  // namespace passkey_audit
