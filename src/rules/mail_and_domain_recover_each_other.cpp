#include <fmt/format.h>

#include <algorithm>

#include "domains.hpp"
#include "passkey_audit/audit/rule.hpp"
#include "passkey_audit/audit/safeguards.hpp"

namespace passkey_audit {
namespace {

void judge(const AuditContext& context, std::uint32_t registrar,
           const std::vector<std::uint32_t>& mailboxes, RuleOutcome& outcome) {
  const Account& account = context.account(registrar);
  if (!context.says_how_you_get_in(account)) {
    outcome.not_judged(account, "does not say what gets you into it");
    return;
  }
  LossSet losses;
  for (const std::uint32_t mailbox : mailboxes) {
    losses.push_back(context.graph.loss_of_account(mailbox));
  }
  const NodeId node = context.graph.account(registrar);
  const Closure without =
      least_closure(context.graph, losses, Patience::prompt(context.policy.max_outage));
  if (!context.prompt.usable(node) || without.usable(node)) return;

  const std::string name = context.name(registrar), mail = context.names(mailboxes);
  const auto id = [&](std::uint32_t index) {
    return std::string(context.inventory.id_of(context.account(index).thing));
  };
  std::vector<std::uint32_t> accounts = mailboxes;
  accounts.insert(std::ranges::lower_bound(accounts, registrar), registrar);
  RuleOutcome::Draft draft{
      .subject = id(registrar),
      .at = account.thing,
      .accounts = std::move(accounts),
      .message = fmt::format(
          "You get into {0} only through {1}, whose domain is registered with {0}", name, mail),
      .remedy = ways_back(context, losses, {registrar}, mail),
      .route = {id(registrar), id(mailboxes.front()), id(registrar)}};
  for (const LossId loss : losses) draft.losses.push_back(context.graph.losses()[loss].text);
  outcome.add(std::move(draft));
}

void check(const AuditContext& context, RuleOutcome& outcome) {
  for (std::uint32_t i = 0; i < context.inventory.accounts.size(); ++i) {
    const Account& mailbox = context.account(i);
    if (!context.abandoned(i) && mailbox.details().domain_at.thing == ThingDirectory::unknown) {
      outcome.not_judged(mailbox, "does not say where its domain is registered");
    }
  }
  for (const auto& [registrar, mailboxes] : mailboxes_by_registrar(context)) {
    const Account* account = context.inventory.account(registrar);
    if (account == nullptr || context.abandoned(context.index_of(*account))) continue;
    judge(context, context.index_of(*account), mailboxes, outcome);
  }
}

}  // namespace

extern const Rule mail_and_domain_recover_each_other{
    .id = "PKA706",
    .title = "Mail and its domain recover each other",
    .why =
        "Mail under a domain of your own stops when the domain lapses or is taken. If the "
        "registrar then sends its code to that very mailbox, neither comes back.",
    .remedy =
        "Give the account at the registrar a way in that does not pass through a mailbox under the "
        "domains registered there.",
    .severity = Severity::critical,
    .item = Item::no_circles,
    .sources = {"GR1", "N7"},
    .check = check,
};

}  // namespace passkey_audit
