// The things that people name in their answers: found among what is known, and noted if they are
// new. An error is a plain sentence without a subject that is wrong with the answer. Internal to
// this module.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "passkey_audit/catalog/catalog.hpp"
#include "passkey_audit/interview/draft.hpp"
#include "passkey_audit/support/expected.hpp"

namespace passkey_audit {

class Names {
 public:
  Names(Draft& draft, const Catalog& catalog) : draft_(draft), catalog_(catalog) {}

  Draft& draft() const { return draft_; }
  const Catalog& catalog() const { return catalog_; }

  // ---- places: names_of_places.cpp

  // A building, or "carried"; "unknown" for "?". A drawer is refused: it burns with its house.
  Expected<std::string> place(std::string_view text);
  bool is_known_place(std::string_view text) const;

  // ---- people

  // "me" for whoever answers. A new one is noted.
  std::string person(std::string_view text);
  std::optional<std::string> known_person(std::string_view text) const;
  // "Jon's Pixel" is jon, and "Pixel" is left. Empty: nobody is named.
  std::string take_owner(std::string& text);

  // ---- devices, vaults, keys, numbers: names_of_things.cpp

  // The device, and if it was not named before and says what it is, noted.
  std::optional<std::string> device(std::string_view text, const std::string& owner = {});
  std::string add_device(std::string_view name, const std::string& owner);
  // "all", "both", or a list.
  Expected<Ids> devices(std::string_view text, const std::string& owner);
  // A password manager that is known or in the catalog; its guarding account is noted with it.
  std::optional<std::string> vault(std::string_view text, const std::string& owner = {});
  std::string add_other_vault(std::string_view name, const std::string& owner);
  std::optional<std::string> key(std::string_view text, const std::string& owner = {}) const;
  // Every security key of the owner.
  Ids keys_of(const std::string& owner) const;
  // The number of the owner; if none was told, one in the owner's phone.
  std::string number(const std::string& owner);
  // Something bound to a device, Windows Hello or an app: found again, or noted.
  std::string on_device(AuthenticatorType type, const std::string& device, std::string_view name);

  // Where a copy of something is kept: memory, a vault, a device, a person, an account, a place.
  // `what` is called so in the error.
  Expected<std::string> store(std::string_view text, const std::string& owner,
                              std::string_view what);

  // ---- accounts: names_of_accounts.cpp

  // Null: nobody named it yet. Pointers live until an account is added.
  DraftAccount* known_account(std::string_view text, const std::string& owner = {});
  std::string account(std::string_view text, const std::string& owner = {});
  // The account at this provider's service that guards its vaults. Empty: it has none.
  std::string guard(const ProviderFacts& provider, const std::string& owner);

 private:
  struct Meant {
    const ServiceFacts* facts = nullptr;
    std::string domain;  // empty: not known
    bool is_mail = false;
  };
  Meant meant_by(std::string_view text) const;
  DraftAccount* account_at(const std::string& domain, const std::string& owner);
  const ProviderFacts* provider(std::string_view text) const;

  Draft& draft_;
  const Catalog& catalog_;
};

}  // namespace passkey_audit
