// An account at a service: how its owner signs in, what brings it back, what it depends on.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>

#include "passkey_audit/inventory/thing.hpp"
#include "passkey_audit/inventory/way.hpp"
#include "passkey_audit/inventory/words.hpp"
#include "passkey_audit/support/arena.hpp"
#include "passkey_audit/support/date.hpp"
#include "passkey_audit/support/maybe.hpp"

namespace passkey_audit {

struct PasskeyDetails {
  Reference on;  // the one device that a passkey lives on which its vault has not synced
  std::optional<Date> registered_on, used_on, tested_on;
  std::optional<bool> backup_eligible, backed_up;

  friend bool operator==(const PasskeyDetails&, const PasskeyDetails&) = default;
};

struct Passkey {
  Reference in;                  // vault, platform authenticator or security key
  List<PasskeyDetails> details;  // one if the entry is an object, else not told

  PasskeyDetails detail() const { return details.empty() ? PasskeyDetails{} : details[0]; }
  friend bool operator==(const Passkey&, const Passkey&) = default;
};

struct CopyDetails {
  std::optional<Date> tested_on;
  std::optional<Date> generated_on;  // codes only, as the next two
  std::optional<std::uint32_t> issued, remaining;

  bool told() const { return tested_on || generated_on || issued || remaining; }
};

// The account's own password, codes or code generator: where copies are kept. Any one will do.
struct StoredCopies {
  List<Reference> stored_in;
  List<CopyDetails> details;  // one if the field is an object, else not told

  CopyDetails detail() const { return details.empty() ? CopyDetails{} : details[0]; }
  bool told() const { return stored_in.told() || detail().told(); }
  // "Absent or empty": nothing of the kind is in use. Where something is said of the codes but not
  // where they are, the account has them, and nobody knows where.
  bool none() const { return stored_in.told() ? stored_in.empty() : !detail().told(); }
};

struct ServiceReview {
  std::optional<Date> reviewed_on;
  std::optional<bool> support_can_restore;
  std::optional<Duration> worst_case;
};

enum class Controller : std::uint8_t { not_told, employer, school, person };

// What is told of few accounts. It is kept apart, since a million accounts may tell none of it.
struct AccountDetails {
  Text note;
  Text vendor;
  List<Role> roles;
  List<Reference> owners;
  Reference org;
  Reference domain_at;
  Reference controlling_person;
  Controller controlled_by = Controller::not_told;
  std::optional<bool> alerts;
  Maybe<Date> expires_on, fallback_removed_on;
  List<ServiceReview> service_review;  // one, or not told

  ServiceReview review() const {
    return service_review.empty() ? ServiceReview{} : service_review[0];
  }
};

struct Account {
  ThingId thing;
  Importance importance = Importance::normal;
  std::optional<bool> accepts_security_key, issues_codes;
  Text name;
  Text service;
  List<Passkey> passkeys;
  StoredCopies password, totp, codes;
  List<Way> second_factors, other_sign_in, recovery;
  Reference federated_via;
  Maybe<Date> tested_on;

  // In the arena, null if none are told. Copies of an inventory share them.
  AccountDetails* told_details = nullptr;

  const AccountDetails& details() const {
    static const AccountDetails none;
    return told_details == nullptr ? none : *told_details;
  }
};

inline bool has_role(const Account& account, Role role) {
  return std::ranges::find(account.details().roles, role) != account.details().roles.end();
}

}  // namespace passkey_audit
