// A question, and what its answer does to the draft. Internal to this module.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "answer.hpp"
#include "names.hpp"

namespace passkey_audit {

// An answer was understood, unless there is a complaint: then the draft is dropped and the question
// asked again. `note`: what was concluded from the answer that nobody said.
struct Taken {
  std::string complaint, note;

  static Taken not_understood(std::string why) { return {.complaint = std::move(why)}; }
  static Taken with_note(std::string note) { return {.note = std::move(note)}; }
};

struct Question {
  std::string text;     // one sentence
  std::string example;  // an answer
  std::string enter;    // what an empty answer means
  // Never called with an answer that looks like a secret.
  std::function<Taken(Names& names, const std::string& answer)> take;
};

// No value: there is nothing to ask.
using AskAbout = std::optional<Question> (*)(const Draft& draft);
using AskAboutAccount = std::optional<Question> (*)(const Draft& draft,
                                                    const DraftAccount& account);

// ---- before the accounts
std::optional<Question> ask_for_whom(const Draft& draft);
std::optional<Question> ask_for_devices(const Draft& draft);
std::optional<Question> ask_where_devices_stay(const Draft& draft);
std::optional<Question> ask_for_vaults(const Draft& draft);
std::optional<Question> ask_for_numbers(const Draft& draft);
std::optional<Question> ask_for_keys(const Draft& draft);
std::optional<Question> ask_for_accounts(const Draft& draft);
std::optional<Question> ask_for_papers(const Draft& draft);
std::optional<Question> ask_for_helpers(const Draft& draft);

// ---- of a team
std::optional<Question> ask_for_people(const Draft& draft);
std::optional<Question> ask_for_organisations(const Draft& draft);
std::optional<Question> ask_for_administrators(const Draft& draft);
std::optional<Question> ask_for_emergency_accounts(const Draft& draft);

// ---- of each account
std::optional<Question> ask_how_to_sign_in(const Draft& draft, const DraftAccount& account);
std::optional<Question> ask_for_second_step(const Draft& draft, const DraftAccount& account);
std::optional<Question> ask_for_way_back(const Draft& draft, const DraftAccount& account);

// ---- after them
std::optional<Question> ask_for_domain(const Draft& draft);

}  // namespace passkey_audit
