#include "passkey_audit/audit/change_list.hpp"

#include <algorithm>

namespace passkey_audit {

ThingId keeper_of(const AuditContext& context, const Account& account) {
  for (const Reference& owner : account.details().owners) {
    const Person* person = context.inventory.person(owner.thing);
    if (person == nullptr || person->status == PersonStatus::active) return owner.thing;
  }
  return {};
}

void ChangeList::register_keys(const Account& account, std::span<const ThingId> keys) {
  for (const ThingId key : keys) register_key(account, key);
}

void ChangeList::register_key(const Account& account, ThingId key) {
  const ServiceFacts* service = context_.service_of(account);
  const bool beside_password = service != nullptr && service->provenance.is_sure() &&
                               service->passkeys == "second-factor" && !account.password.none();
  add(beside_password ? ChangeKind::register_second_factor : ChangeKind::register_key,
      account.thing, key);
}

void ChangeList::get_keys(const std::vector<std::uint32_t>& accounts, std::size_t count,
                          ThingId place) {
  const ThingId kept_at = or_new_place(place);
  const ThingId owner = keeper_of(context_, context_.account(accounts.front()));
  for (std::size_t i = 0; i < count; ++i) {
    const bool is_last = i + 1 == count;
    const ThingId key = thing_to_be(context_.inventory, new_things_++);
    changes_.push_back(
        {ChangeKind::new_key, key, is_last ? kept_at : ThingDirectory::carried, owner});
    for (const std::uint32_t account : accounts) {
      register_key(context_.account(account), key);
    }
  }
}

void ChangeList::print_codes(const Account& account, ThingId place) {
  add(ChangeKind::new_codes, account.thing, or_new_place(place));
}

void ChangeList::copy_password_apart(const Account& account) {
  add(ChangeKind::copy_password, account.thing, new_thing(ChangeKind::new_place));
}

void ChangeList::copy_codes(const Account& account, ThingId place) {
  add(ChangeKind::copy_codes, account.thing, or_new_place(place));
}

void ChangeList::copy_password(const Account& account, ThingId place) {
  add(ChangeKind::copy_password, account.thing, or_new_place(place));
}

void ChangeList::copy_secret(ThingId secret, ThingId place) {
  add(ChangeKind::copy_secret, secret, or_new_place(place));
}

void ChangeList::copy(ThingId thing, Part part, ThingId place) {
  const Account* account = context_.inventory.account(thing);
  if (account == nullptr) return copy_secret(thing, place);
  if (part == Part::codes) copy_codes(*account, place);
  if (part == Part::password) copy_password(*account, place);
}

void ChangeList::move(ThingId key, ThingId place) {
  add(ChangeKind::move, key, or_new_place(place));
}

void ChangeList::ask(const Account& account, ThingId person) {
  if (!person.told()) person = new_thing(ChangeKind::new_person);
  add(ChangeKind::new_contact, account.thing, person);
}

ThingId ChangeList::new_thing(ChangeKind kind) {
  const ThingId thing = thing_to_be(context_.inventory, new_things_++);
  add(kind, thing);
  return thing;
}

ThingId ChangeList::or_new_place(ThingId place) {
  if (place.told()) return place;
  if (!new_place_.told()) new_place_ = new_thing(ChangeKind::new_place);
  return new_place_;
}

std::vector<Change> one_change(ChangeKind kind, ThingId thing, ThingId with) {
  return {{kind, thing, with, {}}};
}

}  // namespace passkey_audit
