#include "gather.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "passkey_audit/support/lower_case.hpp"

namespace passkey_audit {
namespace {

std::string_view without_www(std::string_view host) {
  return host.starts_with("www.") ? host.substr(4) : host;
}

// The provider that people, or its own domain, call so; null: none.
const ProviderFacts* provider_called(const Catalog& catalog, const std::string& name,
                                     std::string_view domain) {
  const std::string word = lower_case(name);
  const ServiceFacts* service = domain.empty() ? nullptr : catalog.service(domain);
  for (const ProviderFacts& facts : catalog.providers()) {
    const bool is_called_so = word == facts.id || word == lower_case(facts.name) ||
                              std::ranges::find(facts.aliases, word) != facts.aliases.end();
    const bool is_of_service =
        service != nullptr && std::ranges::any_of(facts.services, [&](std::string_view one) {
          return std::ranges::find(service->domains, one) != service->domains.end();
        });
    if (is_called_so || is_of_service) return &facts;
  }
  return nullptr;
}

class Gathering {
 public:
  explicit Gathering(const Catalog& catalog) : catalog_(catalog) {}

  void add(const ReadExport& one) {
    const std::size_t vault = vault_of(one);
    for (const FoundAccount& found : one.found.accounts) {
      // A key may list services only: whose account it is may be known from elsewhere.
      if (one.found.key && found.user.empty() && !found.is_user_hidden) {
        anybody_s_.push_back({vault, &found});
        continue;
      }
      GatheredAccount& account = account_of(found);
      if (account.title.empty()) account.title = found.title;
      if (found.has_password) add_once(account.password, vault);
      if (found.has_totp) add_once(account.totp, vault);
      if (found.has_passkey) add_passkey(account, vault, found.passkey_since);
    }
  }

  Gathered take() {
    for (const auto& [vault, found] : anybody_s_) add_anybody_s(vault, *found);
    for (GatheredAccount& account : gathered_.accounts) {
      account.group_size = sizes_.at(account.group);
    }
    tell_vaults_apart();
    return std::move(gathered_);
  }

 private:
  static void add_once(std::vector<std::size_t>& list, std::size_t entry) {
    if (std::ranges::find(list, entry) == list.end()) list.push_back(entry);
  }

  static void add_passkey(GatheredAccount& account, std::size_t vault, std::optional<Date> since) {
    const auto known =
        std::ranges::find(account.passkeys, vault, &GatheredAccount::KeptPasskey::vault);
    if (known == account.passkeys.end()) {
      account.passkeys.push_back({vault, since});
    } else if (since) {
      known->since = std::min(*since, known->since.value_or(*since));
    }
  }

  // "Bitwarden (anna)", by the file, where there are several of one name.
  void tell_vaults_apart() {
    std::map<std::string, int> uses;
    for (const GatheredVault& vault : gathered_.vaults) ++uses[vault.name];
    for (GatheredVault& vault : gathered_.vaults) {
      if (uses[vault.name] > 1 && !vault.key) {
        vault.name = fmt::format("{} ({})", vault.name, vault.labels.front());
      }
    }
  }

  // Two listings of one key.
  static void put_together(FoundKey& key, const FoundKey& more) {
    if (key.aaguid.empty()) key.aaguid = more.aaguid;
    if (!key.pin_set) key.pin_set = more.pin_set;
    if (!key.slots_total) {
      key.slots_total = more.slots_total;
      key.slots_used = more.slots_used;
    }
    for (const std::string& party : more.relying_parties) add_relying_party(key, party);
  }

  // Two exports of one kind are of two vaults, else they would be one file; exports of two kinds
  // may be of one.
  static bool is_same(const GatheredVault& a, const GatheredVault& b) {
    if (a.key) {
      const bool are_two_models =
          !a.key->aaguid.empty() && !b.key->aaguid.empty() && a.key->aaguid != b.key->aaguid;
      return a.name == b.name && !are_two_models;
    }
    const bool is_another =
        std::ranges::find(a.importers, b.importers.front()) != a.importers.end();
    return !is_another && (a.provider != "other" || a.name == b.name);
  }

  std::size_t vault_of(const ReadExport& one) {
    const Importer& importer = *one.importer;
    GatheredVault vault{.name = std::string(importer.product),
                        .provider = std::string(importer.provider),
                        .key = one.found.key,
                        .labels = {one.label},
                        .importers = {&importer}};
    if (vault.key) vault.name = one.label;
    if (!one.found.exporter.empty()) {
      const ProviderFacts* facts =
          provider_called(catalog_, one.found.exporter, one.found.exporter_domain);
      vault.name = one.found.exporter;
      vault.provider = facts != nullptr ? facts->id : "other";
    }
    const auto known = std::ranges::find_if(gathered_.vaults, [&](const GatheredVault& other) {
      return other.provider == vault.provider && is_same(other, vault);
    });
    if (known == gathered_.vaults.end()) {
      gathered_.vaults.push_back(std::move(vault));
      return gathered_.vaults.size() - 1;
    }
    if (vault.key) put_together(*known->key, *vault.key);
    known->labels.push_back(one.label);
    known->importers.push_back(&importer);
    return static_cast<std::size_t>(known - gathered_.vaults.begin());
  }

  void add_anybody_s(std::size_t vault, const FoundAccount& found) {
    const std::string group = service_key(catalog_, found.host);
    GatheredAccount* only = nullptr;
    for (GatheredAccount& account : gathered_.accounts) {
      if (account.group != group) continue;
      const bool is_known = std::ranges::any_of(
          account.passkeys, [&](const auto& passkey) { return passkey.vault == vault; });
      if (is_known) return;
      only = &account;
    }
    const auto known = sizes_.find(group);
    const bool is_clear = known != sizes_.end() && known->second == 1;
    add_passkey(is_clear ? *only : account_of(found), vault, std::nullopt);
  }

  // Who signs in tells accounts of a service apart, also where it is not shown. Of what has no
  // address, the title has to.
  GatheredAccount& account_of(const FoundAccount& found) {
    std::string group = service_key(catalog_, found.host);
    const std::string service = group;
    const std::size_t number = gathered_.accounts.size();
    if (group.empty()) group = "?" + found.title;
    if (service.empty() && found.title.empty()) group = fmt::format("?\n{}", number);
    const std::string user =
        found.is_user_hidden ? fmt::format("?\n{}", number) : lower_case(found.user);
    const auto [place, is_new] = places_.emplace(std::pair(group, user), gathered_.accounts.size());
    if (is_new) {
      ++sizes_[group];
      gathered_.accounts.push_back({.user = found.user, .service = service, .group = group});
    }
    return gathered_.accounts[place->second];
  }

  const Catalog& catalog_;
  Gathered gathered_;
  std::map<std::pair<std::string, std::string>, std::size_t> places_;
  std::map<std::string, std::size_t> sizes_;  // by group
  std::vector<std::pair<std::size_t, const FoundAccount*>> anybody_s_;
};

}  // namespace

Gathered gather(const std::vector<ReadExport>& exports, const Catalog& catalog) {
  Gathering gathering(catalog);
  for (const ReadExport& one : exports) gathering.add(one);
  return gathering.take();
}

std::string service_key(const Catalog& catalog, std::string_view domain) {
  if (domain.empty()) return {};
  const std::string host = lower_case(without_www(domain));
  const ServiceFacts* facts = catalog.service(host);
  // "acme.okta.com" is another account than "beta.okta.com", whatever is known of okta.com.
  const bool is_its_door =
      facts != nullptr && std::ranges::any_of(facts->domains, [&](std::string_view one) {
        return is_door_to(host, one);
      });
  return is_its_door ? std::string(facts->domains.front()) : host;
}

}  // namespace passkey_audit
