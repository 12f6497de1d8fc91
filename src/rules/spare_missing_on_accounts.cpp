#include <fmt/format.h>

#include "passkey_audit/audit/change_list.hpp"
#include "passkey_audit/audit/rule.hpp"
#include "spare_accounts.hpp"

namespace passkey_audit {
namespace {

// A key is registered from within the account.
Remedy remedy_for(const AuditContext& context, ThingId spare,
                  const std::vector<std::uint32_t>& accounts) {
  std::vector<std::uint32_t> shut;
  std::ranges::copy_if(accounts, std::back_inserter(shut),
                       [&](std::uint32_t account) { return context.cannot_get_in(account); });
  Remedy remedy;
  if (!shut.empty()) {
    remedy.steps.push_back(
        {fmt::format("Get back into {} first, through {} support or {} recovery form.",
                     context.names(shut), shut.size() == 1 ? "its" : "their",
                     shut.size() == 1 ? "its" : "their"),
         {}});
  }
  ChangeList changes(context);
  for (const std::uint32_t account : accounts) {
    changes.register_keys(context.account(account), {&spare, 1});
  }
  remedy.steps.push_back(
      {fmt::format("Register {} on {}, and sign in with it once{}.", context.name(spare),
                   context.names(accounts), accounts.size() == 1 ? "" : " on each"),
       {},
       changes.take()});
  return remedy;
}

void check(const AuditContext& context, RuleOutcome& outcome) {
  for (const SparePair& pair : spare_pairs(context)) {
    std::vector<std::uint32_t> accounts = accounts_of(context, pair).without_spare;
    if (accounts.empty()) continue;
    outcome.add({.subject = std::string(context.inventory.id_of(pair.spare->thing)),
                 .at = pair.spare->thing,
                 .accounts = accounts,
                 .message = fmt::format("{}, the spare of {}, is not registered on {}",
                                        context.name(pair.spare->thing),
                                        context.name(pair.primary->thing), context.names(accounts)),
                 .remedy = remedy_for(context, pair.spare->thing, accounts)});
  }
}

}  // namespace

extern const Rule spare_missing_on_accounts{
    .id = "PKA205",
    .title = "Spare missing on accounts",
    .why =
        "A spare key knows only the accounts that it was shown. Where it was never registered, it "
        "is of no use on the day the first key is gone.",
    .remedy = "Register the spare wherever the first key is registered, and on the same day.",
    .severity = Severity::medium,
    .item = Item::hardware_backup,
    .sources = {"Y1"},
    .check = check,
};

}  // namespace passkey_audit
