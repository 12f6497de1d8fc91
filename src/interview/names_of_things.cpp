// Devices, vaults, security keys and numbers by their names.
#include <fmt/format.h>

#include <algorithm>

#include "answer.hpp"
#include "device_words.hpp"
#include "names.hpp"
#include "passkey_audit/support/lower_case.hpp"

namespace passkey_audit {
namespace {

// Not told is whoever answers; in a team nobody.
bool is_of(const std::string& owner, const std::string& asked) {
  return owner == asked || (asked == "me" && owner.empty()) || (owner == "me" && asked.empty());
}

bool is_called(const std::string& id, const std::string& name, std::string_view text) {
  const std::string meant = lower_case(text);
  return meant == lower_case(id) || (!name.empty() && meant == lower_case(without_article(name)));
}

// "Mara's iPhone" for "iPhone": every word that was said stands in the name.
bool has_all_words(const std::string& label, std::string_view text) {
  const auto said = words_of(text);
  const auto named = words_of(label);
  return !said.empty() && std::ranges::all_of(said, [&](const std::string& word) {
    return std::ranges::find(named, word) != named.end();
  });
}

std::string dashed(std::string text) {
  std::ranges::replace(text, ' ', '-');
  return text;
}

}  // namespace

std::optional<std::string> Names::device(std::string_view text, const std::string& asked) {
  std::string name(text);
  const std::string told = take_owner(name);
  const std::string& owner = told.empty() ? asked : told;
  name = without_article(name);
  const auto kind = device_kind(name);
  const DraftDevice* near = nullptr;
  for (const DraftDevice& one : draft_.devices) {
    if (is_called(one.id, one.name, name)) return one.id;
    const bool is_kind = is_kind_only(name) && kind && one.type == kind->type;
    const bool fits = has_all_words(one.name.empty() ? one.id : one.name, name) ||
                      (is_kind && (owner.empty() || is_of(one.owner, owner)));
    const bool is_better =
        near == nullptr || (is_of(one.owner, owner) && !is_of(near->owner, owner));
    if (fits && is_better && (told.empty() || is_of(one.owner, told))) near = &one;
  }
  if (near != nullptr) return near->id;
  if (!kind) return std::nullopt;
  return add_device(name, owner);
}

std::string Names::add_device(std::string_view text, const std::string& owner) {
  const std::string name = without_article(text);
  const bool is_mine = owner.empty() || owner == "me";
  const std::string spoken = is_mine ? name : fmt::format("{}'s {}", draft_.label(owner), name);
  const std::string id = draft_.new_id(spoken, "device");
  const auto kind = device_kind(name);
  draft_.devices.push_back({.id = id,
                            .name = id == spoken ? "" : spoken,
                            .type = kind ? std::optional(kind->type) : std::nullopt,
                            .platform = kind ? kind->platform : std::nullopt,
                            .owner = owner == "me" ? "" : owner});
  // Whatever unlocks it may be forgotten, and until more is told somebody only remembers it.
  const std::string called = draft_.label(id);
  draft_.authenticators.push_back({.id = draft_.new_id(id + "-code", "code"),
                                   .name = fmt::format("the code that unlocks {}", called),
                                   .type = AuthenticatorType::secret,
                                   .owner = owner == "me" ? "" : owner,
                                   .opens = {id},
                                   .stored_in = {"memory"}});
  return id;
}

Expected<Ids> Names::devices(std::string_view text, const std::string& owner) {
  Ids found;
  if (has_word(text, {"all", "both", "everything", "everywhere"})) {
    for (const DraftDevice& one : draft_.devices) {
      if (is_of(one.owner, owner)) found.push_back(one.id);
    }
    return found;
  }
  for (const std::string& item : listed(text, And::separates)) {
    const auto one = device(item, owner);
    if (!one) {
      return Unexpected(fmt::format(
          "It is not clear which device {} is; say phone, tablet, laptop or PC.", quoted(item)));
    }
    if (std::ranges::find(found, *one) == found.end()) found.push_back(*one);
  }
  return found;
}

// The longest run of words that is a name or an alias of a provider: "my iCloud Keychain".
const ProviderFacts* Names::provider(std::string_view text) const {
  const std::string said = dashed(lower_case(without_article(text)));
  const auto words = words_of(without_article(text));
  const auto named = [&](const std::string& word) -> const ProviderFacts* {
    for (const ProviderFacts& facts : catalog_.providers()) {
      if (word == facts.id || word == dashed(lower_case(facts.name)) ||
          std::ranges::find(facts.aliases, word) != facts.aliases.end()) {
        return &facts;
      }
    }
    return nullptr;
  };
  if (const ProviderFacts* facts = named(said)) return facts;
  for (std::size_t size = words.size(); size > 0; --size) {
    for (std::size_t begin = 0; begin + size <= words.size(); ++begin) {
      std::string run = words[begin];
      for (std::size_t i = begin + 1; i < begin + size; ++i) run += "-" + words[i];
      if (const ProviderFacts* facts = named(run)) return facts;
    }
  }
  return nullptr;
}

std::optional<std::string> Names::vault(std::string_view text, const std::string& asked) {
  std::string name(text);
  const std::string told = take_owner(name);
  const std::string owner = told.empty() ? asked : told;
  name = without_article(name);
  const ProviderFacts* facts = provider(name);
  const DraftAuthenticator* near = nullptr;
  for (const DraftAuthenticator& one : draft_.authenticators) {
    if (one.type != AuthenticatorType::vault) continue;
    if (is_called(one.id, one.name, name)) return one.id;
    const bool fits = (facts != nullptr && one.provider == facts->id) ||
                      (one.provider == "other" && has_all_words(one.name, name));
    if (fits && (is_of(one.owner, owner) || (told.empty() && near == nullptr))) near = &one;
  }
  if (near != nullptr) return near->id;
  if (facts == nullptr || facts->synced == false) return std::nullopt;
  const bool is_mine = owner.empty() || owner == "me";
  const std::string guarded_by = guard(*facts, owner);
  const std::string spoken = is_mine ? name : fmt::format("{}'s {}", draft_.label(owner), name);
  std::string slug(facts->id);
  if (!is_mine) slug = fmt::format("{}-{}", draft_.label(owner), slug);
  if (draft_.taken.contains(lower_case(slug))) slug += "-vault";  // its account is called like this
  const std::string id = draft_.new_id(slug, "vault");
  draft_.authenticators.push_back({.id = id,
                                   .name = spoken,
                                   .type = AuthenticatorType::vault,
                                   .owner = owner == "me" ? "" : owner,
                                   .provider = std::string(facts->id),
                                   .account = guarded_by});
  return id;
}

// Nobody knows what guards it: a new device never opens it.
std::string Names::add_other_vault(std::string_view text, const std::string& owner) {
  const std::string name = without_article(text);
  const std::string id = draft_.new_id(name, "vault");
  draft_.authenticators.push_back({.id = id,
                                   .name = id == name ? "" : name,
                                   .type = AuthenticatorType::vault,
                                   .owner = owner == "me" ? "" : owner,
                                   .provider = "other",
                                   .account = "unknown"});
  return id;
}

std::optional<std::string> Names::key(std::string_view text, const std::string& asked) const {
  const std::string name = without_article(text);
  const bool is_key_word =
      has_word(name, {"key", "keys", "yubikey", "yubikeys", "token", "titan", "nitrokey", "spare"});
  const DraftAuthenticator* near = nullptr;
  for (const DraftAuthenticator& one : draft_.authenticators) {
    if (one.type != AuthenticatorType::security_key) continue;
    const std::string& label = one.name.empty() ? one.id : one.name;
    if (is_called(one.id, one.name, name) || has_all_words(label, name)) {
      if (is_of(one.owner, asked)) return one.id;
      if (near == nullptr && asked.empty() && draft_.profile == Profile::team) near = &one;
    }
  }
  if (near != nullptr) return near->id;
  const Ids own = keys_of(asked);
  if (is_key_word && own.size() == 1) return own.front();
  return std::nullopt;
}

Ids Names::keys_of(const std::string& owner) const {
  Ids keys;
  for (const DraftAuthenticator& one : draft_.authenticators) {
    const bool is_key = one.type == AuthenticatorType::security_key;
    if (is_key && is_of(one.owner, owner)) keys.push_back(one.id);
  }
  return keys;
}

std::string Names::number(const std::string& owner) {
  for (const DraftAuthenticator& one : draft_.authenticators) {
    if (one.type == AuthenticatorType::phone_number && is_of(one.owner, owner)) return one.id;
  }
  // A SIM is in some phone, and goes with it.
  std::string phone;
  for (const DraftDevice& one : draft_.devices) {
    if (phone.empty() && one.type == DeviceType::phone && is_of(one.owner, owner)) phone = one.id;
  }
  if (phone.empty()) phone = add_device("phone", owner);
  const bool is_mine = owner.empty() || owner == "me";
  const std::string id =
      draft_.new_id(is_mine ? "number" : draft_.label(owner) + "-number", "number");
  draft_.authenticators.push_back(
      {.id = id,
       .name = is_mine ? "my phone number" : fmt::format("{}'s phone number", draft_.label(owner)),
       .type = AuthenticatorType::phone_number,
       .owner = is_mine ? "" : owner,
       .sim_in = phone});
  return id;
}

std::string Names::on_device(AuthenticatorType type, const std::string& device,
                             std::string_view name) {
  for (const DraftAuthenticator& one : draft_.authenticators) {
    if (one.type == type && one.device == device && one.name == name) return one.id;
  }
  std::string owner;
  for (const DraftDevice& one : draft_.devices) {
    if (one.id == device) owner = one.owner;
  }
  const std::string id = draft_.new_id(name, "app");
  draft_.authenticators.push_back(
      {.id = id, .name = std::string(name), .type = type, .owner = owner, .device = device});
  return id;
}

Expected<std::string> Names::store(std::string_view text, const std::string& owner,
                                   std::string_view what) {
  const std::string where = trimmed(text);
  if (is_dont_know(where)) return std::string("unknown");
  if (has_word(where, {"head", "memory", "mind", "heart", "remember", "remembered"})) {
    return std::string("memory");
  }
  const bool is_paper = has_word(where, {"paper", "printed", "print", "note", "written", "sheet"});
  std::string bare = without_article(where);
  if (lower_case(bare).starts_with("with ")) bare = without_article(bare.substr(5));
  if (const auto known = known_person(bare)) return *known;
  if (is_paper) {
    if (located(where, At::last).where.empty()) {
      return Unexpected(
          std::string("Say in which building the paper is, such as \"on paper at home\"."));
    }
    return place(where);
  }
  if (is_known_place(bare)) return place(bare);
  if (const auto found = vault(bare, owner)) return *found;
  if (const auto found = device(bare, owner)) return *found;
  if (const DraftAccount* drive = known_account(bare, owner)) return drive->id;
  return Unexpected(fmt::format(
      "It is not clear where {} is; say for example \"in my head\", \"in {}\" or \"on paper at "
      "home\".",
      what,
      draft_.has(AuthenticatorType::vault)
          ? draft_.label(std::ranges::find(draft_.authenticators, AuthenticatorType::vault,
                                           &DraftAuthenticator::type)
                             ->id)
          : "Bitwarden"));
}

}  // namespace passkey_audit
