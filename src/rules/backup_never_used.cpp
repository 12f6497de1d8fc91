#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <tuple>

#include "passkey_audit/audit/change_list.hpp"
#include "passkey_audit/audit/rule.hpp"
#include "together.hpp"

namespace passkey_audit {
namespace {

constexpr std::uint32_t stale_after_days = 365;

// A passkey or security key of one account, with the days that are told of it.
struct Registration {
  ThingId thing;
  bool is_key = false;
  std::optional<Date> registered_on;
  std::optional<Date> used_on;       // or tested
  std::optional<Date> in_daily_use;  // the last day told of that

  bool has_day() const { return registered_on || used_on; }
};

// The passkey's own days count before those of what it is kept in.
Registration registration(const Authenticator& home, const PasskeyDetails& passkey) {
  const std::optional<Date> own_use = std::max(passkey.used_on, passkey.tested_on);
  return {.thing = home.thing,
          .is_key = home.type == AuthenticatorType::security_key,
          .registered_on = passkey.registered_on ? passkey.registered_on : home.registered_on,
          .used_on = own_use ? own_use : std::max(home.used_on, home.tested_on),
          .in_daily_use = own_use ? passkey.used_on : home.used_on};
}

// In the order of the inventory, without what is lost, retired or expired.
std::vector<Registration> registrations(const AuditContext& context, const Account& account) {
  std::vector<Registration> found;
  const auto add = [&](ThingId thing, const PasskeyDetails& passkey) {
    const Authenticator* home = context.inventory.authenticator(thing);
    if (home != nullptr && in_service(context, *home)) {
      found.push_back(registration(*home, passkey));
    }
  };
  for (const Passkey& passkey : account.passkeys) add(passkey.in.thing, passkey.detail());
  for (const ThingId key : context.security_keys_of(account)) {
    const bool has_passkey = std::ranges::any_of(
        account.passkeys, [&](const Passkey& passkey) { return passkey.in.thing == key; });
    if (!has_passkey) add(key, {});
  }
  return found;
}

// The first registered. One without a day was there before those that have one, unless it is a key
// beside a passkey. Of one day comes first what is in daily use, then what was never tested: that
// is done with spares. The order in the file has no part in it.
std::size_t primary_of(const AuditContext& context, const std::vector<Registration>& all) {
  const bool only_keys = std::ranges::all_of(all, &Registration::is_key);
  const auto rank = [&](const Registration& one) {
    const bool is_undated_spare = one.is_key && !one.registered_on && !only_keys;
    const std::int32_t days_unused =
        one.in_daily_use ? context.today - *one.in_daily_use : INT32_MAX;
    return std::tuple(is_undated_spare, one.registered_on, one.is_key, days_unused,
                      one.used_on.has_value(), context.inventory.id_of(one.thing));
  };
  return static_cast<std::size_t>(std::ranges::min_element(all, {}, rank) - all.begin());
}

struct Backups {
  std::vector<ThingId> never_used;
  std::vector<ThingId> stale;
  bool all_told = true;
};

Backups backups_of(const AuditContext& context, const std::vector<Registration>& all) {
  const std::size_t primary = primary_of(context, all);
  Backups backups;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const Registration& backup = all[i];
    if (i == primary) continue;
    if (!backup.has_day() && !all[primary].has_day()) {
      backups.all_told = false;
    } else if (!backup.used_on || backup.used_on < backup.registered_on) {
      add_once(backups.never_used, backup.thing);
    } else if (days_since(context, *backup.used_on) > stale_after_days) {
      add_once(backups.stale, backup.thing);
    }
  }
  return backups;
}

std::string message_for(const AuditContext& context, const std::string& account,
                        const Backups& backups) {
  const std::vector<ThingId>& never = backups.never_used;
  const std::vector<ThingId>& stale = backups.stale;
  if (never.empty()) {
    return fmt::format("{} {} not been used on {} for more than {}", context.names_of(stale),
                       stale.size() == 1 ? "has" : "have", account, spoken_days(stale_after_days));
  }
  std::string message =
      fmt::format("No sign-in to {} with {} is noted", account, context.names_of(never));
  if (!stale.empty()) {
    message += fmt::format(", and none with {} for more than {}", context.names_of(stale),
                           spoken_days(stale_after_days));
  }
  return message;
}

Remedy remedy_for(const AuditContext& context, const Account& account, const Backups& backups) {
  std::vector<ThingId> all = backups.never_used;
  for (const ThingId thing : backups.stale) add_once(all, thing);
  std::vector<std::string> with;
  for (const ThingId thing : all) with.push_back("with " + context.name(thing));
  ChangeList changes(context);
  for (const ThingId thing : all) changes.add(ChangeKind::use, account.thing, thing);
  return Remedy(
      fmt::format("Sign in to {} once {}, and note the day as {} \"tested_on\".",
                  context.name(account.thing), listed(with), all.size() == 1 ? "its" : "their"),
      changes.take());
}

void check(const AuditContext& context, RuleOutcome& outcome) {
  for (std::uint32_t i = 0; i < context.inventory.accounts.size(); ++i) {
    const Account& account = context.account(i);
    if (context.abandoned(i) || context.opened_through_others(account)) continue;
    const std::vector<Registration> all = registrations(context, account);
    if (all.empty()) continue;
    const Backups backups = backups_of(context, all);
    if (!backups.never_used.empty() || !backups.stale.empty()) {
      RuleOutcome::Draft draft{.message = message_for(context, context.name(i), backups),
                               .remedy = remedy_for(context, account, backups)};
      if (backups.never_used.empty()) draft.severity = Severity::medium;
      outcome.add(account, std::move(draft));
    } else if (!backups.all_told) {
      outcome.not_judged(account, "does not say when its backups were last used");
    }
  }
}

}  // namespace

extern const Rule backup_never_used{
    .id = "PKA803",
    .title = "Backup authenticator never used",
    .why =
        "A spare that was never tried may be registered on the wrong account, have a PIN that "
        "nobody knows, or be broken. Better to learn that while the first one still works.",
    .remedy =
        "Sign in once with every spare right after you register it, and once a year after "
        "that.",
    .severity = Severity::high,
    .item = Item::reviewed,
    .sources = {"N3"},
    .check = check,
};

}  // namespace passkey_audit
