#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "method_names.hpp"
#include "passkey_audit/audit/change_list.hpp"
#include "passkey_audit/audit/rule.hpp"
#include "passkey_audit/audit/wording.hpp"
#include "together.hpp"

namespace passkey_audit {
namespace {

constexpr std::size_t addresses_min = 2;

// A mailbox or a number to which a service sends codes that bring an account back.
struct Address {
  ThingId thing;     // the method or number; not told: an account stands there for itself
  std::string name;  // "its recovery address" if it has none
  bool is_named = true;
  bool is_number = false;
  bool is_refuted = false;  // recorded as not verified
  std::optional<Date> verified_on;
};

std::uint32_t age_max(const AuditContext& context) {
  return context.policy.address_age_limit(context.inventory.profile);
}

// The mailbox, or what the method is called.
Address address_of(const AuditContext& context, const RecoveryMethod& email) {
  const bool has_mailbox = context.inventory.account(email.account.thing) != nullptr;
  const bool is_named = has_mailbox || context.has_own_name(email);
  return {.thing = email.thing,
          .name = has_mailbox ? context.name(email.account.thing)
                  : is_named  ? context.name(email.thing)
                              : "its recovery address",
          .is_named = is_named,
          .is_refuted = email.verified == false,
          .verified_on = email.verified_on};
}

// The mailbox goes with the job or the school, which is a finding of its own.
bool goes_with_the_job(const AuditContext& context, ThingId mailbox) {
  const Account* account = context.inventory.account(mailbox);
  return account != nullptr && is_of_organisation(*account);
}

// What the service sends codes to, as far as the catalog knows.
struct AddressKinds {
  bool mailboxes = true, numbers = true;
};

AddressKinds kinds_taken(const AuditContext& context, const Account& account) {
  const ServiceFacts* service = context.service_of(account);
  if (service == nullptr || service->offers.empty()) return {};
  const auto offers = [&](std::string_view kind) {
    return std::ranges::find(service->offers, kind) != service->offers.end();
  };
  return {.mailboxes = offers(word(RecoveryType::recovery_email)),
          .numbers = offers(word(AuthenticatorType::phone_number)) &&
                     !codes_ended(context.inventory, context.catalog, account)};
}

// Verified, and later than the other.
bool is_better(const Address& one, const Address& other) {
  if (one.is_refuted != other.is_refuted) return other.is_refuted;
  return one.verified_on > other.verified_on;
}

std::vector<Address> addresses_of(const AuditContext& context, const Account& account) {
  const Inventory& inventory = context.inventory;
  std::vector<Address> addresses;
  // Where only numbers are taken, the one for the second step is the one for recovery.
  const List<Way> second =
      kinds_taken(context, account).mailboxes ? List<Way>{} : account.second_factors;
  std::map<ThingId, std::size_t> mailboxes;  // one that several methods name is one address
  for (const ThingId thing : things_named({&account.recovery, &second})) {
    if (is_its_own_mailbox(context, account, thing)) continue;
    const RecoveryMethod* method = inventory.recovery_method(thing);
    const Authenticator* number = inventory.authenticator(thing, AuthenticatorType::phone_number);
    if (method != nullptr && method->type == RecoveryType::recovery_email) {
      const ThingId mailbox = method->account.thing;
      if (goes_with_the_job(context, mailbox)) continue;
      const Address address = address_of(context, *method);
      const bool is_told = inventory.account(mailbox) != nullptr;
      const auto known = mailboxes.emplace(mailbox, addresses.size());
      if (known.second || !is_told) {
        addresses.push_back(address);
      } else if (is_better(address, addresses[known.first->second])) {
        addresses[known.first->second] = address;
      }
    } else if (number != nullptr && in_service(context, *number)) {
      addresses.push_back({.thing = thing,
                           .name = context.name(thing),
                           .is_number = true,
                           .verified_on = number->verified_on});
    } else if (inventory.account(thing) != nullptr && !goes_with_the_job(context, thing)) {
      addresses.push_back({.name = context.name(thing)});
    }
  }
  return addresses;
}

bool takes_addresses(const AuditContext& context, const Account& account) {
  const AddressKinds kinds = kinds_taken(context, account);
  return kinds.mailboxes || kinds.numbers;
}

// Much hangs on it, so that one address is not enough.
bool needs_two(const AuditContext& context, const Account& account) {
  const bool is_mailbox = has_role(account, Role::email);
  return (is_mailbox || !context.vaults_guarded_by(account).empty()) &&
         takes_addresses(context, account);
}

bool is_stale(const AuditContext& context, const Address& address) {
  return address.verified_on && days_since(context, *address.verified_on) > age_max(context);
}

std::string how_few(const std::string& account, bool recovery_told,
                    const std::vector<Address>& addresses, AddressKinds kinds) {
  if (addresses.empty()) {
    if (!kinds.mailboxes)
      return fmt::format("No phone number that {} has on file is noted", account);
    return recovery_told
               ? fmt::format("{} has no recovery address, neither a mailbox nor a phone number",
                             capitalized(account))
               : fmt::format(
                     "No recovery address of {} is noted, neither a mailbox nor a phone "
                     "number",
                     account);
  }
  const Address& only = addresses.front();
  if (!only.is_named) return fmt::format("{} has only one recovery address", capitalized(account));
  return fmt::format("{}{} is the only recovery address of {}", capitalized(only.name),
                     only.is_number ? ", a phone number," : "", account);
}

std::string flaw_in_words(const AuditContext& context, const Address& address) {
  if (address.is_refuted) return "is not verified";
  return fmt::format("was last verified {} ago, and your limit is {}",
                     spoken_days(days_since(context, *address.verified_on)),
                     spoken_days(age_max(context)));
}

std::string addresses_to_add(const std::string& account, const std::vector<Address>& addresses,
                             AddressKinds kinds) {
  if (!kinds.mailboxes) {
    return addresses.empty()
               ? fmt::format(
                     "See which phone number {} has on file, and note it: under "
                     "\"second_factors\" where it goes with the password, under \"recovery\" where "
                     "it alone brings you back. Add a second one that does not ring on the same "
                     "device, such as that of somebody you trust.",
                     account)
               : fmt::format(
                     "Add a second phone number to {} that does not ring on the same device, "
                     "such as that of somebody you trust.",
                     account);
  }
  if (addresses.empty()) {
    return fmt::format("Add {} as recovery addresses of {}, and confirm both.",
                       kinds.numbers ? "a mailbox and a phone number" : "two mailboxes", account);
  }
  const bool another_mailbox = addresses.front().is_number || !kinds.numbers;
  return fmt::format("Add {} as another recovery address of {}, and confirm it.",
                     another_mailbox ? "a mailbox" : "a phone number", account);
}

void add_few(const std::string& account, bool recovery_told, const std::vector<Address>& addresses,
             AddressKinds kinds, RuleOutcome::Draft& draft) {
  draft.message = how_few(account, recovery_told, addresses, kinds);
  draft.remedy.steps.push_back({addresses_to_add(account, addresses, kinds), {}});
  if (addresses.size() == 1 && addresses.front().is_number) draft.severity = Severity::high;
}

void add_flawed(const AuditContext& context, const std::string& account, const Address& address,
                bool is_only, RuleOutcome::Draft& draft) {
  const std::string flaw = flaw_in_words(context, address);
  if (!draft.message.empty()) {
    draft.message += fmt::format("; {} {}", is_only ? "it" : address.name, flaw);
  } else if (address.is_named) {
    draft.message =
        fmt::format("{}, a recovery address of {}, {}", capitalized(address.name), account, flaw);
  } else {
    draft.message = fmt::format("A recovery address of {} {}", account, flaw);
  }
  draft.remedy.steps.push_back(
      {address.is_refuted
           ? fmt::format("Have {} send a code to {} and confirm it.", account, address.name)
           : fmt::format("Check in the settings of {} that {} is still right, have a code sent "
                         "there, and note the day as its \"verified_on\".",
                         account, address.name),
       {},
       address.thing.told() ? one_change(ChangeKind::verify, address.thing)
                            : std::vector<Change>{}});
}

void check(const AuditContext& context, RuleOutcome& outcome) {
  for (std::uint32_t i = 0; i < context.inventory.accounts.size(); ++i) {
    const Account& account = context.account(i);
    if (context.abandoned(i) || context.opened_through_others(account)) continue;
    const std::string name = context.name(i);
    const std::vector<Address> addresses = addresses_of(context, account);
    const bool two_needed = needs_two(context, account);
    RuleOutcome::Draft draft;
    if (two_needed && addresses.size() < addresses_min) {
      add_few(name, account.recovery.told(), addresses, kinds_taken(context, account), draft);
    }
    std::size_t verified = 0;
    for (const Address& address : addresses) {
      if (address.is_refuted || is_stale(context, address)) {
        add_flawed(context, name, address, addresses.size() == 1, draft);
      } else if (address.verified_on) {
        ++verified;
      }
    }
    if (!draft.message.empty()) {
      outcome.add(account, std::move(draft));
    } else if (two_needed && verified < addresses_min) {
      outcome.not_judged(account, "does not say when its recovery addresses were verified");
    }
  }
}

}  // namespace

extern const Rule recovery_addresses_missing_or_stale{
    .id = "PKA404",
    .title = "Recovery addresses missing, unverified or stale",
    .why =
        "Codes that bring an account back are sent to a mailbox or a number. An old number may "
        "belong to somebody else by now, and an address that was never confirmed gets nothing.",
    .remedy =
        "Give every account that guards passkeys or mail two recovery addresses, and confirm them "
        "once a year.",
    .severity = Severity::medium,
    .item = Item::platform_recovery,
    .sources = {"N7", "N11", "AW2", "GR2"},
    .check = check,
};

}  // namespace passkey_audit
