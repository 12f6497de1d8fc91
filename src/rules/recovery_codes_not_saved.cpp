#include <fmt/format.h>

#include "passkey_audit/audit/rule.hpp"
#include "passkey_audit/audit/safeguards.hpp"
#include "together.hpp"

namespace passkey_audit {
namespace {

// What is known of codes, the better the later.
enum class Codes : std::uint8_t { none, kept_nowhere, used_up, out_of_reach, place_not_told, kept };

Codes state_of(const AuditContext& context, const List<Reference>& stored_in,
               std::optional<std::uint32_t> remaining, NodeId node) {
  if (remaining == 0U) return Codes::used_up;
  if (!stored_in.told()) return Codes::place_not_told;
  if (stored_in.empty()) return Codes::kept_nowhere;
  if (context.eventual.usable(node)) return Codes::kept;
  const bool one_unknown = std::ranges::any_of(
      stored_in, [](const Reference& where) { return where.thing == ThingDirectory::unknown; });
  return one_unknown ? Codes::place_not_told : Codes::out_of_reach;
}

// The best that is known of the account's own codes and of the recovery codes among its ways.
Codes codes_of(const AuditContext& context, const Account& account) {
  const AccessGraph::OwnNodes& own = context.graph.own_nodes(context.index_of(account));
  Codes codes = account.codes.told() ? state_of(context, account.codes.stored_in,
                                                account.codes.detail().remaining, own.codes)
                                     : Codes::none;
  for (const ThingId thing :
       things_named({&account.second_factors, &account.other_sign_in, &account.recovery})) {
    const RecoveryMethod* method = context.inventory.recovery_method(thing);
    if (method != nullptr && method->type == RecoveryType::recovery_codes) {
      codes = std::max(
          codes, state_of(context, method->stored_in, method->remaining, context.node(thing)));
    }
  }
  return codes;
}

std::string message_for(const std::string& name, Codes codes) {
  switch (codes) {
    case Codes::none: return fmt::format("{} gives out recovery codes, and none are noted", name);
    case Codes::kept_nowhere:
      return fmt::format("{} gives out recovery codes, and none are saved", name);
    case Codes::used_up: return fmt::format("The recovery codes of {} are used up", name);
    case Codes::out_of_reach:
      return fmt::format("The recovery codes of {} are kept where you cannot get at them", name);
    case Codes::place_not_told:
    case Codes::kept: break;
  }
  return {};
}

void check(const AuditContext& context, RuleOutcome& outcome) {
  for (std::uint32_t i = 0; i < context.inventory.accounts.size(); ++i) {
    const Account& account = context.account(i);
    if (context.abandoned(i) || context.opened_through_others(account)) continue;
    if (context.issues_codes(account) != true) continue;
    const Codes codes = codes_of(context, account);
    if (codes == Codes::kept) continue;
    if (codes == Codes::place_not_told) {
      outcome.not_judged(account, "does not say where its codes are kept");
      continue;
    }
    const std::string name = context.name(i);
    const bool goes_nowhere = account.password.told() && account.password.none();
    outcome.add(account,
                {.message = message_for(name, codes),
                 .remedy = goes_nowhere ? Remedy({set_password_and_print_codes(context, account)})
                                        : Remedy({print_codes(context, account)})});
  }
}

}  // namespace

extern const Rule recovery_codes_not_saved{
    .id = "PKA303",
    .title = "Recovery codes not saved",
    .why =
        "Recovery codes cost nothing, need no device, and are shown only while you can still sign "
        "in. Afterwards it is too late to ask for them.",
    .remedy =
        "Print the recovery codes of every service that gives them out, and keep the paper "
        "where your devices are not.",
    .severity = Severity::high,
    .item = Item::fallback,
    .sources = {"GH1", "GH2", "GO4", "BW1"},
    .check = check,
};

}  // namespace passkey_audit
