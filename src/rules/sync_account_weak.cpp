#include <fmt/format.h>

#include <algorithm>

#include "method_names.hpp"
#include "passkey_audit/audit/rule.hpp"
#include "passkey_audit/audit/safeguards.hpp"
#include "passkey_audit/audit/wording.hpp"
#include "roles.hpp"
#include "together.hpp"

namespace passkey_audit {
namespace {

bool password_alone(const Account& account) {
  return !account.password.none() && account.second_factors.empty() && account.totp.none() &&
         account.codes.none();
}

// Recovery methods that are somebody's own phone or mailbox.
std::vector<std::string> personal_methods(const AuditContext& context, const Account& account) {
  std::vector<std::string> methods;
  for (const ThingId thing : things_named({&account.recovery})) {
    const RecoveryMethod* method = context.inventory.recovery_method(thing);
    if (method != nullptr && method->personal == true) methods.push_back(spoken(context, *method));
  }
  return methods;
}

// Another administrator of the same organisation, the first by id; not told: there is none.
ThingId other_admin(const AuditContext& context, const Account& account) {
  ThingId first;
  for (const Account& other : context.inventory.accounts) {
    const bool same_organisation = other.details().org == account.details().org;
    if (&other == &account || context.abandoned(context.index_of(other))) continue;
    if (!has_role(other, Role::admin) || !same_organisation) continue;
    const auto id = [&](ThingId thing) { return context.inventory.id_of(thing); };
    if (!first.told() || id(other.thing) < id(first)) first = other.thing;
  }
  return first;
}

void add_password_alone(const AuditContext& context, const Account& account,
                        RuleOutcome::Draft& draft) {
  std::vector<ThingId> vaults;
  for (const std::uint32_t vault : context.vaults_guarded_by(account)) {
    vaults.push_back(context.inventory.authenticators[vault].thing);
  }
  const std::string name = context.name(account.thing);
  draft.message = fmt::format("{} guards {} and opens with its password alone", capitalized(name),
                              context.names_of(vaults));
  const std::optional<bool> takes_keys = context.accepts_security_key(account);
  if (takes_keys == true) {
    Instruction registration = key_registration(context, account);
    registration.what = fmt::format("Turn on the second step of {}. {}", name, registration.what);
    draft.remedy.steps.push_back(std::move(registration));
    return;
  }
  draft.remedy.steps.push_back(
      {fmt::format("Turn on the second step of {}, with a code generator{}.", name,
                   takes_keys == false ? "" : " or a security key"),
       {}});
}

void add_self_recovery(const AuditContext& context, const Account& account,
                       const std::vector<std::string>& methods, ThingId other,
                       RuleOutcome::Draft& draft) {
  const std::string name = context.name(account.thing), means = listed(methods);
  const bool first = draft.message.empty();
  if (first) draft.severity = Severity::medium;
  draft.message +=
      fmt::format("{} can be recovered through {}, which {} private, though {} could reset it",
                  first ? capitalized(name) : "; it", means, methods.size() == 1 ? "is" : "are",
                  context.name(other));
  draft.remedy.steps.push_back(
      {fmt::format("See that {} can reset {}. When that has been tried, take {} off {}.",
                   context.name(other), name, means, name),
       {}});
}

void check(const AuditContext& context, RuleOutcome& outcome) {
  const bool is_team = context.inventory.profile == Profile::team;
  for (std::uint32_t i = 0; i < context.inventory.accounts.size(); ++i) {
    const Account& account = context.account(i);
    if (context.abandoned(i)) continue;
    RuleOutcome::Draft draft;
    if (password_alone(account) && !context.vaults_guarded_by(account).empty()) {
      add_password_alone(context, account, draft);
    }
    if (is_team && has_role(account, Role::admin)) {
      const std::vector<std::string> methods = personal_methods(context, account);
      const ThingId other = other_admin(context, account);
      if (!methods.empty() && other.told()) {
        add_self_recovery(context, account, methods, other, draft);
      }
    }
    if (!draft.message.empty()) outcome.add(account, std::move(draft));
  }
}

}  // namespace

extern const Rule sync_account_weak{
    .id = "PKA405",
    .title = "Sync account weak",
    .why =
        "Whoever gets into the account that syncs your passkeys has them all, and whoever takes "
        "over the private phone of an administrator has the organisation.",
    .remedy =
        "Protect every account that guards a vault with a second step, and let administrators be "
        "reset by each other, not through their own phones.",
    .severity = Severity::high,
    .item = Item::platform_recovery,
    .sources = {"N12", "CS4"},
    .check = check,
};

}  // namespace passkey_audit
