// Which accounts matter.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "question.hpp"
#include "told.hpp"

namespace passkey_audit {
namespace {

constexpr std::size_t accounts_at_once = 5;

Taken take_accounts(Names& names, const std::string& answer) {
  if (answer.empty() || is_none(answer) || is_dont_know(answer)) return {};
  std::vector<std::string> items = listed(answer, And::separates);
  std::string note;
  if (items.size() > accounts_at_once) {
    items.resize(accounts_at_once);
    note = fmt::format(
        "The first {} are noted. For many accounts, passkey-audit import reads what a password "
        "manager exports.",
        accounts_at_once);
  }
  for (const std::string& item : items) {
    const std::string id = names.account(item);
    const DraftAccount* account = names.draft().account(id);
    if (account->known && !account->open) note = it_is_there(names.draft(), id);
  }
  return Taken::with_note(note);
}

}  // namespace

std::optional<Question> ask_for_accounts(const Draft& draft) {
  if (draft.profile == Profile::team && draft.is_new) return std::nullopt;
  Ids noted;
  for (const DraftAccount& account : draft.accounts) {
    if (!account.known) noted.push_back(draft.label(account.id));
  }
  return Question{.text = draft.is_new ? "Which accounts would it hurt most to lose, five at most?"
                                       : "Which accounts do you want to add, five at most?",
                  .example = draft.has_others ? "gmail, bank, Jon's GitHub" : "gmail, bank, GitHub",
                  .enter = noted.empty() ? "none" : fmt::format("only {}", fmt::join(noted, ", ")),
                  .take = take_accounts};
}

}  // namespace passkey_audit
