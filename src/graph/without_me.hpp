// Ways as they are for others than the one who wrote the inventory. Internal to this module.
#pragma once

#include <algorithm>
#include <vector>

#include "passkey_audit/catalog/known.hpp"
#include "passkey_audit/inventory/inventory.hpp"

namespace passkey_audit {

// The method brings nothing back.
inline void make_useless(RecoveryMethod& method) {
  method.type = RecoveryType::recovery_email;
  method.account = {};
  method.verified = false;
}

// Whoever may vouch for the owner is still asked what only the owner knows, as its providers say.
inline void leave_out_contacts_of(const Account& account, const GuardedProviders& providers,
                                  Inventory& inventory) {
  for (const RecoveryType type : {RecoveryType::recovery_contact, RecoveryType::emergency_access}) {
    const ProviderRecovery* path = path_of(providers, account, word(type));
    if (path == nullptr || !path->asks_the_owner) continue;
    for (const Way& way : account.recovery) {
      for (const Reference& one : way.things) {
        const RecoveryMethod* method = inventory.recovery_method(one.thing);
        if (method == nullptr || method->type != type) continue;
        make_useless(inventory.recovery_methods[inventory.things[one.thing].index]);
      }
    }
  }
}

// Nobody else can answer for me: ways that need `me` are left out, choices have one thing less to
// choose from, and methods that need `me` are none.
class WithoutMe {
 public:
  explicit WithoutMe(Inventory& inventory) : inventory_(inventory) {}

  void leave_out() {
    for (RecoveryMethod& method : inventory_.recovery_methods) leave_out(method);
    for (Authenticator& one : inventory_.authenticators) leave_out(one.new_device_needs);
    for (Account& account : inventory_.accounts) {
      for (List<Way>* ways : {&account.second_factors, &account.other_sign_in, &account.recovery}) {
        leave_out(*ways);
      }
    }
  }

 private:
  static bool is_me(const Reference& reference) { return reference.thing == ThingDirectory::me; }

  void leave_out(RecoveryMethod& method) {
    leave_out(method.by);
    if (is_me(method.person) || std::ranges::any_of(method.needs, is_me)) make_useless(method);
  }

  void leave_out(List<Way>& ways) {
    const bool has_me = std::ranges::any_of(
        ways, [](const Way& way) { return std::ranges::any_of(way.things, is_me); });
    if (!has_me) return;
    std::vector<Way> kept;
    for (Way way : ways) {
      std::vector<Reference> others;
      std::ranges::remove_copy_if(way.things, std::back_inserter(others), is_me);
      const bool all_needed = way.form != WayForm::at_least;
      const std::size_t needed = all_needed ? way.things.size() : way.at_least;
      if (others.size() < needed) continue;
      way.things = inventory_.arena->list(std::span<const Reference>(others));
      kept.push_back(way);
    }
    ways = inventory_.arena->list(std::span<const Way>(kept));
  }

  Inventory& inventory_;
};

}  // namespace passkey_audit
