// Places and people by their names.
#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "answer.hpp"
#include "names.hpp"
#include "passkey_audit/support/lower_case.hpp"

namespace passkey_audit {
namespace {

constexpr std::string_view home = "home";

bool is_carried(std::string_view text) {
  return has_word(text, {"carried", "carry", "me", "pocket", "bag", "handbag", "backpack", "wallet",
                         "purse", "keyring", "keychain", "ring"});
}

bool is_home(std::string_view text) {
  const auto words = words_of(text);
  return words.size() <= 2 && !words.empty() &&
         has_word(words.front(), {"home", "house", "flat", "apartment"});
}

// Without a building these tell nothing of what a fire or a burglar takes.
bool is_furniture(std::string_view text) {
  if (has_word(text, {"bank", "deposit", "lawyer", "notary"})) return false;
  return has_word(text, {"drawer", "desk",    "safe",     "shelf",  "cupboard", "cabinet", "box",
                         "closet", "kitchen", "bedroom",  "garage", "basement", "cellar",  "attic",
                         "folder", "binder",  "envelope", "room",   "study",    "wardrobe"});
}

// "parents' house", "Mum's place" and "parents" are one place.
std::string kernel_of(std::string_view name) {
  std::string text = lower_case(without_article(name));
  for (const std::string_view ending : {" house", " home", " place", " flat", " apartment"}) {
    if (text.ends_with(ending)) text.resize(text.size() - ending.size());
  }
  if (text.ends_with("'s")) text.resize(text.size() - 2);
  if (text.ends_with("’s")) text.resize(text.size() - std::string_view("’s").size());
  while (text.ends_with('\'')) text.pop_back();
  return text;
}

bool is_called(const std::string& id, const std::string& name, std::string_view text) {
  const std::string meant = kernel_of(text);
  return meant == lower_case(id) || (!name.empty() && meant == kernel_of(name));
}

}  // namespace

bool Names::is_known_place(std::string_view text) const {
  return is_home(without_article(text)) || std::ranges::any_of(draft_.places, [&](auto& place) {
           return is_called(place.id, place.name, text);
         });
}

Expected<std::string> Names::place(std::string_view text) {
  std::string where = trimmed(text);
  if (is_dont_know(where)) return std::string("unknown");
  if (is_carried(where)) return std::string("carried");
  const Located inner = located(where, At::last);
  if (!inner.where.empty()) where = inner.where;
  where = without_article(where);
  if (where.empty()) return Unexpected(std::string("Say in which building, such as \"at home\"."));
  if (is_furniture(where)) {
    return Unexpected(fmt::format(
        "Say in which building {} is, such as \"at home\" or \"at my parents'\".", quoted(where)));
  }
  for (const DraftPlace& place : draft_.places) {
    if (is_called(place.id, place.name, where)) return place.id;
  }
  if (is_home(where)) {
    const std::string id = draft_.new_id(home, "place");
    draft_.places.push_back({.id = id, .name = id == home ? "" : std::string(home)});
    return id;
  }
  const std::string kernel = kernel_of(where);
  const std::string id =
      draft_.new_id(draft_.taken.contains(kernel) ? kernel + "-place" : kernel, "place");
  draft_.places.push_back({.id = id, .name = id == where ? "" : where});
  return id;
}

std::optional<std::string> Names::known_person(std::string_view text) const {
  const std::string name = without_article(text);
  if (draft_.profile == Profile::personal && has_word(name, {"me", "myself", "i"})) return "me";
  for (const DraftPerson& person : draft_.people) {
    if (lower_case(name) == lower_case(person.id) || lower_case(name) == lower_case(person.name))
      return person.id;
  }
  return std::nullopt;
}

std::string Names::person(std::string_view text) {
  if (const auto known = known_person(text)) return *known;
  const std::string name = without_article(text);
  const std::string id = draft_.new_id(name, "person");
  draft_.people.push_back({.id = id, .name = id == name ? "" : name});
  return id;
}

std::string Names::take_owner(std::string& text) {
  std::string rest = without_article(text);
  std::size_t end = rest.find(' ');
  if (end == std::string::npos) return {};
  std::string name = rest.substr(0, end);
  std::string possessive;
  for (const std::string_view sign : {"'s", "’s", "'"}) {
    if (name.ends_with(sign)) {
      possessive = name.substr(0, name.size() - sign.size());
      break;
    }
  }
  if (possessive.empty()) return {};
  const auto known = known_person(possessive);
  const bool is_name = std::isupper(static_cast<unsigned char>(possessive.front())) != 0;
  if (!known && !(draft_.has_others && is_name)) return {};
  text = trimmed(rest.substr(end));
  return known ? *known : person(possessive);
}

}  // namespace passkey_audit
