#include "contradictions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>

namespace passkey_audit {
namespace {

std::string spoken(std::size_t count, std::string_view what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

class Contradictions {
 public:
  explicit Contradictions(const AuditContext& context)
      : context_(context), providers_(context.inventory, context.catalog) {}

  std::vector<OpenQuestion> run() {
    for (std::uint32_t i = 0; i < context_.inventory.accounts.size(); ++i) {
      if (!context_.abandoned(i)) look_at(context_.account(i));
    }
    return std::move(found_);
  }

 private:
  void look_at(const Account& account) {
    const ServiceFacts* service = context_.service_of(account);
    if (service != nullptr && service->provenance.is_sure()) {
      count_keys(account, *service);
      look_for_not_offered(account, *service);
      look_for_passkey_beside_password(account, *service);
      look_for_no_password(account, *service);
    }
    look_for_ended_codes(account);
    look_for_signed_in_device(account);
    for (const Way& way : account.recovery) look_at(account, way);
    if (account.recovery.size() > 1) {
      for (const ProviderFacts* provider : providers_.of(account)) count_people(account, *provider);
    }
    look_for_own_passkey(account);
    for (const ProviderFacts* provider : providers_.of(account)) {
      look_for_bare_password(account, *provider);
    }
  }

  void add(const Account& account, std::string what) {
    found_.push_back({account.thing, std::move(what)});
  }

  std::string company(const ProviderFacts& provider) const {
    return context_.vendor_name(provider.vendor);
  }

  // ---- more than there can be

  void count_keys(const Account& account, const ServiceFacts& service) {
    const auto count = [&](std::size_t listed, const std::optional<std::uint32_t>& most,
                           std::string_view what) {
      if (!most || listed <= *most) return;
      add(account,
          fmt::format("lists {}; {} takes {} at most", spoken(listed, what), service.name, *most));
    };
    if (account.passkeys.size() > 1)
      count(account.passkeys.size(), service.passkeys_max, "passkey");
    if (service.security_keys_max) {
      count(context_.security_keys_of(account).size(), service.security_keys_max, "security key");
    }
  }

  std::size_t listed(const Account& account, RecoveryType type) const {
    std::vector<ThingId> methods;
    for (const Way& way : account.recovery) {
      for (const Reference& thing : way.things) {
        const RecoveryMethod* method = context_.inventory.recovery_method(thing.thing);
        if (method != nullptr && method->type == type) methods.push_back(thing.thing);
      }
    }
    std::ranges::sort(methods);
    return static_cast<std::size_t>(
        std::distance(methods.begin(), std::unique(methods.begin(), methods.end())));
  }

  void count_people(const Account& account, const ProviderFacts& provider) {
    for (const auto& [type, what] :
         {std::pair(RecoveryType::recovery_contact, "recovery contact"),
          std::pair(RecoveryType::emergency_access, "emergency contact")}) {
      std::uint32_t most = 0;
      for (const ProviderRecovery& path : provider.recovery) {
        if (path.type != word(type) || !path.limit || !path.provenance.is_sure()) continue;
        most = std::max(most, *path.limit);
      }
      const std::size_t count = most == 0 ? 0 : listed(account, type);
      if (count <= most) continue;
      add(account, fmt::format("lists {}; {} takes {} at most", spoken(count, what),
                               company(provider), most));
    }
  }

  // ---- what there is not

  void look_for_not_offered(const Account& account, const ServiceFacts& service) {
    for (const Way& way : account.recovery) {
      for (const Reference& thing : way.things) {
        const RecoveryMethod* method = context_.inventory.recovery_method(thing.thing);
        if (method == nullptr) continue;
        const auto found = std::ranges::find(service.not_offered, word(method->type));
        if (found == service.not_offered.end()) continue;
        add(account, fmt::format("names {} as a way back, which {} does not offer",
                                 context_.name(thing.thing), service.name));
      }
    }
  }

  // A key that is only a second factor belongs under "second_factors". Of makers of vaults it is
  // their passkeys for the vault itself that tell.
  void look_for_passkey_beside_password(const Account& account, const ServiceFacts& service) {
    const auto has_login_passkeys = [](const ProviderFacts* provider) {
      return provider->keeps_own_passkey.has_value();
    };
    if (service.passkeys != "second-factor" ||
        std::ranges::any_of(providers_.of(account), has_login_passkeys)) {
      return;
    }
    std::vector<ThingId> homes;
    for (const Passkey& passkey : account.passkeys) {
      const bool is_home = context_.inventory.authenticator(passkey.in.thing) != nullptr;
      const bool is_new = std::ranges::find(homes, passkey.in.thing) == homes.end();
      if (is_home && is_new) homes.push_back(passkey.in.thing);
    }
    if (homes.empty()) return;
    add(account, fmt::format("names a passkey in {}, which {} takes only beside the password",
                             context_.names_of(homes), service.name));
  }

  void look_for_no_password(const Account& account, const ServiceFacts& service) {
    const bool says_none = account.password.told() && account.password.none();
    if (!says_none || service.password_removable != false) return;
    add(account, fmt::format("is said to have no password; {} always keeps one", service.name));
  }

  void look_for_ended_codes(const Account& account) {
    if (!codes_ended(context_.inventory, context_.catalog, account)) return;
    std::vector<ThingId> ended;
    for (const Way& way : account.second_factors) {
      if (!is_ended_code(context_.inventory, way)) continue;
      for (const Reference& one : way.things) ended.push_back(one.thing);
    }
    if (ended.empty()) return;
    add(account, fmt::format("names {} as a second step beside its security keys; once there are "
                             "keys, {} asks for nothing else",
                             context_.names_of(ended), context_.service_of(account)->name));
  }

  // Nobody is shut out by a forgotten password where a device that is signed in sets a new one; but
  // it is for the file to say so.
  void look_for_signed_in_device(const Account& account) {
    if (account.password.none() || account.recovery.empty()) return;
    if (codes_ended(context_.inventory, context_.catalog, account)) return;
    const ProviderRecovery* path = path_of(providers_, account, "signed-in-device");
    if (path == nullptr || names_a_device(account)) return;
    const bool has_devices =
        std::ranges::any_of(context_.vaults_guarded_by(account), [&](std::uint32_t vault) {
          return !context_.inventory.authenticators[vault].devices.empty();
        });
    if (!has_devices) return;
    add(account,
        "does not say whether a device that is signed in sets a new password; if one does, name it "
        "in "
        "\"recovery\"");
  }

  bool names_a_device(const Account& account) const {
    return std::ranges::any_of(account.recovery, [&](const Way& way) {
      return std::ranges::any_of(way.things, [&](const Reference& one) {
        return context_.inventory.device(one.thing) != nullptr;
      });
    });
  }

  void look_at(const Account& account, const Way& way) {
    for (const Reference& thing : way.things) {
      const RecoveryMethod* method = context_.inventory.recovery_method(thing.thing);
      if (method != nullptr) look_at(account, *method);
      if (way.things.size() == 1 && needs_password(account, thing.thing)) {
        add(account, fmt::format("names {} as a way back, which counts only beside its password",
                                 context_.name(thing.thing)));
      }
    }
  }

  bool needs_password(const Account& account, ThingId thing) const {
    return needs_account_password(context_.inventory, providers_, account, thing);
  }

  void look_at(const Account& account, const RecoveryMethod& method) {
    const std::string name = context_.name(method.thing);
    switch (obstacle_to(context_.inventory, context_.catalog, providers_, account, method)) {
      case Obstacle::switched_off:
        add(account, fmt::format("names {} as a way back, which does not count: the recovery key "
                                 "that it lists too switches it off",
                                 name));
        return;
      case Obstacle::service:
        add(account, fmt::format("names {} as a way back, which does not count: support of {} "
                                 "brings no account back",
                                 name, context_.service_of(account)->name));
        return;
      case Obstacle::none:
      case Obstacle::review: break;
    }
    if (method.type == RecoveryType::legacy_contact) look_at_legacy(account, name);
  }

  void look_at_legacy(const Account& account, const std::string& name) {
    for (const ProviderFacts* provider : providers_.of(account)) {
      for (const ProviderRecovery& path : provider->recovery) {
        const bool opens_nothing = path.type == word(RecoveryType::legacy_contact) &&
                                   !path.returns_account && !path.returns_vault &&
                                   path.provenance.is_sure();
        if (!opens_nothing) continue;
        add(account, fmt::format("names {} as a way back; a legacy contact of {} gets neither the "
                                 "account nor any passkey",
                                 name, company(*provider)));
        return;
      }
    }
  }

  // Its maker asks for more than the password on a new device, and the account names no more.
  void look_for_bare_password(const Account& account, const ProviderFacts& provider) {
    const bool is_bare = !account.password.none() && account.second_factors.empty() &&
                         account.totp.none() && account.codes.none();
    if (!is_bare || !provider.provenance.is_sure() || !provider.new_device_needs) return;
    bool asks_for_more = false;
    for (const auto& together : *provider.new_device_needs) {
      const bool asks_for_password =
          std::ranges::find(together, VaultNeed::account_password) != together.end();
      if (asks_for_password && together.size() == 1) return;
      asks_for_more |= asks_for_password;
    }
    if (!asks_for_more) return;
    add(account, fmt::format("names nothing but a password to sign in with. {}: {}",
                             company(provider), provider.new_device_text));
  }

  void look_for_own_passkey(const Account& account) {
    for (const Passkey& passkey : account.passkeys) {
      const Authenticator* vault =
          context_.inventory.authenticator(passkey.in.thing, AuthenticatorType::vault);
      if (vault == nullptr || vault->account.thing != account.thing) continue;
      const ProviderFacts* provider = facts_of(context_.catalog, *vault);
      if (provider == nullptr || !provider->provenance.is_sure()) continue;
      if (provider->keeps_own_passkey != false) continue;
      add(account, fmt::format("names a passkey of its own in {}, where {} keeps none",
                               context_.name(vault->thing), company(*provider)));
    }
  }

  const AuditContext& context_;
  GuardedProviders providers_;
  std::vector<OpenQuestion> found_;
};

}  // namespace

std::vector<OpenQuestion> contradictions(const AuditContext& context) {
  return Contradictions(context).run();
}

}  // namespace passkey_audit
