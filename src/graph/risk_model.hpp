// The part of an access graph that probabilities are computed on: what the accounts in question may
// hang on, without what is out of reach anyway, and only the losses that may happen. Losses have
// numbers in the order in which a walk down from the accounts meets them, which keeps decision
// diagrams small. Internal to this module.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "passkey_audit/graph/closure.hpp"

namespace passkey_audit {

class RiskModel {
 public:
  static constexpr std::uint32_t none = UINT32_MAX;

  struct Range {
    std::uint32_t begin = 0, end = 0;
  };
  struct Way {
    std::uint32_t needed = 0;  // of its parts
    Range parts, losses;
  };
  // Out with one of its losses, or with all of its ways.
  struct Thing {
    Range ways, losses;
  };

  // `happens`: by loss.
  RiskModel(const AccessGraph& graph, Patience patience, std::span<const NodeId> wanted,
            std::vector<bool> happens);

  // In the order in which they become usable with nothing lost.
  std::size_t size() const { return things_.size(); }
  const Thing& operator[](std::uint32_t thing) const { return things_[thing]; }
  std::span<const Way> ways(const Thing& thing) const { return cut(ways_, thing.ways); }
  // Numbers of losses, of things.
  template <class Item>
  std::span<const std::uint32_t> losses(const Item& item) const {
    return cut(struck_by_, item.losses);
  }
  std::span<const std::uint32_t> parts(const Way& way) const { return cut(parts_, way.parts); }
  // None: it is not usable with nothing lost, or was not wanted.
  std::uint32_t thing_of(NodeId node) const { return thing_of_[node.index]; }

  std::span<const LossId> losses() const { return losses_; }
  // None: it does not happen, or nothing hangs on it.
  std::uint32_t number_of(LossId loss) const { return number_of_[loss.index]; }

 private:
  template <class T>
  static std::span<const T> cut(const std::vector<T>& all, Range range) {
    return std::span(all).subspan(range.begin, range.end - range.begin);
  }

  std::vector<bool> walk_down(const Closure& unharmed, std::span<const NodeId> wanted);
  void add_thing(NodeId node);
  template <class Item>
  void number(const Item& item);
  template <class Item>
  Range struck(const Item& item);
  bool is_live(const Alternative& way, const Closure& unharmed) const;

  const AccessGraph& graph_;
  Patience patience_;
  std::vector<bool> happens_;  // by loss
  std::vector<Thing> things_;
  std::vector<Way> ways_;
  std::vector<std::uint32_t> parts_, struck_by_;
  std::vector<std::uint32_t> thing_of_;   // by node
  std::vector<LossId> losses_;            // by number
  std::vector<std::uint32_t> number_of_;  // by loss
};

}  // namespace passkey_audit
