#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <unordered_map>

#include "passkey_audit/audit/wording.hpp"
#include "passkey_audit/inventory/weaker_limits.hpp"
#include "passkey_audit/report/format.hpp"
#include "passkey_audit/report/page.hpp"
#include "passkey_audit/report/plan_list.hpp"
#include "passkey_audit/report/problem_text.hpp"
#include "passkey_audit/support/safe_text.hpp"

namespace passkey_audit::formats {
namespace {

constexpr std::size_t entries_max = 12;         // of one list, without -v
constexpr std::size_t entries_of_rule_max = 4;  // where that makes room for other rules
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

// Sentences that differ in the account's name only read better as one, with the other names after
// it.
struct Entry {
  const Finding* first = nullptr;
  std::vector<std::uint32_t> the_same_for;  // the accounts of the others
};

// What is told only with -v.
struct LeftOut {
  std::size_t count = 0, serious = 0;

  void add(const Finding& finding, std::size_t times) {
    count += times;
    if (finding.severity >= Severity::high) serious += times;
  }
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
    add_drills();
    add_checklist();
    add_open_questions();
    add_waivers();
    add_changed_severities();
    add_weaker_limits();
    add_what_is_not_met();
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
    const Plan& plan = audited_.plan;
    if (plan.steps.empty()) return;
    heading("DO THIS NEXT");
    for (std::size_t i = 0; i < plan.steps.size(); ++i) {
      const std::string lead = fmt::format("{:>3}. ", i + 1);
      page_.line(lead, capitalized(plan.steps[i].text));
      page_.line(std::string(lead.size(), ' '), outcome_in_words(plan.steps[i]));
    }
    if (!plan.is_whole) {
      page_.line("     ", fmt::format("What comes then: passkey-audit plan {}", file()));
    }
  }

  void add_findings() {
    if (report_.findings.empty()) return;
    LeftOut left_out;
    std::vector<const Finding*> findings;
    for (const Finding& finding : report_.findings) {
      if (is_left_out(finding)) {
        left_out.add(finding, 1);
      } else {
        findings.push_back(&finding);
      }
    }
    heading("WHY");
    const std::vector<Entry> entries = folded(findings);
    const std::vector<bool> is_shown = choice_of(entries);
    std::string_view what = " of low severity or with a cause named above";
    for (std::size_t i = 0; i < entries.size(); ++i) {
      if (rendering_.verbose || is_shown[i] || entries[i].first->waived()) {
        add_entry(entries[i]);
      } else {
        left_out.add(*entries[i].first, 1 + entries[i].the_same_for.size());
        what = "";
      }
    }
    if (left_out.count == 0) return;
    if (left_out.count == report_.findings.size()) {
      const bool one = left_out.count == 1;
      page_.line("  ", fmt::format("Nothing but {} finding{} of low severity; -v shows {}.",
                                   left_out.count, one ? "" : "s", one ? "it" : "them"));
      return;
    }
    const std::string serious =
        left_out.serious == 0 ? "" : fmt::format(", {} of them high or worse", left_out.serious);
    page_.line("  ", fmt::format("{} more{}{}; -v shows {}.", left_out.count, what, serious,
                                 left_out.count == 1 ? "it" : "them"));
  }

  // The worst, but not so many of one rule that others have no room.
  static std::vector<bool> choice_of(const std::vector<Entry>& entries) {
    std::vector<bool> is_shown(entries.size());
    std::size_t shown = 0;
    for (const std::size_t of_rule_max : {entries_of_rule_max, entries_max}) {
      std::unordered_map<std::string_view, std::size_t> of_rule;
      for (std::size_t i = 0; i < entries.size(); ++i) {
        const bool fits = ++of_rule[entries[i].first->rule] <= of_rule_max && shown < entries_max;
        if (!fits || is_shown[i]) continue;
        is_shown[i] = true;
        ++shown;
      }
    }
    return is_shown;
  }

  // What only adds length for a person.
  bool is_left_out(const Finding& finding) const {
    if (rendering_.verbose || finding.waived()) return false;
    return finding.severity == Severity::low || report_.only_repeats(finding);
  }

  // In the order of the findings, which is worst first.
  std::vector<Entry> folded(const std::vector<const Finding*>& findings) const {
    std::vector<Entry> entries;
    std::unordered_map<std::string, std::size_t> entry_of;
    for (const Finding* finding : findings) {
      const auto pattern = pattern_of(*finding);
      const auto same = pattern ? entry_of.find(*pattern) : entry_of.end();
      if (same != entry_of.end()) {
        entries[same->second].the_same_for.push_back(finding->accounts.front());
        continue;
      }
      if (pattern) entry_of.emplace(*pattern, entries.size());
      entries.push_back({.first = finding});
    }
    return entries;
  }

  // The message without the name of its account, for findings of one kind. No value: the finding
  // stands alone, as all of them do under -v, and those that are waived, each by a waiver of its
  // own.
  std::optional<std::string> pattern_of(const Finding& finding) const {
    const bool stands_alone = rendering_.verbose || finding.waived();
    if (stands_alone || finding.accounts.size() != 1) return std::nullopt;
    return fmt::format("{} {} {}", finding.rule, word(finding.severity),
                       without_name(context_, finding.message, finding));
  }

  void add_entry(const Entry& entry) {
    const Finding& first = *entry.first;
    const std::string severity = first.waived() ? "WAIVED" : upper(word(first.severity));
    const std::string lead = fmt::format(
        "  {}{} {}  ", page_.ink(severity, first.waived() ? Ink::faint : ink_of(first.severity)),
        std::string(8 - severity.size(), ' '), first.rule);
    std::string message = capitalized(first.message);
    if (!entry.the_same_for.empty()) {
      message += fmt::format("; the same goes for {}", context_.names(entry.the_same_for));
    }
    page_.line(lead, finding_indent, message);
    if (first.waived()) page_.line(std::string(11, ' '), acceptance(first));
    std::string detail =
        first.about == nullptr ? position(first.at) : position(first.about->path, first.about->at);
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
    return names.size() > 1 ? chain(std::move(names)) : std::string();
  }

  std::string position(ThingId at) const {
    const Inventory& inventory = context_.inventory;
    if (!at.told() || inventory.things[at].at.line == 0) return safe_text(audited_.path);
    const Thing& thing = inventory.things[at];
    return position(inventory.files[thing.file].path, thing.at);
  }

  static std::string position(std::string_view path, Position at) {
    return fmt::format("{}:{}:{}", safe_text(path), at.line, at.column);
  }

  // A loss may come to concern more accounts than when somebody accepted it.
  std::string acceptance(const Finding& finding) const {
    const Waiver& waiver = *finding.waiver;
    const std::string covers =
        finding.losses.empty() ? ""
                               : fmt::format(", today for {}", context_.names(finding.accounts));
    return fmt::format("accepted by {} until {}{}: {} ({})", safe_text(waiver.approved_by),
                       format_date(waiver.until), covers, safe_text(waiver.reason),
                       position(waiver.path, waiver.at));
  }

  // Drills that shut an account of the most important, where no finding says so of what is lost in
  // them. What an account, a company, a person or all devices take along is told by findings.
  void add_drills() {
    std::vector<std::string> lines;
    for (const Scenario& scenario :
         all_scenarios(context_.inventory, context_.catalog, context_.graph)) {
      const std::string& id = scenario.id;
      const bool is_of_one =
          id.starts_with("left:") || id.starts_with("locked:") || id.starts_with("unreachable:");
      if (is_of_one || id == "cold-start") continue;
      // Who travels is a person.
      if (id == "abroad" && context_.inventory.profile == Profile::team) continue;
      std::vector<std::uint32_t> shut = out_by_what_counts(context_, scenario.losses);
      std::erase_if(shut, [&](std::uint32_t account) {
        return !context_.in_scope(account) || context_.single_points.unreachable_now[account] ||
               is_told(account, scenario.losses);
      });
      if (shut.empty()) continue;
      lines.push_back(fmt::format("{}: {} {} out of reach   passkey-audit what-if {} --scenario {}",
                                  capitalized(safe_text(scenario.title)), context_.names(shut),
                                  shut.size() == 1 ? "is" : "are", file(), safe_text(id)));
    }
    if (lines.empty()) return;
    heading("DRILLS THAT FAIL");
    for (const std::string& line : lines) page_.line("  ", line);
  }

  bool is_told(std::uint32_t account, const LossSet& lost) const {
    const auto is_lost = [&](const std::string& text) {
      return std::ranges::any_of(
          lost, [&](LossId loss) { return context_.graph.losses()[loss].text == text; });
    };
    return std::ranges::any_of(report_.findings, [&](const Finding& finding) {
      return !finding.losses.empty() && is_among(account, finding.accounts) &&
             std::ranges::all_of(finding.losses, is_lost);
    });
  }

  std::string file() const { return audited_.path == "-" ? "FILE" : safe_text(audited_.path); }

  static bool is_among(std::uint32_t account, const std::vector<std::uint32_t>& accounts) {
    return std::ranges::find(accounts, account) != accounts.end();
  }

  void add_checklist() {
    page_.blank();
    const Score& score = report_.scorecard.score;
    const auto idle = std::ranges::count(report_.scorecard.items, ItemStatus::not_applicable,
                                         &ItemVerdict::status);
    const std::string head = fmt::format(
        "PASSKEY BACKUP CHECKLIST  {}/{}{}", score.passed, Score::of,
        idle == 0 ? "" : fmt::format(", {} {} not apply", idle, idle == 1 ? "does" : "do"));
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
        note = fmt::format("{} of {}, not yet: {}{}{}", item.covered, item.applicable,
                           context_.names(failing(item)), because_of(item), not_known(item));
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

  static std::vector<std::uint32_t> failing(const ItemVerdict& item) {
    std::vector<std::uint32_t> failing;
    std::ranges::set_difference(item.accounts, item.unknown, std::back_inserter(failing));
    return failing;
  }

  std::string not_known(const ItemVerdict& item) const {
    return item.unknown.empty() ? "" : fmt::format("; not known: {}", context_.names(item.unknown));
  }

  // " (PKA102, PKA201)". What an account cannot be opened by at all is no rule's.
  static std::string because_of(const ItemVerdict& item) {
    return item.rules.empty() ? "" : fmt::format(" ({})", fmt::join(item.rules, ", "));
  }

  void add_open_questions() {
    if (report_.not_judged.empty()) return;
    page_.blank();
    page_.line("Not judged, for want of an answer:");
    const std::size_t count = report_.not_judged.size();
    const std::size_t shown = rendering_.verbose ? count : std::min(count, entries_max);
    for (std::size_t i = 0; i < shown; ++i) {
      const OpenQuestion& question = report_.not_judged[i];
      page_.line("  ", fmt::format("{} ({})",
                                   capitalized(fmt::format("{} {}", context_.name(question.subject),
                                                           question.why)),
                                   position(question.subject)));
    }
    if (shown < count) {
      page_.line("  ", fmt::format("{} more; -v shows {}.", count - shown,
                                   count - shown == 1 ? "it" : "them"));
    }
  }

  // "Waived: 2, the first until 2027-01-15."; then each waiver that does nothing.
  void add_waivers() {
    std::vector<const Waiver*> counting;
    for (const JudgedWaiver& one : report_.waivers) {
      if (one.state == WaiverState::in_force || one.state == WaiverState::ends_soon) {
        counting.push_back(one.waiver);
      }
    }
    if (!report_.waivers.empty()) page_.blank();
    if (!counting.empty()) {
      const auto first = std::ranges::min_element(counting, {}, &Waiver::until);
      page_.line(
          "", fmt::format("Waived: {}, {}until {}.", counting.size(),
                          counting.size() == 1 ? "" : "the first ", format_date((*first)->until)));
    }
    for (const auto& [waiver, state, by, accounts] : report_.waivers) {
      const std::string which =
          fmt::format("The waiver of {} for {} ({})", waiver->rule, safe_text(waiver->subject),
                      position(waiver->path, waiver->at));
      if (state == WaiverState::ended) {
        page_.line("", fmt::format("{} ended on {}; what it let pass counts again.", which,
                                   format_date(waiver->until)));
      } else if (state == WaiverState::idle) {
        page_.line("", fmt::format("{} matches nothing: {}.", which, what_is_found_of(*waiver)));
      } else if (state == WaiverState::replaced) {
        page_.line("", fmt::format("{} does nothing: the one at {} lasts until {}; take it out.",
                                   which, position(by->path, by->at), format_date(by->until)));
      }
    }
  }

  // For whoever looks for the right subject.
  std::string what_is_found_of(const Waiver& waiver) const {
    std::vector<std::string> subjects;
    for (const Finding& finding : report_.findings) {
      if (finding.rule == waiver.rule) subjects.push_back(safe_text(finding.subject));
    }
    if (subjects.empty()) return fmt::format("{} finds nothing; take it out", waiver.rule);
    const std::size_t shown = std::min(subjects.size(), entries_max);
    return fmt::format(
        "{} is found for {}{}", waiver.rule,
        fmt::join(subjects.begin(), subjects.begin() + static_cast<long>(shown), ", "),
        shown < subjects.size() ? " and others" : "");
  }

  // Nobody else sees what a policy makes of the rules.
  void add_changed_severities() {
    const auto& changed = context_.policy.severity;
    if (changed.empty()) return;
    std::vector<std::string> rules;
    for (const auto& [rule, severity] : changed) {
      rules.push_back(fmt::format("{} {}", rule, word(severity)));
    }
    page_.blank();
    page_.line("", fmt::format("Severities of the policy's own: {}.", fmt::join(rules, ", ")));
  }

  // Whoever writes the inventory must not be able to make the audit easier in silence.
  void add_weaker_limits() {
    std::vector<std::pair<std::string_view, std::vector<std::string>>> files;
    const std::vector<WeakerLimit> limits =
        weaker_limits(context_.policy, context_.inventory.profile);
    for (const WeakerLimit& limit : limits) {
      auto file =
          std::ranges::find_if(files, [&](const auto& one) { return one.first == limit.source; });
      if (file == files.end()) file = files.insert(file, {limit.source, {}});
      file->second.push_back(
          fmt::format("{} {} (by default {})", limit.key, limit.value, limit.by_default));
    }
    if (!files.empty()) page_.blank();
    for (const auto& [file, lines] : files) {
      const std::string who = file == audited_.path ? std::string("The inventory")
                                                    : fmt::format("The policy {}", safe_text(file));
      page_.line("", fmt::format("{} sets its own limits: {}.", who, fmt::join(lines, "; ")));
    }
  }

  // Why the exit status is what it is.
  void add_what_is_not_met() {
    if (audited_.because.empty()) return;
    page_.blank();
    page_.line("", fmt::format("Not met: {}.", fmt::join(audited_.because, "; ")));
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
  const std::size_t errors = count_errors(audited.problems);
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
