#include <fmt/format.h>

#include <algorithm>

#include "passkey_audit/audit/rule.hpp"
#include "passkey_audit/audit/safeguards.hpp"
#include "passkey_audit/audit/wording.hpp"
#include "roles.hpp"
#include "signed_in_devices.hpp"
#include "together.hpp"

namespace passkey_audit {
namespace {

enum class Flaw : std::uint8_t { none, left, not_accepted, owner, same_site, only_one };

struct Contact {
  ThingId thing;  // the recovery method, or the person itself
  ThingId person;
  std::string_view role = "recovery contact";
  Flaw flaw = Flaw::none;
};

bool is_platform(const AuditContext& context, const Account& account) {
  return has_role(account, Role::platform) || !context.vaults_guarded_by(account).empty();
}

// Where the devices are that open the account or a vault that it guards.
struct Whereabouts {
  std::vector<std::string_view> sites;  // each once
  bool all_told = true;

  void add(const AuditContext& context, const Device& device) {
    const bool told = device.place.told() && device.place.thing != ThingDirectory::unknown;
    if (told) {
      add_once(sites, context.inventory.site_of_place(device.place.thing));
    } else if (device.type == DeviceType::phone) {
      add_once(sites, context.inventory.site_of_place(ThingDirectory::carried));
    } else {
      all_told = false;
    }
  }
};

Whereabouts whereabouts(const AuditContext& context, const Account& account) {
  std::vector<ThingId> devices = sign_in_devices(context, account);
  Whereabouts where;
  const auto look_at = [&](ThingId thing) {
    const Authenticator* vault = context.inventory.authenticator(thing, AuthenticatorType::vault);
    if (vault == nullptr) return;
    where.all_told &= vault->devices.told();
    for (const ThingId device : devices_of(context, thing)) add_once(devices, device);
  };
  for (const Passkey& passkey : account.passkeys) look_at(passkey.in.thing);
  for (const std::uint32_t vault : context.vaults_guarded_by(account)) {
    look_at(context.inventory.authenticators[vault].thing);
  }
  for (const ThingId thing : devices) {
    const Device& device = *context.inventory.device(thing);
    if (device.status == Status::active) where.add(context, device);
  }
  return where;
}

std::string_view home_of(const AuditContext& context, ThingId thing) {
  const Person* person = context.inventory.person(thing);
  if (person == nullptr || context.inventory.place(person->place.thing) == nullptr) return {};
  return context.inventory.site_of_place(person->place.thing);
}

bool is_known(ThingId person) {
  return person.told() && person != ThingDirectory::unknown;
}

Flaw flaw_of(const AuditContext& context, const Account& account, ThingId person,
             std::optional<bool> accepted) {
  if (!is_known(person)) return Flaw::none;
  const Person* entry = context.inventory.person(person);
  if (entry != nullptr && entry->status == PersonStatus::left) return Flaw::left;
  if (is_owner(account, person)) return Flaw::owner;
  return accepted == false ? Flaw::not_accepted : Flaw::none;
}

std::vector<Contact> contacts_of(const AuditContext& context, const Account& account) {
  std::vector<Contact> contacts;
  for (const ThingId thing : things_named({&account.recovery})) {
    const RecoveryMethod* method = context.inventory.recovery_method(thing);
    if (context.inventory.person(thing) != nullptr || thing == ThingDirectory::me) {
      contacts.push_back({.thing = thing,
                          .person = thing,
                          .flaw = flaw_of(context, account, thing, std::nullopt)});
    } else if (method != nullptr && (method->type == RecoveryType::recovery_contact ||
                                     method->type == RecoveryType::emergency_access)) {
      const ThingId person = method->person.thing;
      contacts.push_back({.thing = thing,
                          .person = person,
                          .role = method->type == RecoveryType::recovery_contact
                                      ? "recovery contact"
                                      : "emergency contact",
                          .flaw = flaw_of(context, account, person, method->accepted)});
    }
  }
  return contacts;
}

std::string message_for(const AuditContext& context, const Account& account,
                        const Contact& contact) {
  const std::string name = context.name(account.thing), person = context.name(contact.person);
  const bool is_me = contact.person == ThingDirectory::me;
  switch (contact.flaw) {
    case Flaw::left:
      return fmt::format("{}, the {} of {}, has left", capitalized(person), contact.role, name);
    case Flaw::not_accepted:
      return is_me ? fmt::format("You have not yet accepted to be the {} of {}", contact.role, name)
                   : fmt::format("{} has not yet accepted to be the {} of {}", capitalized(person),
                                 contact.role, name);
    case Flaw::owner:
      return is_me ? fmt::format("You are the {} of {}, your own account", contact.role, name)
                   : fmt::format("{} is the {} of {} and its owner as well", capitalized(person),
                                 contact.role, name);
    case Flaw::same_site:
      return fmt::format("{}, the {} of {}, lives where all devices that open it are: at {}",
                         capitalized(person), contact.role, name,
                         context.site_name(home_of(context, contact.person)));
    case Flaw::only_one:
      return is_me
                 ? fmt::format("You are the only {} of {}", contact.role, name)
                 : fmt::format("{} is the only {} of {}", capitalized(person), contact.role, name);
    case Flaw::none: break;
  }
  return {};
}

// Somebody who is neither an owner nor a contact already, nor known to live at that site.
std::string somebody_else(const AuditContext& context, const Account& account,
                          const std::vector<Contact>& contacts, std::string_view site) {
  for (const Person& person : context.inventory.people) {
    const bool is_contact =
        std::ranges::find(contacts, person.thing, &Contact::person) != contacts.end();
    const bool lives_there = !site.empty() && home_of(context, person.thing) == site;
    if (is_contact || lives_there) continue;
    if (can_be_contact(context, account, person)) return context.name(person.thing);
  }
  const std::string somebody = whom_to_look_for(context, account);
  if (site.empty()) return std::string(somebody);
  const bool is_told_more = somebody.find(" who ") != std::string_view::npos;
  return fmt::format("{} {}lives elsewhere", somebody, is_told_more ? "and " : "who ");
}

std::string remedy_for(const AuditContext& context, const Account& account, const Contact& contact,
                       const std::vector<Contact>& contacts) {
  const std::string name = context.name(account.thing), person = context.name(contact.person);
  const std::string_view site =
      contact.flaw == Flaw::same_site ? home_of(context, contact.person) : std::string_view();
  const std::string other = somebody_else(context, account, contacts, site);
  switch (contact.flaw) {
    case Flaw::left:
      return fmt::format("Ask {} to be the {} of {}, and take {} off.", other, contact.role, name,
                         person);
    case Flaw::not_accepted:
      return contact.person == ThingDirectory::me
                 ? fmt::format("Accept the invitation to be the {} of {}.", contact.role, name)
                 : fmt::format("Ask {} to accept the invitation to be the {} of {}.", person,
                               contact.role, name);
    case Flaw::owner: return fmt::format("Ask {} to be the {} of {}.", other, contact.role, name);
    case Flaw::same_site:
      return fmt::format("Ask {} to be another {} of {}.", other, contact.role, name);
    case Flaw::only_one:
      return fmt::format("Ask {} to be a second {} of {}.", other, contact.role, name);
    case Flaw::none: break;
  }
  return {};
}

std::optional<Severity> severity_of(Flaw flaw) {
  if (flaw == Flaw::same_site) return Severity::medium;
  if (flaw == Flaw::only_one) return Severity::low;
  return std::nullopt;
}

// Contacts who would help, were it not for where they live or for being the only one.
void look_closer(const AuditContext& context, const Account& account,
                 std::vector<Contact>& contacts, RuleOutcome& outcome) {
  const Whereabouts devices = whereabouts(context, account);
  // One whom the file does not name may help as well.
  const bool only_one = is_platform(context, account) &&
                        std::ranges::count(contacts, Flaw::none, &Contact::flaw) == 1;
  bool told = true;
  for (Contact& contact : contacts) {
    if (!is_known(contact.person) || contact.flaw != Flaw::none) continue;
    const std::string_view home = home_of(context, contact.person);
    const bool no_device_elsewhere =
        !home.empty() &&
        std::ranges::all_of(devices.sites, [&](std::string_view site) { return site == home; });
    if (no_device_elsewhere && !devices.all_told) {
      told = false;
    } else if (no_device_elsewhere && !devices.sites.empty()) {
      contact.flaw = Flaw::same_site;
      continue;
    }
    if (only_one) contact.flaw = Flaw::only_one;
  }
  if (!told) outcome.not_judged(account, "does not say where its devices are");
}

void check(const AuditContext& context, RuleOutcome& outcome) {
  for (std::uint32_t i = 0; i < context.inventory.accounts.size(); ++i) {
    const Account& account = context.account(i);
    if (context.abandoned(i) || context.opened_through_others(account)) continue;
    std::vector<Contact> contacts = contacts_of(context, account);
    if (contacts.empty()) continue;
    look_closer(context, account, contacts, outcome);
    if (!std::ranges::all_of(contacts, is_known, &Contact::person)) {
      outcome.not_judged(account, "does not say who its recovery contact is");
    }
    for (const Contact& contact : contacts) {
      if (contact.flaw == Flaw::none) continue;
      outcome.add({.subject = fmt::format("{}:{}", context.inventory.id_of(account.thing),
                                          context.inventory.id_of(contact.thing)),
                   .at = context.inventory.recovery_method(contact.thing) != nullptr
                             ? contact.thing
                             : account.thing,
                   .accounts = {i},
                   .message = message_for(context, account, contact),
                   .remedy = remedy_for(context, account, contact, contacts),
                   .severity = severity_of(contact.flaw)});
    }
  }
}

}  // namespace

extern const Rule recovery_contact_does_not_help{
    .id = "PKA402",
    .title = "Recovery contact does not help",
    .why =
        "A contact is asked once and then forgotten. On the day it counts, somebody has to be "
        "there who said yes, can be reached, and did not lose everything together with you.",
    .remedy =
        "Name two people who have accepted, do not own the account, and live somewhere else than "
        "your devices.",
    .severity = Severity::high,
    .item = Item::platform_recovery,
    .sources = {"AP2", "GO5"},
    .check = check,
};

}  // namespace passkey_audit
