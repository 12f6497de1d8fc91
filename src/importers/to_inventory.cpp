#include "passkey_audit/importers/to_inventory.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "passkey_audit/support/json_layout.hpp"
#include "passkey_audit/support/safe_text.hpp"

namespace passkey_audit {
namespace {

using Json = nlohmann::ordered_json;

// Letters, digits and dashes of a text, in lower case; at most as long as an id should be.
std::string slug_of(std::string_view text) {
  constexpr std::size_t longest = 40;
  std::string slug;
  for (const char c : text) {
    const bool is_upper = c >= 'A' && c <= 'Z';
    const bool is_good = is_upper || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    if (is_good) {
      slug += is_upper ? static_cast<char>(c - 'A' + 'a') : c;
    } else if (!slug.empty() && slug.back() != '-') {
      slug += '-';
    }
  }
  slug.resize(std::min(slug.size(), longest));
  while (slug.ends_with('-')) slug.pop_back();
  return slug;
}

std::string_view without_www(std::string_view host) {
  return host.starts_with("www.") ? host.substr(4) : host;
}

// An account, whichever exports know of it.
struct Merged {
  std::string title, service, user;
  std::string group;                        // of the accounts of one service
  std::vector<std::string> password, totp;  // vaults
};

class Inventories {
 public:
  void add(const ReadExport& one) {
    const std::string vault = vault_for(*one.format);
    for (const FoundAccount& account : one.found.accounts) {
      Merged& merged = merged_with(account);
      if (merged.title.empty()) merged.title = account.title;
      if (account.has_password) add_once(merged.password, vault);
      if (account.has_totp) add_once(merged.totp, vault);
    }
  }

  std::string text() {
    Json root;
    root["version"] = 1;
    root["authenticators"] = vaults_;
    root["accounts"] = Json::object();
    // Ids are new, so that none has to be looked for.
    std::vector<Json::object_t::value_type>& entries = root["accounts"].get_ref<Json::object_t&>();
    for (const Merged& account : accounts_)
      entries.emplace_back(new_id(account), described(account));
    return lay_out_json(root, JsonText::utf8, 2);
  }

 private:
  static void add_once(std::vector<std::string>& list, const std::string& entry) {
    if (std::ranges::find(list, entry) == list.end()) list.push_back(entry);
  }

  // "memory" and the like mean something else, and an id is unique over the whole inventory.
  std::string free_id(std::string_view slug, std::string_view otherwise) {
    std::string base(slug.empty() ? otherwise : slug);
    std::string id = base;
    for (int& number = numbers_[base]; !ids_.insert(id).second;) {
      number = std::max(number, 1) + 1;
      id = fmt::format("{}-{}", base, number);
    }
    return id;
  }

  std::string vault_for(const CsvExport& format) {
    const auto known = vault_of_.find(format.provider);
    if (known != vault_of_.end()) return known->second;
    const std::string id =
        free_id(slug_of(format.provider == "other" ? format.product : format.provider), "vault");
    vaults_[id] = {{"type", "vault"}, {"name", format.product}, {"provider", format.provider}};
    vault_of_.emplace(format.provider, id);
    return id;
  }

  // Of what has no address, the title has to tell it apart.
  Merged& merged_with(const FoundAccount& account) {
    const std::string service(without_www(account.host));
    // Who signs in tells accounts apart, also where it is not shown.
    const std::string user =
        account.is_user_hidden ? fmt::format("?{}", accounts_.size()) : account.user;
    const std::pair key(service.empty() ? "?" + account.title : service, user);
    const auto [place, is_new] = places_.emplace(key, accounts_.size());
    if (is_new) {
      accounts_.push_back({.service = service, .user = account.user, .group = key.first});
      ++accounts_in_[key.first];
    }
    return accounts_[place->second];
  }

  std::string new_id(const Merged& account) {
    return free_id(slug_of(account.service.empty() ? account.title : account.service), "account");
  }

  // Several accounts of one service are told apart by who signs in.
  Json described(const Merged& account) const {
    Json json;
    std::string name = account.title.empty() ? account.service : account.title;
    const bool has_others = accounts_in_.at(account.group) > 1;
    const bool says_who = name.find(account.user) != std::string::npos;
    if (name.empty()) {
      name = account.user;
    } else if (has_others && !says_who) {
      name = fmt::format("{} ({})", name, account.user);
    }
    if (looks_secret(name)) name.clear();
    if (!name.empty() && name != account.service) json["name"] = name;
    if (!account.service.empty()) json["service"] = account.service;
    if (!account.password.empty()) json["password"] = account.password;
    if (!account.totp.empty()) json["totp"] = account.totp;
    return json.is_null() ? Json::object() : json;
  }

  Json vaults_ = Json::object();
  std::map<std::string, std::string, std::less<>> vault_of_;  // by provider
  std::map<std::string, int> numbers_;                        // the last that an id was given
  std::set<std::string, std::less<>> ids_{"memory", "carried", "me", "unknown"};
  std::vector<Merged> accounts_;
  std::map<std::pair<std::string, std::string>, std::size_t> places_;
  std::map<std::string, std::size_t> accounts_in_;  // by group
};

}  // namespace

std::string to_inventory(const std::vector<ReadExport>& exports) {
  Inventories inventory;
  for (const ReadExport& one : exports) inventory.add(one);
  return inventory.text();
}

}  // namespace passkey_audit
