// Mailboxes, and the accounts at which their domains are registered.
#pragma once

#include <map>
#include <vector>

#include "passkey_audit/audit/audit_context.hpp"

namespace passkey_audit {

// What the account tells, else what the organisation tells that it administers with the same
// service: its administrators have their mailboxes there too.
inline ThingId domain_at(const AuditContext& context, const Account& account) {
  if (account.details().domain_at.told()) return account.details().domain_at.thing;
  const Account* organisation = context.inventory.account(account.details().org.thing);
  const bool same_service =
      organisation != nullptr && account.service.told() && organisation->service == account.service;
  return same_service ? organisation->details().domain_at.thing : ThingId{};
}

// By registrar account: the mailboxes under domains that are registered there, by index in
// Inventory::accounts.
inline std::map<ThingId, std::vector<std::uint32_t>> mailboxes_by_registrar(
    const AuditContext& context) {
  std::map<ThingId, std::vector<std::uint32_t>> mailboxes;
  for (std::uint32_t i = 0; i < context.inventory.accounts.size(); ++i) {
    const ThingId registrar = domain_at(context, context.account(i));
    const bool has_one = registrar.told() && registrar != context.account(i).thing;
    if (has_one && !context.abandoned(i)) mailboxes[registrar].push_back(i);
  }
  return mailboxes;
}

}  // namespace passkey_audit
