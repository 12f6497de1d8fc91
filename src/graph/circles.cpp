#include "passkey_audit/graph/circles.hpp"

#include <algorithm>
#include <optional>

#include "passkey_audit/graph/closure.hpp"

namespace passkey_audit {
namespace {

// The things that would be usable if they could hold each other up (in the greatest fixpoint after
// cold start, not in the least), and "needs" between them.
class Knots {
 public:
  Knots(const Inventory& inventory, const AccessGraph& graph, Duration max_outage)
      : inventory_(inventory), graph_(graph), circular_(graph.nodes().size()) {
    const LossSet devices = graph.losses().every_device();
    const Patience patience = Patience::prompt(max_outage);
    greatest_ = greatest_closure(graph, devices, patience);
    const Closure least = least_closure(graph, devices, patience);
    for (std::uint32_t i = 0; i < circular_.size(); ++i) {
      circular_[i] = greatest_[i] && !least.usable({i});
    }
    link(devices, patience);
  }

  std::vector<Circle> circles() {
    find_components();
    std::vector<Circle> found;
    for (std::uint32_t account = 0; account < graph_.account_count(); ++account) {
      const NodeId node = graph_.account(account);
      if (!circular_[node.index] || !on_loop(node)) continue;
      const std::uint32_t component = component_[node.index];
      const auto known = std::ranges::find(components_found_, component);
      const auto index = static_cast<std::size_t>(known - components_found_.begin());
      if (known == components_found_.end()) {
        components_found_.push_back(component);
        found.push_back({.loop = shortest_loop(component)});
      }
      found[index].accounts.push_back(account);
    }
    for (std::uint32_t account = 0; account < graph_.account_count(); ++account) {
      const NodeId node = graph_.account(account);
      if (!circular_[node.index] || on_loop(node)) continue;
      // Of the circles that it leads into it hangs on the one with the smallest id.
      const std::vector<bool> reached = reachable_from(node);
      Circle* first = nullptr;
      for (Circle& circle : found) {
        const bool is_reached = reached[graph_.account(circle.accounts.front()).index];
        if (is_reached && (first == nullptr || begins_before(circle, *first))) first = &circle;
      }
      if (first != nullptr) first->hanging.push_back(account);
    }
    return found;
  }

 private:
  // Steps go from a thing to a part of an alternative that is satisfied in the greatest fixpoint.
  // Conditions without a name are stepped through; things that do not hang on themselves are not.
  void link(const LossSet& lost, Patience patience) {
    const Struck struck(graph_, lost);
    needs_.resize(graph_.nodes().size());
    for (const Alternative& alternative : graph_.alternatives()) {
      if (!patience.allows(alternative) || !stands(alternative, struck)) continue;
      for (const NodeId part : graph_.parts(alternative)) {
        const bool named = graph_[part].thing.told();
        if (named ? bool{circular_[part.index]} : bool{greatest_[part.index]}) {
          needs_[alternative.node.index].push_back(part);
        }
      }
    }
  }

  bool stands(const Alternative& alternative, const Struck& struck) const {
    if (struck(alternative)) return false;
    const auto living = std::ranges::count_if(
        graph_.parts(alternative), [this](NodeId part) { return bool{greatest_[part.index]}; });
    return static_cast<std::uint32_t>(living) >= alternative.needed;
  }

  // Tarjan's strongly connected components, without recursion.
  void find_components() {
    const std::size_t count = graph_.nodes().size();
    component_.assign(count, 0);
    component_size_.assign(1, 0);
    std::vector<std::uint32_t> index(count), low(count);
    std::vector<bool> on_stack(count);
    std::vector<NodeId> stack;
    struct Frame {
      NodeId node;
      std::size_t next = 0;
    };
    std::vector<Frame> frames;
    std::uint32_t counter = 0;
    for (std::uint32_t root = 0; root < count; ++root) {
      if (index[root] != 0) continue;
      frames.push_back({{root}});
      while (!frames.empty()) {
        Frame& frame = frames.back();
        const std::uint32_t node = frame.node.index;
        if (frame.next == 0) {
          index[node] = low[node] = ++counter;
          stack.push_back(frame.node);
          on_stack[node] = true;
        }
        if (frame.next < needs_[node].size()) {
          const std::uint32_t part = needs_[node][frame.next++].index;
          if (index[part] == 0) {
            frames.push_back({{part}});
          } else if (on_stack[part]) {
            low[node] = std::min(low[node], index[part]);
          }
          continue;
        }
        if (low[node] == index[node]) close_component(stack, on_stack, frame.node);
        frames.pop_back();
        if (!frames.empty()) {
          const std::uint32_t parent = frames.back().node.index;
          low[parent] = std::min(low[parent], low[node]);
        }
      }
    }
  }

  void close_component(std::vector<NodeId>& stack, std::vector<bool>& on_stack, NodeId root) {
    const auto component = static_cast<std::uint32_t>(component_size_.size());
    component_size_.push_back(0);
    NodeId node;
    do {
      node = stack.back();
      stack.pop_back();
      on_stack[node.index] = false;
      component_[node.index] = component;
      ++component_size_[component];
    } while (node != root);
  }

  bool on_loop(NodeId node) const {
    const auto& needs = needs_[node.index];
    return component_size_[component_[node.index]] > 1 ||
           std::ranges::find(needs, node) != needs.end();
  }

  bool begins_before(const Circle& one, const Circle& other) const {
    return inventory_.id_of(one.loop.front()) < inventory_.id_of(other.loop.front());
  }

  std::string_view id_of(NodeId node) const { return inventory_.id_of(graph_[node].thing); }

  // Length is counted in things. Of the shortest loops through an account the first one, which
  // then begins at its smallest id.
  std::vector<ThingId> shortest_loop(std::uint32_t component) {
    std::vector<NodeId> starts;
    for (std::uint32_t account = 0; account < graph_.account_count(); ++account) {
      const NodeId node = graph_.account(account);
      if (component_[node.index] == component && circular_[node.index]) starts.push_back(node);
    }
    std::ranges::sort(starts, {}, [this](NodeId node) { return id_of(node); });
    std::vector<ThingId> shortest;
    std::size_t length = SIZE_MAX;
    for (const NodeId start : starts) {
      std::vector<ThingId> loop = loop_through(start, component, length);
      component_[start.index] = 0;  // every loop through it has been looked at
      if (loop.empty()) continue;
      length = loop.size() - 1;
      shortest = std::move(loop);
    }
    for (const NodeId start : starts) component_[start.index] = component;
    return from_smallest_id(std::move(shortest));
  }

  std::vector<ThingId> from_smallest_id(std::vector<ThingId> loop) const {
    loop.pop_back();
    const auto smallest = std::ranges::min_element(
        loop, {}, [this](ThingId thing) { return inventory_.id_of(thing); });
    std::rotate(loop.begin(), smallest, loop.end());  // clang 14 refuses that of std::ranges
    loop.push_back(loop.front());
    return loop;
  }

  // The shortest way back to the start, if it has fewer things than `length_max`; of several the
  // one that is first by the ids on it, so that the order of the file decides nothing. A step to
  // another thing counts one; a step to a nameless condition, or from an account to its own
  // password or codes, nothing.
  std::vector<ThingId> loop_through(NodeId start, std::uint32_t component, std::size_t length_max) {
    ++search_;
    reached_.resize(graph_.nodes().size());
    reached_[start.index] = search_;
    const ThingId first = graph_[start].thing;
    std::vector<Stop> stops{{.thing = first, .nodes = {start}}};
    for (std::size_t things = 0, begin = 0; begin < stops.size() && things < length_max; ++things) {
      const std::size_t end = stops.size();
      std::optional<std::size_t> last;
      for (std::size_t at = begin; at < end; ++at) {
        if (!go_on(stops, at, start, component)) continue;
        // Its own password is as near to an account as can be.
        const bool is_own = stops[at].thing == first;
        if (!is_own && things + 1 >= length_max) continue;
        if (!last || (is_own && stops[*last].thing != first)) last = at;
      }
      if (last) return loop_back(stops, *last);
      begin = end;
    }
    return {};
  }

  // A thing on the way, by the nodes of it that are reached; `from` is the stop before it. Stops
  // are in the order of the ways to them, first by length and then by the ids on them.
  struct Stop {
    ThingId thing;
    std::vector<NodeId> nodes;
    std::size_t from = 0;
  };

  // Adds the stops one step further. True if the start is among them.
  bool go_on(std::vector<Stop>& stops, std::size_t at, NodeId start, std::uint32_t component) {
    bool is_back = false;
    std::vector<NodeId> next;
    std::vector<NodeId> here = stops[at].nodes;
    for (std::size_t i = 0; i < here.size(); ++i) {
      for (const NodeId part : needs_[here[i].index]) {
        is_back |= part == start;
        if (component_[part.index] != component || reached_[part.index] == search_) continue;
        reached_[part.index] = search_;
        const ThingId thing = graph_[part].thing;
        (thing.told() && thing != stops[at].thing ? next : here).push_back(part);
      }
    }
    std::ranges::stable_sort(next, {}, [this](NodeId node) { return id_of(node); });
    for (const NodeId node : next) {
      const ThingId thing = graph_[node].thing;
      const bool is_known = stops.back().thing == thing && stops.back().from == at;
      if (!is_known) stops.push_back({.thing = thing, .from = at});
      stops.back().nodes.push_back(node);
    }
    return is_back;
  }

  static std::vector<ThingId> loop_back(const std::vector<Stop>& stops, std::size_t last) {
    // An account and its own password are one name, so neighbours that say the same are one step.
    const ThingId first = stops.front().thing;
    std::vector<ThingId> loop{first};
    for (std::size_t at = last; at != 0; at = stops[at].from) {
      if (loop.back() != stops[at].thing) loop.push_back(stops[at].thing);
    }
    if (loop.size() == 1 || loop.back() != first) loop.push_back(first);
    std::ranges::reverse(loop);
    return loop;
  }

  std::vector<bool> reachable_from(NodeId start) const {
    std::vector<bool> reached(graph_.nodes().size());
    std::vector<NodeId> queue{start};
    reached[start.index] = true;
    while (!queue.empty()) {
      const NodeId node = queue.back();
      queue.pop_back();
      for (const NodeId part : needs_[node.index]) {
        if (reached[part.index]) continue;
        reached[part.index] = true;
        queue.push_back(part);
      }
    }
    return reached;
  }

  const Inventory& inventory_;
  const AccessGraph& graph_;
  std::vector<bool> greatest_;
  std::vector<bool> circular_;
  std::vector<std::vector<NodeId>> needs_;
  std::vector<std::uint32_t> component_;
  std::vector<std::size_t> component_size_;
  std::vector<std::uint32_t> components_found_;

  std::vector<std::uint32_t> reached_;  // the last search for a shortest loop that came to the node
  std::uint32_t search_ = 0;
};

}  // namespace

std::vector<Circle> find_circles(const Inventory& inventory, const AccessGraph& graph,
                                 Duration max_outage) {
  return Knots(inventory, graph, max_outage).circles();
}

}  // namespace passkey_audit
