// What only a team is asked: people, organisations, administrators, emergency accounts.
#include <fmt/format.h>

#include <algorithm>

#include "question.hpp"

namespace passkey_audit {
namespace {

bool is_new_team(const Draft& draft) {
  return draft.is_new && draft.profile == Profile::team;
}

// "Chidi (left)", "Chidi who left".
Taken take_people(Names& names, const std::string& answer) {
  if (answer.empty() || is_none(answer) || is_dont_know(answer)) return {};
  for (const std::string& item : listed(answer, And::separates)) {
    const std::size_t end = std::min({item.find(" left"), item.find(" ("), item.find(" who")});
    const std::string name = trimmed(item.substr(0, end));
    if (name.empty())
      return Taken::not_understood("Say the names only, such as \"Ada, Bo, Chidi (left)\".");
    const std::string id = names.person(name);
    const auto person = std::ranges::find(names.draft().people, id, &DraftPerson::id);
    if (person != names.draft().people.end()) person->has_left = has_word(item, {"left", "gone"});
  }
  return {};
}

// Who signs others in, and where the servers are.
Role role_of(const std::string& service, const std::string& name) {
  const bool is_cloud = service == "aws.amazon.com" || service == "cloud.ibm.com" ||
                        service == "cloud.oracle.com" || has_word(name, {"root", "gcp"});
  return is_cloud ? Role::cloud_root : Role::identity_provider;
}

Taken take_organisations(Names& names, const std::string& answer) {
  if (answer.empty() || is_none(answer) || is_dont_know(answer)) return {};
  for (const std::string& item : listed(answer, And::separates)) {
    DraftAccount& account = *names.draft().account(names.account(item));
    if (account.roles.empty()) account.roles = {role_of(account.service, item)};
  }
  return {};
}

Ids organisations(const Draft& draft) {
  Ids ids;
  for (const DraftAccount& account : draft.accounts) {
    if (account.has_role(Role::identity_provider)) ids.push_back(account.id);
  }
  return ids;
}

void add_administrator(Draft& draft, const std::string& organisation, DraftAccount added) {
  const DraftAccount& of = *draft.account(organisation);
  added.id = draft.new_id(added.name, "admin");
  added.service = of.service;
  added.org = organisation;
  draft.accounts.push_back(std::move(added));
}

Taken take_administrators(Names& names, const std::string& answer) {
  Draft& draft = names.draft();
  if (answer.empty() || is_none(answer) || is_dont_know(answer)) return {};
  const Ids all = organisations(draft);
  for (const std::string& item : listed(answer, And::separates)) {
    const std::string person = names.person(item);
    for (const std::string& id : all) {
      const std::string where = all.size() == 1 ? "" : fmt::format(" at {}", draft.label(id));
      add_administrator(
          draft, id,
          {.name = fmt::format("{}'s administrator account{}", draft.label(person), where),
           .roles = {Role::admin},
           .owners = {person}});
    }
    for (DraftAccount& account : draft.accounts) {
      if (account.has_role(Role::cloud_root)) account.owners.push_back(person);
    }
  }
  return {};
}

Taken take_emergency_accounts(Names& names, const std::string& answer) {
  Draft& draft = names.draft();
  if (answer.empty() || is_none(answer) || is_dont_know(answer)) return {};
  const Counted said = counted(answer);
  const bool is_number = said.count > 1 || has_word(answer, {"one", "1"});
  if (!is_number) return Taken::not_understood("Say how many there are, such as \"two\".");
  for (const std::string& id : organisations(draft)) {
    for (std::size_t i = 1; i <= said.count; ++i) {
      add_administrator(draft, id,
                        {.name = fmt::format("emergency account {} of {}", i, draft.label(id)),
                         .roles = {Role::admin, Role::break_glass}});
    }
  }
  return {};
}

}  // namespace

std::optional<Question> ask_for_people(const Draft& draft) {
  if (!is_new_team(draft)) return std::nullopt;
  return Question{.text =
                      "Who is in the team and has access to anything that matters, and who of "
                      "them has left?",
                  .example = "Ada, Bo, Chidi (left)",
                  .enter = "don't know",
                  .take = take_people};
}

std::optional<Question> ask_for_organisations(const Draft& draft) {
  if (!is_new_team(draft)) return std::nullopt;
  return Question{
      .text = "Through which services does everybody sign in, and where do your servers run?",
      .example = "Google Workspace, AWS",
      .enter = "none",
      .take = take_organisations};
}

std::optional<Question> ask_for_administrators(const Draft& draft) {
  const bool none = organisations(draft).empty() &&
                    std::ranges::none_of(draft.accounts, [](const DraftAccount& account) {
                      return account.has_role(Role::cloud_root);
                    });
  if (!is_new_team(draft) || none) return std::nullopt;
  return Question{.text = "Who administers them?",
                  .example = "Ada, Bo",
                  .enter = "don't know",
                  .take = take_administrators};
}

std::optional<Question> ask_for_emergency_accounts(const Draft& draft) {
  if (!is_new_team(draft) || organisations(draft).empty()) return std::nullopt;
  return Question{.text = "How many emergency accounts are there, which nobody uses every day?",
                  .example = "two",
                  .enter = "none",
                  .take = take_emergency_accounts};
}

}  // namespace passkey_audit
