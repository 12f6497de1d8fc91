#include <fmt/format.h>

#include <algorithm>

#include "method_names.hpp"
#include "passkey_audit/audit/rule.hpp"
#include "passkey_audit/audit/safeguards.hpp"
#include "passkey_audit/audit/wording.hpp"
#include "roles.hpp"
#include "together.hpp"

namespace passkey_audit {
namespace {

struct Weakness {
  std::string means;  // "a code sent to the old number"
  std::string name;   // "the old number"
};

std::vector<Weakness> weaknesses_of(const AuditContext& context, const Account& account) {
  const Inventory& inventory = context.inventory;
  std::vector<Weakness> weaknesses;
  const auto add_sent = [&](ThingId thing) {
    weaknesses.push_back(
        {fmt::format("a code sent to {}", context.name(thing)), context.name(thing)});
  };
  for (const ThingId thing : things_named({&account.second_factors, &account.other_sign_in})) {
    const bool is_number =
        inventory.authenticator(thing, AuthenticatorType::phone_number) != nullptr;
    if (is_number) add_sent(thing);
  }
  for (const ThingId thing : things_named({&account.second_factors})) {
    if (inventory.account(thing) != nullptr) add_sent(thing);
  }
  for (const ThingId thing : things_named({&account.recovery})) {
    const RecoveryMethod* method = inventory.recovery_method(thing);
    if (method == nullptr || method->type != RecoveryType::security_question) continue;
    weaknesses.push_back({spoken(context, *method), spoken(context, *method)});
  }
  return weaknesses;
}

// A passkey, a security key or a certificate that works.
bool resists_phishing(const AuditContext& context, const Account& account) {
  const auto works = [&](ThingId thing) { return context.usable(thing); };
  const bool has_passkey = std::ranges::any_of(
      account.passkeys, [&](const Passkey& passkey) { return works(passkey.in.thing); });
  return has_passkey ||
         std::ranges::any_of(
             things_named({&account.second_factors, &account.other_sign_in}), [&](ThingId thing) {
               const Authenticator* authenticator = context.inventory.authenticator(thing);
               return authenticator != nullptr && works(thing) &&
                      (authenticator->type == AuthenticatorType::security_key ||
                       authenticator->type == AuthenticatorType::platform ||
                       authenticator->type == AuthenticatorType::certificate);
             });
}

std::string message_for(const std::string& account, const std::vector<Weakness>& weaknesses) {
  std::vector<std::string> means;
  for (const Weakness& weakness : weaknesses) means.push_back(weakness.means);
  return fmt::format("{} {} past the passkeys and keys of {}", capitalized(listed(means)),
                     means.size() == 1 ? "gets" : "get", account);
}

// What stands ready in place of it, or what to set up.
std::string remedy_for(const AuditContext& context, const Account& account,
                       const std::vector<Weakness>& weaknesses) {
  const std::string name = context.name(account.thing);
  std::vector<std::string> names;
  for (const Weakness& weakness : weaknesses) names.push_back(weakness.name);
  const std::string weak = listed(names);
  const std::string_view them = names.size() == 1 ? "it" : "them";
  const AccessGraph::OwnNodes& own = context.graph.own_nodes(context.index_of(account));
  for (const auto& [node, part] : {std::pair(own.codes, Part::codes), {own.totp, Part::totp}}) {
    if (!context.eventual.usable(node)) continue;
    return fmt::format("Let {} take the place of {}. Take {} off only after the other works.",
                       context.name(account.thing, part), weak, them);
  }
  const std::optional<bool> gives_codes = issues_codes(context.catalog, account);
  const std::string codes = fmt::format("recovery codes on paper, kept {}", where_to_keep(context));
  const std::string other = gives_codes == true    ? codes
                            : gives_codes == false ? "a code generator"
                                                   : "a code generator, or by " + codes;
  return fmt::format("Replace {} on {} by {}. Take {} off only after the other works.", weak, name,
                     other, them);
}

void check(const AuditContext& context, RuleOutcome& outcome) {
  for (std::uint32_t i = 0; i < context.inventory.accounts.size(); ++i) {
    const Account& account = context.account(i);
    if (context.abandoned(i) || context.opened_through_others(account)) continue;
    const std::vector<Weakness> weaknesses = weaknesses_of(context, account);
    if (weaknesses.empty() || !resists_phishing(context, account)) continue;
    RuleOutcome::Draft draft{.message = message_for(context.name(i), weaknesses),
                             .remedy = remedy_for(context, account, weaknesses)};
    if (administers(account)) {
      draft.severity = Severity::high;
      draft.fixed_severity = true;
    }
    outcome.add(account, std::move(draft));
  }
}

}  // namespace

extern const Rule weak_fallback{
    .id = "PKA305",
    .title = "Weak fallback",
    .why =
        "A passkey cannot be talked out of you, a code in a text message can. Whoever wants in "
        "takes the weakest way that is open.",
    .remedy =
        "Replace text messages, codes by e-mail and security questions by recovery codes on paper "
        "or a code generator.",
    .severity = Severity::medium,
    .item = Item::fallback,
    .sources = {"O1", "O2", "CS7"},
    .check = check,
};

}  // namespace passkey_audit
