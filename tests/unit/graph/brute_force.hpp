// The sections "Losses", "Access" and "Locking out" of docs/model.md a second time, to compare the
// real thing with: slow, plain, one function for each sentence, and no access graph. The sentences
// become equations between things, which are repeated until nothing changes any more.
//
//   Equations equations(inventory, catalog, today);
//   const Access access = equations.least({{}, {"device:phone"}}, std::nullopt);
//   access.waiting({account.thing}, 1);  // hours until it is usable once the phone is lost
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "passkey_audit/catalog/catalog.hpp"
#include "passkey_audit/inventory/inventory.hpp"
#include "passkey_audit/support/date.hpp"

namespace passkey_audit::brute_force {

// Hours until something is usable. An unknown time is longer than any that is known.
using Waiting = std::uint64_t;
inline constexpr Waiting at_once = 0;
inline constexpr Waiting unknown_time = Waiting{1} << 40U;
inline constexpr Waiting never = UINT64_MAX;

// The longest single wait that counts as prompt; none: every wait counts.
using Limit = std::optional<Waiting>;

using Losses = std::set<std::string>;  // by their text: "device:phone"

// What can be usable or not: a thing, or something that is an account's own. `sign_in` is the
// account without its ways of recovery.
enum class Own : std::uint8_t { itself, password, codes, totp, sign_in };
struct Slot {
  static constexpr std::size_t per_thing = 5;

  ThingId thing;
  Own own = Own::itself;

  std::size_t number() const { return thing.index * per_thing + static_cast<std::size_t>(own); }
  friend auto operator<=>(const Slot&, const Slot&) = default;
};

// The right side of an equation.
struct Term {
  enum class Form : std::uint8_t { usable, unless_lost, all, any, at_least, after };
  Form form = Form::all;
  std::size_t number = 0;  // of the slot, of the loss; how many of the parts are needed
  Waiting wait = at_once;
  std::vector<Term> parts;
};

// A solution of the equations, for several sets of losses ("worlds") at once.
struct Access {
  using Row = std::vector<Waiting>;  // by world

  std::vector<Row> rows;  // by number of the slot

  Waiting waiting(Slot slot, std::size_t world) const { return rows[slot.number()][world]; }
  bool usable(Slot slot, std::size_t world) const { return waiting(slot, world) != never; }
};

struct State {
  std::string_view word;  // "open", "recoverable", "delayed", "locked_out"
  Waiting waiting = never;
  friend bool operator==(const State&, const State&) = default;
};

struct SinglePoint {
  std::string loss;
  std::vector<std::string> delayed, locked_out;  // accounts
  friend bool operator==(const SinglePoint&, const SinglePoint&) = default;
};

struct SinglePoints {
  std::vector<std::string> unreachable_now, abandoned;
  std::vector<SinglePoint> plain, listed;
  friend bool operator==(const SinglePoints&, const SinglePoints&) = default;
};

class Equations {
 public:
  Equations(const Inventory& inventory, const Catalog& catalog, Date today);

  // ---- Losses
  std::vector<std::string> candidate_losses() const;  // sorted
  bool counts_against(const std::string& loss, const Account& account) const;
  // What a place, vendor or person takes with it, as losses of their own.
  Losses members(const std::string& cause) const;
  Losses cold_start() const;

  // ---- Access
  Access least(const std::vector<Losses>& worlds, Limit limit) const;
  // Its times mean nothing.
  Access greatest(const std::vector<Losses>& worlds, Limit limit) const;
  State state(const Account& account, const Access& prompt, const Access& eventual,
              std::size_t world) const;
  // The time that the last of the steps takes if each uses only those before it.
  Waiting along(const std::vector<Slot>& steps, const Losses& losses) const;

  // ---- Locking out
  // World 0 of both is "nothing lost", world i + 1 is candidate i alone. No kinds: all of them.
  SinglePoints single_points(const Access& prompt, const Access& eventual, bool only_locked_out,
                             const std::set<std::string>& kinds) const;
  // What the slot needs in alternatives that are satisfied in a greatest solution of one world.
  std::set<Slot> parts_of_satisfied(Slot slot, const Access& greatest, const Losses& losses,
                                    Limit limit) const;
  // Everything that has an equation.
  std::vector<Slot> slots() const;

 private:
  struct Equation {
    Slot slot;
    Term term;
  };
  // Copies of one thing, wherever they are told.
  struct Copies {
    std::string id;  // "bank", "bank.codes", "pin"
    std::span<const Reference> entries;
    ThingId owner;                     // of a secret or code generator
    const Account* account = nullptr;  // whose own they are
  };
  class Solver;

  static Term all_of(std::vector<Term> parts);
  static Term any_of(std::vector<Term> parts);
  static Term at_least(std::size_t count, std::vector<Term> parts);
  static Term after(Waiting wait, Term part);
  static Term usable(Slot slot);
  Term unless_lost(const std::string& loss);
  Term unless_vendor_lost(const std::string& vendor);
  Term unless_site_lost(const std::string& site);
  const Term& right_side(Slot slot) const;

  // Losses
  std::string id(ThingId thing) const { return std::string(inventory_.id_of(thing)); }
  std::string vendor(const Account& account) const;
  std::string vendor(const Authenticator& vault) const;
  ThingId owner(const Reference& told) const;
  std::string site(ThingId place, ThingId owner) const;
  std::string site(const Device& device) const;
  std::string site(const Authenticator& key) const;
  bool is_paper(const Reference& entry) const;
  Copies copies_of(const Account& account, Own own) const;
  std::vector<Copies> all_copies() const;
  std::set<ThingId> accounts_named_by_others() const;
  bool guards_a_vault(const Account& account) const;
  bool has_a_device_in_its_own_ways(const Account& account) const;
  bool is_only_owner(ThingId person, const Copies& copies) const;

  // Access
  bool expired(std::optional<Date> expires_on) const;
  Term while_owner_is_usable(const Reference& told) const;
  Term while_opened(ThingId thing) const;
  Term person(const Person& person);
  Term device(const Device& device);
  Term sim(const Device& device);
  Term some_copy(const Copies& copies);
  Term remembered(const Copies& copies) const;
  Term own_codes(const Account& account);
  Term authenticator(const Authenticator& authenticator);
  Term security_key(const Authenticator& key);
  Term phone_number(const Authenticator& number);
  Term vault(const Authenticator& vault);
  Term signed_in_device(const Authenticator& vault);
  Term new_device(const Authenticator& vault);
  const ProviderFacts* provider(const Authenticator& vault) const;
  const ServiceFacts* service(const Account& account) const;
  // What the providers of an account's vaults, and of its service, offer for getting back in.
  std::vector<ProviderRecovery> known_paths(const Account& account) const;
  bool works_offline(const Authenticator& vault) const;
  Term as_the_provider_asks(const Authenticator& vault);
  Term met(VaultNeed need, const Authenticator& vault);
  Term some_method(std::string_view type, const Authenticator& vault);
  std::string_view type_of(ThingId thing, const Account& account) const;
  bool is_no_way_back(const RecoveryMethod& method, const Account& account) const;
  bool stands_beside_password(ThingId thing, const Account& account) const;
  Term recovery_method(const RecoveryMethod& method);
  Term some_way(std::span<const Way> ways, const Account* own);
  Term alternative(const Way& way, const Account* own, bool is_recovery = false);
  Term part_of_a_way(ThingId thing, const Account* own);
  Term named(ThingId thing);
  Term named_account(const Account& account);
  Term while_it_lasts(const Account& account, Term term);
  Term unless_locked(const Account& account, Term term);
  Term own_alternatives(const Account& account, std::span<const Way> ways, bool is_recovery);
  Term sign_in(const Account& account);
  Term passkey(const Passkey& passkey);
  Term password_sign_in(const Account& account);
  Term recovery(const Account& account);

  // Locking out
  bool abandoned(const Account& account) const;

  const Inventory& inventory_;
  const Catalog& catalog_;
  Date today_;
  std::map<std::string, std::size_t> losses_;  // those that some equation speaks of
  std::vector<Equation> equations_;
};

}  // namespace passkey_audit::brute_force
