// The phone numbers that codes come to.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "question.hpp"

namespace passkey_audit {
namespace {

// "2 to 10 days" may be ten.
std::optional<std::size_t> largest_number(std::string_view text) {
  std::optional<std::size_t> largest;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t number = 0;
    const auto [end, error] = std::from_chars(text.data() + at, text.data() + text.size(), number);
    if (error == std::errc{}) largest = std::max(largest.value_or(0), number);
    at = error == std::errc{} ? static_cast<std::size_t>(end - text.data()) : at + 1;
  }
  return largest;
}

std::optional<std::string> waiting_time(const std::string& item) {
  if (has_word(item, {"today", "same", "tomorrow", "next", "immediately"})) return "1d";
  // How long that may be, nobody knows.
  if (has_word(item, {"more", "least", "over", "several", "few", "some", "many", "than"})) {
    return std::nullopt;
  }
  const Counted said = counted(item);
  std::size_t count = said.count;
  std::string unit = said.what;
  if (const auto largest = largest_number(item)) {
    count = *largest;
    unit = item;
  } else if (words_of(unit).size() != 1) {
    return std::nullopt;  // "eleven days", "a week or two"
  }
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

}  // namespace

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

}  // namespace passkey_audit
