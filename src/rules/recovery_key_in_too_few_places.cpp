#include <fmt/format.h>

#include <algorithm>

#include "method_names.hpp"
#include "passkey_audit/audit/change_list.hpp"
#include "passkey_audit/audit/rule.hpp"
#include "passkey_audit/audit/safeguards.hpp"
#include "passkey_audit/audit/wording.hpp"
#include "together.hpp"

namespace passkey_audit {
namespace {

constexpr std::size_t sites_min = 2;

// The copies of a recovery key that can be reached when it is needed.
struct Copies {
  std::vector<ThingId> reachable;
  std::vector<std::string> sites;  // of those, each once
  std::size_t sites_not_told = 0;
  bool one_locked_in = false;  // in what opens only with the account
};

// What is lost together with the copy kept there; no value: not told.
std::optional<std::string> site_of_copy(const AuditContext& context, ThingId where) {
  const Inventory& inventory = context.inventory;
  const ThingKind kind = inventory.things[where].kind;
  if (kind == ThingKind::place || kind == ThingKind::carried) {
    return std::string(inventory.site_of_place(where));
  }
  ThingId place;
  const Device* device = inventory.device(where);
  if (device != nullptr) place = device->place.thing;
  if (const Person* person = inventory.person(where)) place = person->place.thing;
  if (place.told() && place != ThingDirectory::unknown) {
    return std::string(inventory.site_of_place(place));
  }
  if (device == nullptr) return std::string(inventory.id_of(where));
  if (device->type != DeviceType::phone) return std::nullopt;
  return std::string(inventory.site_of_place(ThingDirectory::carried));
}

// Every recovery key of the account, and those that open a vault which it guards.
std::vector<ThingId> recovery_keys(const AuditContext& context, const Account& account) {
  std::vector<ThingId> keys =
      things_named({&account.second_factors, &account.other_sign_in, &account.recovery});
  for (const std::uint32_t vault : context.vaults_guarded_by(account)) {
    for (const ThingId thing :
         things_named({&context.inventory.authenticators[vault].new_device_needs})) {
      add_once(keys, thing);
    }
  }
  std::erase_if(keys, [&](ThingId thing) {
    const RecoveryMethod* method = context.inventory.recovery_method(thing);
    return method == nullptr || method->type != RecoveryType::recovery_key;
  });
  return keys;
}

// In a vault that the account guards, or in anything that stays shut while the account is lost.
bool is_locked_in(const AuditContext& context, const Account& account, const Closure& without,
                  ThingId where) {
  const Authenticator* vault = context.inventory.authenticator(where, AuthenticatorType::vault);
  if (vault != nullptr && vault->account.thing == account.thing) return true;
  const NodeId node = context.node(where);
  return node != NodeId{} && !without.usable(node);
}

bool is_there(const AuditContext& context, ThingId where) {
  const ThingKind kind = context.inventory.things[where].kind;
  return kind == ThingKind::memory || kind == ThingKind::place || kind == ThingKind::carried ||
         context.usable(where);
}

Copies copies_of(const AuditContext& context, const Account& account, const Closure& without,
                 const RecoveryMethod& key) {
  Copies copies;
  for (const Reference& where : key.stored_in) {
    if (where.thing == ThingDirectory::unknown) ++copies.sites_not_told;
    if (!is_there(context, where.thing)) continue;
    if (is_locked_in(context, account, without, where.thing)) {
      copies.one_locked_in = true;
      continue;
    }
    add_once(copies.reachable, where.thing);
    const std::optional<std::string> site = site_of_copy(context, where.thing);
    if (site) {
      add_once(copies.sites, *site);
    } else {
      ++copies.sites_not_told;
    }
  }
  return copies;
}

// "at home", "on the laptop", "with Ruth"
std::string whereabouts(const AuditContext& context, ThingId where) {
  const std::string name = context.name(where);
  switch (context.inventory.things[where].kind) {
    case ThingKind::memory: return "in your head";
    case ThingKind::carried: return "with what you carry";
    case ThingKind::place: return fmt::format("at {}", name);
    case ThingKind::device: return fmt::format("on {}", name);
    case ThingKind::person: return fmt::format("with {}", name);
    default: return fmt::format("in {}", name);
  }
}

std::string message_for(const AuditContext& context, const std::string& key,
                        const std::string& account, const Copies& copies) {
  const std::size_t count = copies.reachable.size();
  if (count == 0) {
    return copies.one_locked_in
               ? fmt::format("{} is kept only where you need {} to get at it", capitalized(key),
                             account)
               : fmt::format("{} is kept nowhere that you can get at", capitalized(key));
  }
  if (count == 1) {
    const std::string place = whereabouts(context, copies.reachable.front());
    return copies.one_locked_in ? fmt::format("Only one copy of {} can be reached without {}: {}",
                                              key, account, place)
                                : fmt::format("There is only one copy of {}: {}", key, place);
  }
  const std::string all = count == 2 ? "Both copies" : fmt::format("All {} copies", count);
  const std::string& site = copies.sites.front();
  return site == "carried" ? fmt::format("{} of {} are with what you carry", all, key)
                           : fmt::format("{} of {} are at {}", all, key, context.site_name(site));
}

Remedy remedy_for(const AuditContext& context, const RecoveryMethod& method, const std::string& key,
                  const Copies& copies) {
  ChangeList changes(context);
  if (copies.reachable.empty()) {
    changes.copy_secret(method.thing, quiet_place(context));
    return Remedy(fmt::format("Print {} twice. Keep one paper {}, and the other where you live.",
                              key, where_to_keep(context)),
                  changes.take());
  }
  const std::vector<std::string_view> sites(copies.sites.begin(), copies.sites.end());
  changes.copy_secret(method.thing, quiet_place(context, sites));
  return Remedy(
      fmt::format("Keep another copy of {} on paper {}.", key, where_to_keep(context, sites)),
      changes.take());
}

void judge(const AuditContext& context, const Account& account, const RecoveryMethod& key,
           const Closure& without, RuleOutcome& outcome) {
  if (!key.stored_in.told()) {
    outcome.not_judged(account, "does not say where its recovery key is kept");
    return;
  }
  const Copies copies = copies_of(context, account, without, key);
  if (copies.sites.size() >= sites_min) return;
  if (copies.sites.size() + copies.sites_not_told >= sites_min) {
    outcome.not_judged(account, "does not say where all copies of its recovery key are kept");
    return;
  }
  const std::string name = context.name(account.thing);
  const std::string spoken_key = spoken_of(context, key, account);
  outcome.add({.subject = fmt::format("{}:{}", context.inventory.id_of(account.thing),
                                      context.inventory.id_of(key.thing)),
               .at = key.thing,
               .accounts = {context.index_of(account)},
               .message = message_for(context, spoken_key, name, copies),
               .remedy = remedy_for(context, key, spoken_key, copies)});
}

void check(const AuditContext& context, RuleOutcome& outcome) {
  for (std::uint32_t i = 0; i < context.inventory.accounts.size(); ++i) {
    const Account& account = context.account(i);
    if (context.abandoned(i) || context.opened_through_others(account)) continue;
    const std::vector<ThingId> keys = recovery_keys(context, account);
    if (keys.empty()) continue;
    const LossId loss = context.graph.loss_of_account(i);
    const Closure without = least_closure(context.graph, {&loss, 1}, Patience::eventual());
    for (const ThingId key : keys) {
      judge(context, account, *context.inventory.recovery_method(key), without, outcome);
    }
  }
}

}  // namespace

extern const Rule recovery_key_in_too_few_places{
    .id = "PKA403",
    .title = "Recovery key held in too few places",
    .why =
        "With a recovery key turned on, a provider may no longer help in any other way. One paper "
        "can burn or be thrown away, and then nothing brings the account back.",
    .remedy = "Keep two copies of the recovery key on paper at two places.",
    .severity = Severity::critical,
    .fixed_severity = true,
    .item = Item::platform_recovery,
    .sources = {"AP3"},
    .check = check,
};

}  // namespace passkey_audit
