#include "passkey_audit/keys/record_key.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>
#include <set>
#include <utility>

#include "passkey_audit/support/safe_text.hpp"
#include "passkey_audit/support/written_json.hpp"
#include "passkey_audit/support/written_parts.hpp"

namespace passkey_audit {
namespace {

bool same_word(std::string_view a, std::string_view b) {
  return std::ranges::equal(
      a, b, [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

std::set<std::string> words_of(std::string_view text) {
  std::set<std::string> words{""};
  std::string word;
  for (const char letter : text) {
    const auto c = static_cast<unsigned char>(letter);
    if (std::isalnum(c) != 0) {
      word += static_cast<char>(std::tolower(c));
    } else {
      words.insert(std::exchange(word, {}));
    }
  }
  words.insert(word);
  return words;
}

// "YubiKey 5 NFC" is what people call a "YubiKey 5 Series with NFC".
bool names_model(std::string_view told, std::string_view model) {
  return std::ranges::includes(words_of(model), words_of(told));
}

const Authenticator* key_of(const Inventory& inventory, std::string_view id) {
  for (const Authenticator& one : inventory.authenticators) {
    const bool is_meant = one.type == AuthenticatorType::security_key &&
                          std::string_view(inventory.id_of(one.thing)) == id;
    if (is_meant) return &one;
  }
  return nullptr;
}

bool may_be(const Authenticator& one, std::string_view aaguid, const ModelFacts* model) {
  if (one.type != AuthenticatorType::security_key || aaguid.empty()) return false;
  if (one.aaguid.told()) return same_word(one.aaguid, aaguid);
  return model != nullptr && one.model.told() && names_model(one.model, model->model);
}

// Only what stands in the collection of the file itself can be changed.
Expected<std::string> in_this_file(const Inventory& inventory, const Authenticator& one) {
  const Thing& thing = inventory.things[one.thing];
  std::string id(inventory.id_of(one.thing));
  if (thing.file != 0) {
    return Unexpected(fmt::format("{} is described in {}; name that file with --into", id,
                                  safe_text(inventory.files[thing.file].path)));
  }
  if (thing.in_place) {
    return Unexpected(
        fmt::format("{} is described where it is used; move it to \"authenticators\" first", id));
  }
  return id;
}

class Recording {
 public:
  Recording(std::string_view text, const Authenticator& known, std::string_view id)
      : known_(known), id_(id), root_(read_written_json(text)) {
    entry_ = WrittenParts::find(*WrittenParts::find(root_, "authenticators"), id);
  }

  KeyRecord run(const ScannedKey& key, Date today) {
    const KeyFacts& facts = *key.facts;
    record_aaguid(facts.aaguid);
    if (facts.pin_set) set("pin_set", WrittenParts::literal(*facts.pin_set ? "true" : "false"));
    if (key.contents) record_slots(*key.contents);
    const std::string day = format_date(today);
    if (record_found(key)) set("scanned_on", parts_.text(day));
    if (key.test && key.test->failure.empty()) set("tested_on", parts_.text(day));
    record_.text = lay_out_json(root_, 2);
    return std::move(record_);
  }

 private:
  void set(std::string_view name, const WrittenJson& value) {
    WrittenJson* old = WrittenParts::find(*entry_, name);
    if (old == nullptr) {
      entry_->members.push_back(parts_.member(name, value));
      record_.changes.push_back(fmt::format("~ {}: {} {}", id_, name, value.text));
    } else if (old->text != value.text) {
      record_.changes.push_back(
          fmt::format("~ {}: {} {} -> {}", id_, name, safe_text(old->text), value.text));
      old->text = value.text;
    }
  }

  void record_aaguid(const std::string& aaguid) {
    if (aaguid.empty() || (known_.aaguid.told() && same_word(known_.aaguid, aaguid))) return;
    if (known_.aaguid.told()) {
      record_.open.push_back(
          fmt::format("{} had another AAGUID, so this may be another key; if it is, put the file "
                      "that is kept beside the inventory back in its place",
                      id_));
    }
    set("aaguid", parts_.text(aaguid));
  }

  void record_slots(const KeyContents& contents) {
    set("slots_total", parts_.number(contents.slots_used + contents.slots_free));
    set("slots_used", parts_.number(contents.slots_used));
  }

  // False: an older list stays, and with it the day on which it was read.
  bool record_found(const ScannedKey& key) {
    if (!key.contents || !key.show_passkeys) {
      if (!known_.found.told()) return true;
      record_.open.push_back(
          fmt::format("{}: \"scanned_on\" stays, since \"found\" was read on that day; "
                      "--credentials reads both "
                      "anew",
                      id_));
      return false;
    }
    std::vector<std::string> parties;
    for (const StoredPasskey& passkey : key.contents->passkeys) {
      if (passkey.is_cut_off) return keep_found(passkey);
      const bool is_new = std::ranges::find(parties, passkey.relying_party) == parties.end();
      if (is_new) parties.push_back(passkey.relying_party);
    }
    write_found(parties);
    return true;
  }

  bool keep_found(const StoredPasskey& cut_off) {
    record_.open.push_back(fmt::format(
        "{}: \"found\" is not recorded, since the key kept only a part of the name of a "
        "service ({}), and the list would look complete",
        id_, safe_text(cut_off.relying_party)));
    return !known_.found.told();
  }

  // What is still there keeps its place and its comments; comments of what is gone go to the end.
  void write_found(const std::vector<std::string>& parties) {
    WrittenJson* old = WrittenParts::find(*entry_, "found");
    const bool is_new = old == nullptr;
    WrittenJson& list = is_new ? parts_.list(*entry_, "found") : *old;
    std::vector<std::string> added, gone;
    std::vector<WrittenJson> members;
    std::vector<std::string> kept;
    for (WrittenJson& member : list.members) {
      const std::string_view text = member.text;
      const std::string party(text.substr(1, text.size() - 2));  // without its quotes
      const bool is_there = std::ranges::find(parties, party) != parties.end();
      (is_there ? kept : gone).push_back(party);
      if (is_there) {
        members.push_back(std::move(member));
      } else {
        list.at_end.insert(list.at_end.end(), member.above.begin(), member.above.end());
        list.at_end.insert(list.at_end.end(), member.behind.begin(), member.behind.end());
      }
    }
    for (const std::string& party : parties) {
      if (std::ranges::find(kept, party) != kept.end()) continue;
      members.push_back(parts_.text(party));
      added.push_back(party);
    }
    list.members = std::move(members);
    tell_found(is_new, parties.size(), added, gone);
  }

  void tell_found(bool is_new, std::size_t count, const std::vector<std::string>& added,
                  const std::vector<std::string>& gone) {
    if (!is_new && added.empty() && gone.empty()) return;
    std::string change =
        fmt::format("~ {}: found {} {}", id_, count, count == 1 ? "service" : "services");
    if (!added.empty()) change += "; new: " + safe_text(fmt::format("{}", fmt::join(added, ", ")));
    if (!gone.empty()) change += "; gone: " + safe_text(fmt::format("{}", fmt::join(gone, ", ")));
    record_.changes.push_back(std::move(change));
  }

  const Authenticator& known_;
  std::string_view id_;
  WrittenParts parts_;
  WrittenJson root_;
  WrittenJson* entry_ = nullptr;
  KeyRecord record_;
};

}  // namespace

Expected<std::string> key_meant(const Inventory& inventory, const Catalog& catalog,
                                const ScannedKey& key, std::string_view asked_for) {
  if (!asked_for.empty()) {
    const Authenticator* one = key_of(inventory, asked_for);
    if (one != nullptr) return in_this_file(inventory, *one);
    return Unexpected(fmt::format("there is no security key \"{}\" in it", safe_text(asked_for)));
  }
  const std::string& aaguid = key.facts->aaguid;
  std::vector<const Authenticator*> candidates;
  for (const Authenticator& one : inventory.authenticators) {
    if (may_be(one, aaguid, catalog.model(aaguid))) candidates.push_back(&one);
  }
  if (candidates.size() == 1) return in_this_file(inventory, *candidates.front());
  if (candidates.empty()) {
    return Unexpected(
        fmt::format("none of its security keys is said to be this one ({}); say which it is with "
                    "--key ID",
                    safe_text(model_of(key, catalog))));
  }
  std::vector<std::string> ids;
  for (const Authenticator* one : candidates) ids.emplace_back(inventory.id_of(one->thing));
  return Unexpected(fmt::format("{} could each be this key; say which it is with --key ID",
                                fmt::join(ids, " and ")));
}

KeyRecord record_key(std::string_view text, const Inventory& inventory, std::string_view id,
                     const ScannedKey& key, Date today) {
  return Recording(text, *key_of(inventory, id), id).run(key, today);
}

}  // namespace passkey_audit
