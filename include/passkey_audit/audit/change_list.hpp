// What following an instruction would change in the inventory, for the rules and whatever else
// gives one.
//
//   ChangeList changes(context);
//   changes.print_codes(google, parents);
//   return Remedy("Print recovery codes of google and keep the paper at your parents'.",
//                 changes.take());
#pragma once

#include <span>
#include <utility>
#include <vector>

#include "passkey_audit/audit/audit_context.hpp"
#include "passkey_audit/inventory/change.hpp"

namespace passkey_audit {

// Places and people that are not told stand for one that the inventory does not know yet.
class ChangeList {
 public:
  explicit ChangeList(const AuditContext& context) : context_(context) {}

  void register_keys(const Account& account, std::span<const ThingId> keys);
  // One of them stays at the place, the first of several is carried.
  void get_keys(const std::vector<std::uint32_t>& accounts, std::size_t count, ThingId place);
  void print_codes(const Account& account, ThingId place);
  // At a new place of its own, apart from what the list keeps elsewhere.
  void copy_password_apart(const Account& account);
  void copy_codes(const Account& account, ThingId place);
  void copy_password(const Account& account, ThingId place);
  void copy_secret(ThingId secret, ThingId place);  // or a recovery key, kit or file
  // Any of these: of an account, the part of it that is told.
  void copy(ThingId thing, Part part, ThingId place);
  void move(ThingId key, ThingId place);
  void ask(const Account& account, ThingId person);
  void add(ChangeKind kind, ThingId thing, ThingId with = {}) {
    changes_.push_back({kind, thing, with, {}});
  }

  std::vector<Change> take() { return std::move(changes_); }

 private:
  void register_key(const Account& account, ThingId key);
  ThingId new_thing(ChangeKind kind);
  ThingId or_new_place(ThingId place);

  const AuditContext& context_;
  std::vector<Change> changes_;
  std::size_t new_things_ = 0;
  ThingId new_place_;
};

// Who would own a new key of the account; not told: nobody in particular.
[[nodiscard]] ThingId keeper_of(const AuditContext& context, const Account& account);

// Of a single change.
[[nodiscard]] std::vector<Change> one_change(ChangeKind kind, ThingId thing, ThingId with = {});

}  // namespace passkey_audit
