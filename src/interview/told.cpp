#include "told.hpp"

#include <fmt/format.h>

#include "answer.hpp"

namespace passkey_audit {

std::string it_is_there(const Draft& draft, const std::string& account) {
  return fmt::format("{} is in the inventory already; change it there.", draft.label(account));
}

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

void add_method(Draft& draft, DraftAccount& account, DraftMethod method) {
  const std::string kind(word(method.type));
  method.id = draft.new_id(account.id + "-" + kind, kind);
  if (!account.recovery) account.recovery.emplace();
  account.recovery->push_back({method.id});
  draft.methods.push_back(std::move(method));
}

}  // namespace passkey_audit
