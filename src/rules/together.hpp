// Small helpers that several rules share.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "passkey_audit/audit/rule.hpp"
#include "passkey_audit/audit/safeguards.hpp"

namespace passkey_audit {

// The accounts that a loss delays or locks out, in file order.
inline std::vector<std::uint32_t> together(const LossEffect& effect) {
  std::vector<std::uint32_t> accounts = effect.locked_out;
  accounts.insert(accounts.end(), effect.delayed.begin(), effect.delayed.end());
  std::ranges::sort(accounts);
  return accounts;
}

// A mailbox that is the account itself brings it back on no day.
inline bool is_its_own_mailbox(const AuditContext& context, const Account& account, ThingId thing) {
  const RecoveryMethod* method = context.inventory.recovery_method(thing);
  const bool is_mailbox = method != nullptr && method->type == RecoveryType::recovery_email;
  return thing == account.thing || (is_mailbox && method->account.thing == account.thing);
}

// "YubiKey A, YubiKey B and YubiKey C"
inline std::string listed(const std::vector<std::string>& names, std::string_view last = "and") {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i != 0) text += i + 1 == names.size() ? fmt::format(" {} ", last) : ", ";
    text += names[i];
  }
  return text;
}

template <class T>
void add_once(std::vector<T>& list, const T& entry) {
  if (std::ranges::find(list, entry) == list.end()) list.push_back(entry);
}

// What ways name, in the order in which it stands there, each thing once.
inline std::vector<ThingId> things_named(std::initializer_list<const List<Way>*> lists) {
  std::vector<ThingId> things;
  for (const List<Way>* ways : lists) {
    for (const Way& way : *ways) {
      for (const Reference& reference : way.things) add_once(things, reference.thing);
    }
  }
  return things;
}

// Whoever finds the paper with a password is not to find the codes beside it:
// ", apart from the recovery codes of mail", or nothing where no codes lie on paper.
inline std::string apart_from_codes(const AuditContext& context, const Account& account) {
  if (sites_with_paper(context, account.codes).empty()) return {};
  return fmt::format(", apart from the recovery codes of {}", context.name(account.thing));
}

// Neither lost, stolen or retired nor expired.
inline bool in_service(const AuditContext& context, const Authenticator& authenticator) {
  return authenticator.status == Status::active &&
         !(authenticator.expires_on && context.today > *authenticator.expires_on);
}

inline std::string spoken_days(std::uint32_t days) {
  return fmt::format("{} day{}", days, days == 1 ? "" : "s");
}

// Days from then to today. The reader lets no date of this kind lie in the future.
inline std::uint32_t days_since(const AuditContext& context, Date then) {
  return static_cast<std::uint32_t>(std::max(context.today - then, 0));
}

// Something is told of signing in, if only that there is none.
inline bool says_how_to_sign_in(const Account& account) {
  return account.passkeys.told() || account.password.told() || account.second_factors.told() ||
         account.totp.told() || account.other_sign_in.told() || account.federated_via.told();
}

}  // namespace passkey_audit
