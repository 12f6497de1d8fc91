#include "passkey_audit/importers/merge.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "account_match.hpp"
#include "gather.hpp"
#include "passkey_audit/inventory/read_inventory.hpp"
#include "passkey_audit/support/lower_case.hpp"
#include "passkey_audit/support/safe_text.hpp"
#include "passkey_audit/support/written_json.hpp"
#include "passkey_audit/support/written_parts.hpp"

namespace passkey_audit {
namespace {

// Letters, digits and dashes of a text, in lower case; at most as long as an id should be.
std::string slug_of(std::string_view text) {
  constexpr std::size_t longest = 40;
  std::string slug;
  for (const char c : lower_case(text)) {
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
      slug += c;
    } else if (!slug.empty() && slug.back() != '-') {
      slug += '-';
    }
  }
  slug.resize(std::min(slug.size(), longest));
  while (slug.ends_with('-')) slug.pop_back();
  return slug;
}

// Ids that are unique over the whole inventory.
class NewIds {
 public:
  explicit NewIds(const Inventory& inventory) : inventory_(inventory) {}

  std::string take(std::string_view slug, std::string_view otherwise) {
    const std::string base(slug.empty() ? otherwise : slug);
    std::string id = base;
    for (int& number = numbers_[base]; !is_free(id);) {
      number = std::max(number, 1) + 1;
      id = fmt::format("{}-{}", base, number);
    }
    taken_.insert(id);
    return id;
  }

 private:
  // The reserved words are things too.
  bool is_free(const std::string& id) const {
    return !taken_.contains(id) && !inventory_.things.find(id).told();
  }

  const Inventory& inventory_;
  std::set<std::string> taken_;
  std::map<std::string, int> numbers_;  // the last that an id was given
};

class Merging {
 public:
  Merging(std::string_view text, const Inventory& inventory, const Catalog& catalog,
          const Gathered& gathered)
      : inventory_(inventory),
        gathered_(gathered),
        matches_(inventory, catalog),
        ids_(inventory),
        root_(read_written_json(text)) {}

  MergedInventory run() {
    for (const GatheredVault& vault : gathered_.vaults) vaults_.push_back(vault_id(vault));
    for (const GatheredAccount& account : gathered_.accounts) {
      const Match match = matches_.of(account);
      if (match.account) {
        extend(inventory_.accounts[*match.account], account);
      } else if (!is_anybody_s(account, match.others)) {
        add(account, match);
      }
    }
    merged_.text = lay_out_json(root_, 2);
    return std::move(merged_);
  }

 private:
  // ---- vaults

  std::string vault_id(const GatheredVault& vault) {
    if (vault.key) return key_id(vault.name, *vault.key);
    const std::vector<std::string> known = known_vaults(vault);
    if (known.size() == 1) return known.front();
    if (known.size() > 1) {
      merged_.refusal = fmt::format(
          "has several vaults of {}: {}; call the exported file as the vault is called that it is "
          "from, such as {}.csv",
          vault.provider, fmt::join(known, ", "), known.front());
    }
    const std::string id =
        ids_.take(slug_of(vault.provider == "other" ? vault.name : vault.provider), "vault");
    WrittenJson entry = parts_.object();
    entry.members.push_back(parts_.member("type", "vault"));
    entry.members.push_back(parts_.member("name", vault.name));
    entry.members.push_back(parts_.member("provider", vault.provider));
    parts_.add(collection("authenticators"), id, std::move(entry));
    merged_.changes.push_back(fmt::format("+ {}: the vault of {}", id, vault.name));
    return id;
  }

  // Those that may be meant: the one that is called like the export, else all of the provider's.
  std::vector<std::string> known_vaults(const GatheredVault& vault) const {
    std::vector<std::string> all, called;
    for (const Authenticator& known : inventory_.authenticators) {
      const bool fits = known.type == AuthenticatorType::vault &&
                        known.provider == vault.provider &&
                        (vault.provider != "other" || known.name == vault.name);
      if (!fits) continue;
      const std::string id(inventory_.id_of(known.thing));
      const bool is_called_so =
          known.name == vault.name || std::ranges::any_of(vault.labels, [&](const auto& label) {
            return label == id || known.name == label;
          });
      all.push_back(id);
      if (is_called_so) called.push_back(id);
    }
    const auto same =
        std::ranges::count(gathered_.vaults, vault.provider, &GatheredVault::provider);
    return called.size() == 1 ? called : same > 1 ? std::vector<std::string>{} : all;
  }

  // A key of that id or name. Which of two keys a listing is of can only be said by its name.
  std::string key_id(const std::string& name, const FoundKey& key) {
    std::vector<std::string> others;
    const Authenticator* meant = nullptr;
    for (const Authenticator& known : inventory_.authenticators) {
      if (known.type != AuthenticatorType::security_key) continue;
      const std::string id(inventory_.id_of(known.thing));
      const bool is_another_model =
          !key.aaguid.empty() && known.aaguid.told() && known.aaguid != key.aaguid;
      if (!is_another_model && (id == name || (meant == nullptr && known.name == name))) {
        meant = &known;
      }
      others.push_back(id);
    }
    if (meant != nullptr) {
      const std::string id(inventory_.id_of(meant->thing));
      extend_key(*meant, id, key);
      return id;
    }
    const std::string id = ids_.take(slug_of(name), "security-key");
    WrittenJson entry = parts_.object();
    entry.members.push_back(parts_.member("type", "security-key"));
    if (!name.empty() && name != id) entry.members.push_back(parts_.member("name", name));
    add_facts(key, entry, [](std::string_view) { return true; });
    parts_.add(collection("authenticators"), id, std::move(entry));
    merged_.changes.push_back(fmt::format("+ {}: a security key", id));
    if (!others.empty()) {
      merged_.open.push_back(fmt::format(
          "{} may be the key {}; if it is, call the file as the key is called and begin again with "
          "the inventory as it was",
          id, fmt::join(others, " or ")));
    }
    return id;
  }

  void extend_key(const Authenticator& known, const std::string& id, const FoundKey& key) {
    const auto is_missing = [&](std::string_view field) {
      if (field == "aaguid") return !known.aaguid.told();
      if (field == "pin_set") return !known.pin_set;
      if (field == "found") return !known.found.told();
      return !known.slots_total && !known.slots_used;
    };
    if (key.pin_set && known.pin_set && key.pin_set != known.pin_set) {
      merged_.open.push_back(
          fmt::format("{} is said to have {}, and lists that it has {}; it is left as it is", id,
                      *known.pin_set ? "a PIN" : "no PIN", *key.pin_set ? "one" : "none"));
    }
    for (const std::string& party : key.relying_parties) {
      const bool is_known =
          !known.found.told() || std::ranges::any_of(known.found, [&](const Text& one) {
            return std::string_view(one) == party;
          });
      if (is_known) continue;
      merged_.open.push_back(fmt::format(
          "{} lists a passkey of {}, which is not in its \"found\"; scan it again", id, party));
    }
    WrittenJson facts = parts_.object();
    add_facts(key, facts, is_missing);
    if (facts.members.empty()) return;
    WrittenJson* keys = parts_.find(root_, "authenticators");
    WrittenJson* entry = keys == nullptr || inventory_.things[known.thing].file != 0
                             ? nullptr
                             : parts_.find(*keys, id);
    if (entry == nullptr) {
      merged_.open.push_back(
          fmt::format("{} stands elsewhere; what was found on it is left out", id));
      return;
    }
    for (WrittenJson& fact : facts.members) {
      merged_.changes.push_back(fmt::format("~ {}: \"{}\"", id, fact.name()));
      entry->members.push_back(std::move(fact));
    }
  }

  template <class Wanted>
  void add_facts(const FoundKey& key, WrittenJson& entry, Wanted is_wanted) {
    const auto add = [&](const char* field, bool is_known, auto value) {
      if (is_known && is_wanted(field)) entry.members.push_back(parts_.member(field, value()));
    };
    add("aaguid", !key.aaguid.empty(), [&] { return parts_.text(key.aaguid); });
    add("pin_set", key.pin_set.has_value(),
        [&] { return WrittenParts::literal(*key.pin_set ? "true" : "false"); });
    add("slots_total", key.slots_total.has_value(),
        [&] { return parts_.number(*key.slots_total); });
    add("slots_used", key.slots_used.has_value(), [&] { return parts_.number(*key.slots_used); });
    add("found", !key.relying_parties.empty(), [&] { return parts_.texts(key.relying_parties); });
  }

  std::vector<std::string> ids_of(const std::vector<std::size_t>& vaults) const {
    std::vector<std::string> ids;
    for (const std::size_t vault : vaults) ids.push_back(vaults_[vault]);
    return ids;
  }

  // A key lists its services only, and one of these accounts is known to have a passkey there.
  bool is_anybody_s(const GatheredAccount& account, const std::vector<std::uint32_t>& others) {
    if (!account.user.empty() || !account.password.empty() || !account.totp.empty()) return false;
    return std::ranges::all_of(account.passkeys, [&](const auto& passkey) {
      const ThingId key = inventory_.things.find(vaults_[passkey.vault]);
      return std::ranges::any_of(others, [&](std::uint32_t other) {
        return has_passkey_in(inventory_.accounts[other], key);
      });
    });
  }

  static bool has_passkey_in(const Account& account, ThingId vault) {
    return vault.told() && std::ranges::any_of(account.passkeys, [&](const Passkey& passkey) {
             return passkey.in.thing == vault;
           });
  }

  // ---- accounts that the inventory does not have

  void add(const GatheredAccount& account, const Match& match) {
    const std::string id =
        ids_.take(slug_of(account.service.empty() ? account.title : account.service), "account");
    WrittenJson entry = parts_.object();
    const std::string name = name_for(account, match.has_neighbours);
    if (!name.empty() && name != account.service) {
      entry.members.push_back(parts_.member("name", name));
    }
    if (!account.service.empty()) {
      entry.members.push_back(parts_.member("service", account.service));
    }
    if (!account.passkeys.empty()) {
      WrittenJson list = parts_.array();
      for (const auto& passkey : account.passkeys) list.members.push_back(passkey_entry(passkey));
      entry.members.push_back(parts_.member("passkeys", std::move(list)));
    }
    if (!account.password.empty()) {
      entry.members.push_back(parts_.member("password", ids_of(account.password)));
    }
    if (!account.totp.empty()) {
      entry.members.push_back(parts_.member("totp", ids_of(account.totp)));
    }
    if (!account.user.empty()) entry.members.push_back(parts_.member(user_key, account.user));
    parts_.add(collection("accounts"), id, std::move(entry));
    merged_.changes.push_back(name.empty() ? fmt::format("+ {}", id)
                                           : fmt::format("+ {}: {}", id, safe_text(name)));
    if (!match.others.empty()) tell_of_others(id, match.others);
  }

  void tell_of_others(const std::string& id, const std::vector<std::uint32_t>& others) {
    constexpr std::size_t most = 3;
    std::vector<std::string> names;
    for (const std::uint32_t other : others) {
      names.emplace_back(inventory_.id_of(inventory_.accounts[other].thing));
      if (names.size() == most) break;
    }
    if (others.size() > most) {
      names.push_back(fmt::format("one of {} more", others.size() - most));
    }
    merged_.open.push_back(
        fmt::format("{} may be the same as {}; if it is, take one of them out, and write who signs "
                    "in into the \"name\" of the other",
                    id, fmt::join(names, " or ")));
  }

  // Several accounts of one service are told apart by who signs in.
  static std::string name_for(const GatheredAccount& account, bool has_more) {
    std::string name = account.title.empty() ? account.service : account.title;
    const bool says_who = name.find(account.user) != std::string::npos;
    if (name.empty()) {
      name = account.user;
    } else if ((account.group_size > 1 || has_more) && !says_who) {
      name = fmt::format("{} ({})", name, account.user);
    }
    return looks_secret(name) ? std::string() : name;
  }

  WrittenJson passkey_entry(const GatheredAccount::KeptPasskey& passkey) {
    const std::string& vault = vaults_[passkey.vault];
    if (!passkey.since) return parts_.text(vault);
    WrittenJson entry = parts_.object();
    entry.members.push_back(parts_.member("in", vault));
    entry.members.push_back(parts_.member("registered_on", format_date(*passkey.since)));
    return entry;
  }

  // ---- accounts that it has

  void extend(const Account& account, const GatheredAccount& found) {
    const std::string id(inventory_.id_of(account.thing));
    for (const auto& passkey : found.passkeys) {
      if (has_passkey_in(account, inventory_.things.find(vaults_[passkey.vault]))) continue;
      if (account.passkeys.told() && account.passkeys.empty()) {
        contradict(id, "passkeys", "a passkey", vaults_[passkey.vault]);
      } else if (WrittenJson* entry = entry_of(account, "a passkey", vaults_[passkey.vault])) {
        parts_.list(*entry, "passkeys").members.push_back(passkey_entry(passkey));
        merged_.changes.push_back(fmt::format("~ {}: a passkey in {}", id, vaults_[passkey.vault]));
      }
    }
    extend_copies(account, account.password, "password", "a password", ids_of(found.password));
    extend_copies(account, account.totp, "totp", "a code generator", ids_of(found.totp));
  }

  void extend_copies(const Account& account, const StoredCopies& copies, const char* field,
                     std::string_view what, const std::vector<std::string>& vaults) {
    const std::string id(inventory_.id_of(account.thing));
    for (const std::string& vault_id : vaults) {
      const ThingId vault = inventory_.things.find(vault_id);
      const bool is_known = vault.told() && std::ranges::any_of(copies.stored_in, [&](auto& one) {
                              return one.thing == vault;
                            });
      if (is_known) continue;
      if (copies.stored_in.told() && copies.stored_in.empty()) {
        contradict(id, field, what, vault_id);
      } else if (WrittenJson* entry = entry_of(account, what, vault_id)) {
        WrittenJson* holder = parts_.find(*entry, field);
        const bool is_object = holder != nullptr && holder->form == WrittenJson::Form::object;
        WrittenJson& list =
            is_object ? parts_.list(*holder, "stored_in") : parts_.list(*entry, field);
        list.members.push_back(parts_.text(vault_id));
        merged_.changes.push_back(fmt::format("~ {}: {} in {}", id, what, vault_id));
      }
    }
  }

  void contradict(const std::string& id, std::string_view field, std::string_view what,
                  std::string_view vault) {
    merged_.open.push_back(fmt::format(
        "{} is said to have none (\"{}\": []), and {} has {} for it; it is left as it is", id,
        field, vault, what));
  }

  // Null, with a word about it: it stands in a file that is not written.
  WrittenJson* entry_of(const Account& account, std::string_view what, std::string_view vault) {
    const Thing& thing = inventory_.things[account.thing];
    WrittenJson* accounts = parts_.find(root_, "accounts");
    WrittenJson* entry = thing.file != 0 || accounts == nullptr
                             ? nullptr
                             : parts_.entry(*accounts, std::string_view(thing.id));
    if (entry == nullptr) {
      merged_.open.push_back(fmt::format("{} has {} for {}, which is described in {}; add it there",
                                         vault, what, std::string_view(thing.id),
                                         safe_text(inventory_.files[thing.file].path)));
    }
    return entry;
  }

  // A collection that is new stands where fmt would put it: "authenticators" before "accounts".
  WrittenJson& collection(const char* name) {
    if (WrittenJson* known = parts_.find(root_, name)) return *known;
    const WrittenJson* accounts = parts_.find(root_, "accounts");
    const auto before = accounts == nullptr
                            ? root_.members.end()
                            : root_.members.begin() + (accounts - root_.members.data());
    return *root_.members.insert(before, parts_.member(name, parts_.object()));
  }

  const Inventory& inventory_;
  const Gathered& gathered_;
  AccountMatches matches_;
  NewIds ids_;
  WrittenParts parts_;
  WrittenJson root_;
  std::vector<std::string> vaults_;  // ids, as Gathered::vaults
  MergedInventory merged_;
};

}  // namespace

MergedInventory merged(std::string_view text, const Inventory& inventory, const Catalog& catalog,
                       const std::vector<ReadExport>& exports) {
  const Gathered gathered = gather(exports, catalog);
  return Merging(text, inventory, catalog, gathered).run();
}

std::string new_inventory(const Catalog& catalog, const std::vector<ReadExport>& exports) {
  constexpr std::string_view empty = R"({"version": 1, "authenticators": {}, "accounts": {}})";
  return merged(empty, Inventory(), catalog, exports).text;
}

}  // namespace passkey_audit
