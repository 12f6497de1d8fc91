// Accounts by the names of their services.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "answer.hpp"
#include "names.hpp"
#include "passkey_audit/support/lower_case.hpp"

namespace passkey_audit {
namespace {

// Domains under which people have a mailbox.
bool is_mail_domain(std::string_view domain) {
  static constexpr std::array<std::string_view, 18> domains{
      "gmail.com", "icloud.com", "outlook.com",    "hotmail.com", "live.com",     "proton.me",
      "hey.com",   "tuta.com",   "protonmail.com", "yahoo.com",   "fastmail.com", "yahoo.co.jp",
      "gmx.net",   "gmx.de",     "web.de",         "posteo.de",   "mailbox.org",  "tutanota.com"};
  return std::ranges::find(domains, domain) != domains.end();
}

bool says_mail(std::string_view text) {
  return has_word(text, {"mail", "e-mail", "email", "mailbox", "inbox"});
}

std::string_view first_label(std::string_view domain) {
  return domain.substr(0, domain.find('.'));
}

// What says nothing of the service: "my Google account".
std::string service_words(std::string_view text) {
  std::string rest;
  for (const std::string& word : words_of(without_article(text))) {
    if (has_word(word, {"account", "accounts", "mail", "e-mail", "email", "mailbox", "id", "login",
                        "root", "personal", "private", "password", "manager"})) {
      continue;
    }
    rest += (rest.empty() ? "" : " ") + word;
  }
  return rest;
}

// Names that organisations use for what the catalog has under another one.
std::string_view domain_of_product(std::string_view words) {
  struct Product {
    std::string_view name, domain;
  };
  static constexpr std::array<Product, 8> products{{{"google workspace", "google.com"},
                                                    {"workspace", "google.com"},
                                                    {"microsoft 365", "microsoftonline.com"},
                                                    {"office 365", "microsoftonline.com"},
                                                    {"entra", "microsoftonline.com"},
                                                    {"azure", "microsoftonline.com"},
                                                    {"apple", "apple.com"},
                                                    {"google", "google.com"}}};
  const auto found = std::ranges::find(products, words, &Product::name);
  return found == products.end() ? std::string_view() : found->domain;
}

// "google" for "Google Account", but not "bank" for "Bank of America".
bool is_called(const ServiceFacts& facts, std::string_view words) {
  const std::string name = lower_case(facts.name);
  if (words == name) return true;
  if (!name.starts_with(words) || words.size() < 2) return false;
  const std::string rest = trimmed(std::string_view(name).substr(words.size()));
  return rest.starts_with('(') || rest == "account" || rest == "id" || rest == "!";
}

bool same_owner(const Ids& owners, const std::string& owner) {
  if (owner.empty() || owner == "me") return owners.empty() || owners == Ids{"me"};
  return owners == Ids{owner};
}

}  // namespace

Names::Meant Names::meant_by(std::string_view text) const {
  std::string said = lower_case(trimmed(text));
  if (const std::size_t at = said.find('@'); at != std::string::npos) said = said.substr(at + 1);
  if (said.find('.') != std::string::npos && said.find(' ') == std::string::npos) {
    const ServiceFacts* facts = catalog_.service(said);
    const std::string domain = facts == nullptr ? said : std::string(facts->domains.front());
    return {facts, domain, is_mail_domain(said) || text.find('@') != std::string_view::npos};
  }
  const std::string words = service_words(text);
  if (words.empty()) return {.is_mail = says_mail(text)};
  if (const std::string_view domain = domain_of_product(words); !domain.empty()) {
    return {catalog_.service(domain), std::string(domain), says_mail(text)};
  }
  for (const ServiceFacts& facts : catalog_.services()) {
    for (const std::string_view domain : facts.domains) {
      if (first_label(domain) != words || words.size() < 2) continue;
      return {&facts, std::string(facts.domains.front()),
              is_mail_domain(domain) || says_mail(text)};
    }
    if (is_called(facts, words) && !facts.domains.empty()) {
      return {&facts, std::string(facts.domains.front()), says_mail(text)};
    }
  }
  return {.is_mail = says_mail(text)};
}

DraftAccount* Names::account_at(const std::string& domain, const std::string& owner) {
  const ServiceFacts* facts = catalog_.service(domain);
  for (DraftAccount& one : draft_.accounts) {
    const bool is_same =
        one.service == domain || (facts != nullptr && catalog_.service(one.service) == facts);
    if (is_same && one.org.empty() && same_owner(one.owners, owner)) return &one;
  }
  return nullptr;
}

DraftAccount* Names::known_account(std::string_view text, const std::string& asked) {
  std::string name(text);
  const std::string told = take_owner(name);
  const std::string& owner = told.empty() ? asked : told;
  name = without_article(name);
  for (DraftAccount& one : draft_.accounts) {
    if (lower_case(name) == lower_case(one.id) || lower_case(name) == lower_case(one.name))
      return &one;
  }
  const Meant meant = meant_by(name);
  if (meant.domain.empty()) {
    const std::string words = service_words(name);
    for (DraftAccount& one : draft_.accounts) {
      if (!words.empty() && words == service_words(one.name.empty() ? one.id : one.name))
        return &one;
    }
    return nullptr;
  }
  if (DraftAccount* own = account_at(meant.domain, owner)) return own;
  if (!told.empty()) return nullptr;
  for (DraftAccount& one : draft_.accounts) {  // then anybody's
    if (!one.service.empty() && catalog_.service(one.service) != nullptr &&
        catalog_.service(one.service) == meant.facts) {
      return &one;
    }
  }
  return nullptr;
}

std::string Names::account(std::string_view text, const std::string& asked) {
  std::string name(text);
  const std::string told = take_owner(name);
  const std::string owner = told.empty() ? asked : told;
  name = without_article(name);
  const Meant meant = meant_by(name);
  DraftAccount* known =
      meant.domain.empty() ? known_account(name, owner) : account_at(meant.domain, owner);
  if (known != nullptr) {
    const bool is_new_mailbox = meant.is_mail && !known->known && !known->has_role(Role::email);
    if (is_new_mailbox) known->roles.push_back(Role::email);
    return known->id;
  }
  const bool is_mine = owner.empty() || owner == "me";
  const std::string spoken = is_mine ? name : fmt::format("{}'s {}", draft_.label(owner), name);
  DraftAccount added{.id = draft_.new_id(spoken, "account"), .service = meant.domain};
  added.name = added.id == spoken ? "" : spoken;
  if (meant.is_mail) added.roles.push_back(Role::email);
  if (has_word(name, {"bank", "banking"})) added.roles.push_back(Role::bank);
  if (!is_mine) added.owners = {owner};
  draft_.accounts.push_back(added);
  return added.id;
}

std::string Names::guard(const ProviderFacts& provider, const std::string& owner) {
  if (provider.services.empty()) return {};
  const std::string domain(provider.services.front());
  if (const DraftAccount* known = account_at(domain, owner)) return known->id;
  const ServiceFacts* facts = catalog_.service(domain);
  const bool is_mine = owner.empty() || owner == "me";
  const std::string name(facts == nullptr ? provider.name : facts->name);
  const std::string label(first_label(domain));
  DraftAccount added{
      .id = draft_.new_id(is_mine ? label : draft_.label(owner) + "-" + label, "account"),
      .name = is_mine ? name : fmt::format("{}'s {}", draft_.label(owner), name),
      .service = domain};
  const bool is_platform =
      provider.vendor == "apple" || provider.vendor == "google" || provider.vendor == "microsoft";
  added.roles = {is_platform ? Role::platform : Role::password_manager};
  if (!is_mine) added.owners = {owner};
  draft_.accounts.push_back(added);
  return added.id;
}

}  // namespace passkey_audit
