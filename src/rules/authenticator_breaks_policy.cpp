#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "passkey_audit/audit/rule.hpp"
#include "registrations.hpp"
#include "roles.hpp"
#include "together.hpp"

namespace passkey_audit {
namespace {

// Whether the passkey can leave the device that made it. No value: not known.
std::optional<bool> syncs(const AuditContext& context, const Passkey& passkey) {
  const PasskeyDetails told = passkey.detail();
  if (told.backup_eligible) return told.backup_eligible;
  if (told.backed_up == true) return true;
  const Authenticator* home = context.inventory.authenticator(passkey.in.thing);
  if (home == nullptr) return std::nullopt;
  if (home->type != AuthenticatorType::vault) return false;
  const ProviderFacts* facts = facts_of(context.catalog, *home);
  if (facts == nullptr) return std::nullopt;
  return facts->synced == false && !facts->provenance.is_sure() ? std::nullopt : facts->synced;
}

std::string lower(std::string_view text) {
  std::string lowered(text);
  std::ranges::transform(lowered, lowered.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return lowered;
}

// What is wrong with one account, as clauses, and what to do about each.
class Breaches {
 public:
  Breaches(const AuditContext& context, const Account& account)
      : context_(context), policy_(context.policy), account_(account) {
    look_for_synced_passkeys();
    look_for_forbidden_types();
    look_for_vendors();
    look_for_sharing();
  }

  std::vector<std::string> clauses;
  Remedy remedy;
  std::string not_told;  // what the account would have to say; empty: nothing

 private:
  std::string name() const { return context_.name(account_.thing); }

  void add(std::string clause, std::string instruction) {
    clauses.push_back(std::move(clause));
    remedy.steps.push_back({std::move(instruction), {}});
  }

  void look_for_synced_passkeys() {
    const bool required = std::ranges::any_of(policy_.require_device_bound,
                                              [&](Role role) { return has_role(account_, role); });
    if (!required) return;
    std::vector<ThingId> homes;
    for (const Passkey& passkey : account_.passkeys) {
      const std::optional<bool> synced = syncs(context_, passkey);
      if (!synced) not_told = "does not say whether its passkeys sync";
      if (synced == true) add_once(homes, passkey.in.thing);
    }
    if (homes.empty()) return;
    const std::string where = context_.names_of(homes);
    add(fmt::format("it has a synced passkey in {}", where),
        fmt::format("Register a passkey on {} that stays on its device, such as a security key, "
                    "and then remove the one in {}.",
                    name(), where));
  }

  bool forbids(std::string_view type) const {
    return std::ranges::any_of(policy_.forbid, [&](const Forbidden& forbidden) {
      const bool concerns = !forbidden.role || has_role(account_, *forbidden.role);
      return concerns && std::ranges::find(forbidden.types, type) != forbidden.types.end();
    });
  }

  std::vector<std::string> forbidden_things() const {
    std::vector<std::string> found;
    for (const ThingId thing : things_used(account_)) {
      const Authenticator* authenticator = context_.inventory.authenticator(thing);
      const RecoveryMethod* method = context_.inventory.recovery_method(thing);
      const bool forbidden = (authenticator != nullptr && forbids(word(authenticator->type))) ||
                             (method != nullptr && forbids(word(method->type)));
      if (forbidden) add_once(found, context_.name(thing));
    }
    const auto own = [&](const StoredCopies& copies, std::string_view type, Part part) {
      if (!copies.none() && forbids(type)) found.push_back(context_.name(account_.thing, part));
    };
    const bool is_declared = std::ranges::any_of(account_.password.stored_in, [&](auto& where) {
      return context_.inventory.authenticator(where.thing, AuthenticatorType::secret) != nullptr;
    });
    if (!is_declared) own(account_.password, word(AuthenticatorType::secret), Part::password);
    own(account_.codes, word(RecoveryType::recovery_codes), Part::codes);
    own(account_.totp, word(AuthenticatorType::totp), Part::totp);
    return found;
  }

  void look_for_forbidden_types() {
    const std::vector<std::string> found = forbidden_things();
    if (found.empty()) return;
    add(fmt::format("it must not use {}", listed(found)),
        fmt::format("Replace {} by something that your policy allows, and remove what is replaced "
                    "only when that works.",
                    listed(found)));
  }

  bool allows(std::string_view vendor) const {
    return std::ranges::any_of(*policy_.allowed_vendors, [&](const std::string& allowed) {
      return lower(allowed) == lower(vendor);
    });
  }

  void look_for_vendors() {
    if (!policy_.allowed_vendors) return;
    std::vector<ThingId> vaults, of_nobody;
    for (const ThingId thing : things_used(account_)) {
      const Authenticator* vault =
          context_.inventory.authenticator(thing, AuthenticatorType::vault);
      if (vault == nullptr) continue;
      const std::string_view vendor = vendor_of(context_.catalog, *vault);
      if (vendor.empty()) {
        of_nobody.push_back(thing);
      } else if (!allows(vendor)) {
        vaults.push_back(thing);
      }
    }
    if (!of_nobody.empty()) {
      not_told = fmt::format("does not say who makes {}", context_.names_of(of_nobody));
    }
    if (vaults.empty()) return;
    const std::string where = context_.names_of(vaults);
    add(fmt::format("it uses {}, whose maker{} not allowed", where,
                    vaults.size() == 1 ? " is" : "s are"),
        fmt::format("Move what {} keeps in {} to a vault of an allowed maker, try it there once, "
                    "and then delete the old one.",
                    name(), where));
  }

  void look_for_sharing() {
    if (!is_privileged(account_)) return;
    std::vector<ThingId> shared;
    for (const ThingId thing : things_used(account_)) {
      const Authenticator* authenticator = context_.inventory.authenticator(thing);
      if (authenticator != nullptr && !authenticator->shared_with.empty()) shared.push_back(thing);
    }
    if (shared.empty()) return;
    const std::string what = context_.names_of(shared);
    add(fmt::format("several people share {}", what),
        fmt::format("Give each administrator of {} something of their own to sign in with, and "
                    "then stop sharing {}.",
                    name(), what));
  }

  const AuditContext& context_;
  const Policy& policy_;
  const Account& account_;
};

void check(const AuditContext& context, RuleOutcome& outcome) {
  for (std::uint32_t i = 0; i < context.inventory.accounts.size(); ++i) {
    const Account& account = context.account(i);
    if (context.abandoned(i) || context.opened_through_others(account)) continue;
    Breaches breaches(context, account);
    if (breaches.clauses.empty()) {
      if (!breaches.not_told.empty()) outcome.not_judged(account, breaches.not_told);
      continue;
    }
    RuleOutcome::Draft draft{.message = fmt::format("{} breaks your policy: {}", context.name(i),
                                                    fmt::join(breaches.clauses, ", and ")),
                             .remedy = breaches.remedy};
    if (is_privileged(account)) {
      draft.severity = Severity::high;
      draft.fixed_severity = true;
    }
    outcome.add(account, std::move(draft));
  }
}

}  // namespace

extern const Rule authenticator_breaks_policy{
    .id = "PKA505",
    .title = "Authenticator breaks policy",
    .why =
        "A rule about sign-in protects only the accounts that keep it. The exception is what an "
        "attacker looks for, and what nobody thinks of when somebody leaves.",
    .remedy =
        "Replace what the policy does not allow by something that it does, and remove the old one "
        "once the new one works.",
    .severity = Severity::medium,
    .item = Item::known_homes,
    .sources = {"N12", "N13", "MS7", "PC1"},
    .check = check,
};

}  // namespace passkey_audit
