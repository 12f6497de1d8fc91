// Everything an inventory gives an id to, and everything it mentions by id, is a thing. Things are
// numbered in the order in which they are first mentioned; the directory knows what each one is.
#pragma once

#include <compare>
#include <cstdint>
#include <string_view>
#include <vector>

#include "passkey_audit/support/arena.hpp"
#include "passkey_audit/support/problem.hpp"
#include "passkey_audit/support/stable_vector.hpp"

namespace passkey_audit {

struct ThingId {
  std::uint32_t index = UINT32_MAX;

  bool told() const { return index != UINT32_MAX; }
  friend auto operator<=>(const ThingId&, const ThingId&) = default;
};

enum class ThingKind : std::uint8_t {
  undeclared,  // mentioned only; an error once the whole inventory is read
  memory,
  carried,
  me,
  unknown,
  place,
  person,
  device,
  authenticator,
  recovery_method,
  account,
  account_codes,  // `<account>.codes`, when something refers to it
  account_totp,   // `<account>.totp`
};

struct Thing {
  Text id;
  ThingKind kind = ThingKind::undeclared;
  bool in_place = false;    // declared where it is used, not in its collection
  std::uint16_t file = 0;   // of Inventory::files
  std::uint32_t index = 0;  // in the collection of its kind
  Position at;              // of the id where it is declared, of the object if declared in place
};

// A mention of a thing by its id.
struct Reference {
  ThingId thing;

  bool told() const { return thing.told(); }
  friend bool operator==(const Reference&, const Reference&) = default;
};

class ThingDirectory {
 public:
  // The four reserved ids stand first, in this order.
  static constexpr ThingId memory{0}, carried{1}, me{2}, unknown{3};

  explicit ThingDirectory(Arena& arena);

  ThingId intern(std::string_view id);
  // Not told when nobody has mentioned the id.
  ThingId find(std::string_view id) const;

  Thing& operator[](ThingId thing) { return things_[thing.index]; }
  const Thing& operator[](ThingId thing) const { return things_[thing.index]; }
  std::size_t size() const { return things_.size(); }

 private:
  // Open addressing. The hash is kept, so that most of the other ids on the way are not looked at.
  struct Slot {
    std::uint32_t thing = UINT32_MAX;
    std::uint32_t hash = 0;

    bool free() const { return thing == UINT32_MAX; }
  };

  static std::uint32_t hash_of(std::string_view id);
  std::size_t slot_of(std::string_view id, std::uint32_t hash) const;
  void grow();

  Arena* arena_;
  StableVector<Thing> things_;
  std::pmr::vector<Slot> slots_;
};

}  // namespace passkey_audit
