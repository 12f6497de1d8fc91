// The kinds of things that an inventory refers to, and every reference in it: what is used by
// nothing and who names whom come from here.
#pragma once

#include <cstdint>
#include <string>

#include "passkey_audit/inventory/inventory.hpp"

namespace passkey_audit {

// A set of kinds of things. Bit i < 8: the AuthenticatorType with value i.
using Kinds = std::uint32_t;
namespace kinds {
constexpr Kinds of(AuthenticatorType type) {
  return 1U << static_cast<unsigned>(type);
}
inline constexpr Kinds authenticator = 0xFF;
inline constexpr Kinds memory = 1U << 8U;
inline constexpr Kinds place = 1U << 9U;    // `carried` too
inline constexpr Kinds person = 1U << 10U;  // `me` too
inline constexpr Kinds device = 1U << 11U;
inline constexpr Kinds recovery_method = 1U << 12U;
inline constexpr Kinds account = 1U << 13U;
inline constexpr Kinds own_copies = 1U << 14U;  // `<account>.codes`, `<account>.totp`
inline constexpr Kinds in_a_way =
    authenticator | person | device | recovery_method | account | own_copies;
inline constexpr Kinds holds_copies =
    memory | place | device | of(AuthenticatorType::vault) | account | person;
}  // namespace kinds

// The kinds that a thing is of: one bit, none for `unknown` and what is not declared.
[[nodiscard]] Kinds kind_of(const Inventory& inventory, ThingId thing);
// "a place, a device or an account".
[[nodiscard]] std::string describe(Kinds kinds);

class ReferenceVisitor {
 public:
  virtual ~ReferenceVisitor() = default;
  // `by` is the object with an id that makes the reference.
  virtual void reference(const Reference& reference, ThingId by) = 0;
};

void visit_references(const Inventory& inventory, ReferenceVisitor& visitor);

}  // namespace passkey_audit
