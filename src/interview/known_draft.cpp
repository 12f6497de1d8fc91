// What an inventory has already, as a draft.
#include <algorithm>
#include <string>

#include "passkey_audit/interview/draft.hpp"

namespace passkey_audit {
namespace {

class Knowing {
 public:
  explicit Knowing(const Inventory& inventory) : inventory_(inventory) {}

  Draft run() {
    draft_.is_new = false;
    draft_.profile = inventory_.profile;
    for (std::uint32_t i = 0; i < inventory_.things.size(); ++i) {
      draft_.taken.emplace(inventory_.id_of(ThingId{i}));
    }
    for (const Place& place : inventory_.places) {
      draft_.places.push_back({id(place.thing), text(place.name), true});
    }
    for (const Person& person : inventory_.people) {
      draft_.people.push_back(
          {id(person.thing), text(person.name), true, person.status == PersonStatus::left});
    }
    for (const Device& device : inventory_.devices) add(device);
    for (const Authenticator& one : inventory_.authenticators) add(one);
    for (const Account& account : inventory_.accounts) add(account);
    draft_.has_others = draft_.profile == Profile::team || somebody_else_owns();
    return std::move(draft_);
  }

 private:
  static std::string text(const Text& text) {
    return text.told() ? std::string(std::string_view(text)) : std::string();
  }
  std::string id(ThingId thing) const {
    return thing.told() ? std::string(inventory_.id_of(thing)) : std::string();
  }

  bool somebody_else_owns() const {
    const auto is_owned = [](const auto& one) { return !one.owner.empty() && one.owner != "me"; };
    return std::ranges::any_of(draft_.devices, is_owned) ||
           std::ranges::any_of(draft_.authenticators, is_owned) ||
           std::ranges::any_of(draft_.accounts, [](const DraftAccount& account) {
             return !account.owner().empty() && account.owner() != "me";
           });
  }

  void add(const Device& device) {
    draft_.devices.push_back({.id = id(device.thing),
                              .name = text(device.name),
                              .known = true,
                              .type = device.type,
                              .platform = device.platform,
                              .place = id(device.place.thing),
                              .owner = id(device.owner.thing)});
  }

  void add(const Authenticator& one) {
    DraftAuthenticator known{.id = id(one.thing),
                             .name = text(one.name),
                             .known = true,
                             .type = one.type,
                             .owner = id(one.owner.thing),
                             .provider = text(one.provider),
                             .account = id(one.account.thing),
                             .device = id(one.device.thing),
                             .place = id(one.place.thing),
                             .sim_in = id(one.sim_in.thing)};
    for (const Reference& device : one.devices) {
      if (!known.devices) known.devices.emplace();
      known.devices->push_back(id(device.thing));
    }
    draft_.authenticators.push_back(std::move(known));
  }

  // Whoever wrote down nothing but what it is called may be asked for the rest. What stands in an
  // included file is left alone.
  void add(const Account& account) {
    const bool tells_of_getting_in =
        account.passkeys.told() || account.password.told() || account.totp.told() ||
        account.codes.told() || account.second_factors.told() || account.other_sign_in.told() ||
        account.recovery.told() || account.federated_via.told();
    const Thing& thing = inventory_.things[account.thing];
    DraftAccount known{.id = id(account.thing),
                       .name = text(account.name),
                       .known = true,
                       .open = !tells_of_getting_in && thing.file == 0,
                       .service = text(account.service),
                       .importance = account.importance,
                       .org = id(account.details().org.thing),
                       .domain_at = id(account.details().domain_at.thing)};
    for (const Role role : account.details().roles) known.roles.push_back(role);
    for (const Reference& owner : account.details().owners) {
      known.owners.push_back(id(owner.thing));
    }
    draft_.accounts.push_back(std::move(known));
  }

  const Inventory& inventory_;
  Draft draft_;
};

}  // namespace

Draft draft_of(const Inventory& inventory) {
  return Knowing(inventory).run();
}

}  // namespace passkey_audit
