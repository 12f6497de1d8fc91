// The inventory: somebody's accounts, what signs in to them and what brings them back, as read from
// a file. Plain data over one arena; no field can hold a secret. The meaning of every field is in
// docs/model.md.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "passkey_audit/inventory/account.hpp"
#include "passkey_audit/inventory/authenticator.hpp"
#include "passkey_audit/inventory/policy.hpp"
#include "passkey_audit/inventory/recovery_method.hpp"
#include "passkey_audit/inventory/thing.hpp"
#include "passkey_audit/inventory/words.hpp"
#include "passkey_audit/support/stable_vector.hpp"

namespace passkey_audit {

struct Place {
  ThingId thing;
  Text name, note;
  Text site;  // places of one site are lost together; not told: the id
};

struct Person {
  ThingId thing;
  Text name, note;
  PersonStatus status = PersonStatus::active;
  Reference place;
};

struct Device {
  ThingId thing;
  Text name, note;
  std::optional<DeviceType> type;
  std::optional<Platform> platform;
  Status status = Status::active;
  std::optional<Ownership> ownership;
  Reference place;
  Reference owner;
  List<Connector> connectors;
};

struct SourceFile {
  std::string path;  // as the user gave it; "-" is standard input
  std::string sha256;
};

struct Inventory {
  Inventory() : arena(std::make_shared<Arena>()), things(*arena) {}

  std::shared_ptr<Arena> arena;
  ThingDirectory things;
  std::vector<SourceFile> files;  // the first is the one that was asked for

  Profile profile = Profile::personal;
  Text schema, title;
  std::optional<Date> reviewed_on;
  List<Text> include;
  Policy policy;
  std::vector<Waiver> waivers;

  // In file order. Stable: things declared in place are added while their parent is being read.
  StableVector<Place> places;
  StableVector<Person> people;
  StableVector<Device> devices;
  StableVector<Authenticator> authenticators;
  StableVector<RecoveryMethod> recovery_methods;
  StableVector<Account> accounts;

  // The things declared in place, and members kept as they stood (`x-...`, names
  // and notes of small objects): by the pointer of their object, key and JSON text.
  struct InPlace {
    ThingId in;  // the object that declares it
    std::string pointer;
  };
  std::map<ThingId, InPlace> in_place;
  using KeptMembers = std::vector<std::pair<std::string, std::string>>;
  std::map<std::string, KeptMembers, std::less<>> kept_members;

  std::string_view id_of(ThingId thing) const { return things[thing].id; }
  const Thing& thing(const Reference& reference) const { return things[reference.thing]; }

  // The object behind an id, or null when it is something else.
  const Place* place(ThingId thing) const;
  const Person* person(ThingId thing) const;
  const Device* device(ThingId thing) const;
  const Authenticator* authenticator(ThingId thing) const;
  const Authenticator* authenticator(ThingId thing, AuthenticatorType type) const;
  const RecoveryMethod* recovery_method(ThingId thing) const;
  const Account* account(ThingId thing) const;

  // What a person calls it: its name, else its id.
  std::string_view label(ThingId thing) const;
  // RFC 6901, e.g. "/devices/iphone".
  std::string pointer_of(ThingId thing) const;

  // The site of a place id, `carried` included: places of one site are lost together.
  std::string_view site_of_place(ThingId place) const;
  // Owner of a device or authenticator: what is told, else `me` in a personal inventory, else none.
  ThingId owner_or_default(const Reference& owner) const;
  // Every owner told, and all of them have left.
  bool owners_have_left(const Account& account) const;
};

}  // namespace passkey_audit
