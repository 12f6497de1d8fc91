#include "graph_picture.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

namespace passkey_audit {
namespace {

class Drawing {
 public:
  explicit Drawing(const AuditContext& context)
      : context_(context), graph_(context.graph), drawn_(graph_.nodes().size()) {}

  Picture draw() {
    for (std::size_t i = 0; i < graph_.account_count(); ++i) reach(graph_.account(i));
    while (!waiting_.empty()) {
      const NodeId node = waiting_.back();
      waiting_.pop_back();
      for (std::uint32_t i = graph_.first_alternative(node); i < graph_.end_alternative(node);
           ++i) {
        add(node, graph_.alternatives()[i]);
      }
    }
    return std::move(picture_);
  }

 private:
  std::uint32_t add_node(std::string label, Shape shape) {
    picture_.nodes.push_back({std::move(label), shape});
    return static_cast<std::uint32_t>(picture_.nodes.size() - 1);
  }

  std::uint32_t reach(NodeId node) {
    std::optional<std::uint32_t>& known = drawn_[node.index];
    if (!known) {
      const Node& entry = graph_[node];
      known = entry.thing.told() ? add_node(context_.name(entry.thing, entry.part), shape_of(entry))
                                 : add_node("", Shape::point);
      waiting_.push_back(node);
    }
    return *known;
  }

  Shape shape_of(const Node& node) const {
    if (node.part != Part::itself) return Shape::thing;
    switch (context_.inventory.things[node.thing].kind) {
      case ThingKind::account: return Shape::account;
      case ThingKind::device: return Shape::device;
      case ThingKind::person:
      case ThingKind::me: return Shape::person;
      default: return Shape::thing;
    }
  }

  // Where a copy is kept: in a head, or on paper at a place.
  std::uint32_t reach_home(ThingId home) {
    const auto [known, is_new] = homes_.try_emplace(home, 0);
    if (is_new) {
      const bool is_memory = home == ThingDirectory::memory;
      known->second = add_node(
          is_memory ? "what you remember" : fmt::format("paper at {}", context_.name(home)),
          is_memory ? Shape::person : Shape::paper);
    }
    return known->second;
  }

  void add(NodeId node, const Alternative& way) {
    // A way that needs what nobody has, such as codes that were never printed, is none.
    const auto is_never = [&](NodeId part) {
      return graph_.first_alternative(part) == graph_.end_alternative(part);
    };
    const auto parts = graph_.parts(way);
    if (std::ranges::count_if(parts, is_never) + way.needed > std::ssize(parts)) return;
    std::vector<std::uint32_t> needs;
    for (const NodeId part : parts) {
      if (is_never(part)) continue;
      // What is always there, such as me, is no condition.
      const bool is_given = !graph_[part].thing.told() && is_always(part);
      if (!is_given) needs.push_back(reach(part));
    }
    if (way.kept_at.told()) needs.push_back(reach_home(way.kept_at));
    const std::string wait = way.wait == Hours{}     ? ""
                             : way.wait.is_unknown() ? "some time"
                                                     : spoken_duration({way.wait.value});
    const std::uint32_t to = *drawn_[node.index];
    if (needs.empty()) {
      if (!wait.empty()) picture_.nodes[to].label += fmt::format(" ({})", wait);
      return;
    }
    PictureArrow arrow{.from = 0, .to = to, .is_recovery = way.is_recovery, .label = wait};
    arrow.from = needs.front();
    if (needs.size() > 1) {
      const bool all = way.needed >= parts.size();
      arrow.from =
          add_node(all ? "" : fmt::format("{} of {}", way.needed, parts.size()), Shape::point);
      for (const std::uint32_t need : needs)
        picture_.arrows.push_back({need, arrow.from, false, ""});
    }
    picture_.arrows.push_back(std::move(arrow));
  }

  bool is_always(NodeId node) const {
    for (std::uint32_t i = graph_.first_alternative(node); i < graph_.end_alternative(node); ++i) {
      if (graph_.parts(graph_.alternatives()[i]).empty()) return true;
    }
    return false;
  }

  const AuditContext& context_;
  const AccessGraph& graph_;
  Picture picture_;
  std::vector<std::optional<std::uint32_t>> drawn_;
  std::map<ThingId, std::uint32_t> homes_;
  std::vector<NodeId> waiting_;
};

}  // namespace

Picture picture_of(const AuditContext& context) {
  return Drawing(context).draw();
}

}  // namespace passkey_audit
