#include <fmt/format.h>

#include "passkey_audit/audit/change_list.hpp"
#include "passkey_audit/audit/rule.hpp"
#include "passkey_audit/audit/safeguards.hpp"
#include "spare_accounts.hpp"

namespace passkey_audit {
namespace {

// Where the keys of an account lie.
struct Whereabouts {
  std::vector<std::string> sites;  // each once
  bool all_told = true;
};

Whereabouts whereabouts(const AuditContext& context, const std::vector<ThingId>& keys) {
  Whereabouts found;
  for (const ThingId key : keys) {
    const auto site = context.site_of_key(*context.inventory.authenticator(key));
    if (!site) {
      found.all_told = false;
    } else if (std::ranges::find(found.sites, *site) == found.sites.end()) {
      found.sites.push_back(*site);
    }
  }
  return found;
}

// "You carry both security keys of google"
std::string message_for(const AuditContext& context, const std::vector<ThingId>& keys,
                        const std::string& site, const std::string& account) {
  const std::string what = keys.size() == 2
                               ? fmt::format("both security keys of {}", account)
                               : fmt::format("all {} security keys of {}", keys.size(), account);
  if (site == "carried") return fmt::format("You carry {}", what);
  constexpr std::string_view carried_by = "carried@";
  if (site.starts_with(carried_by)) {
    const ThingId person = context.inventory.things.find(site.substr(carried_by.size()));
    return fmt::format("{} carries {}", context.name(person), what);
  }
  return fmt::format("You keep {} at {}", what, context.site_name(site));
}

// The one that is marked as the spare, else the last.
ThingId key_to_move(const AuditContext& context, const std::vector<ThingId>& keys) {
  const auto spare = std::ranges::find_if(
      keys, [&](ThingId key) { return context.inventory.authenticator(key)->spare_of.told(); });
  return spare == keys.end() ? keys.back() : *spare;
}

// Where the other keys are, and where a paper lies that the key would go with: its PIN, or a
// password.
std::vector<std::string_view> sites_to_avoid(const AuditContext& context, ThingId key,
                                             std::string_view site) {
  std::vector<std::string_view> sites{site};
  const auto add = [&](const std::vector<std::string_view>& more) {
    sites.insert(sites.end(), more.begin(), more.end());
  };
  for (const ThingId secret : context.openers.of(key)) {
    for (const Reference& where : context.inventory.authenticator(secret)->stored_in) {
      if (context.inventory.place(where.thing) != nullptr) {
        sites.push_back(context.inventory.site_of_place(where.thing));
      }
    }
  }
  for (const Account& account : context.inventory.accounts) {
    const std::vector<ThingId> keys = context.security_keys_of(account);
    if (std::ranges::find(keys, key) != keys.end())
      add(sites_with_paper(context, account.password));
  }
  return sites;
}

// Those that a spare has still to be registered on, from within each.
std::vector<std::uint32_t> without_spare(const AuditContext& context, ThingId key) {
  std::vector<std::uint32_t> accounts;
  for (const SparePair& pair : spare_pairs(context)) {
    if (pair.spare->thing == key) accounts = accounts_of(context, pair).without_spare;
  }
  std::erase_if(accounts, [&](std::uint32_t account) { return context.cannot_get_in(account); });
  return accounts;
}

Remedy remedy_for(const AuditContext& context, ThingId key, std::string_view site) {
  const std::vector<std::string_view> taken = sites_to_avoid(context, key, site);
  const ThingId place = quiet_place(context, taken);
  const bool is_team = context.inventory.profile == Profile::team;
  const std::string_view usual =
      is_team ? "a safe at another site" : "a relative's home or a safe deposit box";
  const std::string name = context.name(key);
  const std::vector<std::uint32_t> accounts = without_spare(context, key);
  ChangeList changes(context);
  for (const std::uint32_t account : accounts) {
    changes.register_keys(context.account(account), {&key, 1});
  }
  changes.move(key, place);
  const std::string first =
      accounts.empty()
          ? fmt::format("Once {} is registered wherever it should sign in, take", name)
          : fmt::format("Register {} on {} too and sign in with it once{}. Then take", name,
                        context.names(accounts), accounts.size() == 1 ? "" : " on each");
  return Remedy(fmt::format("{} it to another place, such as {}.", first,
                            place.told() ? context.name(place) : usual),
                changes.take());
}

void check(const AuditContext& context, RuleOutcome& outcome) {
  // Where one key is enough, two at one place are more than enough.
  if (context.policy.min_hardware_keys < 2) return;
  for (std::uint32_t i = 0; i < context.inventory.accounts.size(); ++i) {
    const Account& account = context.account(i);
    if (context.abandoned(i) || context.opened_through_others(account)) continue;
    const std::vector<ThingId> keys = context.security_keys_of(account);
    const Whereabouts where = whereabouts(context, keys);
    if (keys.size() < 2 || where.sites.size() > 1) continue;
    if (!where.all_told) {
      outcome.not_judged(account, "does not say where its security keys are kept");
      continue;
    }
    const std::string& site = where.sites.front();
    outcome.add(account, {.message = message_for(context, keys, site, context.name(i)),
                          .remedy = remedy_for(context, key_to_move(context, keys), site)});
  }
}

}  // namespace

extern const Rule spare_kept_with_primary{
    .id = "PKA203",
    .title = "Spare kept with the primary",
    .why =
        "One stolen bag or one burst pipe takes both keys when they lie together. A spare is only "
        "a spare somewhere else.",
    .remedy = "Keep the keys of an account at two different places.",
    .severity = Severity::high,
    .item = Item::hardware_backup,
    .sources = {"MS3", "Y1"},
    .check = check,
};

}  // namespace passkey_audit
