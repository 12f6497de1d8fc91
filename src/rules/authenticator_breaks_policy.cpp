#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "passkey_audit/audit/rule.hpp"
#include "passkey_audit/audit/wording.hpp"
#include "registrations.hpp"
#include "roles.hpp"
#include "together.hpp"

namespace passkey_audit {
namespace {

// Whether the passkey can leave the device that made it. No value: not known.
std::optional<bool> syncs(const AuditContext& context, const Passkey& passkey) {
  const PasskeyDetails told = passkey.detail();
  const Authenticator* home = context.inventory.authenticator(passkey.in.thing);
  const bool in_vault = home != nullptr && home->type == AuthenticatorType::vault;
  const ProviderFacts* facts = in_vault ? facts_of(context.catalog, *home) : nullptr;
  // A vault that is known to sync is asked before what somebody wrote down.
  if (facts != nullptr && facts->synced == true && facts->provenance.is_sure()) return true;
  if (told.backup_eligible) return told.backup_eligible;
  if (told.backed_up == true) return true;
  if (home == nullptr) return std::nullopt;
  if (!in_vault) return false;
  if (facts == nullptr) return std::nullopt;
  return facts->synced == false && !facts->provenance.is_sure() ? std::nullopt : facts->synced;
}

// The maker of a known vault is known, whatever the inventory says.
std::string_view maker_of(const AuditContext& context, const Authenticator& vault) {
  const ProviderFacts* facts = facts_of(context.catalog, vault);
  const bool is_known =
      facts != nullptr && facts->provenance.is_sure() && !std::string_view(facts->vendor).empty();
  return is_known ? std::string_view(facts->vendor) : vendor_of(context.catalog, vault);
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

  std::string message() const {
    if (clauses.empty()) return capitalized(sharing);
    return fmt::format("{} breaks your policy: {}{}{}", name(), fmt::join(clauses, ", and "),
                       sharing.empty() ? "" : "; ", sharing);
  }

  std::vector<std::string> clauses;  // against the policy
  std::string sharing;               // needs no policy to be wrong; empty: none
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

  // What a way back asks for besides is used as well.
  std::vector<ThingId> things_used_and_needed() const {
    std::vector<ThingId> things = things_used(account_);
    for (std::size_t i = 0; i < things.size(); ++i) {
      const RecoveryMethod* method = context_.inventory.recovery_method(things[i]);
      if (method == nullptr) continue;
      for (const Reference& needed : method->needs) add_once(things, needed.thing);
    }
    return things;
  }

  std::vector<std::string> forbidden_things() const {
    std::vector<std::string> found;
    for (const ThingId thing : things_used_and_needed()) {
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
      const std::string_view vendor = maker_of(context_, *vault);
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
    sharing = fmt::format("several people share {}, which {}", what, use_of(shared));
    remedy.steps.push_back(
        {fmt::format("Give each administrator of {} something of their own to sign in with, and "
                     "then stop sharing {}.",
                     name(), what),
         {}});
  }

  // "holds a passkey and the password of root"; "opens root" of what is used itself.
  std::string use_of(const std::vector<ThingId>& things) const {
    const auto in_one_of_them = [&](const Reference& home) {
      return std::ranges::find(things, home.thing) != things.end();
    };
    std::vector<std::string> held;
    const bool has_passkey = std::ranges::any_of(
        account_.passkeys, [&](const Passkey& passkey) { return in_one_of_them(passkey.in); });
    if (has_passkey) held.emplace_back("a passkey");
    for (const auto& [copies, kind] :
         {std::pair(&account_.password, "the password"), std::pair(&account_.codes, "the codes"),
          std::pair(&account_.totp, "the code generator")}) {
      if (std::ranges::any_of(copies->stored_in, in_one_of_them)) held.emplace_back(kind);
    }
    const std::string_view s = things.size() == 1 ? "s" : "";
    if (held.empty()) return fmt::format("open{} {}", s, name());
    return fmt::format("hold{} {} of {}", s, listed(held), name());
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
    if (breaches.clauses.empty() && breaches.sharing.empty()) {
      if (!breaches.not_told.empty()) outcome.not_judged(account, breaches.not_told);
      continue;
    }
    RuleOutcome::Draft draft{.message = breaches.message(), .remedy = breaches.remedy};
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
