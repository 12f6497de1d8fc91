#include "passkey_audit/graph/losses.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace passkey_audit {

std::string id_of_part(const Inventory& inventory, ThingId thing, Part part) {
  switch (part) {
    case Part::itself:
    case Part::password: return std::string(inventory.id_of(thing));
    case Part::codes: return fmt::format("{}.codes", inventory.id_of(thing));
    case Part::totp: return fmt::format("{}.totp", inventory.id_of(thing));
  }
  return {};
}

LossId LossTable::add(LossKind kind, std::string_view name, ThingId thing, Part part) {
  std::string text = fmt::format("{}:{}", word(kind), name);
  const LossId id{static_cast<std::uint32_t>(losses_.size())};
  const auto [known, is_new] = index_.try_emplace(text, id);
  if (!is_new) return known->second;
  losses_.push_back({.kind = kind,
                     .text = std::move(text),
                     .thing = thing,
                     .part = part,
                     .name = std::string(name)});
  return id;
}

std::optional<LossId> LossTable::find(std::string_view text) const {
  const auto found = index_.find(std::string(text));
  if (found == index_.end()) return std::nullopt;
  return found->second;
}

std::vector<LossId> LossTable::candidates() const {
  std::vector<LossId> ids;
  for (std::uint32_t i = 0; i < losses_.size(); ++i) {
    if (losses_[i].candidate) ids.push_back({i});
  }
  std::ranges::sort(ids, {},
                    [this](LossId id) -> const std::string& { return losses_[id.index].text; });
  return ids;
}

bool Loss::is_carried_site() const {
  return kind == LossKind::place && (name == "carried" || name.starts_with("carried@"));
}

LossSet LossTable::every_device() const {
  LossSet devices;
  for (std::uint32_t i = 0; i < losses_.size(); ++i) {
    if (losses_[i].kind == LossKind::device) devices.push_back({i});
  }
  return devices;
}

LossSet LossTable::built_sites() const {
  LossSet sites;
  for (std::uint32_t i = 0; i < losses_.size(); ++i) {
    if (losses_[i].kind == LossKind::place && !losses_[i].is_carried_site()) sites.push_back({i});
  }
  return sites;
}

}  // namespace passkey_audit
