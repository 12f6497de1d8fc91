// Families of small sets of losses of which none holds another one, up to an order: what locks a
// node out. Nothing here knows of graphs. Internal to this module.
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace passkey_audit {

// At most four losses. Each has a rank, from 1 up, in the list of losses that is sorted by text: so
// sets are sorted by text without a look at any.
class SmallSet {
 public:
  static constexpr std::size_t size_max = 4;

  SmallSet() = default;
  explicit SmallSet(std::uint32_t rank) : ranks_{nothing, nothing, nothing, rank} {}

  std::size_t size() const {
    std::size_t size = 0;
    for (const std::uint32_t rank : ranks_) size += rank == nothing ? 0 : 1;
    return size;
  }
  bool empty() const { return ranks_.back() == nothing; }
  // Rising.
  std::span<const std::uint32_t> ranks() const { return std::span(ranks_).last(size()); }
  bool contains(std::uint32_t rank) const;
  bool includes(const SmallSet& other) const;
  // The same without one of its losses.
  SmallSet without(std::uint32_t rank) const;
  // No value: they have more than `size_max` losses together.
  std::optional<SmallSet> united_with(const SmallSet& other) const;

  // By size, then by text.
  friend auto operator<=>(const SmallSet&, const SmallSet&) = default;

 private:
  static constexpr std::uint32_t nothing = 0;

  // Rising, with nothing in front: so the smaller set is the lesser one.
  std::array<std::uint32_t, size_max> ranks_{};
};

// Sorted. {} is never locked out by so few losses, {∅} is out with nothing lost.
using CutSetFamily = std::vector<SmallSet>;
using CutSetSpan = std::span<const SmallSet>;

// Answers whether one of the sets of a family is a part of another set, or that set itself.
class PartFinder {
 public:
  // The family stays where it is and as it is.
  explicit PartFinder(CutSetSpan family);
  bool has_part_of(const SmallSet& set) const;

 private:
  CutSetSpan family_;
  std::array<std::size_t, SmallSet::size_max + 2> begin_{};  // of the sets of each size
};

// What a search may cost before it is given up: a dense inventory has more cut sets than anybody
// can read, or wait for.
class Effort {
 public:
  explicit Effort(std::uint64_t steps) : left_(steps) {}

  void spend(std::uint64_t steps) { left_ = steps < left_ ? left_ - steps : 0; }
  void give_up() { left_ = 0; }
  bool exhausted() const { return left_ == 0; }

 private:
  std::uint64_t left_;
};

// The answers mean nothing once the effort is exhausted.
class CutSetAlgebra {
 public:
  CutSetAlgebra(std::size_t order_max, Effort& effort) : order_max_(order_max), effort_(effort) {}

  // Sorts, and leaves out what holds another one.
  void reduce(CutSetFamily& family);
  // Each of the two is locked out.
  [[nodiscard]] CutSetFamily both(CutSetSpan a, CutSetSpan b);
  // At least `count` of the families, which are at least as many.
  [[nodiscard]] CutSetFamily at_least(std::size_t count, std::span<const CutSetSpan> families);

 private:
  // Puts aside what a product with `other` leaves as it is; the rest that can have products at all.
  CutSetFamily take_lasting(CutSetSpan sets, CutSetSpan other, CutSetFamily& lasting);
  std::vector<CutSetFamily> each_count(std::size_t count_max, std::span<const CutSetSpan> families);

  std::size_t order_max_;
  Effort& effort_;
};

}  // namespace passkey_audit
