#include <fmt/format.h>

#include <tuple>

#include "passkey_audit/audit/rule.hpp"
#include "together.hpp"

namespace passkey_audit {
namespace {

constexpr std::uint32_t late_days = 30;

struct Registration {
  ThingId thing;
  std::optional<Date> day;
  bool is_key = false;
};

// What holds the passkeys of an account, and its security keys, each once.
std::vector<Registration> registrations(const AuditContext& context, const Account& account) {
  std::vector<Registration> found;
  const auto add = [&](ThingId thing, std::optional<Date> own_day) {
    const Authenticator* one = context.inventory.authenticator(thing);
    // A vault is older than most of what is in it.
    const bool is_vault = one == nullptr || one->type == AuthenticatorType::vault;
    const std::optional<Date> day = own_day || is_vault ? own_day : one->registered_on;
    const auto same = std::ranges::find(found, thing, &Registration::thing);
    if (same == found.end()) {
      const bool is_key = one != nullptr && one->type == AuthenticatorType::security_key;
      found.push_back({thing, day, is_key});
    } else {
      same->day = std::min(same->day, day);  // a day that is not told is before every other
    }
  };
  for (const Passkey& passkey : account.passkeys) {
    add(passkey.in.thing, passkey.detail().registered_on);
  }
  for (const ThingId key : context.security_keys_of(account)) {
    if (std::ranges::find(found, key, &Registration::thing) == found.end()) add(key, {});
  }
  return found;
}

struct Gap {
  ThingId first, spare;
  std::uint32_t days = 0;
  Date closed_on;
};

// From the first authenticator to the earliest key besides. No value: fewer than two keys, or a day
// that is not told.
std::optional<Gap> gap_of(const AuditContext& context,
                          const std::vector<Registration>& registered) {
  const bool all_told =
      std::ranges::all_of(registered, [](const Registration& one) { return one.day.has_value(); });
  if (!all_told || std::ranges::count(registered, true, &Registration::is_key) < 2) {
    return std::nullopt;
  }
  // Of those of one day the passkey comes first, so that a key of that day is its spare.
  const auto in_time = [&](const Registration& one) {
    return std::tuple(*one.day, one.is_key, context.inventory.id_of(one.thing));
  };
  const Registration first = *std::ranges::min_element(registered, {}, in_time);
  std::vector<Registration> keys;
  std::ranges::copy_if(registered, std::back_inserter(keys), [&](const Registration& one) {
    return one.is_key && one.thing != first.thing;
  });
  const Registration spare = *std::ranges::min_element(keys, {}, in_time);
  return Gap{first.thing, spare.thing, static_cast<std::uint32_t>(*spare.day - *first.day),
             *spare.day};
}

// A gap that lies behind the user is history once the spare has shown that it works.
bool spare_has_proved_itself(const AuditContext& context, const Account& account, const Gap& gap) {
  const Authenticator& spare = *context.inventory.authenticator(gap.spare);
  if (spare.tested_on >= gap.closed_on || spare.used_on >= gap.closed_on) return true;
  return std::ranges::any_of(account.passkeys, [&](const Passkey& passkey) {
    const PasskeyDetails details = passkey.detail();
    return passkey.in.thing == gap.spare &&
           (details.tested_on >= gap.closed_on || details.used_on >= gap.closed_on);
  });
}

std::string remedy_for(const std::string& account, const std::string& spare, bool is_open,
                       bool is_for_emergencies) {
  if (!is_open) {
    return fmt::format(
        "Whenever you set up a passkey from now on, register {} there on the same day.", spare);
  }
  const std::string once = fmt::format(
      "Sign in to {} once with {}, and note the day as its \"tested_on\".", account, spare);
  if (is_for_emergencies) return once;
  return fmt::format("{} From now on register {} on the day on which you set up a passkey.", once,
                     spare);
}

void check(const AuditContext& context, RuleOutcome& outcome) {
  if (context.policy.min_hardware_keys < 2) return;
  for (std::uint32_t i = 0; i < context.inventory.accounts.size(); ++i) {
    const Account& account = context.account(i);
    if (context.abandoned(i) || context.opened_through_others(account)) continue;
    const std::optional<Gap> gap = gap_of(context, registrations(context, account));
    if (!gap || gap->days <= context.policy.same_day_grace) continue;
    const bool is_open = !spare_has_proved_itself(context, account, *gap);
    // A key for emergencies stays in its safe, and goes on no other account.
    const bool is_for_emergencies = has_role(account, Role::break_glass);
    if (is_for_emergencies && !is_open) continue;
    const std::string spare = context.name(gap->spare);
    outcome.add(
        account,
        {.message = fmt::format("{} was registered on {} {} after {}", spare, context.name(i),
                                spoken_days(gap->days),
                                gap->first == ThingDirectory::unknown ? "the first passkey"
                                                                      : context.name(gap->first)),
         .remedy = remedy_for(context.name(i), spare, is_open, is_for_emergencies),
         .severity = is_open && gap->days > late_days ? Severity::medium : Severity::low});
  }
}

}  // namespace

extern const Rule spare_registered_late{
    .id = "PKA204",
    .title = "Spare registered late",
    .why =
        "Between the first key and its spare lies a time in which one loss would have been enough. "
        "It was short when both are registered in one sitting.",
    .remedy =
        "Register a key and its spare on the same day, with both at hand. A gap that lies behind "
        "you can be accepted with \"same_day_grace\" in the policy.",
    .severity = Severity::low,
    .item = Item::hardware_backup,
    .sources = {"Y1"},
    .check = check,
};

}  // namespace passkey_audit
