// What to set up so that accounts open after something is lost: what their services accept, made of
// the user's own things where there are any, and checked on the access graph, so that following the
// advice really opens them.
//
//   remedy = ways_back(context, losses, accounts, "Sam's iPhone");
//   remedy.text() == "Register the spare key on google. This also brings back forum and shop."
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "passkey_audit/audit/audit_context.hpp"
#include "passkey_audit/audit/finding.hpp"

namespace passkey_audit {

// One thing to set up on an account.
struct Safeguard {
  // In the order in which they are proposed: what costs nothing first, what has to be bought last.
  enum class Kind : std::uint8_t {
    register_keys,               // that the user has
    copy_codes,                  // that the user has, beside a password that is at hand
    print_codes,                 // the same, where there are none
    write_secret,                // one that the inventory declares and keeps where it is lost too
    write_password,              // beside a second step that is at hand, or none
    recovery_contact,            //
    print_codes_write_password,  // both, at two places
    get_keys,                    // too few are there
    look_up,                     // not known what the service offers
    ask_service,                 // known to offer nothing of the kind
  };
  Kind kind = Kind::ask_service;
  std::vector<ThingId> keys;  // to register
  std::size_t keys_to_get = 0;
  ThingId secret;  // to write down
  ThingId place;   // for paper or a new key; not told: none of the user's places will do
  // To ask; not told: somebody whom the inventory does not know yet. Of new keys: whose they are.
  ThingId person;
  bool needs_apple_device = false;  // whoever is asked

  friend bool operator==(const Safeguard&, const Safeguard&) = default;
};

// A safeguard, the accounts to set it up on, and those that open again because these do.
struct Proposal {
  Safeguard safeguard;
  std::vector<std::uint32_t> accounts;
  std::vector<std::uint32_t> also_opened;
};

// For accounts that are out of prompt reach once `losses` are lost. Accounts that bring others back
// come first.
[[nodiscard]] std::vector<Proposal> propose_safeguards(const AuditContext& context,
                                                       std::span<const LossId> losses,
                                                       const std::vector<std::uint32_t>& accounts);

// One for each proposal. `lost` is what to do without.
[[nodiscard]] Remedy instructions(const AuditContext& context, std::span<const Proposal> proposals,
                                  std::string_view lost);
// Both in one.
[[nodiscard]] Remedy ways_back(const AuditContext& context, std::span<const LossId> losses,
                               const std::vector<std::uint32_t>& accounts, std::string_view lost);

// ---- the user's own things, for instructions of other kinds

// Keys that work, belong to the account's owners and are not on the account yet: as many as the
// policy and the service ask for, or as there are.
[[nodiscard]] std::vector<ThingId> keys_to_add(const AuditContext& context, const Account& account);
// How many keys the account should have more than it has, counting those to add.
[[nodiscard]] std::size_t keys_missing(const AuditContext& context, const Account& account);
// "Register Key A and Key B on google, and sign in once with each.", or what to get.
[[nodiscard]] Instruction key_registration(const AuditContext& context, const Account& account);
// "Print recovery codes of google and keep the paper at my parents' house."
[[nodiscard]] Instruction print_codes(const AuditContext& context, const Account& account);
// For an account that has no password, and whose codes would go with one.
[[nodiscard]] Instruction set_password_and_print_codes(const AuditContext& context,
                                                       const Account& account);
// "Ask Alex to be the recovery contact of google.", or whom to look for.
[[nodiscard]] Instruction ask_contact(const AuditContext& context, const Account& account);

// A place at none of these sites where neither a device nor a security key lies; not told: none.
[[nodiscard]] ThingId quiet_place(const AuditContext& context,
                                  std::span<const std::string_view> but_not_at = {});
// Where to keep paper: "at my parents' house", or what to look for.
[[nodiscard]] std::string where_to_keep(const AuditContext& context,
                                        std::span<const std::string_view> but_not_at = {});

// Nobody can help themselves out. Without owners, the account belongs to `me`.
[[nodiscard]] bool is_owner(const Account& account, ThingId person);
// Where copies lie on paper, each site once.
[[nodiscard]] std::vector<std::string_view> sites_with_paper(const AuditContext& context,
                                                             const StoredCopies& copies);
// Where any paper lies that is a part of getting into the account: its password, codes, code
// generator, and what its ways name.
[[nodiscard]] std::vector<std::string_view> sites_with_papers_of(const AuditContext& context,
                                                                 const Account& account);
// Somebody who could be asked to help the account's owners; not told: nobody is known.
[[nodiscard]] ThingId somebody_to_ask(const AuditContext& context, const Account& account);
// Has not left, is no owner, and has what a recovery contact of the account's service needs.
[[nodiscard]] bool can_be_contact(const AuditContext& context, const Account& account,
                                  const Person& person);
// "somebody you trust who has a Google Account"
[[nodiscard]] std::string whom_to_look_for(const AuditContext& context, const Account& account);

}  // namespace passkey_audit
