#include <fmt/format.h>

#include <algorithm>

#include "passkey_audit/audit/rule.hpp"
#include "passkey_audit/audit/safeguards.hpp"
#include "roles.hpp"
#include "together.hpp"

namespace passkey_audit {
namespace {

// Those whose owners have not all left.
std::vector<std::uint32_t> accounts_with(const AuditContext& context, Role role) {
  std::vector<std::uint32_t> accounts;
  for (std::uint32_t i = 0; i < context.inventory.accounts.size(); ++i) {
    if (!context.abandoned(i) && has_role(context.account(i), role)) accounts.push_back(i);
  }
  return accounts;
}

std::string message_for(const AuditContext& context, const std::string& provider,
                        const std::vector<std::uint32_t>& ready,
                        const std::vector<std::uint32_t>& shut) {
  std::string message;
  if (ready.empty()) {
    message = fmt::format(
        "No emergency account is ready for the day on which nobody gets in through {}", provider);
  } else {
    message = fmt::format("Only {} {} ready for the day on which nobody gets in through {}",
                          context.names(ready), ready.size() == 1 ? "is" : "are", provider);
  }
  if (!shut.empty()) message += fmt::format("; {} cannot be opened even now", context.names(shut));
  const std::uint32_t limit = context.policy.breakglass_min;
  if (limit != 2) message += fmt::format("; your policy asks for {}", limit);
  return message;
}

// "one key at the office and another at the notary's safe"
std::string keys_apart(const AuditContext& context) {
  const ThingId first = quiet_place(context);
  if (first.told()) {
    const std::string_view site = context.inventory.site_of_place(first);
    const ThingId second = quiet_place(context, {&site, 1});
    if (second.told()) {
      return fmt::format("one key at {} and another at {}", context.name(first),
                         context.name(second));
    }
  }
  return fmt::format("their keys at different places, the first {}", where_to_keep(context));
}

std::string add_administrators(const AuditContext& context, const std::string& provider,
                               std::size_t count) {
  if (count == 1) {
    return fmt::format(
        "Add an emergency administrator to {} that signs in with a security key and needs no other "
        "account. Keep the key {}, apart from those of other emergency accounts, and note the role "
        "\"break-glass\".",
        provider, where_to_keep(context));
  }
  return fmt::format(
      "Add {} emergency administrators to {} that sign in with security keys and need no other "
      "account. Keep {}, and note the role "
      "\"break-glass\".",
      count, provider, keys_apart(context));
}

Remedy remedy_for(const AuditContext& context, const std::string& provider, std::size_t missing,
                  const std::vector<std::uint32_t>& shut) {
  Remedy remedy;
  if (!shut.empty()) {
    remedy.steps.push_back(
        {fmt::format("Get back into {} and set up a way in that works now.", context.names(shut)),
         {}});
  }
  if (missing > shut.size()) {
    remedy.steps.push_back({add_administrators(context, provider, missing - shut.size()), {}});
  }
  return remedy;
}

// An emergency account that administers something else does not help to get in through this one.
bool may_serve(const AuditContext& context, std::uint32_t emergency, std::uint32_t provider) {
  const auto org = [&](std::uint32_t account) {
    return context.inventory.account(context.account(account).details().org.thing);
  };
  const Account* administered = org(emergency);
  return administered == nullptr || administered == &context.account(provider) ||
         administered == org(provider);
}

void check(const AuditContext& context, RuleOutcome& outcome) {
  if (context.inventory.profile != Profile::team) return;
  const std::vector<std::uint32_t> providers = accounts_with(context, Role::identity_provider);
  const std::vector<std::uint32_t> emergency_accounts = accounts_with(context, Role::break_glass);
  const std::size_t limit = context.policy.breakglass_min;
  for (const std::uint32_t provider : providers) {
    const ThingId thing = context.account(provider).thing;
    std::vector<std::uint32_t> ready, shut;
    for (const std::uint32_t account : emergency_accounts) {
      if (!may_serve(context, account, provider)) continue;
      (context.cannot_get_in(account) ? shut : ready).push_back(account);
    }
    if (ready.size() >= limit) continue;
    const std::string name = context.name(provider);
    outcome.add({.subject = providers.size() == 1 ? "inventory"
                                                  : std::string(context.inventory.id_of(thing)),
                 .at = thing,
                 .message = message_for(context, name, ready, shut),
                 .remedy = remedy_for(context, name, limit - ready.size(), shut)});
  }
}

}  // namespace

extern const Rule too_few_break_glass_accounts{
    .id = "PKA804",
    .title = "Fewer than two break-glass accounts",
    .why =
        "When the sign-in service fails or shuts its administrators out, everything behind it is "
        "shut too. An emergency account that does not need it opens the door, and the second "
        "one is there when the first fails.",
    .remedy =
        "Keep two emergency accounts that sign in without the identity provider's usual ways, "
        "their keys in safes at two places.",
    .severity = Severity::critical,
    .fixed_severity = true,
    .item = Item::reviewed,
    .sources = {"MS1", "CI1"},
    .check = check,
};

}  // namespace passkey_audit
