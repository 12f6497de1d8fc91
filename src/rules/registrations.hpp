// What accounts name among their ways in and back: which things are registered on which account.
#pragma once

#include <vector>

#include "passkey_audit/audit/audit_context.hpp"
#include "together.hpp"

namespace passkey_audit {

// A passkey that its vault has not synced lives on one device.
inline ThingId home_of(const AuditContext& context, const Passkey& passkey) {
  const bool unsynced =
      passkey.detail().backed_up == false &&
      context.inventory.authenticator(passkey.in.thing, AuthenticatorType::vault) != nullptr;
  return unsynced ? passkey.detail().on.thing : passkey.in.thing;
}

inline bool names(const List<Reference>& list, ThingId thing) {
  return std::ranges::any_of(list, [&](const Reference& one) { return one.thing == thing; });
}

// Homes of passkeys, and what ways name; each thing once. Where copies are kept is not among them.
inline std::vector<ThingId> registered_things(const Account& account) {
  std::vector<ThingId> things;
  for (const Passkey& passkey : account.passkeys) {
    add_once(things, passkey.in.thing);
    if (passkey.detail().on.told()) add_once(things, passkey.detail().on.thing);
  }
  for (const ThingId thing :
       things_named({&account.second_factors, &account.other_sign_in, &account.recovery})) {
    add_once(things, thing);
  }
  return things;
}

// The same with what holds its password, its codes and its code generator.
inline std::vector<ThingId> things_used(const Account& account) {
  std::vector<ThingId> things = registered_things(account);
  for (const StoredCopies* copies : {&account.password, &account.codes, &account.totp}) {
    for (const Reference& where : copies->stored_in) add_once(things, where.thing);
  }
  return things;
}

// By number of the thing: the accounts that `things_of` names it for, in file order.
using AccountsByThing = std::vector<std::vector<std::uint32_t>>;
inline AccountsByThing accounts_by_thing(const AuditContext& context,
                                         std::vector<ThingId> (*things_of)(const Account&)) {
  AccountsByThing accounts(context.inventory.things.size());
  for (std::uint32_t i = 0; i < context.inventory.accounts.size(); ++i) {
    for (const ThingId thing : things_of(context.account(i))) accounts[thing.index].push_back(i);
  }
  return accounts;
}

// In file order, each once.
inline void merge(std::vector<std::uint32_t>& accounts, const std::vector<std::uint32_t>& more) {
  accounts.insert(accounts.end(), more.begin(), more.end());
  std::ranges::sort(accounts);
  accounts.erase(std::unique(accounts.begin(), accounts.end()), accounts.end());
}

}  // namespace passkey_audit
