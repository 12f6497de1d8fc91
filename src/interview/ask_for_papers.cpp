// What is on paper, and where.
#include <fmt/format.h>

#include <algorithm>

#include "question.hpp"
#include "told.hpp"

namespace passkey_audit {
namespace {

void add_to(std::optional<Ids>& copies, const std::string& place) {
  if (!copies) copies.emplace();
  copies->push_back(place);
}

std::string take_paper(Names& names, const std::string& item) {
  const Located parts = located(item, At::first);
  if (parts.where.empty()) {
    return fmt::format("Say in which building {} is, such as \"Google codes at home\".",
                       quoted(parts.what));
  }
  const auto place = names.place(parts.where);
  if (!place) return place.error();
  if (DraftAuthenticator* code = code_in(names, parts.what)) {
    if (!code->known) code->stored_in.push_back(*place);
    return {};
  }
  const std::string id = account_in(names, parts.what);
  if (id.empty() || id == "unknown") {
    return fmt::format("Say which account {} belongs to, such as \"Google codes at home\".",
                       quoted(parts.what));
  }
  DraftAccount& account = *names.draft().account(id);
  if (account.known && !account.open) return it_is_there(names.draft(), id);
  if (has_word(parts.what, {"kit"})) {
    add_method(names.draft(), account,
               {.name = fmt::format("the emergency kit of {}", names.draft().label(id)),
                .type = RecoveryType::emergency_kit,
                .stored_in = {*place}});
  } else if (has_word(parts.what, {"key", "phrase", "seed"})) {
    add_method(names.draft(), account,
               {.name = fmt::format("the recovery key of {}", names.draft().label(id)),
                .type = RecoveryType::recovery_key,
                .stored_in = {*place}});
  } else if (has_word(parts.what, {"password", "passwords", "passphrase"})) {
    add_to(account.password, *place);
    if (!account.second_factors) account.second_factors = Ids{"unknown"};
  } else if (has_word(parts.what, {"code", "codes", "sheet"})) {
    add_to(account.codes, *place);
  } else {
    return "Say what it is: codes, a recovery key, an emergency kit or a password.";
  }
  return {};
}

Taken take_papers(Names& names, const std::string& answer) {
  if (answer.empty() || is_none(answer) || is_dont_know(answer)) return {};
  for (const std::string& item : listed(answer, And::separates)) {
    if (std::string complaint = take_paper(names, item); !complaint.empty()) {
      return Taken::not_understood(complaint);
    }
  }
  return {};
}

}  // namespace

std::optional<Question> ask_for_papers(const Draft& draft) {
  if (std::ranges::none_of(draft.accounts, [](auto& one) { return !one.known || one.open; })) {
    return std::nullopt;
  }
  return Question{
      .text = "What is printed or written down, and in which building is it?",
      .example = "Google codes at home, Apple recovery key at my parents', iPhone PIN at home",
      .enter = "nothing",
      .take = take_papers};
}

}  // namespace passkey_audit
