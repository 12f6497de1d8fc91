#include <fmt/format.h>

#include <algorithm>

#include "passkey_audit/audit/rule.hpp"
#include "registrations.hpp"
#include "together.hpp"

namespace passkey_audit {
namespace {

std::string_view ecosystem_of(Platform platform) {
  switch (platform) {
    case Platform::ios:
    case Platform::ipados:
    case Platform::macos: return "Apple";
    case Platform::android:
    case Platform::chromeos: return "Android or ChromeOS";
    case Platform::windows: return "Windows";
    case Platform::linux_: return "Linux";
    case Platform::other: return "other";
  }
  return "other";
}

// In the order in which their first devices stand in the file.
std::vector<std::string_view> ecosystems_in_use(const Inventory& inventory) {
  std::vector<std::string_view> ecosystems;
  for (const Device& device : inventory.devices) {
    if (device.status != Status::active || !device.platform) continue;
    add_once(ecosystems, ecosystem_of(*device.platform));
  }
  return ecosystems;
}

bool is_key_in_service(const AuditContext& context, ThingId thing) {
  const Authenticator* key =
      context.inventory.authenticator(thing, AuthenticatorType::security_key);
  return key != nullptr && in_service(context, *key);
}

bool has_security_key(const AuditContext& context) {
  return std::ranges::any_of(context.inventory.authenticators, [&](const Authenticator& one) {
    return is_key_in_service(context, one.thing);
  });
}

// On one of the accounts that matter most: a key of the chess forum is no anchor for them.
bool has_anchor(const AuditContext& context) {
  for (std::uint32_t i = 0; i < context.inventory.accounts.size(); ++i) {
    if (!context.in_scope(i)) continue;
    const std::vector<ThingId> things = registered_things(context.account(i));
    const auto is_key = [&](ThingId thing) { return is_key_in_service(context, thing); };
    if (std::ranges::any_of(things, is_key)) return true;
  }
  return false;
}

std::string no_key(const AuditContext& context) {
  if (context.top != Importance::normal) {
    return "none of your most important accounts has a security key";
  }
  return has_security_key(context) ? "none of your accounts has a security key"
                                   : "you have no security key";
}

// Vaults and platform authenticators that hold somebody's passkeys, each once.
std::vector<ThingId> passkey_homes(const AuditContext& context) {
  std::vector<ThingId> homes;
  for (std::uint32_t i = 0; i < context.inventory.accounts.size(); ++i) {
    if (context.abandoned(i)) continue;
    for (const Passkey& passkey : context.account(i).passkeys) {
      const Authenticator* home = context.inventory.authenticator(passkey.in.thing);
      const bool is_key = home != nullptr && home->type == AuthenticatorType::security_key;
      if (home != nullptr && !is_key) add_once(homes, home->thing);
    }
  }
  return homes;
}

// No value: not known. What is bound to one device exports nothing.
std::optional<bool> can_export(const AuditContext& context, const Authenticator& home) {
  if (home.type != AuthenticatorType::vault || !in_service(context, home)) return false;
  const ProviderFacts* facts = facts_of(context.catalog, home);
  const bool is_known = facts != nullptr && facts->provenance.is_sure();
  const std::optional<Export> known =
      home.export_as || !is_known ? home.export_as : facts->export_as;
  if (!known) return std::nullopt;
  return *known != Export::none;
}

void cannot_tell(const AuditContext& context, const std::vector<ThingId>& vaults,
                 RuleOutcome& outcome) {
  for (std::uint32_t i = 0; i < context.inventory.accounts.size(); ++i) {
    if (context.abandoned(i)) continue;
    const Account& account = context.account(i);
    ThingId first;  // by id
    const auto id = [&](ThingId thing) { return context.inventory.id_of(thing); };
    for (const Passkey& passkey : account.passkeys) {
      const ThingId home = passkey.in.thing;
      if (std::ranges::find(vaults, home) == vaults.end()) continue;
      if (!first.told() || id(home) < id(first)) first = home;
    }
    if (!first.told()) continue;
    outcome.not_judged(account, fmt::format("has a passkey in {}, and it is not known whether that "
                                            "can export it",
                                            context.name(first)));
  }
}

void check(const AuditContext& context, RuleOutcome& outcome) {
  const std::vector<std::string_view> ecosystems = ecosystems_in_use(context.inventory);
  const std::vector<ThingId> homes = passkey_homes(context);
  if (homes.empty() || ecosystems.size() < 2 || has_anchor(context)) return;
  std::vector<ThingId> unknown;
  for (const ThingId home : homes) {
    const auto exports = can_export(context, *context.inventory.authenticator(home));
    if (exports == true) return;
    if (!exports) unknown.push_back(home);
  }
  if (!unknown.empty()) return cannot_tell(context, unknown, outcome);
  const std::string kept_in = context.names_of(homes);
  outcome.add(
      {.subject = "inventory",
       .message = fmt::format("Your devices are of different platforms ({}), {}, and your "
                              "passkeys cannot be moved out of {}",
                              fmt::join(ecosystems, ", "), no_key(context), kept_in),
       .remedy = fmt::format(
           "Register a security key, where they take one, on the accounts whose passkeys are "
           "in {}. Or keep new passkeys in a manager that runs on all "
           "your devices and can export them.",
           kept_in)});
}

}  // namespace

extern const Rule no_portable_anchor{
    .id = "PKA503",
    .title = "No portable anchor",
    .why =
        "A passkey made on one platform does not follow you to another. A security key works on "
        "all of them, and a manager that exports lets you leave.",
    .remedy =
        "Have one home for passkeys that you can take along: a security key, or a manager "
        "that runs on all your devices and can export.",
    .severity = Severity::medium,
    .fixed_severity = true,
    .item = Item::known_homes,
    .sources = {"F2"},
    .check = check,
};

}  // namespace passkey_audit
