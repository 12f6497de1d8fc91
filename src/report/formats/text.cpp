#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "passkey_audit/report/format.hpp"
#include "passkey_audit/report/page.hpp"
#include "passkey_audit/report/problem_text.hpp"
#include "passkey_audit/support/safe_text.hpp"

namespace passkey_audit::formats {
namespace {

constexpr std::size_t next_steps_max = 3;
constexpr std::size_t right_column = 66;
constexpr std::size_t finding_indent = 19;  // "  CRITICAL PKA102  "

std::string upper(std::string_view text) {
  std::string shouted(text);
  std::ranges::transform(shouted, shouted.begin(),
                         [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return shouted;
}

Ink ink_of(Severity severity) {
  switch (severity) {
    case Severity::critical:
    case Severity::high: return Ink::bad;
    case Severity::medium: return Ink::warning;
    case Severity::low: return Ink::faint;
  }
  return Ink::plain;
}

// Findings of one rule about one account each read better as one entry with many names.
struct Entry {
  std::vector<const Finding*> findings;

  const Finding& first() const { return *findings.front(); }
};

class TextReport {
 public:
  TextReport(const Audited& audited, const Rendering& rendering)
      : audited_(audited),
        report_(*audited.report),
        context_(audited.report->context),
        rendering_(rendering),
        page_(rendering.width, rendering.colour) {}

  std::string render() {
    add_verdict();
    add_next_steps();
    add_findings();
    add_checklist();
    add_open_questions();
    return page_.take();
  }

 private:
  void add_verdict() {
    const Verdict verdict = verdict_of(report_);
    const std::size_t colon = verdict.text.find(':');
    const std::string head = verdict.text.substr(0, colon);
    page_.line(page_.ink(head, verdict.safe ? Ink::good : Ink::bad), head.size(),
               verdict.text.substr(colon));
  }

  void add_next_steps() {
    std::vector<const Finding*> steps;
    for (const Finding& finding : report_.findings) {
      if (finding.waived || finding.severity < Severity::medium) continue;
      const bool repeated = std::ranges::any_of(
          steps, [&](const Finding* step) { return step->remedy == finding.remedy; });
      if (!repeated) steps.push_back(&finding);
      if (steps.size() == next_steps_max) break;
    }
    if (steps.empty()) return;
    heading("DO THIS NEXT");
    for (std::size_t i = 0; i < steps.size(); ++i) {
      page_.line(fmt::format("  {}. ", i + 1), steps[i]->remedy);
    }
  }

  void add_findings() {
    std::size_t left_out = 0;
    const std::vector<Entry> entries = grouped(left_out);
    if (entries.empty() && left_out == 0) return;
    heading("WHY");
    for (const Entry& entry : entries) add_entry(entry);
    if (left_out != 0) {
      page_.line("  ", fmt::format("{} more of low severity or with a cause named above; -v shows "
                                   "{}.",
                                   left_out, left_out == 1 ? "it" : "them"));
    }
  }

  // What only adds length for a person: low severity, and places, vendors and people that take
  // accounts along only because one thing of theirs does.
  bool is_left_out(const Finding& finding) const {
    if (rendering_.verbose || finding.waived) return false;
    if (finding.severity == Severity::low) return true;
    if (finding.losses.size() != 1) return false;
    const auto& listed = context_.single_points.listed;
    return std::ranges::none_of(listed, [&](const LossEffect& effect) {
      return context_.graph.losses()[effect.loss].text == finding.losses.front();
    });
  }

  // In the order of the findings, which is worst first. `-v` keeps every finding on its own.
  std::vector<Entry> grouped(std::size_t& left_out) const {
    std::vector<Entry> entries;
    for (const Finding& finding : report_.findings) {
      if (is_left_out(finding)) {
        ++left_out;
        continue;
      }
      const auto same = std::ranges::find_if(entries, [&](const Entry& entry) {
        const Finding& first = entry.first();
        return !rendering_.verbose && first.rule == finding.rule &&
               first.severity == finding.severity && first.waived == finding.waived &&
               first.losses.empty() && finding.losses.empty() && finding.accounts.size() == 1 &&
               first.accounts.size() == 1;
      });
      if (same == entries.end()) {
        entries.push_back({{&finding}});
      } else {
        same->findings.push_back(&finding);
      }
    }
    return entries;
  }

  void add_entry(const Entry& entry) {
    const Finding& first = entry.first();
    const std::string severity = first.waived ? "WAIVED" : upper(word(first.severity));
    const std::string lead = fmt::format("  {}{} {}  ", page_.ink(severity, ink_of(first.severity)),
                                         std::string(8 - severity.size(), ' '), first.rule);
    if (entry.findings.size() == 1) {
      page_.line(lead, finding_indent, first.message);
    } else {
      std::vector<std::uint32_t> accounts;
      for (const Finding* finding : entry.findings) accounts.push_back(finding->accounts.front());
      page_.line(lead, finding_indent,
                 fmt::format("{}, and {} more account{}: {}", first.message, accounts.size() - 1,
                             accounts.size() == 2 ? "" : "s",
                             context_.names({accounts.begin() + 1, accounts.end()})));
    }
    std::string detail = position(first.at);
    const std::string steps = route(first.route);
    if (!steps.empty()) detail += fmt::format("   {}", steps);
    page_.two_columns(std::string(11, ' '), 11, detail, right_column,
                      fmt::format("passkey-audit explain {}", first.rule));
  }

  // "iphone > icloud > google"; empty where that would only repeat one name.
  static std::string route(const std::vector<std::string>& steps) {
    std::vector<std::string> names;
    for (const std::string& step : steps) {
      // "device:iphone" is for programs; a person knows what an iphone is.
      const bool is_loss = &step == &steps.front();
      std::string name = safe_text(is_loss ? step.substr(step.find(':') + 1) : step);
      if (names.empty() || names.back() != name) names.push_back(std::move(name));
    }
    return names.size() > 1 ? fmt::format("{}", fmt::join(names, " > ")) : std::string();
  }

  std::string position(ThingId at) const {
    const Inventory& inventory = context_.inventory;
    if (!at.told() || inventory.things[at].at.line == 0) return safe_text(audited_.path);
    const Thing& thing = inventory.things[at];
    return fmt::format("{}:{}:{}", safe_text(inventory.files[thing.file].path), thing.at.line,
                       thing.at.column);
  }

  void add_checklist() {
    page_.blank();
    const Score& score = report_.scorecard.score;
    const std::string head =
        fmt::format("PASSKEY BACKUP CHECKLIST  {}/{}", score.passed, Score::of);
    page_.two_columns("", 0, head, right_column,
                      fmt::format("score {}/100 (model {})", score.points, Score::model));
    for (std::size_t i = 0; i < item_count; ++i) add_item(i + 1, report_.scorecard.items[i]);
  }

  void add_item(std::size_t number, const ItemVerdict& item) {
    std::string_view box;
    Ink ink = Ink::plain;
    std::string note;
    switch (item.status) {
      case ItemStatus::pass:
        box = "[x]";
        ink = Ink::good;
        note = fmt::format("{} of {}", item.covered, item.applicable);
        break;
      case ItemStatus::fail:
        box = "[ ]";
        ink = Ink::bad;
        note = fmt::format("{} of {}: {}", item.covered, item.applicable,
                           context_.names(item.accounts));
        break;
      case ItemStatus::unknown:
        box = "[?]";
        ink = Ink::warning;
        note = fmt::format("not known: {}", context_.names(item.accounts));
        break;
      case ItemStatus::not_applicable:
        box = "[-]";
        ink = Ink::faint;
        note = "not applicable";
        break;
    }
    page_.two_columns(fmt::format("  {} {} ", page_.ink(box, ink), number), 8,
                      text_of(item.item).text, right_column, note);
  }

  void add_open_questions() {
    if (report_.not_judged.empty()) return;
    page_.blank();
    page_.line("Not judged, for want of an answer:");
    for (const OpenQuestion& question : report_.not_judged) {
      page_.line("  ", fmt::format("{} {} ({})", context_.name(question.subject), question.why,
                                   position(question.subject)));
    }
  }

  void heading(std::string_view text) {
    page_.blank();
    page_.line(page_.ink(text, Ink::bold), text.size(), "");
  }

  const Audited& audited_;
  const AuditReport& report_;
  const AuditContext& context_;
  const Rendering& rendering_;
  Page page_;
};

// The errors themselves go to standard error; the report says what it came to.
std::string refused(const Audited& audited) {
  const auto errors = std::ranges::count_if(
      audited.problems, [](const Problem& problem) { return !is_warning(problem.code); });
  return fmt::format("NOT AUDITED: {} has {} error{}.\n", safe_text(audited.path), errors,
                     errors == 1 ? "" : "s");
}

std::string render(std::span<const Audited> audited, const Rendering& rendering) {
  std::string text;
  for (const Audited& one : audited) {
    if (!text.empty()) text += '\n';
    if (audited.size() > 1) text += fmt::format("== {} ==\n", safe_text(one.path));
    text += one.report == nullptr ? refused(one) : TextReport(one, rendering).render();
  }
  return text;
}

}  // namespace

extern const Format text{.name = "text", .render = render};

}  // namespace passkey_audit::formats
