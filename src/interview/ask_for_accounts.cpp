// Which accounts matter, what of them is on paper, who helps, and whose domain the mail is under.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "question.hpp"

namespace passkey_audit {
namespace {

constexpr std::size_t accounts_at_once = 5;

std::string it_is_there(const Draft& draft, const std::string& id) {
  return fmt::format("{} is in the inventory already; change it there.", draft.label(id));
}

// ---- accounts

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

// ---- papers

// The account of "Google codes", "the codes of Google", "iCloud recovery key".
std::string account_in(Names& names, const std::string& text) {
  std::string rest;
  for (const std::string& word : words_of(text)) {
    if (has_word(word,
                 {"code",    "codes",    "recovery",  "backup", "emergency", "kit",    "key",
                  "phrase",  "password", "passwords", "master", "of",        "for",    "the",
                  "my",      "secret",   "printed",   "paper",  "contact",   "access", "legacy",
                  "trusted", "is",       "as",        "seed",   "sheet"})) {
      continue;
    }
    rest += (rest.empty() ? "" : " ") + word;
  }
  if (rest.empty()) return {};
  const std::string owner = names.take_owner(rest);
  if (const DraftAccount* known = names.known_account(rest, owner)) return known->id;
  const auto vault = names.vault(rest, owner);
  if (vault) return names.draft().authenticator(*vault)->account;
  return names.account(rest, owner);
}

void add_method(Draft& draft, DraftAccount& account, DraftMethod method) {
  const std::string kind(word(method.type));
  method.id = draft.new_id(account.id + "-" + kind, kind);
  if (!account.recovery) account.recovery.emplace();
  account.recovery->push_back({method.id});
  draft.methods.push_back(std::move(method));
}

void add_to(std::optional<Ids>& copies, const std::string& place) {
  if (!copies) copies.emplace();
  copies->push_back(place);
}

// "iPhone PIN", "the PIN of my YubiKey": the code that unlocks it, or null.
DraftAuthenticator* code_in(Names& names, const std::string& text) {
  if (!has_word(text, {"pin", "passcode", "unlock", "code"})) return nullptr;
  for (DraftAuthenticator& one : names.draft().authenticators) {
    if (one.type != AuthenticatorType::secret) continue;
    for (const std::string& opened : one.opens) {
      for (const std::string& part : words_of(names.draft().label(opened))) {
        if (has_word(text, {part})) return &one;
      }
    }
  }
  return nullptr;
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

// ---- helpers

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
  const std::size_t at = lower(item).find(" for ");
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

// ---- the domain of the mail

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

std::optional<Question> ask_for_helpers(const Draft& draft) {
  if (draft.profile == Profile::team || !draft.is_new) return std::nullopt;
  return Question{
      .text = "Who else knows the PIN of your phone, or is a recovery contact of yours?",
      .example = "Alex knows my PIN, Kim is recovery contact for Apple",
      .enter = "nobody",
      .take = take_helpers};
}

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
