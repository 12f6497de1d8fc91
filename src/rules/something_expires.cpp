#include <fmt/format.h>

#include <algorithm>

#include "break_glass.hpp"
#include "domains.hpp"
#include "passkey_audit/audit/change_list.hpp"
#include "passkey_audit/audit/rule.hpp"
#include "passkey_audit/audit/wording.hpp"
#include "registrations.hpp"
#include "together.hpp"

namespace passkey_audit {
namespace {

// Days until then, less than none when it is past. No value: far off, or it never expires.
std::optional<std::int32_t> days_left(const AuditContext& context, std::optional<Date> expires_on) {
  if (!expires_on) return std::nullopt;
  const std::int32_t days = *expires_on - context.today;
  const auto limit = static_cast<std::int64_t>(context.policy.expiry_warn);
  return days <= limit ? std::optional(days) : std::nullopt;
}

// "expires in 12 days, on 2026-12-04"
std::string expiry_in_words(const AuditContext& context, Date expires_on) {
  return fmt::format("{} {}", expires_on < context.today ? "expired" : "expires",
                     day_in_words(expires_on, context.today));
}

std::string deadline(Date expires_on, std::int32_t days) {
  return days > 0 ? fmt::format("by {}", format_date(expires_on)) : "today";
}

void raise_for_break_glass(const AuditContext& context, RuleOutcome::Draft& draft) {
  const bool concerned = std::ranges::any_of(draft.accounts, [&](std::uint32_t account) {
    return is_break_glass(context.account(account));
  });
  if (!concerned) return;
  draft.severity = Severity::high;
  draft.fixed_severity = true;
}

// A domain that runs out takes all mail under it along, and may soon be somebody else's.
void add_domain(const AuditContext& context, const std::string& registrar, const std::string& by,
                const std::vector<std::uint32_t>& mailboxes, RuleOutcome::Draft& draft) {
  const std::string mail = context.names(mailboxes);
  draft.severity = Severity::high;
  draft.message += fmt::format(", and the domain of {} is registered there", mail);
  draft.remedy.steps.front().what = fmt::format(
      "Renew the domain of {} at {} {}, see that the card on file still works, and have it renewed "
      "automatically.",
      mail, registrar, by);
}

void check_accounts(const AuditContext& context, RuleOutcome& outcome) {
  const auto mailboxes = mailboxes_by_registrar(context);
  for (std::uint32_t i = 0; i < context.inventory.accounts.size(); ++i) {
    const Account& account = context.account(i);
    const auto days = days_left(context, account.details().expires_on);
    if (context.abandoned(i) || !days) continue;
    const Date expires_on = *account.details().expires_on;
    const std::string name = context.name(i), by = deadline(expires_on, *days);
    RuleOutcome::Draft draft{
        .subject = std::string(context.inventory.id_of(account.thing)),
        .at = account.thing,
        .accounts = {i},
        .message = fmt::format("{} {}", name, expiry_in_words(context, expires_on)),
        .remedy = Remedy(
            fmt::format("Have {} extended {}, or move what you need from it elsewhere.", name, by),
            one_change(ChangeKind::extend, account.thing))};
    if (const auto domain = mailboxes.find(account.thing); domain != mailboxes.end()) {
      add_domain(context, name, by, domain->second, draft);
    }
    raise_for_break_glass(context, draft);
    outcome.add(std::move(draft));
  }
}

void check_authenticators(const AuditContext& context, RuleOutcome& outcome) {
  const AccountsByThing users = accounts_by_thing(context, things_used);
  for (const Authenticator& one : context.inventory.authenticators) {
    const auto days = days_left(context, one.expires_on);
    if (one.status != Status::active || !days) continue;
    std::vector<std::uint32_t> accounts = users[one.thing.index];
    std::erase_if(accounts, [&](std::uint32_t account) { return context.abandoned(account); });
    if (accounts.empty()) continue;
    const std::string name = context.name(one.thing), on = context.names(accounts);
    RuleOutcome::Draft draft{
        .subject = std::string(context.inventory.id_of(one.thing)),
        .at = one.thing,
        .accounts = std::move(accounts),
        .remedy = Remedy(
            fmt::format("Renew {} or set up something in its place on {} {}. Use the new one "
                        "once before you remove the old one.",
                        name, on, deadline(*one.expires_on, *days)),
            one_change(ChangeKind::extend, one.thing))};
    draft.message =
        fmt::format("{} {}, and {} {} it", name, expiry_in_words(context, *one.expires_on), on,
                    draft.accounts.size() == 1 ? "uses" : "use");
    raise_for_break_glass(context, draft);
    outcome.add(std::move(draft));
  }
}

void check(const AuditContext& context, RuleOutcome& outcome) {
  check_accounts(context, outcome);
  check_authenticators(context, outcome);
}

}  // namespace

extern const Rule something_expires{
    .id = "PKA808",
    .title = "Something expires",
    .why =
        "Certificates, contracts and guest accounts end on a day that was known all along. What "
        "replaces them is easy to set up before that day and often impossible after it.",
    .remedy =
        "Replace what expires before it does, and use the new one once before the old one goes.",
    .severity = Severity::medium,
    .item = Item::reviewed,
    .sources = {"N4", "O2", "MS2"},
    .check = check,
};

}  // namespace passkey_audit
