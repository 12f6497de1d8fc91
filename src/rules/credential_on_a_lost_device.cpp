#include <fmt/format.h>

#include <algorithm>

#include "passkey_audit/audit/rule.hpp"
#include "registrations.hpp"
#include "together.hpp"
#include "vault_contents.hpp"

namespace passkey_audit {
namespace {

// Accounts that some things still open in one way.
struct Opening {
  std::vector<ThingId> things;
  std::vector<std::uint32_t> accounts;

  void add(ThingId thing, std::vector<std::uint32_t> more) {
    if (more.empty()) return;
    add_once(things, thing);
    merge(accounts, more);
  }
};

// What things that are gone, or in the wrong hands, still open.
struct Exposure {
  Opening registered, makes_codes, signed_in;
  std::vector<ThingId> vaults;  // that they are signed in to

  std::vector<std::uint32_t> accounts() const {
    std::vector<std::uint32_t> all = registered.accounts;
    merge(all, makes_codes.accounts);
    merge(all, signed_in.accounts);
    return all;
  }
};

class Exposures {
 public:
  explicit Exposures(const AuditContext& context)
      : context_(context),
        named_by_(accounts_by_thing(context, registered_things)),
        contents_(vault_contents(context)) {
    seeds_of_.resize(context.inventory.things.size());
    for (std::uint32_t i = 0; i < context.inventory.accounts.size(); ++i) {
      for (const Reference& where : context.account(i).totp.stored_in) {
        seeds_of_[where.thing.index].push_back(i);
      }
    }
  }

  // Adds what the thing opens, with all that is on it.
  void add(ThingId thing, Exposure& exposure) const {
    exposure.registered.add(thing, judged(named_by_[thing.index]));
    exposure.makes_codes.add(thing, judged(seeds_of_[thing.index]));
    for (std::uint32_t i = 0; i < context_.inventory.authenticators.size(); ++i) {
      const Authenticator& one = context_.inventory.authenticators[i];
      if (one.device.thing == thing) {
        exposure.registered.add(thing, judged(named_by_[one.thing.index]));
      }
      if (one.type == AuthenticatorType::totp && names(one.stored_in, thing)) {
        exposure.makes_codes.add(thing, judged(named_by_[one.thing.index]));
      }
      if (one.status == Status::active && names(one.devices, thing) && !contents_[i].empty()) {
        exposure.signed_in.add(thing, contents_[i]);
        add_once(exposure.vaults, one.thing);
      }
    }
  }

 private:
  std::vector<std::uint32_t> judged(std::vector<std::uint32_t> accounts) const {
    std::erase_if(accounts, [&](std::uint32_t i) { return context_.abandoned(i); });
    return accounts;
  }

  const AuditContext& context_;
  AccountsByThing named_by_, seeds_of_;
  std::vector<std::vector<std::uint32_t>> contents_;
};

bool can_sign_in_without(const AuditContext& context, std::uint32_t account) {
  const AccessGraph& graph = context.graph;
  const NodeId node = graph.account(account);
  for (std::uint32_t i = graph.first_alternative(node); i < graph.end_alternative(node); ++i) {
    const Alternative& way = graph.alternatives()[i];
    const auto usable = std::ranges::count_if(
        graph.parts(way), [&](NodeId part) { return context.eventual.usable(part); });
    if (way.is_sign_in && usable >= way.needed) return true;
  }
  return false;
}

// Where to sign a device out of the vault.
std::string device_list_of(const AuditContext& context, ThingId vault) {
  const ThingId account = context.inventory.authenticator(vault)->account.thing;
  return context.inventory.account(account) == nullptr
             ? "in its settings"
             : fmt::format("in the list of devices of {}", context.name(account));
}

Remedy remedy_for(const AuditContext& context, const Exposure& exposure, std::string_view when) {
  Remedy remedy;
  const auto step = [&](std::string what) { remedy.steps.push_back({std::move(what), {}}); };
  std::vector<std::uint32_t> stranded;
  const auto with_another_way = [&](const std::vector<std::uint32_t>& accounts) {
    std::vector<std::uint32_t> others;
    for (const std::uint32_t account : accounts) {
      (can_sign_in_without(context, account) ? others : stranded).push_back(account);
    }
    return context.names(others);
  };
  for (const ThingId vault : exposure.vaults) {
    step(fmt::format("Sign {} out of {}{}, {}.", context.names_of(exposure.signed_in.things),
                     context.name(vault), when, device_list_of(context, vault)));
  }
  const std::string things = context.names_of(exposure.registered.things);
  if (const std::string on = with_another_way(exposure.registered.accounts); !on.empty()) {
    step(fmt::format("Remove {} from the security settings of {}{}.", things, on, when));
  }
  if (!stranded.empty()) {
    step(
        fmt::format("Set up another way to sign in to {}, through recovery or support where "
                    "nothing else works, and only then remove {} there.",
                    context.names(stranded), things));
  }
  if (!exposure.makes_codes.accounts.empty()) {
    step(
        fmt::format("Set up the code generator of {} anew{}, so that the codes of {} are worth "
                    "nothing.",
                    context.names(exposure.makes_codes.accounts), when,
                    context.names_of(exposure.makes_codes.things)));
  }
  return remedy;
}

// "is still registered on mail", after the names of the things where there are several to tell
// apart.
std::vector<std::string> clauses_of(const AuditContext& context, const Exposure& exposure,
                                    bool with_names) {
  std::vector<std::string> clauses;
  const auto add = [&](const Opening& opening, std::string_view one, std::string_view several,
                       const std::string& what) {
    if (opening.things.empty()) return;
    clauses.push_back(fmt::format("{}{} {}",
                                  with_names ? context.names_of(opening.things) + " " : "",
                                  opening.things.size() == 1 ? one : several, what));
  };
  add(exposure.registered, "is still registered on", "are still registered on",
      context.names(exposure.registered.accounts));
  add(exposure.makes_codes, "still makes codes for", "still make codes for",
      context.names(exposure.makes_codes.accounts));
  add(exposure.signed_in, "is still signed in to", "are still signed in to",
      fmt::format("{}, which hold{} what opens {}", context.names_of(exposure.vaults),
                  exposure.vaults.size() == 1 ? "s" : "",
                  context.names(exposure.signed_in.accounts)));
  return clauses;
}

void check_thing(const AuditContext& context, const Exposures& exposures, ThingId thing,
                 Status status, RuleOutcome& outcome) {
  Exposure exposure;
  exposures.add(thing, exposure);
  const std::vector<std::string> clauses = clauses_of(context, exposure, false);
  if (clauses.empty()) return;
  const bool is_retired = status == Status::retired;
  outcome.add(
      {.subject = std::string(context.inventory.id_of(thing)),
       .at = thing,
       .accounts = exposure.accounts(),
       .message = fmt::format("{} {} {}, and {}", context.name(thing), is_retired ? "is" : "was",
                              word(status), fmt::join(clauses, ", and ")),
       .remedy = remedy_for(context, exposure, is_retired ? "" : " today")});
}

void check_leaver(const AuditContext& context, const Exposures& exposures, const Person& person,
                  RuleOutcome& outcome) {
  const auto is_theirs = [&](const auto& thing) {
    return thing.owner.thing == person.thing && thing.status == Status::active;
  };
  Exposure exposure;
  for (const Device& device : context.inventory.devices) {
    if (is_theirs(device)) exposures.add(device.thing, exposure);
  }
  for (const Authenticator& one : context.inventory.authenticators) {
    const Device* device = context.inventory.device(one.device.thing);
    const bool counted_with_device = device != nullptr && is_theirs(*device);
    if (one.type == AuthenticatorType::secret || counted_with_device || !is_theirs(one)) continue;
    exposures.add(one.thing, exposure);
  }
  const std::vector<std::string> clauses = clauses_of(context, exposure, true);
  if (clauses.empty()) return;
  outcome.add({.subject = std::string(context.inventory.id_of(person.thing)),
               .at = person.thing,
               .accounts = exposure.accounts(),
               .message = fmt::format("{} has left, and {}", context.name(person.thing),
                                      fmt::join(clauses, ", and ")),
               .remedy = remedy_for(context, exposure, " today")});
}

bool nothing_is_gone(const Inventory& inventory) {
  const auto is_there = [](const auto& thing) { return thing.status == Status::active; };
  return std::ranges::all_of(inventory.devices, is_there) &&
         std::ranges::all_of(inventory.authenticators, is_there) &&
         std::ranges::all_of(inventory.people, [](const Person& person) {
           return person.status == PersonStatus::active;
         });
}

void check(const AuditContext& context, RuleOutcome& outcome) {
  const Inventory& inventory = context.inventory;
  if (nothing_is_gone(inventory)) return;
  const Exposures exposures(context);
  for (const Device& device : inventory.devices) {
    if (device.status == Status::active) continue;
    check_thing(context, exposures, device.thing, device.status, outcome);
  }
  for (const Authenticator& one : inventory.authenticators) {
    if (one.status == Status::active || one.type == AuthenticatorType::secret) continue;
    const Device* device = inventory.device(one.device.thing);
    if (device != nullptr && device->status != Status::active) continue;
    check_thing(context, exposures, one.thing, one.status, outcome);
  }
  for (const Person& person : inventory.people) {
    if (person.status == PersonStatus::left) check_leaver(context, exposures, person, outcome);
  }
}

}  // namespace

extern const Rule credential_on_a_lost_device{
    .id = "PKA504",
    .title = "Credential on a lost, retired or leaver's device",
    .why =
        "A phone that was stolen, sold or kept by somebody who left goes on opening your accounts "
        "until you take it off them. The services cannot know that it is no longer yours.",
    .remedy =
        "Remove what is gone from every account that still lists it, as soon as another way in "
        "works there, and sign it out of your vaults.",
    .severity = Severity::high,
    .urgent = true,
    .item = Item::known_homes,
    .sources = {"N10", "O2", "MS5"},
    .check = check,
};

}  // namespace passkey_audit
