#include "passkey_audit/inventory/thing.hpp"

#include <functional>

namespace passkey_audit {

ThingDirectory::ThingDirectory(Arena& arena) : arena_(&arena), slots_(64) {
  intern("memory");
  intern("carried");
  intern("me");
  intern("unknown");
  things_[memory.index].kind = ThingKind::memory;
  things_[carried.index].kind = ThingKind::carried;
  things_[me.index].kind = ThingKind::me;
  things_[unknown.index].kind = ThingKind::unknown;
}

// The slot that holds the id, or the free one where it belongs.
std::size_t ThingDirectory::slot_of(std::string_view id) const {
  const std::size_t mask = slots_.size() - 1;
  std::size_t slot = std::hash<std::string_view>{}(id)&mask;
  while (slots_[slot] != 0 && things_[slots_[slot] - 1].id.view() != id) slot = (slot + 1) & mask;
  return slot;
}

ThingId ThingDirectory::intern(std::string_view id) {
  const std::size_t slot = slot_of(id);
  if (slots_[slot] != 0) return {slots_[slot] - 1};
  things_.push_back({.id = arena_->text(id)});
  slots_[slot] = static_cast<std::uint32_t>(things_.size());
  const ThingId thing{static_cast<std::uint32_t>(things_.size() - 1)};
  if (things_.size() * 4 > slots_.size() * 3) grow();
  return thing;
}

void ThingDirectory::grow() {
  slots_.assign(slots_.size() * 2, 0);
  for (std::size_t i = 0; i < things_.size(); ++i) {
    slots_[slot_of(things_[i].id)] = static_cast<std::uint32_t>(i + 1);
  }
}

ThingId ThingDirectory::find(std::string_view id) const {
  const std::size_t slot = slot_of(id);
  return slots_[slot] == 0 ? ThingId{} : ThingId{slots_[slot] - 1};
}

}  // namespace passkey_audit
