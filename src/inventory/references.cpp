#include "passkey_audit/inventory/references.hpp"

#include <array>
#include <vector>

#include "fields.hpp"
#include "reference_walk.hpp"

namespace passkey_audit {

Kinds kind_of(const Inventory& inventory, ThingId id) {
  const Thing& thing = inventory.things[id];
  switch (thing.kind) {
    case ThingKind::undeclared:
    case ThingKind::unknown: return 0;
    case ThingKind::memory: return kinds::memory;
    case ThingKind::carried:
    case ThingKind::place: return kinds::place;
    case ThingKind::me:
    case ThingKind::person: return kinds::person;
    case ThingKind::device: return kinds::device;
    case ThingKind::authenticator: return kinds::of(inventory.authenticators[thing.index].type);
    case ThingKind::recovery_method: return kinds::recovery_method;
    case ThingKind::account: return kinds::account;
    case ThingKind::account_codes:
    case ThingKind::account_totp: return kinds::own_copies;
  }
  return 0;
}

std::string describe(Kinds allowed) {
  struct Name {
    Kinds kinds;
    std::string_view words;
  };
  constexpr auto of = [](AuthenticatorType type) { return kinds::of(type); };
  static constexpr std::array<Name, 16> names{
      {{kinds::memory, "\"memory\""},
       {kinds::place, "a place"},
       {kinds::device, "a device"},
       {kinds::authenticator, "an authenticator"},
       {of(AuthenticatorType::vault), "a vault"},
       {of(AuthenticatorType::platform), "a platform authenticator"},
       {of(AuthenticatorType::push), "a push authenticator"},
       {of(AuthenticatorType::certificate), "a certificate"},
       {of(AuthenticatorType::security_key), "a security key"},
       {of(AuthenticatorType::secret), "a secret"},
       {of(AuthenticatorType::totp), "a code generator"},
       {of(AuthenticatorType::phone_number), "a phone number"},
       {kinds::recovery_method, "a recovery method"},
       {kinds::account, "an account"},
       {kinds::person, "a person"},
       {kinds::own_copies, "an account's codes or code generator"}}};
  const bool ordinary_way = (allowed & kinds::in_a_way) == kinds::in_a_way;
  std::vector<std::string_view> words;
  for (const Name& name : names) {
    if (ordinary_way && name.kinds == kinds::own_copies) continue;  // rare; no need to teach it
    if ((allowed & name.kinds) != name.kinds) continue;
    allowed &= ~name.kinds;
    words.push_back(name.words);
  }
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i != 0) text += i + 1 == words.size() ? " or " : ", ";
    text += words[i];
  }
  return text;
}

template <class Collection>
void ReferenceWalk::collection(const Collection& entries) {
  using Owner = typename Collection::value_type;
  for (const Owner& owner : entries) {
    self_ = owner.thing;
    for (const Field<Owner>& field : fields_of<Owner>()) {
      if (field.walk != nullptr) field.walk(*this, owner);
    }
  }
}

void ReferenceWalk::run() {
  collection(inventory_.places);
  collection(inventory_.people);
  collection(inventory_.devices);
  collection(inventory_.authenticators);
  collection(inventory_.recovery_methods);
  collection(inventory_.accounts);
}

void ReferenceWalk::field(const Reference& reference) {
  if (reference.told()) visitor_.reference(reference, self_);
}

void ReferenceWalk::field(const List<Reference>& references) {
  for (const Reference& reference : references) field(reference);
}

void ReferenceWalk::field(const StoredCopies& copies) {
  field(copies.stored_in);
}

void ReferenceWalk::field(const List<Way>& ways) {
  for (const Way& way : ways) field(way.things);
}

void ReferenceWalk::field(const List<Passkey>& passkeys) {
  for (const Passkey& passkey : passkeys) {
    field(passkey.in);
    field(passkey.detail().on);
  }
}

void visit_references(const Inventory& inventory, ReferenceVisitor& visitor) {
  ReferenceWalk(inventory, visitor).run();
}

}  // namespace passkey_audit
