// The walk behind visit_references(): fields call it with what they refer to. Internal to this
// module.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "passkey_audit/inventory/inventory.hpp"
#include "passkey_audit/inventory/references.hpp"

namespace passkey_audit {

class ReferenceWalk {
 public:
  ReferenceWalk(const Inventory& inventory, ReferenceVisitor& visitor);

  void run();
  std::string pointer() const;

  void field(std::string_view key, const Reference& reference, Kinds allowed);
  void field(std::string_view key, const List<Reference>& references, Kinds allowed);
  void field(std::string_view key, const StoredCopies& copies, Kinds allowed);
  void field(std::string_view key, const List<Way>& ways, Kinds allowed);
  void field(std::string_view key, const List<Passkey>& passkeys, Kinds allowed);

 private:
  static constexpr std::size_t no_index = SIZE_MAX;

  // Where the walk is; kept cheap, since a pointer is only built when something is wrong.
  struct Step {
    std::string_view key;
    std::size_t index = no_index;
  };

  template <class Owner>
  void object(const Owner& owner);
  void mention(const Reference& reference, Kinds allowed);
  void list(const List<Reference>& references, Kinds allowed);

  const Inventory& inventory_;
  ReferenceVisitor& visitor_;
  std::vector<ThingId> self_;
  std::vector<Step> steps_;
};

}  // namespace passkey_audit
