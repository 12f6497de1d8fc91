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

// A place, or a thing, with all copies of something.
struct Home {
  enum class Form : std::uint8_t { spread, one, not_told };
  Form form = Form::spread;
  ThingId thing;     // a device, a vault or an online account; if not told, of what is known
  std::string site;  // else the site of a place

  friend bool operator==(const Home&, const Home&) = default;
};

// Where copies are; of a secret, where that is kept.
void add_homes(const AuditContext& context, const List<Reference>& stored_in,
               std::vector<Home>& homes) {
  const Inventory& inventory = context.inventory;
  for (const Reference& where : stored_in) {
    const ThingKind kind = inventory.thing(where).kind;
    const Authenticator* secret = inventory.authenticator(where.thing, AuthenticatorType::secret);
    if (secret != nullptr) {
      add_homes(context, secret->stored_in, homes);
    } else if (kind == ThingKind::place || kind == ThingKind::carried) {
      add_once(homes, {.form = Home::Form::one,
                       .site = std::string(inventory.site_of_place(where.thing))});
    } else if (kind == ThingKind::unknown) {
      add_once(homes, {.form = Home::Form::not_told});
    } else {
      // A head or a person is no place that somebody breaks into.
      const bool is_thing = kind != ThingKind::memory && kind != ThingKind::person;
      add_once(homes,
               {.form = is_thing ? Home::Form::one : Home::Form::spread, .thing = where.thing});
    }
  }
}

Home only_home(const AuditContext& context, const List<Reference>& stored_in) {
  if (!stored_in.told()) return {.form = Home::Form::not_told};
  std::vector<Home> homes;
  add_homes(context, stored_in, homes);
  if (homes.size() == 1) return homes.front();
  const auto unknown = std::ranges::find(homes, Home::Form::not_told, &Home::form);
  if (homes.size() != 2 || unknown == homes.end()) return {};
  Home home = homes[unknown == homes.begin() ? 1 : 0];
  if (home.form == Home::Form::one) home.form = Home::Form::not_told;
  return home;
}

struct Kept {
  ThingId thing;     // of codes: the account, or a recovery method
  std::string name;  // "the password"
  bool of_account = true;
  Home home;
};

std::vector<Kept> codes_of(const AuditContext& context, const Account& account) {
  std::vector<Kept> codes;
  if (account.codes.told() && account.codes.detail().remaining != 0U) {
    codes.push_back({.thing = account.thing,
                     .name = "the recovery codes",
                     .home = only_home(context, account.codes.stored_in)});
  }
  // The first set that is kept badly is named: the first by id.
  std::vector<ThingId> things =
      things_named({&account.second_factors, &account.other_sign_in, &account.recovery});
  std::ranges::sort(things, {}, [&](ThingId thing) { return context.inventory.id_of(thing); });
  for (const ThingId thing : things) {
    const RecoveryMethod* method = context.inventory.recovery_method(thing);
    if (method == nullptr || method->type != RecoveryType::recovery_codes) continue;
    if (method->remaining == 0U) continue;
    codes.push_back({.thing = thing,
                     .name = spoken(context, *method),
                     .of_account = !context.has_own_name(*method),
                     .home = only_home(context, method->stored_in)});
  }
  return codes;
}

// What the codes stand beside.
std::vector<Kept> partners_of(const AuditContext& context, const Account& account) {
  std::vector<Kept> partners;
  if (account.totp.told()) {
    partners.push_back(
        {.name = "the code generator", .home = only_home(context, account.totp.stored_in)});
  }
  for (const ThingId thing : things_named({&account.second_factors, &account.other_sign_in})) {
    const auto* generator = context.inventory.authenticator(thing, AuthenticatorType::totp);
    if (generator == nullptr || !in_service(context, *generator)) continue;
    partners.push_back({.name = context.name(thing),
                        .of_account = false,
                        .home = only_home(context, generator->stored_in)});
  }
  if (account.password.told()) {
    partners.push_back(
        {.name = "the password", .home = only_home(context, account.password.stored_in)});
  }
  return partners;
}

bool same_place(const Kept& codes, const Kept& partner) {
  return codes.home.form == Home::Form::one && codes.home == partner.home;
}

// As far as it is told.
bool may_be_same_place(const Kept& codes, const Kept& partner) {
  const Home &a = codes.home, &b = partner.home;
  const auto says_nothing = [](const Home& home) {
    return !home.thing.told() && home.site.empty();
  };
  if (a.form == Home::Form::spread || b.form == Home::Form::spread) return false;
  if (a.form == Home::Form::one && b.form == Home::Form::one) return false;
  return says_nothing(a) || says_nothing(b) || (a.thing == b.thing && a.site == b.site);
}

std::string where(const AuditContext& context, const Home& home) {
  if (home.site == "carried") return "with what you carry";
  if (!home.thing.told()) return fmt::format("at {}", context.site_name(home.site));
  const bool is_device = context.inventory.device(home.thing) != nullptr;
  return fmt::format("{} {}", is_device ? "on" : "in", context.name(home.thing));
}

void add(const AuditContext& context, const Account& account, const std::vector<Kept>& together,
         RuleOutcome& outcome) {
  const std::string name = context.name(account.thing);
  std::vector<std::string> own, named;
  for (const Kept& kept : together) (kept.of_account ? own : named).push_back(kept.name);
  if (!own.empty()) named.insert(named.begin(), fmt::format("{} of {}", listed(own), name));
  const Kept& codes = together.front();
  std::vector<std::string_view> taken;
  if (!codes.home.site.empty()) taken.push_back(codes.home.site);
  ChangeList changes(context);
  changes.copy(codes.thing, Part::codes, quiet_place(context, taken));
  outcome.add(
      account,
      {.message = fmt::format("{} {} lie {} and nowhere else", capitalized(listed(named)),
                              together.size() == 2 ? "both" : "all", where(context, codes.home)),
       .remedy = Remedy(fmt::format("Print {}{} and keep the paper {}.", codes.name,
                                    codes.of_account ? fmt::format(" of {}", name) : "",
                                    where_to_keep(context, taken)),
                        changes.take())});
}

void judge(const AuditContext& context, const Account& account, RuleOutcome& outcome) {
  const std::vector<Kept> partners = partners_of(context, account);
  bool told = true;
  for (const Kept& codes : codes_of(context, account)) {
    std::vector<Kept> together{codes};
    for (const Kept& partner : partners) {
      if (same_place(codes, partner)) together.push_back(partner);
      told &= !may_be_same_place(codes, partner);
    }
    if (together.size() > 1) {
      add(context, account, together, outcome);
      return;
    }
  }
  if (!told) {
    outcome.not_judged(account,
                       "does not say where all copies of its codes, its password or its "
                       "code generator are kept");
  }
}

void check(const AuditContext& context, RuleOutcome& outcome) {
  for (std::uint32_t i = 0; i < context.inventory.accounts.size(); ++i) {
    const Account& account = context.account(i);
    if (context.abandoned(i) || context.opened_through_others(account)) continue;
    judge(context, account, outcome);
  }
}

}  // namespace

extern const Rule codes_kept_with_second_factor{
    .id = "PKA306",
    .title = "Second factor and its codes kept together",
    .why =
        "Recovery codes are there for the day on which the password manager or the phone is gone. "
        "Kept inside it, they go with it, and whoever gets in has both steps at once.",
    .remedy = "Keep recovery codes on paper, apart from the password and the code generator.",
    .severity = Severity::medium,
    .item = Item::fallback,
    .sources = {"N6", "BW1"},
    .check = check,
};

}  // namespace passkey_audit
