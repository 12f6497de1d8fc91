// Whose domain the mail is under.
#include <algorithm>

#include "question.hpp"
#include "told.hpp"

namespace passkey_audit {
namespace {

std::vector<std::string> mailboxes(const Draft& draft) {
  std::vector<std::string> ids;
  const Role role = draft.profile == Profile::team ? Role::identity_provider : Role::email;
  for (const DraftAccount& account : draft.accounts) {
    const bool may_change = !account.known && account.domain_at.empty();
    if (may_change && account.has_role(role)) ids.push_back(account.id);
  }
  return ids;
}

Taken take_domain(Names& names, const std::string& answer) {
  Draft& draft = names.draft();
  if (answer.empty() || is_none(answer)) return {};
  std::vector<std::string> meant = mailboxes(draft);
  if (is_dont_know(answer)) {
    for (const std::string& id : meant) draft.account(id)->domain_at = "unknown";
    return {};
  }
  const Located parts = located(answer, At::last);
  const std::string registrar = parts.where.empty() ? trimmed(answer) : parts.where;
  if (meant.size() != 1) {
    if (parts.where.empty() || parts.what.empty()) {
      return Taken::not_understood(
          "Say which mailbox it is and where its domain is registered, such "
          "as \"Fastmail at Gandi\".");
    }
    const std::string id = names.account(parts.what);
    DraftAccount& mailbox = *draft.account(id);
    if (mailbox.known) return Taken::not_understood(it_is_there(draft, id));
    if (!mailbox.has_role(Role::email)) mailbox.roles.push_back(Role::email);
    meant = {id};
  }
  const std::string at = is_dont_know(registrar) ? "unknown" : names.account(registrar);
  if (at == meant.front())
    return Taken::not_understood("Say where the domain is registered, not where the mailbox is.");
  if (DraftAccount* account = draft.account(at); account != nullptr && !account->known) {
    if (!account->has_role(Role::registrar)) account->roles.push_back(Role::registrar);
  }
  draft.account(meant.front())->domain_at = at;
  return {};
}

}  // namespace

std::optional<Question> ask_for_domain(const Draft& draft) {
  if (!draft.is_new && mailboxes(draft).empty()) return std::nullopt;
  const bool is_team = draft.profile == Profile::team;
  return Question{.text = is_team
                              ? "Where is the domain of your mail registered?"
                              : "If mail of yours is under a domain of your own: which mailbox is "
                                "it, and where is the domain registered?",
                  .example = is_team ? "Gandi" : "Fastmail at Gandi",
                  .enter = is_team ? "there is none" : "no domain of my own",
                  .take = take_domain};
}

}  // namespace passkey_audit
