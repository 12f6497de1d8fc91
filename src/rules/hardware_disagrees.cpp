#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "passkey_audit/audit/rule.hpp"
#include "passkey_audit/support/safe_text.hpp"
#include "registrations.hpp"
#include "together.hpp"

namespace passkey_audit {
namespace {

constexpr std::size_t parties_named_max = 5;

// "https://www.GitHub.com/login" is the relying party github.com.
std::string relying_party(std::string_view written) {
  if (const std::size_t scheme = written.find("://"); scheme != std::string_view::npos) {
    written.remove_prefix(scheme + 3);
  }
  written = written.substr(0, written.find_first_of("/?#:"));
  std::string domain(written);
  std::ranges::transform(domain, domain.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  for (const std::string_view prefix : {"www.", "login."}) {
    if (domain.starts_with(prefix)) domain.erase(0, prefix.size());
  }
  return domain;
}

// "accounts.google.com" lies under "google.com"; nothing lies under "com".
bool lies_under(std::string_view domain, std::string_view parent) {
  return parent.find('.') != std::string_view::npos && domain.ends_with(fmt::format(".{}", parent));
}

bool same_service(const AuditContext& context, const Account& account, std::string_view found) {
  const std::string service = relying_party(account.service), party = relying_party(found);
  if (service == party || lies_under(service, party) || lies_under(party, service)) return true;
  const ServiceFacts* facts = context.service_of(account);
  return facts != nullptr && context.catalog.service(found) == facts;
}

// What a key was found to hold, beside what the inventory registers on it.
struct Comparison {
  std::vector<std::uint32_t> missing;  // accounts whose passkey was not found on the key
  std::vector<std::string> unlisted;   // relying parties that no account on the key belongs to
  std::vector<std::uint32_t> without_service;
  std::vector<std::uint32_t> accounts;  // that the key signs in to
};

bool registered_since(const Passkey& passkey, Date scanned_on) {
  return passkey.detail().registered_on > scanned_on;
}

bool is_found(const AuditContext& context, const Account& account, const Authenticator& key) {
  return std::ranges::any_of(
      key.found, [&](const Text& party) { return same_service(context, account, party); });
}

void compare_account(const AuditContext& context, std::uint32_t i, const Authenticator& key,
                     Comparison& comparison) {
  const Account& account = context.account(i);
  if (!account.service.told()) {
    comparison.without_service.push_back(i);
    return;
  }
  const bool expected = std::ranges::any_of(account.passkeys, [&](const Passkey& passkey) {
    return passkey.in.thing == key.thing && !registered_since(passkey, *key.scanned_on);
  });
  if (expected && !context.abandoned(i) && !is_found(context, account, key)) {
    comparison.missing.push_back(i);
  }
}

Comparison compare(const AuditContext& context, const Authenticator& key,
                   const std::vector<std::uint32_t>& accounts) {
  Comparison comparison{.accounts = accounts};
  for (const std::uint32_t account : accounts) compare_account(context, account, key, comparison);
  // Anything may belong to an account that does not say which service it is at.
  if (!comparison.without_service.empty()) return comparison;
  for (const Text& party : key.found) {
    const bool is_listed = std::ranges::any_of(comparison.accounts, [&](std::uint32_t account) {
      return same_service(context, context.account(account), party);
    });
    if (!is_listed) add_once(comparison.unlisted, safe_text(party));
  }
  return comparison;
}

std::string some_of(std::vector<std::string> parties) {
  if (parties.size() > parties_named_max) {
    const std::size_t more = parties.size() - parties_named_max + 1;
    parties.resize(parties_named_max - 1);
    parties.push_back(fmt::format("{} more", more));
  }
  return listed(parties);
}

std::string message_for(const AuditContext& context, const Authenticator& key,
                        const Comparison& comparison) {
  std::string message = fmt::format("When {} was read on {}, it held ", context.name(key.thing),
                                    format_date(*key.scanned_on));
  if (!comparison.missing.empty()) {
    message += fmt::format("no passkey of {}", context.names(comparison.missing));
  }
  if (!comparison.unlisted.empty()) {
    message +=
        fmt::format("{}passkeys of {}, which the inventory does not list on it",
                    comparison.missing.empty() ? "" : ", but ", some_of(comparison.unlisted));
  }
  return message;
}

Remedy remedy_for(const AuditContext& context, const Authenticator& key,
                  const Comparison& comparison) {
  const std::string name = context.name(key.thing);
  Remedy remedy;
  if (!comparison.missing.empty()) {
    remedy.steps.push_back(
        {fmt::format("Try to sign in to {} with {}. Where that fails, register it again.",
                     context.names(comparison.missing), name),
         {}});
  }
  if (!comparison.unlisted.empty()) {
    remedy.steps.push_back(
        {fmt::format("Add {} to the inventory as registered on {}; if you have no such account any "
                     "more, delete the passkey from the key.",
                     some_of(comparison.unlisted), name),
         {}});
  }
  return remedy;
}

bool was_read(const Authenticator& key) {
  return key.scanned_on && key.found.told() && key.status == Status::active;
}

void check(const AuditContext& context, RuleOutcome& outcome) {
  const auto& authenticators = context.inventory.authenticators;
  if (std::ranges::none_of(authenticators, was_read)) return;
  const AccountsByThing accounts_on = accounts_by_thing(context, registered_things);
  for (const Authenticator& key : authenticators) {
    if (!was_read(key)) continue;
    const Comparison comparison = compare(context, key, accounts_on[key.thing.index]);
    for (const std::uint32_t account : comparison.without_service) {
      if (context.abandoned(account)) continue;
      outcome.not_judged(context.account(account), "does not say which service it is at");
    }
    if (comparison.missing.empty() && comparison.unlisted.empty()) continue;
    outcome.add({.subject = std::string(context.inventory.id_of(key.thing)),
                 .at = key.thing,
                 .accounts = comparison.missing.empty() ? comparison.accounts : comparison.missing,
                 .message = message_for(context, key, comparison),
                 .remedy = remedy_for(context, key, comparison)});
  }
}

}  // namespace

extern const Rule hardware_disagrees{
    .id = "PKA809",
    .title = "Inventory and hardware disagree",
    .why =
        "What a security key really holds is the only proof that it opens an account. A list that "
        "says otherwise is believed until the day the key is needed.",
    .remedy = "Read your security keys once a year, and make keys and inventory agree.",
    .severity = Severity::medium,
    .item = Item::reviewed,
    .sources = {"N12"},
    .check = check,
};

}  // namespace passkey_audit
