#include <fmt/format.h>

#include "passkey_audit/audit/rule.hpp"
#include "suggestions.hpp"

namespace passkey_audit {
namespace {

// By vault, in the order of Inventory::authenticators: the accounts that have something in it.
std::vector<std::vector<std::uint32_t>> accounts_by_vault(const AuditContext& context) {
  const Inventory& inventory = context.inventory;
  std::vector<std::vector<std::uint32_t>> accounts(inventory.authenticators.size());
  for (std::uint32_t i = 0; i < inventory.accounts.size(); ++i) {
    if (context.abandoned(i)) continue;
    const auto add = [&](const Reference& home) {
      if (!inventory.authenticator(home.thing, AuthenticatorType::vault)) return;
      std::vector<std::uint32_t>& inside = accounts[inventory.thing(home).index];
      if (inside.empty() || inside.back() != i) inside.push_back(i);
    };
    const Account& account = context.account(i);
    for (const Passkey& passkey : account.passkeys) add(passkey.in);
    for (const StoredCopies* copies : {&account.password, &account.codes, &account.totp}) {
      for (const Reference& where : copies->stored_in) add(where);
    }
  }
  return accounts;
}

bool guard_is_out(const AuditContext& context, const Account& guard) {
  return !context.cold_start.usable(context.node(guard.thing));
}

// What could be written down to open it, where none of that survives the devices.
std::vector<std::string> secrets_missing(const AuditContext& context, const VaultOpening& opening,
                                         const Account& guard) {
  std::vector<std::string> missing;
  bool met = false;
  const auto add = [&](NodeId node, std::string name) {
    met |= context.cold_start.usable(node);
    missing.push_back(std::move(name));
  };
  for (const ThingId secret : opening.secrets) add(context.node(secret), context.name(secret));
  for (const ThingId method : opening.methods) add(context.node(method), context.name(method));
  if (opening.account_password) {
    add(context.graph.own_nodes(context.index_of(guard)).password,
        context.name(guard.thing, Part::password));
  }
  return met ? std::vector<std::string>{} : missing;
}

std::string remedy_for(const AuditContext& context, const Authenticator& vault,
                       const VaultOpening& opening) {
  using Form = VaultOpening::Form;
  const std::string name = context.name(vault.thing);
  const Account* guard = context.inventory.account(vault.account.thing);
  const std::string place = another_place(context).value_or("another place than your devices");
  if (guard == nullptr) return fmt::format("Keep a copy of {} at {}.", name, place);
  if (opening.form == Form::never) {
    return fmt::format("{} never leaves its device. Register what is in it somewhere else as well.",
                       name);
  }
  std::string remedy;
  if (guard_is_out(context, *guard)) {
    remedy = fmt::format(
        "Give {} a way in that works without your devices, such as a security key "
        "or recovery codes on paper.",
        context.name(guard->thing));
  }
  const std::vector<std::string> missing = secrets_missing(context, opening, *guard);
  if (!missing.empty()) {
    remedy += fmt::format("{}Write down {} and keep the paper at {}.", remedy.empty() ? "" : " ",
                          listed(missing, "or"), place);
  } else if (remedy.empty()) {
    remedy =
        fmt::format("Keep what a new device asks for, to open {}, on paper at {}.", name, place);
  }
  return remedy;
}

void judge(const AuditContext& context, const Authenticator& vault,
           std::vector<std::uint32_t> accounts, RuleOutcome& outcome) {
  const std::string name = context.name(vault.thing);
  RuleOutcome::Draft draft{
      .subject = std::string(context.inventory.id_of(vault.thing)),
      .at = vault.thing,
      .message = fmt::format("Without your devices, {} stays shut, with what {} {} in it", name,
                             context.names(accounts), accounts.size() == 1 ? "keeps" : "keep")};
  if (const Account* guard = context.inventory.account(vault.account.thing)) {
    const std::uint32_t index = context.index_of(*guard);
    const bool listed_already = std::ranges::find(accounts, index) != accounts.end();
    if (!listed_already && !context.abandoned(index)) accounts.push_back(index);
    std::ranges::sort(accounts);
  }
  const VaultOpening opening =
      opening_of(context.inventory, context.catalog, context.openers, vault);
  if (opening.not_judged) {
    for (const std::uint32_t account : accounts) {
      outcome.not_judged(context.account(account),
                         fmt::format("does not say what opens {} on a new device", name));
    }
    return;
  }
  draft.remedy = remedy_for(context, vault, opening);
  draft.accounts = std::move(accounts);
  outcome.add(std::move(draft));
}

void check(const AuditContext& context, RuleOutcome& outcome) {
  std::vector<std::vector<std::uint32_t>> accounts = accounts_by_vault(context);
  for (std::uint32_t i = 0; i < accounts.size(); ++i) {
    if (accounts[i].empty() || context.cold_start.usable(context.graph.authenticator(i))) continue;
    judge(context, context.inventory.authenticators[i], std::move(accounts[i]), outcome);
  }
}

}  // namespace

extern const Rule vault_shut_on_new_device{
    .id = "PKA406",
    .title = "Vault cannot be opened on a new device",
    .why =
        "A synced vault promises that nothing is lost with a phone. The promise holds only if a "
        "new "
        "phone can open the vault with what is left: its account, and what its maker asks for.",
    .remedy =
        "Keep what opens the vault on paper, and give its account a way in that needs none of "
        "your devices.",
    .severity = Severity::high,
    .item = Item::platform_recovery,
    .sources = {"N12"},
    .check = check,
};

}  // namespace passkey_audit
