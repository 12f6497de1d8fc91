#include "account_match.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "passkey_audit/support/lower_case.hpp"

namespace passkey_audit {
namespace {

// As a word of its own: "otto" is not named by "GitHub (otto.work)".
bool has_word(std::string_view text, std::string_view word) {
  const auto is_part = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-' ||
           c == '@' || c == '+' || c == '/' || c == '\\' || c == '\'' ||
           static_cast<unsigned char>(c) >= 0x80;
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

Match AccountMatches::of(const GatheredAccount& account) {
  const std::vector<std::uint32_t>* candidates = of_service(account.service);
  if (candidates == nullptr) {
    const std::string label =
        lower_case(account.title.empty() ? std::string_view(account.user) : account.title);
    const auto known = by_label_.find(label);
    if (known == by_label_.end()) return {};
    candidates = &known->second;
  }
  const std::string user = lower_case(account.user);
  if (const auto named = named_in(*candidates, user)) {
    taken_.insert(*named);
    return {.account = named};
  }
  Match match{.has_neighbours = true};
  for (const std::uint32_t candidate : *candidates) {
    if (!names_another(candidate, user)) match.others.push_back(candidate);
  }
  const bool is_clear = match.others.size() == 1 && account.group_size == 1 &&
                        taken_.insert(match.others.front()).second;
  return is_clear ? Match{.account = match.others.front()} : match;
}

// What import wrote itself, then the name as it would write it, then the name as a word of its own,
// if only one has it.
std::optional<std::uint32_t> AccountMatches::named_in(const std::vector<std::uint32_t>& candidates,
                                                      const std::string& user) const {
  if (user.empty()) return std::nullopt;
  for (const std::uint32_t candidate : candidates) {
    if (user_of(candidate) == user) return candidate;
  }
  std::vector<std::uint32_t> exactly, somewhere;
  for (const std::uint32_t candidate : candidates) {
    const std::string label = label_of(candidate);
    if (!user_of(candidate).empty()) continue;
    if (label == user || label.ends_with("(" + user + ")")) exactly.push_back(candidate);
    if (has_word(label, user)) somewhere.push_back(candidate);
  }
  if (exactly.size() == 1) return exactly.front();
  if (somewhere.size() == 1) return somewhere.front();
  return std::nullopt;
}

// Of this domain, else of one to which it is a door.
const std::vector<std::uint32_t>* AccountMatches::of_service(std::string_view service) const {
  for (std::string_view domain = service; domain.find('.') != std::string_view::npos;
       domain.remove_prefix(domain.find('.') + 1)) {
    const auto known = by_service_.find(std::string(domain));
    if (known != by_service_.end() && is_door_to(service, domain)) return &known->second;
  }
  return nullptr;
}

std::string AccountMatches::label_of(std::uint32_t account) const {
  return lower_case(inventory_.label(inventory_.accounts[account].thing));
}

std::string AccountMatches::user_of(std::uint32_t account) const {
  const auto kept =
      inventory_.kept_members.find(inventory_.pointer_of(inventory_.accounts[account].thing));
  if (kept == inventory_.kept_members.end()) return {};
  for (const auto& [key, text] : kept->second) {
    if (key != user_key) continue;
    const auto value = nlohmann::json::parse(text, nullptr, false);
    return value.is_string() ? lower_case(value.get<std::string>()) : std::string();
  }
  return {};
}

// "GitHub (otto)" and "otto@example.org" are not anna's.
bool AccountMatches::names_another(std::uint32_t account, const std::string& user) const {
  if (user.empty()) return false;
  const std::string label = label_of(account);
  const bool has_bracket = label.ends_with(')') && label.find('(') != std::string::npos;
  return has_bracket || label.find('@') != std::string::npos || !user_of(account).empty();
}

}  // namespace passkey_audit
