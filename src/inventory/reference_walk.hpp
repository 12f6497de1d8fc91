// The walk behind visit_references(): fields call it with what they refer to. Internal to this
// module.
#pragma once

#include "passkey_audit/inventory/inventory.hpp"
#include "passkey_audit/inventory/references.hpp"

namespace passkey_audit {

class ReferenceWalk {
 public:
  ReferenceWalk(const Inventory& inventory, ReferenceVisitor& visitor)
      : inventory_(inventory), visitor_(visitor) {}

  void run();

  void field(const Reference& reference);
  void field(const List<Reference>& references);
  void field(const StoredCopies& copies);
  void field(const List<Way>& ways);
  void field(const List<Passkey>& passkeys);

 private:
  template <class Collection>
  void collection(const Collection& entries);

  const Inventory& inventory_;
  ReferenceVisitor& visitor_;
  ThingId self_;
};

}  // namespace passkey_audit
