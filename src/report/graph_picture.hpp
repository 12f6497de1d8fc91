// What a picture of the access graph shows, before it is written down in a language for pictures.
// Internal to this module.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "passkey_audit/audit/audit_context.hpp"

namespace passkey_audit {

enum class Shape : std::uint8_t { account, thing, device, person, paper, point };

struct PictureNode {
  std::string label;  // safe to show; empty for a point where things meet
  Shape shape = Shape::thing;
};

struct PictureArrow {
  std::uint32_t from = 0, to = 0;
  bool is_recovery = false;
  std::string label;  // how long it takes; mostly empty
};

struct Picture {
  std::vector<PictureNode> nodes;
  std::vector<PictureArrow> arrows;
};

// Everything that accounts lean on. Conditions that have no name of their own are points.
[[nodiscard]] Picture picture_of(const AuditContext& context);

}  // namespace passkey_audit
