// For whom it is, which devices there are, and which of them stay in a place.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "device_words.hpp"
#include "passkey_audit/support/lower_case.hpp"
#include "question.hpp"

namespace passkey_audit {
namespace {

Taken take_for_whom(Names& names, const std::string& answer) {
  Draft& draft = names.draft();
  const bool is_alone = answer.empty() || is_dont_know(answer) ||
                        has_word(answer, {"me", "myself", "alone", "personal", "i", "1"});
  if (has_word(answer, {"team", "company", "work", "organisation", "organization", "3"})) {
    draft.profile = Profile::team;
    draft.has_others = true;
    return {};
  }
  if (has_word(answer, {"household", "family", "couple", "2"})) {
    draft.has_others = true;
    const Located who = located(answer, At::first);
    if (!lower_case(who.where).starts_with("with ")) return {};
    for (const std::string& person : listed(who.where.substr(5), And::separates)) {
      names.person(person);
    }
    return {};
  }
  if (is_alone) return {};
  return Taken::not_understood("Please say me, household or team.");
}

// "MacBook at home", "iPad carried".
struct SaidDevice {
  std::string name, place;
  std::size_t count = 1;
};

SaidDevice said_device(const std::string& item) {
  const Located parts = located(item, At::last);
  const Counted number = counted(parts.what);
  return {number.what, parts.where, number.count};
}

Taken take_device(Names& names, const std::string& item) {
  SaidDevice said = said_device(item);
  const std::string owner = names.take_owner(said.name);
  if (!device_kind(said.name)) {
    return Taken::not_understood(
        fmt::format("It is not clear what sort of device {} is; add the word phone, tablet, laptop "
                    "or PC, such as \"work laptop\".",
                    quoted(said.name)));
  }
  std::string place;
  if (!said.place.empty()) {
    const auto found = names.place(said.place);
    if (!found) return Taken::not_understood(found.error());
    place = *found == "unknown" ? "" : *found;
  }
  for (std::size_t i = 1; i <= said.count; ++i) {
    std::string name = said.name;
    if (said.count > 1 && name.ends_with('s')) name.pop_back();
    if (said.count > 1) name += fmt::format(" {}", i);
    const std::string id = names.add_device(name, owner);
    std::ranges::find(names.draft().devices, id, &DraftDevice::id)->place = place;
  }
  return {};
}

Taken take_devices(Names& names, const std::string& answer) {
  if (answer.empty() || is_none(answer) || is_dont_know(answer)) return {};
  for (const std::string& item : listed(answer, And::separates)) {
    Taken taken = take_device(names, item);
    if (!taken.complaint.empty()) return taken;
  }
  return {};
}

bool may_stay(const DraftDevice& device) {
  return !device.known && device.place.empty() && device.type != DeviceType::phone;
}

Taken take_where_devices_stay(Names& names, const std::string& answer) {
  if (answer.empty() || is_dont_know(answer)) return {};
  for (const std::string& item : listed(answer, And::separates)) {
    const SaidDevice said = said_device(item);
    const bool is_of_all = said.name.empty() || said.place.empty();
    const auto place = names.place(said.place.empty() ? item : said.place);
    if (!place) return Taken::not_understood(place.error());
    const auto one = is_of_all ? std::nullopt : names.device(said.name);
    if (!is_of_all && !one) {
      return Taken::not_understood(
          fmt::format("{} is none of the devices; say for example \"all at home\" or \"carried\".",
                      quoted(said.name)));
    }
    if (*place == "unknown") continue;
    for (DraftDevice& device : names.draft().devices) {
      if (one ? device.id == *one : may_stay(device)) device.place = *place;
    }
  }
  return {};
}

}  // namespace

std::optional<Question> ask_for_whom(const Draft& draft) {
  if (!draft.is_new) return std::nullopt;
  return Question{.text = "Is this for you alone, for a household, or for a team?",
                  .example = "household with Jon and Ines",
                  .enter = "for you alone",
                  .take = take_for_whom};
}

std::optional<Question> ask_for_devices(const Draft& draft) {
  if (!draft.devices.empty()) return std::nullopt;
  if (draft.profile == Profile::team) {
    return Question{
        .text = "Which phones and computers do people use for work, and whose are they?",
        .example = "Ada's iPhone, Ada's MacBook, Bo's Pixel",
        .enter = "don't know",
        .take = take_devices};
  }
  return Question{
      .text = "Which phones and computers do you use, and which of them stay in one place?",
      .example =
          draft.has_others ? "iPhone, MacBook at home, Jon's Pixel" : "iPhone, MacBook at home",
      .enter = "none",
      .take = take_devices};
}

std::optional<Question> ask_where_devices_stay(const Draft& draft) {
  if (draft.profile == Profile::team) return std::nullopt;
  Ids names;
  for (const DraftDevice& device : draft.devices) {
    if (may_stay(device)) names.push_back(draft.label(device.id));
  }
  if (names.empty()) return std::nullopt;
  return Question{.text = fmt::format("Do you carry {} every day, or where does it stay?",
                                      fmt::join(names, " and ")),
                  .example = "at home, or: carried",
                  .enter = "don't know",
                  .take = take_where_devices_stay};
}

}  // namespace passkey_audit
