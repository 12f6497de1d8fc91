#include "cut_set_family.hpp"

#include <algorithm>
#include <bit>

namespace passkey_audit {
namespace {

// Below this a look at each is quicker than a search for each part of a set.
constexpr std::size_t few = 24;
// Products are reduced when they have grown by so many sets: bounds what is held on the way.
constexpr std::size_t reduce_after = std::size_t{1} << 19U;
// What sorting a set into a family, or searching it there, costs in products of two sets.
constexpr std::uint64_t steps_to_sort = 8;

}  // namespace

bool SmallSet::contains(std::uint32_t rank) const {
  return std::ranges::find(ranks_, rank) != ranks_.end();
}

bool SmallSet::includes(const SmallSet& other) const {
  std::size_t at = 0;
  for (const std::uint32_t rank : other.ranks_) {
    if (rank == nothing) continue;
    while (at < size_max && ranks_[at] < rank) ++at;
    if (at == size_max || ranks_[at] != rank) return false;
  }
  return true;
}

SmallSet SmallSet::without(std::uint32_t rank) const {
  SmallSet rest;
  std::size_t place = size_max;
  for (std::size_t i = size_max; i-- > 0;) {
    if (ranks_[i] != rank) rest.ranks_[--place] = ranks_[i];
  }
  return rest;
}

// From the last to the first.
std::optional<SmallSet> SmallSet::united_with(const SmallSet& other) const {
  SmallSet all;
  std::size_t place = size_max, own = size_max, others = size_max;
  while (true) {
    const std::uint32_t a = own > 0 ? ranks_[own - 1] : nothing;
    const std::uint32_t b = others > 0 ? other.ranks_[others - 1] : nothing;
    const std::uint32_t next = std::max(a, b);
    if (next == nothing) return all;
    if (place == 0) return std::nullopt;
    all.ranks_[--place] = next;
    own -= a == next ? 1 : 0;
    others -= b == next ? 1 : 0;
  }
}

PartFinder::PartFinder(CutSetSpan family) : family_(family) {
  begin_.back() = family.size();
  if (family.size() <= few) return;
  for (std::size_t size = 1; size <= SmallSet::size_max; ++size) {
    const auto first = std::ranges::partition_point(
        family, [&](const SmallSet& set) { return set.size() < size; });
    begin_[size] = static_cast<std::size_t>(first - family.begin());
  }
}

bool PartFinder::has_part_of(const SmallSet& set) const {
  if (family_.size() <= few) {
    return std::ranges::any_of(family_, [&](const SmallSet& one) { return set.includes(one); });
  }
  const auto ranks = set.ranks();
  for (unsigned bits = 0; bits < (1U << ranks.size()); ++bits) {
    const auto size = static_cast<std::size_t>(std::popcount(bits));
    const CutSetSpan candidates = family_.subspan(begin_[size], begin_[size + 1] - begin_[size]);
    if (candidates.empty()) continue;
    SmallSet part = set;
    for (std::size_t i = 0; i < ranks.size(); ++i) {
      if ((bits >> i & 1U) == 0) part = part.without(ranks[i]);
    }
    if (std::ranges::binary_search(candidates, part)) return true;
  }
  return false;
}

void CutSetAlgebra::reduce(CutSetFamily& family) {
  effort_.spend(family.size() * steps_to_sort);
  std::ranges::sort(family);
  family.erase(std::unique(family.begin(), family.end()), family.end());
  // Size by size: of one size none is a part of another.
  std::size_t kept = 0;
  for (auto set = family.begin(); set != family.end();) {
    const std::size_t size = set->size();
    const PartFinder smaller(CutSetSpan(family).first(kept));
    // What is kept moves to the front, and the sets that are searched stay as they are.
    for (; set != family.end() && set->size() == size; ++set) {
      if (!smaller.has_part_of(*set)) family[kept++] = *set;
    }
  }
  family.resize(kept);
}

CutSetFamily CutSetAlgebra::take_lasting(CutSetSpan sets, CutSetSpan other, CutSetFamily& lasting) {
  effort_.spend(sets.size() * steps_to_sort);
  CutSetFamily others;
  const PartFinder parts(other);
  for (const SmallSet& set : sets) {
    if (parts.has_part_of(set)) {
      lasting.push_back(set);
    } else if (set.size() < order_max_) {
      others.push_back(set);
    }
  }
  return others;
}

CutSetFamily CutSetAlgebra::both(CutSetSpan a, CutSetSpan b) {
  CutSetFamily product;
  const CutSetFamily left = take_lasting(a, b, product);
  const CutSetFamily right = take_lasting(b, a, product);
  std::size_t reduced = 0;
  for (const SmallSet& one : left) {
    effort_.spend(right.size());
    if (effort_.exhausted()) return {};
    for (const SmallSet& other : right) {
      const auto set = one.united_with(other);
      if (set && set->size() <= order_max_) product.push_back(*set);
    }
    if (product.size() > reduced + reduce_after) {
      reduce(product);
      reduced = product.size();
    }
  }
  reduce(product);
  return product;
}

CutSetFamily CutSetAlgebra::at_least(std::size_t count, std::span<const CutSetSpan> families) {
  return std::move(each_count(count, families)[count]);
}

// What locks out at least 0, 1, ... of the families: half by half.
std::vector<CutSetFamily> CutSetAlgebra::each_count(std::size_t count_max,
                                                    std::span<const CutSetSpan> families) {
  std::vector<CutSetFamily> counts(std::min(count_max, families.size()) + 1);
  counts[0].emplace_back();
  if (families.size() == 1 && counts.size() == 2) {
    counts[1].assign(families[0].begin(), families[0].end());
  }
  if (families.size() < 2) return counts;
  const auto left = each_count(count_max, families.first(families.size() / 2));
  const auto right = each_count(count_max, families.subspan(families.size() / 2));
  for (std::size_t i = 0; i < left.size(); ++i) {
    for (std::size_t j = 0; j < right.size() && i + j < counts.size(); ++j) {
      effort_.spend(1);
      if (effort_.exhausted()) return counts;
      if (i + j == 0 || left[i].empty() || right[j].empty()) continue;
      const CutSetFamily together = both(left[i], right[j]);
      counts[i + j].insert(counts[i + j].end(), together.begin(), together.end());
    }
  }
  for (CutSetFamily& family : counts) reduce(family);
  return counts;
}

}  // namespace passkey_audit
