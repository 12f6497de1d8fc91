// Who knows a code, and who is a contact.
#include <fmt/format.h>

#include <algorithm>

#include "passkey_audit/support/lower_case.hpp"
#include "question.hpp"
#include "told.hpp"

namespace passkey_audit {
namespace {

// "Alex knows my PIN": the words before the one that says what Alex does.
std::string who_in(const std::string& item) {
  std::string who;
  for (std::size_t begin = 0; begin < item.size();) {
    const std::size_t end = std::min(item.find(' ', begin), item.size());
    const std::string part = item.substr(begin, end - begin);
    if (has_word(part, {"knows", "know", "is", "as", "has", "for", "can", "recovery", "trusted",
                        "emergency", "legacy", "contact", "at"})) {
      break;
    }
    who += (who.empty() ? "" : " ") + part;
    begin = end + 1;
  }
  return who;
}

RecoveryType type_of_help(const std::string& item) {
  if (has_word(item, {"legacy", "heir"})) return RecoveryType::legacy_contact;
  if (has_word(item, {"emergency"})) return RecoveryType::emergency_access;
  return RecoveryType::recovery_contact;
}

// The one account for which somebody can be such a contact. Empty: several, or none.
std::string only_guard(const Draft& draft) {
  std::string guard;
  for (const DraftAuthenticator& one : draft.authenticators) {
    const bool guards = one.type == AuthenticatorType::vault && !one.account.empty() &&
                        one.account != "unknown" && one.account != guard;
    if (guards && !guard.empty()) return {};
    if (guards) guard = one.account;
  }
  return guard;
}

std::string take_contact(Names& names, const std::string& item, const std::string& who) {
  const std::size_t at = lower_case(item).find(" for ");
  const std::string id =
      at == std::string::npos ? only_guard(names.draft()) : account_in(names, item.substr(at + 5));
  if (id.empty() || id == "unknown") {
    return fmt::format(
        "Say for which account {} is a contact, such as \"Alex is recovery contact "
        "for Apple\".",
        quoted(who) == "that" ? "the person" : who);
  }
  DraftAccount& account = *names.draft().account(id);
  if (account.known && !account.open) return it_is_there(names.draft(), id);
  const RecoveryType type = type_of_help(item);
  const std::string person = names.person(who);
  std::string as(word(type));
  std::ranges::replace(as, '-', ' ');
  add_method(names.draft(), account,
             {.name = fmt::format("{} as {}", names.draft().label(person), as),
              .type = type,
              .person = person});
  return {};
}

// Of the phone, else of the first device there is.
DraftAuthenticator* my_code(Draft& draft) {
  DraftAuthenticator* first = nullptr;
  for (const DraftDevice& device : draft.devices) {
    if (!device.owner.empty()) continue;
    for (DraftAuthenticator& one : draft.authenticators) {
      if (one.type != AuthenticatorType::secret || one.opens != Ids{device.id}) continue;
      if (device.type == DeviceType::phone) return &one;
      if (first == nullptr) first = &one;
    }
  }
  return first;
}

std::string take_helper(Names& names, const std::string& item) {
  const std::string who = who_in(item);
  const bool knows = has_word(item, {"knows", "know", "pin", "passcode", "code", "unlock"});
  const bool helps =
      has_word(item, {"contact", "recovery", "emergency", "legacy", "trusted", "heir"});
  if (who.empty() || (!knows && !helps)) {
    return "Say who it is and what they do, such as \"Alex knows my PIN\" or \"Kim is recovery "
           "contact for Apple\".";
  }
  if (helps) return take_contact(names, item, who);
  DraftAuthenticator* code = code_in(names, item);
  if (code == nullptr) code = my_code(names.draft());
  if (code == nullptr) return "There is no device yet that a PIN could unlock.";
  if (!code->known) code->stored_in.push_back(names.person(who));
  return {};
}

Taken take_helpers(Names& names, const std::string& answer) {
  if (answer.empty() || is_none(answer) || is_dont_know(answer)) return {};
  for (const std::string& item : listed(answer, And::belongs)) {
    if (std::string complaint = take_helper(names, item); !complaint.empty()) {
      return Taken::not_understood(complaint);
    }
  }
  return {};
}

}  // namespace

std::optional<Question> ask_for_helpers(const Draft& draft) {
  if (draft.profile == Profile::team || !draft.is_new) return std::nullopt;
  return Question{
      .text = "Who else knows the PIN of your phone, or is a recovery contact of yours?",
      .example = "Alex knows my PIN, Kim is recovery contact for Apple",
      .enter = "nobody",
      .take = take_helpers};
}

}  // namespace passkey_audit
