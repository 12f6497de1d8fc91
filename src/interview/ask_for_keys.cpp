// Security keys, where they are, and their PIN.
#include <fmt/format.h>

#include <algorithm>

#include "question.hpp"

namespace passkey_audit {
namespace {

bool is_key_name(std::string_view name) {
  const auto words = words_of(name);
  return std::ranges::any_of(words, [](const std::string& word) {
    return word.find("key") != std::string::npos ||
           has_word(word,
                    {"titan", "token", "fob", "spare", "backup", "feitian", "thetis", "second"});
  });
}

// "one at home and another one at work"
bool is_another(std::string_view name) {
  return std::ranges::all_of(words_of(name), [](const std::string& word) {
    return has_word(word, {"another", "other", "one", "more", "too", "also"});
  });
}

Taken take_key(Names& names, std::string item) {
  Draft& draft = names.draft();
  const std::string owner = names.take_owner(item);
  const Located parts = located(item, At::last);
  Counted number = counted(parts.what);
  if (number.what.empty() || is_another(number.what)) number.what = "security key";
  if (!is_key_name(number.what)) {
    return Taken::not_understood(fmt::format(
        "{} is not known as a security key; say for example \"YubiKey on my key ring\".",
        quoted(number.what) == "that" ? "That" : quoted(number.what)));
  }
  std::string place;
  if (!parts.where.empty()) {
    const auto found = names.place(parts.where);
    if (!found) return Taken::not_understood(found.error());
    place = *found == "unknown" ? "" : *found;
  }
  const Ids before = names.keys_of(owner);
  for (std::size_t i = 1; i <= number.count; ++i) {
    std::string name = number.what;
    if (number.count > 1 && name.ends_with('s')) name.pop_back();
    if (number.count > 1) name += fmt::format(" {}", i);
    if (!owner.empty()) name = fmt::format("{}'s {}", draft.label(owner), name);
    const bool is_spare = has_word(name, {"spare", "backup"}) && !before.empty();
    const std::string id = draft.new_id(name, "key");
    draft.authenticators.push_back({.id = id,
                                    .name = id == name ? "" : name,
                                    .type = AuthenticatorType::security_key,
                                    .owner = owner == "me" ? "" : owner,
                                    .place = place,
                                    .spare_of = is_spare ? before.front() : ""});
  }
  return {};
}

// A passkey on a key asks for its PIN. People mostly have one for all of their keys, and until more
// is told they only remember it.
void add_pin(Names& names, const std::string& owner) {
  Draft& draft = names.draft();
  const Ids keys = names.keys_of(owner);
  if (keys.empty()) return;
  const std::string whose = owner.empty() ? "the " : fmt::format("{}'s ", draft.label(owner));
  draft.authenticators.push_back(
      {.id = draft.new_id(owner.empty() ? "key pin" : whose + "key pin", "pin"),
       .name = fmt::format("the PIN of {}security key{}", whose, keys.size() == 1 ? "" : "s"),
       .type = AuthenticatorType::secret,
       .owner = owner,
       .opens = keys,
       .stored_in = {"memory"}});
}

Taken take_keys(Names& names, const std::string& answer) {
  if (answer.empty() || is_none(answer) || is_dont_know(answer)) return {};
  for (const std::string& item : listed(answer, And::separates)) {
    Taken taken = take_key(names, item);
    if (!taken.complaint.empty()) return taken;
  }
  add_pin(names, "");
  for (const DraftPerson& person : names.draft().people) add_pin(names, person.id);
  return {};
}

}  // namespace

std::optional<Question> ask_for_keys(const Draft& draft) {
  if (draft.has(AuthenticatorType::security_key)) return std::nullopt;
  const bool is_team = draft.profile == Profile::team;
  return Question{.text = "Which security keys are there, and where is each of them now?",
                  .example = is_team ? "Ada's YubiKey carried, Ada's spare at the office"
                                     : "YubiKey on my key ring, spare key at my parents'",
                  .enter = "none",
                  .take = take_keys};
}

}  // namespace passkey_audit
