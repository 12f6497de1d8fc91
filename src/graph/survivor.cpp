#include "passkey_audit/graph/survivor.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "passkey_audit/catalog/known.hpp"

namespace passkey_audit {
namespace {

class LeftBehind {
 public:
  explicit LeftBehind(const Inventory& inventory) : left_(inventory), openers_(inventory) {}

  Inventory run() {
    lock_what_is_mine();
    for (Authenticator& one : left_.authenticators) {
      if (is_mine(one.owner)) forget(one.stored_in);
    }
    for (RecoveryMethod& method : left_.recovery_methods) leave(method);
    for (Account& account : left_.accounts) {
      if (!only_mine(account)) continue;
      for (StoredCopies* copies : {&account.password, &account.codes, &account.totp}) {
        forget(copies->stored_in);
      }
    }
    return std::move(left_);
  }

 private:
  bool is_mine(const Reference& owner) const {
    return left_.owner_or_default(owner) == ThingDirectory::me;
  }

  // Nobody else remembers what signs in to it.
  static bool only_mine(const Account& account) {
    return std::ranges::all_of(account.details().owners, [](const Reference& owner) {
      return owner.thing == ThingDirectory::me;
    });
  }

  template <class T, class Predicate>
  void leave_out(List<T>& list, Predicate is_gone) {
    if (std::ranges::none_of(list, is_gone)) return;
    std::vector<T> kept;
    for (const T& entry : list) {
      if (!is_gone(entry)) kept.push_back(entry);
    }
    list = left_.arena->list(std::span<const T>(kept));
  }

  void forget(List<Reference>& stored_in) {
    leave_out(stored_in,
              [](const Reference& where) { return where.thing == ThingDirectory::memory; });
  }

  void leave(RecoveryMethod& method) {
    forget(method.stored_in);
    if (method.person.thing == ThingDirectory::me) method.accepted = false;
    leave_out(method.by, [](const Way& way) {
      return std::ranges::any_of(
          way.things, [](const Reference& who) { return who.thing == ThingDirectory::me; });
    });
    if (method.type == RecoveryType::legacy_contact) method.type = RecoveryType::recovery_contact;
  }

  // A finger or a face opens nothing any more; what no secret opens stays shut.
  void lock_what_is_mine() {
    std::vector<Reference> shut;
    const auto look_at = [&](ThingId thing, const Reference& owner) {
      if (is_mine(owner) && openers_.of(thing).empty()) shut.push_back({thing});
    };
    for (const Device& device : left_.devices) look_at(device.thing, device.owner);
    for (const Authenticator& key : left_.authenticators) {
      if (key.type == AuthenticatorType::security_key) look_at(key.thing, key.owner);
    }
    if (shut.empty()) return;
    std::string id = "what-only-I-had";
    while (left_.things.find(id).told()) id += '-';
    const ThingId thing = left_.things.intern(id);
    left_.things[thing].kind = ThingKind::authenticator;
    left_.things[thing].index = static_cast<std::uint32_t>(left_.authenticators.size());
    left_.authenticators.push_back({.thing = thing,
                                    .type = AuthenticatorType::secret,
                                    .stored_in = left_.arena->list(std::span<const Reference>{}),
                                    .opens = left_.arena->list(std::span<const Reference>(shut))});
  }

  Inventory left_;
  Openers openers_;
};

}  // namespace

Inventory as_left_behind(const Inventory& inventory) {
  return LeftBehind(inventory).run();
}

}  // namespace passkey_audit
