// Password managers, phone numbers and security keys.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>

#include "question.hpp"

namespace passkey_audit {
namespace {

// ---- where passwords and passkeys live

bool is_no_vault(std::string_view item) {
  return has_word(item, {"head", "memory", "paper", "notebook", "mind"});
}

// Bound to its device, such as Windows Hello.
bool is_built_in(std::string_view item) {
  return has_word(item, {"hello"});
}

std::string only_device(const Draft& draft) {
  return draft.devices.size() == 1 ? draft.devices.front().id : std::string();
}

class TakingVaults {
 public:
  explicit TakingVaults(Names& names) : names_(names), draft_(names.draft()) {}

  Taken run(const std::string& answer) {
    if (answer.empty() || is_none(answer) || is_dont_know(answer)) return {};
    for (const std::string& item : listed(answer, And::belongs)) {
      if (is_no_vault(item)) continue;
      if (std::string complaint = take(item); !complaint.empty()) {
        return Taken::not_understood(complaint);
      }
    }
    return Taken::with_note(guards_.empty()
                                ? ""
                                : fmt::format("Noted as an account of its own, since it "
                                              "guards them: {}.",
                                              fmt::join(guards_, ", ")));
  }

 private:
  std::string take(std::string item) {
    const std::string owner = names_.take_owner(item);
    const Located parts = located(item, At::first);
    if (parts.where.empty() && continues(item)) return {};
    if (is_built_in(parts.what)) return take_built_in(parts);
    const std::size_t before = draft_.accounts.size();
    auto vault = names_.vault(parts.what, owner);
    const std::string where = parts.where.empty() ? only_device(draft_) : parts.where;
    if (where.empty()) {
      return fmt::format("Say on which devices {} is, such as \"iCloud on iPhone and MacBook\".",
                         quoted(parts.what));
    }
    if (!vault) vault = names_.add_other_vault(parts.what, owner);
    if (draft_.accounts.size() > before) guards_.push_back(draft_.label(draft_.accounts.back().id));
    last_ = *vault;
    if (is_dont_know(where)) return {};
    const auto devices = names_.devices(where, owner);
    if (!devices) return devices.error();
    draft_.authenticator(last_)->devices = *devices;
    return {};
  }

  // "iCloud on iPhone, MacBook": the MacBook is one more device.
  bool continues(const std::string& item) {
    if (last_.empty() || names_.vault(item)) return false;
    const auto device = names_.device(item);
    if (!device) return false;
    auto& devices = draft_.authenticator(last_)->devices;
    if (!devices) devices.emplace();
    devices->push_back(*device);
    return true;
  }

  std::string take_built_in(const Located& parts) {
    const std::string where = parts.where.empty() ? only_device(draft_) : parts.where;
    const auto device = names_.device(where);
    if (where.empty() || !device)
      return "Say on which device that is, such as \"Windows Hello on PC\".";
    names_.on_device(AuthenticatorType::platform, *device, "Windows Hello");
    return {};
  }

  Names& names_;
  Draft& draft_;
  std::string last_;  // vault
  Ids guards_;
};

// ---- the number for codes

std::optional<std::string> waiting_time(const std::string& item) {
  if (has_word(item, {"today", "same", "tomorrow", "next", "immediately"})) return "1d";
  const Counted said = counted(item);
  std::size_t count = said.count;
  std::string unit = said.what;
  const auto [end, error] = std::from_chars(item.data(), item.data() + item.size(), count);
  if (error == std::errc{}) unit = trimmed(std::string_view(end, item.data() + item.size()));
  if (count > 1000) return std::nullopt;
  if (has_word(unit, {"h", "hour", "hours"})) return fmt::format("{}h", count);
  if (has_word(unit, {"d", "day", "days"})) return fmt::format("{}d", count);
  if (has_word(unit, {"w", "week", "weeks"})) return fmt::format("{}d", count * 7);
  if (has_word(unit, {"month", "months"})) return fmt::format("{}d", count * 30);
  return std::nullopt;
}

std::string add_number(Names& names, const std::string& device) {
  Draft& draft = names.draft();
  const auto* phone = &*std::ranges::find(draft.devices, device, &DraftDevice::id);
  const bool is_mine = phone->owner.empty();
  const bool is_first = !draft.has(AuthenticatorType::phone_number);
  const std::string id =
      draft.new_id(is_mine && is_first ? "number" : phone->id + "-number", "number");
  draft.authenticators.push_back(
      {.id = id,
       .name = fmt::format("the phone number in {}", draft.label(device)),
       .type = AuthenticatorType::phone_number,
       .owner = phone->owner,
       .sim_in = device});
  return id;
}

Taken take_numbers(Names& names, const std::string& answer) {
  if (answer.empty() || is_none(answer) || is_dont_know(answer)) return {};
  Ids numbers;
  for (const std::string& item : listed(answer, And::separates)) {
    if (is_dont_know(item) || is_none(item)) continue;  // when a new SIM comes
    if (const auto wait = waiting_time(item); wait && !numbers.empty()) {
      names.draft().authenticator(numbers.back())->new_sim_after = *wait;
      continue;
    }
    const Located parts = located(item, At::first);
    const auto device = names.device(parts.where.empty() ? item : parts.where);
    if (!device) {
      return Taken::not_understood(
          "Say which phone it is and how soon a new SIM comes, such as \"iPhone, 2 days\"; the "
          "number itself is not needed.");
    }
    numbers.push_back(add_number(names, *device));
  }
  return {};
}

// ---- security keys

bool is_key_name(std::string_view name) {
  const auto words = words_of(name);
  return std::ranges::any_of(words, [](const std::string& word) {
    return word.find("key") != std::string::npos ||
           has_word(word,
                    {"titan", "token", "fob", "spare", "backup", "feitian", "thetis", "second"});
  });
}

Taken take_key(Names& names, std::string item) {
  Draft& draft = names.draft();
  const std::string owner = names.take_owner(item);
  const Located parts = located(item, At::last);
  Counted number = counted(parts.what);
  if (number.what.empty()) number.what = "security key";
  if (!is_key_name(number.what)) {
    return Taken::not_understood(fmt::format(
        "{} is not known as a security key; say for example \"YubiKey on my key ring\".",
        quoted(number.what) == "that" ? "That" : quoted(number.what)));
  }
  std::string place;
  if (!parts.where.empty()) {
    const auto found = names.place(parts.where);
    if (!found) return Taken::not_understood(found.error());
    place = *found == "unknown" ? "" : *found;
  }
  const Ids before = names.keys_of(owner);
  for (std::size_t i = 1; i <= number.count; ++i) {
    std::string name = number.what;
    if (number.count > 1 && name.ends_with('s')) name.pop_back();
    if (number.count > 1) name += fmt::format(" {}", i);
    if (!owner.empty()) name = fmt::format("{}'s {}", draft.label(owner), name);
    const bool is_spare = has_word(name, {"spare", "backup"}) && !before.empty();
    const std::string id = draft.new_id(name, "key");
    draft.authenticators.push_back({.id = id,
                                    .name = id == name ? "" : name,
                                    .type = AuthenticatorType::security_key,
                                    .owner = owner == "me" ? "" : owner,
                                    .place = place,
                                    .spare_of = is_spare ? before.front() : ""});
  }
  return {};
}

// A passkey on a key asks for its PIN. People mostly have one for all of their keys, and until more
// is told they only remember it.
void add_pin(Names& names, const std::string& owner) {
  Draft& draft = names.draft();
  const Ids keys = names.keys_of(owner);
  if (keys.empty()) return;
  const std::string whose = owner.empty() ? "the " : fmt::format("{}'s ", draft.label(owner));
  draft.authenticators.push_back(
      {.id = draft.new_id(owner.empty() ? "key pin" : whose + "key pin", "pin"),
       .name = fmt::format("the PIN of {}security key{}", whose, keys.size() == 1 ? "" : "s"),
       .type = AuthenticatorType::secret,
       .owner = owner,
       .opens = keys,
       .stored_in = {"memory"}});
}

Taken take_keys(Names& names, const std::string& answer) {
  if (answer.empty() || is_none(answer) || is_dont_know(answer)) return {};
  for (const std::string& item : listed(answer, And::separates)) {
    Taken taken = take_key(names, item);
    if (!taken.complaint.empty()) return taken;
  }
  add_pin(names, "");
  for (const DraftPerson& person : names.draft().people) add_pin(names, person.id);
  return {};
}

}  // namespace

std::optional<Question> ask_for_vaults(const Draft& draft) {
  if (draft.has(AuthenticatorType::vault)) return std::nullopt;
  return Question{.text = "In which apps are passwords and passkeys kept, and on which devices?",
                  .example = "iCloud Keychain on iPhone and MacBook, Bitwarden on all",
                  .enter = "in none",
                  .take = [](Names& names, const std::string& answer) {
                    return TakingVaults(names).run(answer);
                  }};
}

std::optional<Question> ask_for_numbers(const Draft& draft) {
  const bool is_team = draft.profile == Profile::team;
  if (is_team || draft.has(AuthenticatorType::phone_number)) return std::nullopt;
  return Question{.text =
                      "If codes come by text message or call: to which phone, and how soon would "
                      "you get a new SIM?",
                  .example = "iPhone, 2 days",
                  .enter = "no such codes",
                  .take = take_numbers};
}

std::optional<Question> ask_for_keys(const Draft& draft) {
  if (draft.has(AuthenticatorType::security_key)) return std::nullopt;
  const bool is_team = draft.profile == Profile::team;
  return Question{.text = "Which security keys are there, and where is each of them now?",
                  .example = is_team ? "Ada's YubiKey carried, Ada's spare at the office"
                                     : "YubiKey on my key ring, spare key at my parents'",
                  .enter = "none",
                  .take = take_keys};
}

}  // namespace passkey_audit
