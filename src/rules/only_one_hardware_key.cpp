#include <fmt/format.h>

#include "passkey_audit/audit/rule.hpp"
#include "passkey_audit/audit/safeguards.hpp"

namespace passkey_audit {
namespace {

std::string message_for(const AuditContext& context, const std::vector<ThingId>& keys,
                        const std::string& account) {
  if (keys.size() == 1) {
    return fmt::format("{} is the only security key on {}", context.name(keys.front()), account);
  }
  return fmt::format("{} has {} security keys, and your policy asks for {}", account, keys.size(),
                     context.policy.min_hardware_keys);
}

Remedy remedy_for(const AuditContext& context, const Account& account,
                  const std::vector<ThingId>& keys) {
  Instruction registration = key_registration(context, account);
  const bool is_at_hand = keys_to_add(context, account).size() >= keys_missing(context, account);
  if (is_at_hand) {
    registration.effect = fmt::format("Keep it apart from {}.", context.name(keys.front()));
  }
  return Remedy({std::move(registration)});
}

void check(const AuditContext& context, RuleOutcome& outcome) {
  for (std::uint32_t i = 0; i < context.inventory.accounts.size(); ++i) {
    const Account& account = context.account(i);
    if (context.abandoned(i) || context.opened_through_others(account)) continue;
    const std::vector<ThingId> keys = context.security_keys_of(account);
    if (keys.empty() || keys.size() >= context.policy.min_hardware_keys) continue;
    const ServiceFacts* service = context.service_of(account);
    const std::uint32_t demanded = service == nullptr ? 0 : service->security_keys_min.value_or(0);
    RuleOutcome::Draft draft{.message = message_for(context, keys, context.name(i)),
                             .remedy = remedy_for(context, account, keys)};
    if (keys.size() < demanded) {
      draft.message += fmt::format("; {} demands at least {}", service->name, demanded);
      draft.severity = Severity::critical;
      draft.fixed_severity = true;
    }
    outcome.add(account, std::move(draft));
  }
}

}  // namespace

extern const Rule only_one_hardware_key{
    .id = "PKA202",
    .title = "Only one hardware key",
    .why =
        "A security key cannot be copied. The day it is lost or breaks, everything that only it "
        "could do is gone, unless a second one was registered before.",
    .remedy = "Register a second security key on every account that has one, best on the same day.",
    .severity = Severity::high,
    .item = Item::hardware_backup,
    .sources = {"AP1", "GO7", "CS5", "Y1"},
    .check = check,
};

}  // namespace passkey_audit
