#include "account_match.hpp"

#include <algorithm>

namespace passkey_audit {
namespace {

// As a word of its own: "otto" is not named by "GitHub (otto.work)".
bool has_word(std::string_view text, std::string_view word) {
  const auto is_part = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-' ||
           c == '@' || c == '+' || static_cast<unsigned char>(c) >= 0x80;
  };
  for (std::size_t at = text.find(word); at != std::string_view::npos;
       at = text.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    const bool begins = at == 0 || !is_part(text[at - 1]);
    const bool ends = end == text.size() || !is_part(text[end]);
    if (begins && ends) return true;
  }
  return false;
}

}  // namespace

AccountMatches::AccountMatches(const Inventory& inventory, const Catalog& catalog)
    : inventory_(inventory) {
  for (std::uint32_t i = 0; i < inventory.accounts.size(); ++i) {
    const Account& account = inventory.accounts[i];
    const std::string service = service_key(catalog, account.service);
    if (service.empty()) {
      by_label_[lower_case(inventory.label(account.thing))].push_back(i);
    } else {
      by_service_[service].push_back(i);
    }
  }
}

Match AccountMatches::of(const GatheredAccount& account) const {
  const std::vector<std::uint32_t>* candidates = of_service(account.service);
  if (candidates == nullptr) {
    const std::string label =
        lower_case(account.title.empty() ? std::string_view(account.user) : account.title);
    const auto known = by_label_.find(label);
    if (known == by_label_.end()) return {};
    candidates = &known->second;
  }
  const std::string user = lower_case(account.user);
  for (const std::uint32_t candidate : *candidates) {
    if (names(candidate, user)) return {.account = candidate};
  }
  Match match;
  for (const std::uint32_t candidate : *candidates) {
    if (!names_another(candidate, user)) match.others.push_back(candidate);
  }
  if (match.others.size() != 1 || account.group_size != 1) return match;
  return {.account = match.others.front()};
}

// Of this domain, else of one above it.
const std::vector<std::uint32_t>* AccountMatches::of_service(std::string_view service) const {
  while (service.find('.') != std::string_view::npos) {
    const auto known = by_service_.find(std::string(service));
    if (known != by_service_.end()) return &known->second;
    service.remove_prefix(service.find('.') + 1);
  }
  return nullptr;
}

bool AccountMatches::names(std::uint32_t account, const std::string& user) const {
  if (user.empty()) return false;
  const ThingId thing = inventory_.accounts[account].thing;
  return has_word(lower_case(inventory_.label(thing)), user) ||
         lower_case(inventory_.id_of(thing)) == user;
}

// "GitHub (otto)" is not anna's.
bool AccountMatches::names_another(std::uint32_t account, const std::string& user) const {
  const std::string_view label = inventory_.label(inventory_.accounts[account].thing);
  return !user.empty() && label.ends_with(')') && label.find('(') != std::string_view::npos;
}

}  // namespace passkey_audit
