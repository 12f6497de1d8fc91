#include <fmt/format.h>

#include <algorithm>

#include "break_glass.hpp"
#include "passkey_audit/audit/rule.hpp"
#include "passkey_audit/audit/safeguards.hpp"
#include "passkey_audit/audit/wording.hpp"
#include "registrations.hpp"
#include "together.hpp"

namespace passkey_audit {
namespace {

// ---- where the credentials of all emergency accounts lie

struct Whereabouts {
  std::vector<std::string> sites;  // each once
  bool all_told = true;
};

void add_copies(const AuditContext& context, const List<Reference>& stored_in, Whereabouts& where) {
  for (const Reference& copy : stored_in) {
    const ThingKind kind = context.inventory.thing(copy).kind;
    if (kind == ThingKind::unknown) where.all_told = false;
    if (kind != ThingKind::place && kind != ThingKind::carried) continue;
    add_once(where.sites, std::string(context.inventory.site_of_place(copy.thing)));
  }
}

void add_thing(const AuditContext& context, ThingId thing, Whereabouts& where) {
  const Authenticator* one = context.inventory.authenticator(thing);
  const RecoveryMethod* method = context.inventory.recovery_method(thing);
  if (method != nullptr) add_copies(context, method->stored_in, where);
  if (one == nullptr) return;
  add_copies(context, one->stored_in, where);
  if (one->type != AuthenticatorType::security_key) return;
  const std::optional<std::string> site = context.site_of_key(*one);
  if (site) add_once(where.sites, *site);
  where.all_told &= site.has_value();
}

Whereabouts whereabouts(const AuditContext& context, const std::vector<std::uint32_t>& accounts) {
  Whereabouts where;
  for (const std::uint32_t i : accounts) {
    const Account& account = context.account(i);
    for (const ThingId thing : things_used(account)) add_thing(context, thing, where);
    for (const StoredCopies* copies : {&account.password, &account.codes, &account.totp}) {
      add_copies(context, copies->stored_in, where);
    }
  }
  return where;
}

// ---- personal devices

// The devices that the account's ways, passkeys and copies are on.
std::vector<ThingId> personal_devices(const AuditContext& context, const Account& account) {
  std::vector<ThingId> devices;
  const auto look_at = [&](ThingId thing) {
    const Device* device = context.inventory.device(thing);
    if (device != nullptr && device->ownership == Ownership::personal) add_once(devices, thing);
  };
  for (const ThingId thing : things_used(account)) {
    look_at(thing);
    const Authenticator* one = context.inventory.authenticator(thing);
    if (one == nullptr) continue;
    if (one->device.told()) look_at(one->device.thing);
    if (one->sim_in.told()) look_at(one->sim_in.thing);
    for (const Reference& device : one->devices) look_at(device.thing);
    for (const Reference& device : one->stored_in) look_at(device.thing);
  }
  return devices;
}

// ---- the same make as what administrators use every day

bool opens_with_password_alone(const Account& account) {
  return !account.password.none() && account.second_factors.empty() && account.totp.none() &&
         account.codes.none();
}

// What one has to have at hand to sign in.
std::vector<const Authenticator*> needed_at_hand(const AuditContext& context,
                                                 const Account& account) {
  std::vector<const Authenticator*> needed;
  if (opens_with_password_alone(account)) return needed;
  for (const ThingId thing : registered_things(account)) {
    const Authenticator* one = context.inventory.authenticator(thing);
    if (one != nullptr && one->type != AuthenticatorType::secret) needed.push_back(one);
  }
  return needed;
}

// A fault in a model of key, or at the provider of a vault, concerns them all; of other types, all
// are of one make. A key whose model is not told is like no other.
bool is_same_make(const Authenticator& a, const Authenticator& b) {
  if (a.type != b.type) return false;
  if (a.type == AuthenticatorType::vault) return a.provider == b.provider.view();
  return a.type != AuthenticatorType::security_key || (a.model.told() && a.model == b.model.view());
}

// What one fault would stop at once, the account together with every administrator. Null: nothing.
const Authenticator* shared_make(const AuditContext& context, const Account& account,
                                 const std::vector<std::uint32_t>& admins) {
  const std::vector<const Authenticator*> own = needed_at_hand(context, account);
  if (own.empty() || admins.empty()) return nullptr;
  const auto all_like_own = [&](const std::vector<const Authenticator*>& others) {
    return !others.empty() && std::ranges::all_of(others, [&](const Authenticator* one) {
      return is_same_make(*own.front(), *one);
    });
  };
  const bool shared = all_like_own(own) && std::ranges::all_of(admins, [&](std::uint32_t admin) {
                        return all_like_own(needed_at_hand(context, context.account(admin)));
                      });
  return shared ? own.front() : nullptr;
}

std::string make_in_words(const Authenticator& one) {
  if (one.type == AuthenticatorType::security_key) return "model of security key";
  return one.type == AuthenticatorType::vault ? "make of vault" : "kind of sign-in";
}

// ---- one emergency account

class Flaws {
 public:
  Flaws(const AuditContext& context, const Account& account)
      : context_(context), account_(account), name_(context.name(account.thing)) {}

  void look_at_sites(const Whereabouts& where) {
    if (where.sites.size() > 1) return;
    if (!where.all_told) {
      not_told = "does not say where its keys and papers are kept";
    } else if (where.sites.size() == 1) {
      add_site(where.sites.front());
    }
  }

  void look_at_devices() {
    const std::vector<ThingId> devices = personal_devices(context_, account_);
    if (devices.empty()) return;
    const std::string names = context_.names_of(devices);
    add(fmt::format("{} opens with {}, {}", name_, names,
                    devices.size() == 1 ? "a private device" : "private devices"),
        fmt::format("Give {} a security key of its own, and then remove {} from it.", name_,
                    names));
  }

  void look_at_makes(const std::vector<std::uint32_t>& admins) {
    const Authenticator* shared = shared_make(context_, account_, admins);
    if (shared == nullptr) return;
    add(fmt::format("{} opens with the same {} as every administrator's account", name_,
                    make_in_words(*shared)),
        fmt::format("Add to {} a security key of another model than administrators use.", name_));
  }

  void look_at_alarm() {
    if (account_.details().alerts == true) return;
    add(account_.details().alerts == false
            ? fmt::format("nobody is alerted when somebody signs in to {}", name_)
            : fmt::format("it is not noted that anybody is alerted when somebody signs in to {}",
                          name_),
        fmt::format("Have every sign-in to {} alert several people, and then set its \"alerts\" "
                    "to true.",
                    name_));
  }

  std::vector<std::string> clauses;
  Remedy remedy;
  std::string not_told;  // what the account would have to say; empty: nothing

 private:
  void add(std::string clause, std::string instruction) {
    clauses.push_back(std::move(clause));
    remedy.steps.push_back({std::move(instruction), {}});
  }

  void add_site(const std::string& site) {
    const bool is_carried = site.starts_with("carried");
    const std::string where =
        is_carried ? "go where one person goes" : "lie at " + context_.site_name(site);
    const std::string_view built = is_carried ? std::string_view() : std::string_view(site);
    add(fmt::format("the keys and papers of your emergency accounts all {}", where),
        fmt::format("Keep a key or the papers of one emergency account {}.",
                    where_to_keep(context_, {&built, 1})));
  }

  const AuditContext& context_;
  const Account& account_;
  std::string name_;
};

void check(const AuditContext& context, RuleOutcome& outcome) {
  const std::vector<std::uint32_t> emergency_accounts = accounts_that(context, is_break_glass);
  if (emergency_accounts.empty()) return;
  const std::vector<std::uint32_t> admins = accounts_that(context, is_ordinary_admin);
  const Whereabouts where = whereabouts(context, emergency_accounts);
  for (const std::uint32_t i : emergency_accounts) {
    const Account& account = context.account(i);
    Flaws flaws(context, account);
    flaws.look_at_sites(where);
    flaws.look_at_devices();
    flaws.look_at_makes(admins);
    flaws.look_at_alarm();
    if (!flaws.clauses.empty()) {
      outcome.add(account,
                  {.message = capitalized(fmt::format("{}", fmt::join(flaws.clauses, "; "))),
                   .remedy = std::move(flaws.remedy)});
    } else if (!flaws.not_told.empty()) {
      outcome.not_judged(account, flaws.not_told);
    }
  }
}

}  // namespace

extern const Rule break_glass_not_separate_or_watched{
    .id = "PKA806",
    .title = "Break-glass not separate or not watched",
    .why =
        "What opens an emergency account opens everything. Kept in one room, on somebody's own "
        "phone or without an alarm, it can be lost or used without anybody knowing.",
    .remedy =
        "Keep what opens emergency accounts at two places and on nothing private, use another kind "
        "of key than every day, and let each sign-in raise an alarm.",
    .severity = Severity::high,
    .fixed_severity = true,
    .item = Item::reviewed,
    .sources = {"MS2", "MS3", "MS4", "OK2"},
    .check = check,
};

}  // namespace passkey_audit
