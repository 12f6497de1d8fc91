#include "passkey_audit/interview/draft.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace passkey_audit {
namespace {

// Letters, digits and dashes, in small letters; at most as long as an id should be.
std::string slug_of(std::string_view name) {
  constexpr std::size_t longest = 40;
  std::string slug;
  for (char c : name) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
      slug += c;
    } else if (c != '\'' && !slug.empty() && slug.back() != '-') {
      slug += '-';
    }
  }
  slug.resize(std::min(slug.size(), longest));
  while (slug.ends_with('-')) slug.pop_back();
  return slug;
}

template <class List>
auto* by_id(List& list, std::string_view id) {
  const auto found = std::ranges::find_if(list, [&](const auto& one) { return one.id == id; });
  return found == list.end() ? nullptr : &*found;
}

}  // namespace

bool DraftAccount::has_role(Role role) const {
  return std::ranges::find(roles, role) != roles.end();
}

bool Draft::has(AuthenticatorType type) const {
  return std::ranges::find(authenticators, type, &DraftAuthenticator::type) != authenticators.end();
}

DraftAuthenticator* Draft::authenticator(std::string_view id) {
  return by_id(authenticators, id);
}

DraftAccount* Draft::account(std::string_view id) {
  return by_id(accounts, id);
}

std::string Draft::label(std::string_view id) const {
  const auto name_in = [&](const auto& list) -> std::string {
    const auto* one = by_id(list, id);
    return one == nullptr ? "" : one->name.empty() ? one->id : one->name;
  };
  for (const std::string& name : {name_in(devices), name_in(authenticators), name_in(accounts),
                                  name_in(people), name_in(places), name_in(methods)}) {
    if (!name.empty()) return name;
  }
  return std::string(id);
}

std::string Draft::new_id(std::string_view name, std::string_view otherwise) {
  const std::string slug = slug_of(name);
  const std::string base = slug.empty() ? std::string(otherwise) : slug;
  std::string id = base;
  for (int number = 2; taken.contains(id); ++number) id = fmt::format("{}-{}", base, number);
  taken.insert(id);
  return id;
}

}  // namespace passkey_audit
