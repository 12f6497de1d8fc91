// What else could bring an account back, for advice that begins with "such as".
#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domains.hpp"
#include "passkey_audit/audit/audit_context.hpp"
#include "passkey_audit/catalog/known.hpp"
#include "together.hpp"

namespace passkey_audit {

struct RecoveryToSetUp {
  RecoveryType type;
  std::string_view noun;  // "set up ..."
  bool keeps_offline;     // on paper or in a drawer
};

inline constexpr std::array recovery_to_set_up{
    RecoveryToSetUp{RecoveryType::recovery_codes, "recovery codes on paper", true},
    RecoveryToSetUp{RecoveryType::recovery_email, "a recovery mailbox", false},
    RecoveryToSetUp{RecoveryType::recovery_contact, "a recovery contact", false},
    RecoveryToSetUp{RecoveryType::recovery_key, "a recovery key", true},
    RecoveryToSetUp{RecoveryType::emergency_kit, "an emergency kit", true},
    RecoveryToSetUp{RecoveryType::backup_file, "a backup file", true},
    RecoveryToSetUp{RecoveryType::emergency_access, "emergency access for somebody you trust",
                    false},
};

// What is among its ways back, whether it works or not.
inline std::vector<RecoveryType> recovery_listed(const AuditContext& context,
                                                 const Account& account) {
  const Inventory& inventory = context.inventory;
  std::vector<RecoveryType> types;
  if (!account.codes.none()) types.push_back(RecoveryType::recovery_codes);
  const auto add = [&](const List<Way>& ways, bool is_recovery) {
    for (const Way& way : ways) {
      for (const Reference& reference : way.things) {
        const RecoveryMethod* method = inventory.recovery_method(reference.thing);
        const ThingKind kind = inventory.things[reference.thing].kind;
        if (method != nullptr) add_once(types, method->type);
        if (is_recovery && kind == ThingKind::account)
          add_once(types, RecoveryType::recovery_email);
        if (is_recovery && kind == ThingKind::person)
          add_once(types, RecoveryType::recovery_contact);
      }
    }
  };
  add(account.recovery, true);
  add(account.second_factors, false);
  return types;
}

// Of a service that the catalog knows, what it offers; of any other, what is usual.
class RecoveryOffers {
 public:
  RecoveryOffers(const AuditContext& context, const Account& account)
      : codes_(context.issues_codes(account)), service_(context.service_of(account)) {
    if (service_ != nullptr && !service_->provenance.is_sure()) service_ = nullptr;
  }

  bool may_have(RecoveryType type) const {
    if (type == RecoveryType::recovery_codes) {
      return codes_.value_or(service_ == nullptr || service_->offers_recovery(type));
    }
    if (service_ == nullptr) {
      return type == RecoveryType::recovery_email || type == RecoveryType::recovery_contact;
    }
    const auto& refused = service_->not_offered;
    return service_->offers_recovery(type) &&
           std::ranges::find(refused, word(type)) == refused.end();
  }

 private:
  std::optional<bool> codes_;
  const ServiceFacts* service_;
};

// The account's service guards the vaults of a provider with such a way back.
template <class IsMeant>
bool guards_provider_with(const AuditContext& context, const Account& account, IsMeant is_meant) {
  const ServiceFacts* service = context.service_of(account);
  // Few providers have such a way, so their domains are looked up last.
  const auto has_one = [&](const ProviderFacts& facts) {
    return std::ranges::any_of(facts.recovery, is_meant) &&
           std::ranges::any_of(facts.services, [&](std::string_view domain) {
             return context.catalog.service(domain) == service;
           });
  };
  return service != nullptr && std::ranges::any_of(context.catalog.providers(), has_one);
}

// To set it up ends another way back into the account: Apple's recovery key does.
inline bool ends_another_way(const AuditContext& context, const Account& account,
                             RecoveryType type) {
  return guards_provider_with(context, account, [&](const ProviderRecovery& path) {
    return std::ranges::find(path.switched_off_by, word(type)) != path.switched_off_by.end();
  });
}

// It brings back the account and leaves what is kept there shut, such as Proton's mail after a
// reset.
inline bool leaves_contents_shut(const AuditContext& context, const Account& account,
                                 RecoveryType type) {
  return guards_provider_with(context, account, [&](const ProviderRecovery& path) {
    return path.type == word(type) && path.returns_account && !path.returns_vault;
  });
}

// In the order in which to propose them, first what brings back everything; what would end another
// way is not proposed.
inline std::vector<RecoveryToSetUp> recovery_not_set_up(const AuditContext& context,
                                                        const Account& account) {
  const std::vector<RecoveryType> present = recovery_listed(context, account);
  const RecoveryOffers offers(context, account);
  std::vector<RecoveryToSetUp> ways;
  for (const RecoveryToSetUp& way : recovery_to_set_up) {
    const bool is_new = std::ranges::find(present, way.type) == present.end();
    if (!is_new || !offers.may_have(way.type)) continue;
    if (!ends_another_way(context, account, way.type)) ways.push_back(way);
  }
  std::stable_partition(ways.begin(), ways.end(), [&](const RecoveryToSetUp& way) {
    return !leaves_contents_shut(context, account, way.type);
  });
  return ways;
}

// A mailbox under a domain that is registered with the account stops on the day on which the
// account is out of reach; and so does the account's own mailbox.
inline bool hangs_on_the_account(const AuditContext& context, const Account& account,
                                 ThingId thing) {
  const RecoveryMethod* method = context.inventory.recovery_method(thing);
  const Account* mailbox =
      context.inventory.account(method == nullptr ? thing : method->account.thing);
  return mailbox != nullptr &&
         (mailbox == &account || domain_at(context, *mailbox) == account.thing);
}

// Banks give out no codes on paper and know no contacts; they approve devices.
inline constexpr std::string_view way_back_of_a_bank =
    "a letter to your address, a visit with your papers or another approved device";
inline bool is_bank_like(const AuditContext& context, const Account& account) {
  return has_role(account, Role::bank) && context.service_of(account) == nullptr &&
         context.issues_codes(account) != true;
}

// Looked up and found to help, and not among the ways back.
inline bool has_unlisted_support(const AuditContext& context, const Account& account) {
  const std::vector<RecoveryType> listed = recovery_listed(context, account);
  return account.details().review().support_can_restore == true &&
         std::ranges::find(listed, RecoveryType::support) == listed.end();
}

// What to do where nothing is set up that helps, or one way only.
inline std::string another_way_back(const AuditContext& context, const Account& account) {
  const std::string name = context.name(account.thing);
  const std::vector<ThingId> named = things_named({&account.recovery});
  const bool itself = std::ranges::any_of(
      named, [&](ThingId thing) { return is_its_own_mailbox(context, account, thing); });
  const bool own_domain = !itself && std::ranges::any_of(named, [&](ThingId thing) {
    return hangs_on_the_account(context, account, thing);
  });
  std::vector<std::string> examples;
  static constexpr std::string_view note = "and try it out. Note the day as its \"tested_on\".";
  if (is_bank_like(context, account)) {
    return fmt::format(
        "Ask {} what else lets you in again after a loss, such as {}. Set it up, and note it under "
        "\"recovery\"; a second step of the sign-in does not count there.",
        name, way_back_of_a_bank);
  }
  if (itself) examples.emplace_back("a mailbox other than its own");
  if (own_domain) examples.emplace_back("a recovery address that is not under your own domain");
  for (const RecoveryToSetUp& way : recovery_not_set_up(context, account)) {
    examples.emplace_back(way.noun);
  }
  if (examples.empty() && has_unlisted_support(context, account)) {
    return fmt::format(
        "You looked up that support can restore {}; note it under \"recovery\" "
        "too, with how long it takes as its \"wait\".",
        name);
  }
  if (examples.empty()) {
    return fmt::format("Look up whether {} offers another way back, set it up, {}", name, note);
  }
  const bool has_one = !named.empty() || !account.codes.none();
  return fmt::format("Set up {} way back into {}, such as {}, {}", has_one ? "another" : "a", name,
                     listed(examples, "or"), note);
}

}  // namespace passkey_audit
