// What was answered so far: an inventory in the making, as plain values that can be copied, so that
// going back is taking an older copy. Whatever was not told stays empty; "unknown" is written as
// the inventory's own word for it. No field can hold a secret.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "passkey_audit/inventory/inventory.hpp"
#include "passkey_audit/inventory/words.hpp"
#include "passkey_audit/support/date.hpp"

namespace passkey_audit {

using Ids = std::vector<std::string>;

// `known`: it stands in the inventory already, and is not written again.
struct DraftPlace {
  std::string id, name;
  bool known = false;
};

struct DraftPerson {
  std::string id, name;
  bool known = false;
  bool has_left = false;
};

struct DraftDevice {
  std::string id, name;
  bool known = false;
  std::optional<DeviceType> type;
  std::optional<Platform> platform;
  std::string place, owner;
};

// The fields that its type does not have stay empty.
struct DraftAuthenticator {
  std::string id, name;
  bool known = false;
  AuthenticatorType type = AuthenticatorType::vault;
  std::string owner;
  std::string provider, account;      // vault
  std::optional<Ids> devices;         // vault
  std::string device;                 // platform, push
  std::string place, spare_of;        // security key
  Ids opens, stored_in;               // secret
  std::string sim_in, new_sim_after;  // phone number
};

struct DraftMethod {
  std::string id, name;
  bool known = false;
  RecoveryType type = RecoveryType::support;
  std::string person, account;
  Ids stored_in, needs;
};

struct DraftAccount {
  std::string id, name;
  bool known = false;
  bool open = true;  // nothing is told yet of getting in, so the interview may ask
  std::string service;
  Importance importance = Importance::critical;
  std::vector<Role> roles;
  Ids owners;
  std::string federated_via, org, domain_at;
  std::optional<Ids> passkeys, password, totp, codes, second_factors, other_sign_in;
  std::optional<std::vector<Ids>> recovery;  // ways; all parts of one are needed together

  bool has_role(Role role) const;
  std::string owner() const { return owners.empty() ? std::string() : owners.front(); }
};

// What was answered for an account, as it was typed: the next one may be "the same".
struct DraftAnswers {
  std::string of;  // the account
  std::string sign_in, second_step, way_back;
};

struct Draft {
  Profile profile = Profile::personal;
  bool has_others = false;  // a household, or a team: things may be somebody else's
  bool is_new = true;       // there is no inventory yet
  std::vector<DraftPlace> places;
  std::vector<DraftPerson> people;
  std::vector<DraftDevice> devices;
  std::vector<DraftAuthenticator> authenticators;
  std::vector<DraftMethod> methods;
  std::vector<DraftAccount> accounts;
  std::set<std::string, std::less<>> taken{"memory", "carried", "me", "unknown"};  // every id
  std::optional<Date> reviewed_on;  // all of it was gone through
  DraftAnswers last;

  bool has(AuthenticatorType type) const;
  // Null: there is none of this id.
  DraftAuthenticator* authenticator(std::string_view id);
  DraftAccount* account(std::string_view id);
  // What a question calls it: its name, else its id.
  std::string label(std::string_view id) const;
  // An id made of the letters and digits of a name, which nothing has yet. It is taken from now on.
  std::string new_id(std::string_view name, std::string_view otherwise);
};

// What an inventory has already, for an interview that adds to it.
[[nodiscard]] Draft draft_of(const Inventory& inventory);

}  // namespace passkey_audit
