// What somebody can change about their ways in, as an inventory would tell of it on the day after:
// a key registered, codes printed, a way back tried out. A plan makes such changes to a copy of the
// inventory and looks what comes of them; nothing here touches a file.
//
//   Inventory after = changed(inventory, {{.kind = ChangeKind::copy_codes, .thing = google,
//                                          .with = parents}}, today);
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "passkey_audit/inventory/inventory.hpp"

namespace passkey_audit {

enum class ChangeKind : std::uint8_t {
  new_place,     // `thing`, at a site of its own
  new_person,    // `thing`
  new_key,       // `thing`, a security key with its PIN set, kept at `with`, owned by `who`
  register_key,  // on the account `thing` the key `with`, and signed in with it once: beside a
                 // password that other things follow as one of these, else as a passkey
  register_second_factor,  // the same, beside the password whatever follows it
  new_codes,               // of the account `thing`, a full set, printed and kept at `with`
  copy_codes,              // of the account `thing`, on paper at `with`
  copy_password,           // the same of its password
  copy_secret,             // of the secret or recovery method `thing`, on paper at `with`
  move,                    // the security key `thing` to the place `with`
  new_contact,             // of the account `thing`, the person `with`, who has accepted
  use,             // somebody signed in to the account `thing` with its passkey or key `with`
  test,            // `thing` was tried out
  verify,          // a message to the number or mailbox `thing` has arrived
  set_pin,         // of the security key `thing`
  extend,          // `thing` expires on no day that is near
  review_service,  // how the service of the account `thing` lets people back in
  review,          // the inventory
};

struct Change {
  ChangeKind kind = ChangeKind::review;
  ThingId thing, with, who;

  friend bool operator==(const Change&, const Change&) = default;
};

// A thing that a change is about to make: the first, the second, ... that the inventory does not
// have yet. Changes make such things in this order, before they use them.
[[nodiscard]] ThingId thing_to_be(const Inventory& inventory, std::size_t number = 0);

// A copy with the changes made, in their order. It shares the arena of the first.
[[nodiscard]] Inventory changed(const Inventory& inventory, std::span<const Change> changes,
                                Date day);

}  // namespace passkey_audit
