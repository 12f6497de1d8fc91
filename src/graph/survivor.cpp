#include "passkey_audit/graph/survivor.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "passkey_audit/catalog/known.hpp"
#include "without_me.hpp"

namespace passkey_audit {
namespace {

class LeftBehind {
 public:
  LeftBehind(const Inventory& inventory, const Catalog& catalog)
      : left_(inventory), openers_(inventory), providers_(inventory, catalog) {}

  Inventory run() {
    lock_what_is_mine();
    for (Authenticator& one : left_.authenticators) {
      if (!is_mine(one.owner)) continue;
      forget(one.stored_in);
      one.new_sim_after.reset();  // nobody gets a new SIM for me
    }
    WithoutMe(left_).leave_out();
    for (const Account& account : left_.accounts) {
      if (only_mine(account)) leave_out_contacts_of(account, providers_, left_);
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

  void forget(List<Reference>& stored_in) {
    std::vector<Reference> kept;
    for (const Reference& where : stored_in) {
      const bool is_in_my_head =
          where.thing == ThingDirectory::memory || where.thing == ThingDirectory::me;
      if (!is_in_my_head) kept.push_back(where);
    }
    if (kept.size() == stored_in.size()) return;
    stored_in = left_.arena->list(std::span<const Reference>(kept));
  }

  // Support asks for proof of who one is.
  void leave(RecoveryMethod& method) {
    forget(method.stored_in);
    if (method.type == RecoveryType::support) make_useless(method);
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
  GuardedProviders providers_;
};

}  // namespace

Inventory as_left_behind(const Inventory& inventory, const Catalog& catalog) {
  return LeftBehind(inventory, catalog).run();
}

}  // namespace passkey_audit
