#include "passkey_audit/inventory/thing.hpp"

#include <functional>

namespace passkey_audit {

ThingDirectory::ThingDirectory(Arena& arena) : arena_(&arena), slots_(64, large_pages()) {
  intern("memory");
  intern("carried");
  intern("me");
  intern("unknown");
  things_[memory.index].kind = ThingKind::memory;
  things_[carried.index].kind = ThingKind::carried;
  things_[me.index].kind = ThingKind::me;
  things_[unknown.index].kind = ThingKind::unknown;
}

std::uint32_t ThingDirectory::hash_of(std::string_view id) {
  return static_cast<std::uint32_t>(std::hash<std::string_view>{}(id));
}

// The slot that holds the id, or the free one where it belongs.
std::size_t ThingDirectory::slot_of(std::string_view id, std::uint32_t hash) const {
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = hash & mask;
  while (!slots_[at].free()) {
    if (slots_[at].hash == hash && things_[slots_[at].thing].id.view() == id) break;
    at = (at + 1) & mask;
  }
  return at;
}

ThingId ThingDirectory::intern(std::string_view id) {
  const std::uint32_t hash = hash_of(id);
  Slot& slot = slots_[slot_of(id, hash)];
  if (!slot.free()) return {slot.thing};
  const ThingId thing{static_cast<std::uint32_t>(things_.size())};
  things_.push_back({.id = arena_->text(id)});
  slot = {.thing = thing.index, .hash = hash};
  if (things_.size() * 4 > slots_.size() * 3) grow();
  return thing;
}

void ThingDirectory::grow() {
  std::pmr::vector<Slot> larger(slots_.size() * 2, large_pages());
  const std::size_t mask = larger.size() - 1;
  for (const Slot& slot : slots_) {
    if (slot.free()) continue;
    std::size_t at = slot.hash & mask;
    while (!larger[at].free()) at = (at + 1) & mask;
    larger[at] = slot;
  }
  slots_ = std::move(larger);
}

ThingId ThingDirectory::find(std::string_view id) const {
  const Slot& slot = slots_[slot_of(id, hash_of(id))];
  return slot.free() ? ThingId{} : ThingId{slot.thing};
}

}  // namespace passkey_audit
