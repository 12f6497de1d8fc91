#include "passkey_audit/inventory/change.hpp"

#include <fmt/format.h>

#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace passkey_audit {
namespace {

class Editor {
 public:
  Editor(Inventory& inventory, Date day) : inventory_(inventory), day_(day) {}

  void make(const Change& change) {
    switch (change.kind) {
      case ChangeKind::new_place: return new_place(change.thing);
      case ChangeKind::new_person: return new_person(change.thing);
      case ChangeKind::new_key: return new_key(change);
      case ChangeKind::register_key: {
        const Account& its = account(change.thing);
        const bool follows = !its.password.none() && its.passkeys.empty() &&
                             (!its.second_factors.empty() || !its.totp.none());
        return follows ? register_second_factor(account(change.thing), change.with)
                       : register_passkey(account(change.thing), change.with);
      }
      case ChangeKind::register_second_factor:
        return register_second_factor(account(change.thing), change.with);
      case ChangeKind::new_codes: return new_codes(account(change.thing), change.with);
      case ChangeKind::copy_codes: return add_copy(account(change.thing).codes, change.with);
      case ChangeKind::copy_password: return add_copy(account(change.thing).password, change.with);
      case ChangeKind::copy_secret: return copy_secret(change.thing, change.with);
      case ChangeKind::move: return move(authenticator(change.thing), change.with);
      case ChangeKind::new_contact: return new_contact(account(change.thing), change.with);
      case ChangeKind::use: return use(account(change.thing), change.with);
      case ChangeKind::test: return test(change.thing);
      case ChangeKind::verify: return verify(change.thing);
      case ChangeKind::set_pin: authenticator(change.thing).pin_set = true; return;
      case ChangeKind::extend: return extend(change.thing);
      case ChangeKind::review_service: return review_service(account(change.thing));
      case ChangeKind::review: inventory_.reviewed_on = day_; return;
    }
  }

 private:
  // ---- things

  Account& account(ThingId thing) { return inventory_.accounts[inventory_.things[thing].index]; }
  Authenticator& authenticator(ThingId thing) {
    return inventory_.authenticators[inventory_.things[thing].index];
  }
  RecoveryMethod& method(ThingId thing) {
    return inventory_.recovery_methods[inventory_.things[thing].index];
  }
  ThingKind kind_of(ThingId thing) const { return inventory_.things[thing].kind; }

  // An id that the inventory does not have: "new-key", "new-key-2", ... `expected`: the thing that
  // later changes name.
  template <class Things>
  ThingId declare(std::string_view word, ThingKind kind, const Things& things,
                  std::optional<ThingId> expected) {
    std::string id(word);
    for (int number = 2; inventory_.things.find(id).told(); ++number) {
      id = fmt::format("{}-{}", word, number);
    }
    const ThingId thing = inventory_.things.intern(id);
    if (expected && thing != *expected) throw std::logic_error("changes make things out of order");
    inventory_.things[thing].kind = kind;
    inventory_.things[thing].index = static_cast<std::uint32_t>(things.size());
    return thing;
  }
  // "the new key", "the second new key"; of many, "new key 4".
  Text name_of(std::string_view what, ThingId thing) {
    const std::string_view id = inventory_.id_of(thing);
    const std::string_view number = id.substr(id.find_last_not_of("0123456789") + 1);
    const std::string_view which = number.empty() ? "" : number == "2" ? "second " : "third ";
    return text(number.size() < 2 && number < "4" ? fmt::format("the {}{}", which, what)
                                                  : fmt::format("{} {}", what, number));
  }
  Text text(std::string_view characters) { return inventory_.arena->text(characters); }

  template <class T>
  List<T> list(const std::vector<T>& entries) {
    return inventory_.arena->list(std::span<const T>(entries));
  }
  template <class T>
  List<T> with(const List<T>& entries, const T& one_more) {
    std::vector<T> all(entries.begin(), entries.end());
    all.push_back(one_more);
    return list(all);
  }

  // ---- new things

  void new_place(ThingId expected) {
    const ThingId thing = declare("new-place", ThingKind::place, inventory_.places, expected);
    inventory_.places.push_back({.thing = thing, .name = name_of("new place", thing)});
  }

  void new_person(ThingId expected) {
    const ThingId thing = declare("new-person", ThingKind::person, inventory_.people, expected);
    inventory_.people.push_back({.thing = thing, .name = name_of("person you ask", thing)});
  }

  void new_key(const Change& change) {
    const ThingId thing =
        declare("new-key", ThingKind::authenticator, inventory_.authenticators, change.thing);
    inventory_.authenticators.push_back({.thing = thing,
                                         .type = AuthenticatorType::security_key,
                                         .name = name_of("new key", thing),
                                         .owner = {change.who},
                                         .registered_on = day_,
                                         .tested_on = day_,
                                         .place = {change.with},
                                         .pin_set = true});
  }

  void new_contact(Account& account, ThingId person) {
    const ThingId thing =
        declare("new-contact", ThingKind::recovery_method, inventory_.recovery_methods, {});
    inventory_.recovery_methods.push_back({.thing = thing,
                                           .type = RecoveryType::recovery_contact,
                                           .person = {person},
                                           .accepted = true});
    account.recovery = with(account.recovery, Way{.things = list<Reference>({{thing}})});
  }

  // ---- what is kept and registered

  void register_second_factor(Account& account, ThingId key) {
    account.second_factors = with(account.second_factors, Way{.things = list<Reference>({{key}})});
    authenticator(key).tested_on = day_;
  }

  void register_passkey(Account& account, ThingId key) {
    if (authenticator(key).slots_used) ++*authenticator(key).slots_used;
    const PasskeyDetails details{.registered_on = day_, .tested_on = day_};
    account.passkeys =
        with(account.passkeys, Passkey{.in = {key}, .details = list<PasskeyDetails>({details})});
  }

  void move(Authenticator& key, ThingId place) { key.place = {place}; }

  void add_copy(StoredCopies& copies, ThingId place) {
    copies.stored_in = with(copies.stored_in, Reference{place});
  }

  // A new set makes every copy of the old one void.
  void new_codes(Account& account, ThingId place) {
    CopyDetails details{.generated_on = day_};
    details.issued = account.codes.detail().issued;
    details.remaining = details.issued;
    account.codes.stored_in = list<Reference>({{place}});
    account.codes.details = list<CopyDetails>({details});
    for (const List<Way>* ways :
         {&account.recovery, &account.second_factors, &account.other_sign_in}) {
      for (const Way& way : *ways) {
        for (const Reference& one : way.things) {
          if (kind_of(one.thing) != ThingKind::recovery_method) continue;
          RecoveryMethod& set = method(one.thing);
          if (set.type == RecoveryType::recovery_codes) set.stored_in = account.codes.stored_in;
        }
      }
    }
  }

  void copy_secret(ThingId thing, ThingId place) {
    if (kind_of(thing) == ThingKind::recovery_method) {
      method(thing).stored_in = with(method(thing).stored_in, Reference{place});
    } else {
      authenticator(thing).stored_in = with(authenticator(thing).stored_in, Reference{place});
    }
  }

  // ---- what is looked after

  void use(Account& account, ThingId home) {
    std::vector<Passkey> passkeys(account.passkeys.begin(), account.passkeys.end());
    bool is_passkey = false;
    for (Passkey& passkey : passkeys) {
      if (passkey.in.thing != home) continue;
      PasskeyDetails details = passkey.detail();
      details.tested_on = day_;
      passkey.details = list<PasskeyDetails>({details});
      is_passkey = true;
    }
    if (is_passkey) {
      account.passkeys = list(passkeys);
    } else {
      authenticator(home).tested_on = day_;
    }
  }

  void test(ThingId thing) {
    switch (kind_of(thing)) {
      case ThingKind::account: account(thing).tested_on = day_; break;
      case ThingKind::recovery_method: method(thing).tested_on = day_; break;
      default: authenticator(thing).tested_on = day_;
    }
  }

  void verify(ThingId thing) {
    if (kind_of(thing) == ThingKind::recovery_method) {
      method(thing).verified = true;
      method(thing).verified_on = day_;
    } else {
      authenticator(thing).verified_on = day_;
    }
  }

  void extend(ThingId thing) {
    if (kind_of(thing) == ThingKind::account) {
      own_details(account(thing)).expires_on = {};
    } else {
      authenticator(thing).expires_on.reset();
    }
  }

  void review_service(Account& account) {
    ServiceReview review = account.details().review();
    review.reviewed_on = day_;
    own_details(account).service_review = list<ServiceReview>({review});
  }

  // Copies of an inventory share the details of an account until one of them is changed.
  AccountDetails& own_details(Account& account) {
    auto* details = inventory_.arena->make<AccountDetails>();
    *details = account.details();
    account.told_details = details;
    return *details;
  }

  Inventory& inventory_;
  Date day_;
};

}  // namespace

ThingId thing_to_be(const Inventory& inventory, std::size_t number) {
  return {static_cast<std::uint32_t>(inventory.things.size() + number)};
}

Inventory changed(const Inventory& inventory, std::span<const Change> changes, Date day) {
  Inventory copy = inventory;
  Editor editor(copy, day);
  for (const Change& change : changes) editor.make(change);
  return copy;
}

}  // namespace passkey_audit
