// Bounds of a probability from a part of the minimal cut sets. Internal to this module.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace passkey_audit {

struct Bounds {
  double at_least = 0, at_most = 1;
};

// `sets`: all minimal cut sets of up to `order` losses, as places in `likelihood`, which has every
// loss that can matter.
[[nodiscard]] Bounds bounds_from_cut_sets(std::vector<std::vector<std::uint32_t>> sets,
                                          std::size_t order, std::span<const double> likelihood);

}  // namespace passkey_audit
