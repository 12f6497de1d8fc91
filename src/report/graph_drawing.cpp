#include "passkey_audit/report/graph_drawing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <vector>

#include "graph_picture.hpp"
#include "passkey_audit/graph/yearly_figures.hpp"
#include "passkey_audit/support/safe_text.hpp"
#include "xml_text.hpp"

namespace passkey_audit {
namespace {

// ---- Graphviz

// Graphviz reads entities in labels: what looks like one has to stay what it is.
std::string dot_text(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c == '&' ? "&amp;" : std::string(1, c);
  }
  return quoted + '"';
}

std::string_view dot_shape(Shape shape) {
  switch (shape) {
    case Shape::account: return "box, style=bold";
    case Shape::device: return "box3d";
    case Shape::person: return "hexagon";
    case Shape::paper: return "note";
    case Shape::point: return "circle, width=0.15, height=0.15";
    case Shape::thing: break;
  }
  return "ellipse";
}

// ---- Mermaid

// In quotes; what means something to Mermaid or to HTML becomes a character reference.
std::string mermaid_text(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool is_plain = byte >= 0x80 || std::isalnum(byte) != 0 || c == ' ' || c == '-' ||
                          c == '.' || c == ',' || c == '\'' || c == '/' || c == '(' || c == ')' ||
                          c == '+' || c == ':';
    quoted += is_plain ? std::string(1, c) : fmt::format("#{};", byte);
  }
  return quoted + '"';
}

std::string mermaid_node(const PictureNode& node) {
  const std::string text = mermaid_text(node.label.empty() ? " " : node.label);
  switch (node.shape) {
    case Shape::account: return fmt::format("[{}]", text);
    case Shape::device: return fmt::format("[[{}]]", text);
    case Shape::person: return fmt::format("{{{{{}}}}}", text);
    case Shape::paper: return fmt::format(">{}]", text);
    case Shape::point: return fmt::format("(({}))", text);
    case Shape::thing: break;
  }
  return fmt::format("([{}])", text);
}

// ---- Open-PSA

// A node of the graph as a gate that is true when the node is lost.
class FaultTree {
 public:
  FaultTree(const AuditContext& context, Patience patience)
      : context_(context),
        graph_(context.graph),
        figures_(context.policy, context.graph.losses()),
        patience_(patience) {}

  std::string write() {
    text_ = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opsa-mef>\n";
    text_ += "<define-fault-tree name=\"access\">\n";
    for (std::size_t i = 0; i < graph_.account_count(); ++i) add_top(i);
    for (std::uint32_t i = 0; i < graph_.nodes().size(); ++i) add_gate({i});
    text_ += "</define-fault-tree>\n<model-data>\n";
    text_ += "<define-house-event name=\"true\"><constant value=\"true\"/></define-house-event>\n";
    text_ +=
        "<define-house-event name=\"false\"><constant value=\"false\"/></define-house-event>\n";
    for (std::uint32_t i = 0; i < graph_.losses().size(); ++i) {
      if (graph_.losses()[{i}].candidate) add_event({i});
    }
    return text_ + "</model-data>\n</opsa-mef>\n";
  }

 private:
  static std::string label(std::string_view text) {
    return fmt::format("<label>{}</label>", xml_text(safe_text(text)));
  }

  // With a true event beside it the account is a top event even where others lean on it.
  void add_top(std::size_t account) {
    const NodeId node = graph_.account(account);
    const auto index = static_cast<std::uint32_t>(account);
    text_ += fmt::format(
        "<define-gate name=\"account{}\">{}<and><gate name=\"node{}\"/><house-event "
        "name=\"true\"/></and></define-gate>\n",
        account, label(context_.inventory.id_of(context_.account(index).thing)), node.index);
  }

  // Lost with any of the losses that strike it, or when all its alternatives are.
  void add_gate(NodeId node) {
    std::vector<std::string> ways;
    for (std::uint32_t i = graph_.first_alternative(node); i < graph_.end_alternative(node); ++i) {
      const Alternative& way = graph_.alternatives()[i];
      if (patience_.allows(way)) add_once(ways, lost(way));
    }
    std::vector<std::string> causes = events(graph_.struck_by(graph_[node]));
    add_once(causes, ways.empty() ? constant(true) : joined("and", ways));
    text_ += fmt::format("<define-gate name=\"node{}\">{}</define-gate>\n", node.index,
                         joined("or", causes));
  }

  // An alternative is lost with what strikes it, or when too many of its parts are.
  std::string lost(const Alternative& way) const {
    std::vector<std::string> causes = events(graph_.struck_by(way));
    if (way.needed == 0) {
      if (causes.empty()) causes.push_back(constant(false));
      return joined("or", causes);
    }
    std::vector<std::string> gates;
    for (const NodeId part : graph_.parts(way)) {
      add_once(gates, fmt::format("<gate name=\"node{}\"/>", part.index));
    }
    const std::size_t too_many = gates.size() - way.needed + 1;
    add_once(causes, too_many == 1              ? joined("or", gates)
                     : too_many == gates.size() ? joined("and", gates)
                     : gates.size() <= 6        ? some_of(gates, too_many)
                                         : fmt::format("<atleast min=\"{}\">{}</atleast>", too_many,
                                                       fmt::join(gates, "")));
    return joined("or", causes);
  }

  // Spelt out: SCRAM 0.16.2 gives wrong sets under `atleast` when a thing comes twice through
  // another gate. Of many parts that would be too long.
  static std::string some_of(const std::vector<std::string>& gates, std::size_t needed) {
    std::vector<std::string> choices;
    std::vector<bool> is_chosen(gates.size());
    std::fill_n(is_chosen.begin(), needed, true);
    do {
      std::vector<std::string> chosen;
      for (std::size_t i = 0; i < gates.size(); ++i) {
        if (is_chosen[i]) chosen.push_back(gates[i]);
      }
      choices.push_back(joined("and", chosen));
    } while (std::prev_permutation(is_chosen.begin(), is_chosen.end()));
    return joined("or", choices);
  }

  // No formula takes an argument twice, nor stands for its only one.
  static std::string joined(std::string_view with, const std::vector<std::string>& arguments) {
    if (arguments.size() == 1) return arguments.front();
    return fmt::format("<{0}>{1}</{0}>", with, fmt::join(arguments, ""));
  }
  static void add_once(std::vector<std::string>& arguments, std::string argument) {
    if (std::ranges::find(arguments, argument) == arguments.end()) {
      arguments.push_back(std::move(argument));
    }
  }

  std::vector<std::string> events(std::span<const LossId> losses) const {
    std::vector<std::string> list;
    for (const LossId loss : losses) {
      if (!graph_.losses()[loss].candidate) continue;
      add_once(list, fmt::format("<basic-event name=\"loss{}\"/>", loss.index));
    }
    return list;
  }

  static std::string constant(bool value) {
    return value ? "<house-event name=\"true\"/>" : "<house-event name=\"false\"/>";
  }

  void add_event(LossId loss) {
    const auto figure = figures_.of(loss);
    text_ += fmt::format("<define-basic-event name=\"loss{}\">{}{}</define-basic-event>\n",
                         loss.index, label(graph_.losses()[loss].text),
                         figure ? fmt::format("<float value=\"{}\"/>", *figure) : "");
  }

  const AuditContext& context_;
  const AccessGraph& graph_;
  YearlyFigures figures_;
  Patience patience_;
  std::string text_;
};

}  // namespace

std::string graph_as_dot(const AuditContext& context) {
  const Picture picture = picture_of(context);
  std::string text = "digraph access {\n  rankdir=LR;\n";
  for (std::size_t i = 0; i < picture.nodes.size(); ++i) {
    const PictureNode& node = picture.nodes[i];
    text += fmt::format("  n{} [label={}, shape={}];\n", i, dot_text(node.label),
                        dot_shape(node.shape));
  }
  for (const PictureArrow& arrow : picture.arrows) {
    std::string how = arrow.is_recovery ? "style=dashed" : "";
    if (!arrow.label.empty()) {
      how += fmt::format("{}label={}", how.empty() ? "" : ", ", dot_text(arrow.label));
    }
    text += fmt::format("  n{} -> n{}{};\n", arrow.from, arrow.to,
                        how.empty() ? "" : fmt::format(" [{}]", how));
  }
  return text + "}\n";
}

std::string graph_as_mermaid(const AuditContext& context) {
  const Picture picture = picture_of(context);
  std::string text = "flowchart LR\n";
  for (std::size_t i = 0; i < picture.nodes.size(); ++i) {
    text += fmt::format("  n{}{}\n", i, mermaid_node(picture.nodes[i]));
  }
  for (const PictureArrow& arrow : picture.arrows) {
    const std::string label =
        arrow.label.empty() ? "" : fmt::format("|{}|", mermaid_text(arrow.label));
    text += fmt::format("  n{} {}{} n{}\n", arrow.from, arrow.is_recovery ? "-.->" : "-->", label,
                        arrow.to);
  }
  return text;
}

std::string graph_as_open_psa(const AuditContext& context, Patience patience) {
  return FaultTree(context, patience).write();
}

}  // namespace passkey_audit
