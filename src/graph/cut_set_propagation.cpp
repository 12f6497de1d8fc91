#include "cut_set_propagation.hpp"

#include <algorithm>
#include <bit>

namespace passkey_audit {

NodeFamilies::NodeFamilies(std::size_t node_count) : sets_(1), places_(node_count) {}

bool NodeFamilies::set(NodeId node, CutSetSpan family) {
  if (std::ranges::equal(of(node), family)) return false;
  Place& place = places_[node.index];
  const bool has_room = place.begin != 0 && family.size() <= place.size;
  if (place.begin != 0) in_use_ -= place.size;
  if (!has_room) {
    place.begin = sets_.size();
    sets_.resize(sets_.size() + family.size());
  }
  std::ranges::copy(family, sets_.begin() + static_cast<std::ptrdiff_t>(place.begin));
  place.size = family.size();
  in_use_ += place.size;
  constexpr std::size_t gaps_min = 4096;
  if (sets_.size() > 2 * in_use_ + gaps_min) close_gaps();
  return true;
}

void NodeFamilies::close_gaps() {
  std::vector<SmallSet> sets(1);
  sets.reserve(in_use_);
  for (Place& place : places_) {
    if (place.begin == 0) continue;
    const auto from = sets_.begin() + static_cast<std::ptrdiff_t>(place.begin);
    place.begin = sets.size();
    sets.insert(sets.end(), from, from + static_cast<std::ptrdiff_t>(place.size));
  }
  sets_ = std::move(sets);
}

CutSetPropagation::CutSetPropagation(const Search& search, Effort& effort)
    : search_(search),
      graph_(search.graph),
      effort_(effort),
      algebra_(search.order_max, effort),
      families_(search.graph.nodes().size()),
      position_(search.graph.nodes().size(), no_position) {}

std::uint64_t CutSetPropagation::effort_for(const AccessGraph& graph) {
  constexpr std::uint64_t steps = 100'000'000, steps_for_each_node = 400;
  return steps + steps_for_each_node * graph.nodes().size();
}

// What the wanted nodes may hang on. What is not usable with nothing lost stays as it begins: out.
void CutSetPropagation::choose_nodes() {
  std::vector<bool> seen(graph_.nodes().size());
  std::vector<NodeId> open;
  const auto reach = [&](NodeId node) {
    if (seen[node.index]) return;
    seen[node.index] = true;
    open.push_back(node);
  };
  std::ranges::for_each(search_.wanted, reach);
  while (!open.empty()) {
    const NodeId node = open.back();
    open.pop_back();
    for (std::uint32_t i = graph_.first_alternative(node); i < graph_.end_alternative(node); ++i) {
      const Alternative& alternative = graph_.alternatives()[i];
      if (search_.patience.allows(alternative)) {
        std::ranges::for_each(graph_.parts(alternative), reach);
      }
    }
  }
  const Closure unharmed = least_closure(graph_, {}, search_.patience);
  for (const NodeId node : unharmed.order) {
    if (!seen[node.index]) continue;
    position_[node.index] = static_cast<std::uint32_t>(order_.size());
    order_.push_back(node);
  }
}

void CutSetPropagation::run() {
  choose_nodes();
  dirty_.assign(order_.size() / 64 + 1, 0);
  for (std::uint32_t i = 0; i < order_.size(); ++i) mark(i);
  const auto is_dirty = [](std::uint64_t word) { return word != 0; };
  while (!effort_.exhausted() && std::ranges::any_of(dirty_, is_dirty)) sweep();
}

// Once over the nodes of which a part has changed, those first that are usable first: they hang on
// little that comes later.
void CutSetPropagation::sweep() {
  const std::size_t held_max = sets_held_max + sets_held_max_for_each_node * graph_.nodes().size();
  effort_.spend(dirty_.size());
  for (std::uint32_t word = 0; word < dirty_.size(); ++word) {
    // What is marked behind the node that is looked at waits for the next sweep.
    for (std::uint64_t ahead = ~std::uint64_t{0}; (dirty_[word] & ahead) != 0;) {
      const auto bit = static_cast<std::uint32_t>(std::countr_zero(dirty_[word] & ahead));
      dirty_[word] &= ~(std::uint64_t{1} << bit);
      ahead = ~std::uint64_t{0} << bit << 1U;
      const NodeId node = order_[word * 64 + bit];
      const CutSetFamily family = family_of(node);
      if (effort_.exhausted()) return;
      if (families_.set(node, family)) mark_users_of(node);
      if (families_.held() > held_max) effort_.give_up();
    }
  }
}

void CutSetPropagation::mark_users_of(NodeId node) {
  effort_.spend(graph_.used_by(node).size());
  for (const std::uint32_t i : graph_.used_by(node)) {
    const Alternative& alternative = graph_.alternatives()[i];
    const std::uint32_t position = position_[alternative.node.index];
    if (position != no_position && search_.patience.allows(alternative)) mark(position);
  }
}

// Out once every alternative is, or when the node itself is struck.
CutSetFamily CutSetPropagation::family_of(NodeId node) {
  std::vector<CutSetFamily> ways;
  bool never_out = false;
  for (std::uint32_t i = graph_.first_alternative(node); i < graph_.end_alternative(node); ++i) {
    const Alternative& alternative = graph_.alternatives()[i];
    if (!search_.patience.allows(alternative)) continue;
    ways.push_back(family_of(alternative));
    if (effort_.exhausted()) return {};
    never_out = ways.back().empty();
    if (never_out) break;
  }
  CutSetFamily out;
  if (!never_out) {
    // Small ones first: the products stay small for longer.
    std::ranges::stable_sort(ways, {}, [](const CutSetFamily& way) { return way.size(); });
    out.emplace_back();
    for (const CutSetFamily& way : ways) {
      out = algebra_.both(out, way);
      if (out.empty()) break;
    }
  }
  add_struck(out, graph_[node]);
  algebra_.reduce(out);
  return out;
}

// Out once too few parts are left, or when the alternative itself is struck.
CutSetFamily CutSetPropagation::family_of(const Alternative& alternative) {
  const auto parts = graph_.parts(alternative);
  effort_.spend(1 + parts.size());
  CutSetFamily out;
  if (parts.size() == alternative.needed) {
    for (const NodeId part : parts) {
      const CutSetSpan family = families_.of(part);
      out.insert(out.end(), family.begin(), family.end());
    }
  } else {
    std::vector<CutSetSpan> families;
    for (const NodeId part : parts) families.push_back(families_.of(part));
    out = algebra_.at_least(parts.size() - alternative.needed + 1, families);
  }
  add_struck(out, alternative);
  algebra_.reduce(out);
  return out;
}

template <class Item>
void CutSetPropagation::add_struck(CutSetFamily& family, const Item& item) const {
  for (const LossId loss : graph_.struck_by(item)) {
    const std::uint32_t rank = search_.rank_of_loss[loss.index];
    if (rank != no_rank) family.emplace_back(rank);
  }
}

}  // namespace passkey_audit
