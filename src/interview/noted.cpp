#include "noted.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <vector>

namespace passkey_audit {
namespace {

constexpr std::string_view by_heart = "known by heart";

std::string_view kind_of(const DraftDevice& device) {
  return device.type ? word(*device.type) : std::string_view("device");
}

std::string_view kind_of(const DraftAuthenticator& one) {
  switch (one.type) {
    case AuthenticatorType::vault: return "app that keeps passwords";
    case AuthenticatorType::security_key: return "security key";
    case AuthenticatorType::phone_number: return "phone number";
    case AuthenticatorType::push: return "app that asks you";
    case AuthenticatorType::platform: return "passkey on a device";
    case AuthenticatorType::certificate: return "certificate";
    case AuthenticatorType::totp: return "app that shows codes";
    case AuthenticatorType::secret: break;
  }
  return by_heart;
}

class Saying {
 public:
  Saying(const Draft& before, const Draft& after) : before_(before), after_(after) {}

  std::string text() {
    look_for_new(before_.places, after_.places, [](const auto&) { return "place"; });
    look_for_new(before_.people, after_.people, [](const DraftPerson& person) {
      return person.has_left ? "person who has left" : "person";
    });
    look_for_new(before_.devices, after_.devices,
                 [](const DraftDevice& device) { return kind_of(device); });
    look_for_new(before_.authenticators, after_.authenticators,
                 [](const DraftAuthenticator& one) { return kind_of(one); });
    look_for_new(before_.accounts, after_.accounts, [](const auto&) { return "account"; });
    for (const DraftAccount& account : after_.accounts) look_at(account);
    return said_.empty() ? std::string() : fmt::format("Noted: {}.", fmt::join(said_, "; "));
  }

 private:
  template <class Thing, class Kind>
  void look_for_new(const std::vector<Thing>& before, const std::vector<Thing>& after, Kind kind) {
    for (const Thing& thing : after) {
      const bool is_new = std::ranges::find(before, thing.id, &Thing::id) == before.end();
      if (!is_new || thing.name.empty()) continue;
      const std::string what(kind(thing));
      const bool has_vowel = what.find_first_of("aeiou") == 0;
      said_.push_back(what == by_heart
                          ? fmt::format("{}, {}", thing.name, what)
                          : fmt::format("{}, {} {}", thing.name, has_vowel ? "an" : "a", what));
    }
  }

  void look_at(const DraftAccount& account) {
    const auto old = std::ranges::find(before_.accounts, account.id, &DraftAccount::id);
    const DraftAccount was = old == before_.accounts.end() ? DraftAccount() : *old;
    std::vector<std::string> ways;
    const auto look = [&](std::string_view what, const auto& is, const auto& before) {
      if (is && is != before) ways.push_back(fmt::format("{} {}", what, in_words(*is)));
    };
    const bool asks_next = account.second_factors == Ids{"unknown"};  // the next question does
    look("passkey in", account.passkeys, was.passkeys);
    look("password in", account.password, was.password);
    look("also", account.other_sign_in, was.other_sign_in);
    if (!asks_next) look("then", account.second_factors, was.second_factors);
    look("then codes of", account.totp, was.totp);
    look("printed codes at", account.codes, was.codes);
    look("if forgotten,", account.recovery, was.recovery);
    if (!ways.empty()) {
      said_.push_back(fmt::format("{}: {}", after_.label(account.id), fmt::join(ways, ", ")));
    }
  }

  std::string in_words(const Ids& ids, std::string_view between = " or ") const {
    std::vector<std::string> names;
    for (const std::string& id : ids) {
      names.push_back(id == "memory"    ? "your head"
                      : id == "unknown" ? "something not known"
                      : id == "carried" ? "what you carry"
                                        : after_.label(id));
    }
    return names.empty() ? "nothing" : fmt::format("{}", fmt::join(names, between));
  }

  std::string in_words(const std::vector<Ids>& ways) const {
    std::vector<std::string> all;
    for (const Ids& way : ways) all.push_back(in_words(way, " with "));
    return all.empty() ? "nothing" : fmt::format("{}", fmt::join(all, " or "));
  }

  const Draft& before_;
  const Draft& after_;
  std::vector<std::string> said_;
};

}  // namespace

std::string noted(const Draft& before, const Draft& after) {
  return Saying(before, after).text();
}

}  // namespace passkey_audit
