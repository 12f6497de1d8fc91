// A field is one key that an object of the inventory may have: how it is read, written, and gone
// through for references. The tables in fields.cpp are the one place that says which object has
// which fields; their order is the order in which a file is written. Internal to this module.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "passkey_audit/inventory/inventory.hpp"
#include "passkey_audit/inventory/references.hpp"
#include "passkey_audit/support/json_value.hpp"

namespace passkey_audit {

class Reader;
class Writer;
class ReferenceWalk;

template <class Owner>
struct Field {
  std::string_view key;
  void (*read)(Reader&, JsonValue, Owner&) = nullptr;
  void (*write)(Writer&, std::string_view key, const Owner&) = nullptr;
  void (*walk)(ReferenceWalk&, const Owner&) = nullptr;
  // Bit i: an Owner whose `type` has value i may have the field.
  std::uint32_t types = UINT32_MAX;
};

template <class Owner>
std::span<const Field<Owner>> fields_of();
template <>
std::span<const Field<Place>> fields_of<Place>();
template <>
std::span<const Field<Person>> fields_of<Person>();
template <>
std::span<const Field<Device>> fields_of<Device>();
template <>
std::span<const Field<Authenticator>> fields_of<Authenticator>();
template <>
std::span<const Field<RecoveryMethod>> fields_of<RecoveryMethod>();
template <>
std::span<const Field<Account>> fields_of<Account>();

// What must agree between the fields of one object: dates in order, counts that can be.
void check_fields(Reader& reader, JsonValue object, const Place& place);
void check_fields(Reader& reader, JsonValue object, const Authenticator& authenticator);
void check_fields(Reader& reader, JsonValue object, const RecoveryMethod& method);

// The bit of an owner's type in Field::types.
template <class Owner>
std::uint32_t type_bit(const Owner& owner) {
  if constexpr (std::is_same_v<Owner, Authenticator> || std::is_same_v<Owner, RecoveryMethod>) {
    return 1U << static_cast<unsigned>(owner.type);
  } else {
    return UINT32_MAX;
  }
}

// Reads the members of an object into its fields; unknown keys are problems.
template <class Owner>
void read_fields(Reader& reader, JsonValue object, Owner& owner,
                 std::span<const std::string_view> also_allowed = {});

}  // namespace passkey_audit
