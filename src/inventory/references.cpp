#include "passkey_audit/inventory/references.hpp"

#include <fmt/format.h>

#include <array>
#include <vector>

#include "fields.hpp"
#include "passkey_audit/support/json_value.hpp"
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

std::string ReferenceVisitor::pointer() const { return walk_->pointer(); }

ReferenceWalk::ReferenceWalk(const Inventory& inventory, ReferenceVisitor& visitor)
    : inventory_(inventory), visitor_(visitor) {
  visitor.walk_ = this;
}

template <class Owner>
void ReferenceWalk::object(const Owner& owner) {
  self_.push_back(owner.thing);
  for (const Field<Owner>& field : fields_of<Owner>()) {
    if (field.walk != nullptr && (field.types & type_bit(owner)) != 0) {
      field.walk(*this, field.key, owner);
    }
  }
  self_.pop_back();
}

// Things declared in place are gone through where they stand in the file, not in their collection:
// the walk goes as deep as the file is nested.
void ReferenceWalk::run() {
  const auto collection = [this](std::string_view key, const auto& entries) {
    for (const auto& entry : entries) {
      if (inventory_.things[entry.thing].in_place) continue;
      steps_.push_back({key});
      steps_.push_back({inventory_.id_of(entry.thing)});
      object(entry);
      steps_.clear();
    }
  };
  collection("places", inventory_.places);
  collection("people", inventory_.people);
  collection("devices", inventory_.devices);
  collection("authenticators", inventory_.authenticators);
  collection("recovery_methods", inventory_.recovery_methods);
  collection("accounts", inventory_.accounts);
}

std::string ReferenceWalk::pointer() const {
  std::string pointer;
  for (const Step& step : steps_) {
    pointer += step.index == no_index ? pointer_segment(step.key) : fmt::format("/{}", step.index);
  }
  return pointer;
}

void ReferenceWalk::mention(const Reference& reference, Kinds allowed) {
  if (!reference.told()) return;
  visitor_.reference(reference, allowed, self_.back());
  const Thing& thing = inventory_.thing(reference);
  if (!thing.in_place || thing.at != reference.at) return;
  if (thing.kind == ThingKind::authenticator) object(inventory_.authenticators[thing.index]);
  if (thing.kind == ThingKind::recovery_method) object(inventory_.recovery_methods[thing.index]);
}

void ReferenceWalk::list(const List<Reference>& references, Kinds allowed) {
  for (std::size_t i = 0; i < references.size(); ++i) {
    steps_.push_back({{}, i});
    mention(references[i], allowed);
    steps_.pop_back();
  }
}

void ReferenceWalk::field(std::string_view key, const Reference& reference, Kinds allowed) {
  steps_.push_back({key});
  mention(reference, allowed);
  steps_.pop_back();
}

void ReferenceWalk::field(std::string_view key, const List<Reference>& references, Kinds allowed) {
  steps_.push_back({key});
  list(references, allowed);
  steps_.pop_back();
}

void ReferenceWalk::field(std::string_view key, const StoredCopies& copies, Kinds allowed) {
  steps_.push_back({key});
  if (copies.details.told()) steps_.push_back({"stored_in"});
  list(copies.stored_in, allowed);
  if (copies.details.told()) steps_.pop_back();
  steps_.pop_back();
}

void ReferenceWalk::field(std::string_view key, const List<Way>& ways, Kinds allowed) {
  steps_.push_back({key});
  for (std::size_t i = 0; i < ways.size(); ++i) {
    steps_.push_back({{}, i});
    if (ways[i].form == WayForm::id) {
      mention(ways[i].things[0], allowed);
    } else {
      steps_.push_back({ways[i].form == WayForm::all ? "all" : "of"});
      list(ways[i].things, allowed);
      steps_.pop_back();
    }
    steps_.pop_back();
  }
  steps_.pop_back();
}

void ReferenceWalk::field(std::string_view key, const List<Passkey>& passkeys, Kinds allowed) {
  steps_.push_back({key});
  for (std::size_t i = 0; i < passkeys.size(); ++i) {
    const Passkey& passkey = passkeys[i];
    const bool as_object = passkey.object_form;
    steps_.push_back({{}, i});
    if (as_object) steps_.push_back({"in"});
    mention(passkey.in, allowed);
    if (as_object) steps_.pop_back();
    if (passkey.on.told()) field("on", passkey.on, kinds::device);
    steps_.pop_back();
  }
  steps_.pop_back();
}

void visit_references(const Inventory& inventory, ReferenceVisitor& visitor) {
  ReferenceWalk(inventory, visitor).run();
}

}  // namespace passkey_audit
