#include "passkey_audit/report/cut_set_list.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <nlohmann/json.hpp>

#include "passkey_audit/audit/wording.hpp"
#include "passkey_audit/report/likelihood_words.hpp"
#include "passkey_audit/report/page.hpp"
#include "passkey_audit/support/json_layout.hpp"

namespace passkey_audit {
namespace {

using Json = nlohmann::ordered_json;
using Words = std::vector<std::string>;

// "a", "a and b", "a, b and c"; with a comma before the "and" where an "and" is in a word already.
std::string enumerated(const Words& words, bool with_comma = false) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const bool is_last = i + 1 == words.size();
    if (i != 0) text += !is_last ? ", " : with_comma ? ", and " : " and ";
    text += words[i];
  }
  return text;
}

std::string_view losses_in_words(std::size_t order) {
  constexpr std::array<std::string_view, CutSetOptions::order_max + 1> words{
      "no losses", "single losses", "two losses", "three losses", "four losses"};
  return words[order];
}

// "1 single point of failure", "3 pairs", "2 sets of four".
std::string counted(std::size_t count, std::size_t order) {
  struct Name {
    std::string_view one, several;
  };
  constexpr std::array<Name, CutSetOptions::order_max + 1> names{
      {{"", ""},
       {"single point of failure", "single points of failure"},
       {"pair", "pairs"},
       {"triple", "triples"},
       {"set of four", "sets of four"}}};
  return fmt::format("{} {}", count, count == 1 ? names[order].one : names[order].several);
}

// Losses that are told in one breath: "losing the phone and everything at home". Things come first,
// and what ends with a place last of them.
struct Clause {
  std::string_view verb;  // how each of them begins in a sentence
  std::vector<LossKind> kinds;
};
const std::vector<Clause>& clauses() {
  static const std::vector<Clause> clauses{
      {"losing ",
       {LossKind::device, LossKind::security_key, LossKind::phone_number, LossKind::copy,
        LossKind::place}},
      {"losing access to ", {LossKind::account}},
      {"being unable to reach ", {LossKind::person}},
      {"forgetting ", {LossKind::secret}},
      {"", {LossKind::signed_out, LossKind::vendor}},
  };
  return clauses;
}

class Lister {
 public:
  Lister(const AuditContext& context, const CutSetQuery& query)
      : context_(context), query_(query), found_(query.found) {}

  // ---- for a person

  std::string as_text(const Rendering& rendering) const {
    Page page(rendering.width, rendering.colour);
    for (const std::uint32_t account : query_.accounts) add_account(page, account);
    add_what_has_no_figure(page);
    if (found_.max_order < query_.max_order) {
      page.blank();
      page.line(fmt::format(
          "There are too many sets of {} to go through, so the search ended with {}{}. --account "
          "and --kinds narrow it down.",
          losses_in_words(found_.max_order + 1), losses_in_words(found_.max_order),
          found_.max_order == 1 ? "" : " at once"));
    }
    return page.take();
  }

  // ---- for programs

  std::string as_json() const {
    Json root;
    root["format"] = 1;
    root["max_order"] = found_.max_order;
    for (std::size_t order = found_.max_order + 1; order <= query_.max_order; ++order) {
      root["not_searched"].push_back(order);
    }
    if (!query_.without_figure.empty()) root["without_figure"] = texts_of(query_.without_figure);
    root["unreachable_now"] = Json::array();
    root["accounts"] = Json::array();
    for (const std::uint32_t account : query_.accounts) {
      if (found_.unreachable_now[account]) root["unreachable_now"].push_back(id(account));
      root["accounts"].push_back(json_of(account));
    }
    return lay_out_json(root, JsonText::ascii, 1);
  }

 private:
  std::string_view id(std::uint32_t account) const {
    return context_.inventory.id_of(context_.account(account).thing);
  }
  bool is_listed(std::uint32_t account, std::size_t order) const {
    return found_.count(account, order) <= query_.listed_max;
  }
  Words texts_of(std::span<const LossId> set) const {
    Words texts;
    for (const LossId loss : set) texts.push_back(context_.graph.losses()[loss].text);
    return texts;
  }

  Json json_of(std::uint32_t account) const {
    Json sets = Json::array();
    Json not_listed = Json::array();
    if (found_.unreachable_now[account]) sets.push_back(Json::array());
    for (std::size_t order = 1; order <= found_.max_order; ++order) {
      const std::size_t count = found_.count(account, order);
      if (!is_listed(account, order)) not_listed.push_back({{"order", order}, {"count", count}});
      for (std::size_t i = 0; i < count && is_listed(account, order); ++i) {
        sets.push_back(texts_of(found_.set(account, order, i)));
      }
    }
    Json json{{"account", id(account)}, {"cut_sets", std::move(sets)}};
    if (!not_listed.empty()) json["not_listed"] = std::move(not_listed);
    if (const LockoutProbability* probability = probability_of(account)) {
      json["probability"] = json_of(*probability);
      json["importance"] = importance(account, *probability);
    }
    return json;
  }

  // ---- probabilities

  const LockoutProbability* probability_of(std::uint32_t account) const {
    const bool told = !query_.probabilities.empty() && query_.probabilities[account];
    return told ? &*query_.probabilities[account] : nullptr;
  }

  // Far more digits than anybody's figures have; the last ones differ between machines.
  static double rounded(double number) {
    return std::strtod(fmt::format("{:.10g}", number).c_str(), nullptr);
  }

  static Json json_of(const LockoutProbability& probability) {
    if (probability.is_exact()) return {{"value", rounded(probability.at_least)}};
    return {{"at_least", probability.at_least}, {"at_most", probability.at_most}};
  }

  // Of each loss that is in a cut set or makes a lockout likelier.
  Json importance(std::uint32_t account, const LockoutProbability& probability) const {
    const LossTable& losses = context_.graph.losses();
    std::map<std::string_view, Json> by_text;
    const auto member = [&](LossId loss) -> Json& {
      const std::string& text = losses[loss].text;
      return by_text.try_emplace(text, Json{{"loss", text}, {"share", 0}}).first->second;
    };
    std::size_t count = 0;
    std::map<LossId, std::size_t> sets_with;
    for (std::size_t order = 1; order <= found_.max_order; ++order) {
      for (std::size_t i = 0; i < found_.count(account, order); ++i, ++count) {
        for (const LossId loss : found_.set(account, order, i)) ++sets_with[loss];
      }
    }
    for (const auto& [loss, sets] : sets_with) {
      member(loss)["share"] = rounded(static_cast<double>(sets) / static_cast<double>(count));
    }
    for (const LossImportance& one : probability.importance) {
      if (one.birnbaum > 0) member(one.loss)["birnbaum"] = rounded(one.birnbaum);
    }
    Json list = Json::array();
    for (auto& [text, json] : by_text) list.push_back(std::move(json));
    return list;
  }

  void add_what_has_no_figure(Page& page) const {
    constexpr std::size_t named_max = 3;
    const std::size_t count = query_.without_figure.size();
    if (count == 0) return;
    const Words named =
        texts_of(std::span(query_.without_figure).first(std::min(count, named_max)));
    page.blank();
    page.line(
        fmt::format("How likely a lockout is counts only losses that policy.probabilities has "
                    "a figure for. {} {} none: {}{}.",
                    count, count == 1 ? "loss has" : "losses have", fmt::join(named, ", "),
                    count > named_max ? fmt::format(" and {} more", count - named_max) : ""));
  }

  void add_account(Page& page, std::uint32_t account) const {
    page.line(fmt::format("{}: {}", context_.name(account), verdict(account)));
    if (const LockoutProbability* probability = probability_of(account)) {
      page.line("  ",
                fmt::format("Locked out{}: {}", for_good(), likelihood_in_words(*probability)));
    }
    for (std::size_t order = 1; order <= found_.max_order; ++order) {
      const std::size_t count = found_.count(account, order);
      if (!is_listed(account, order)) {
        page.line("  ", fmt::format("{}, more than are listed; --limit {} lists them",
                                    counted(count, order), count));
        continue;
      }
      for (std::size_t i = 0; i < count; ++i) {
        const auto set = found_.set(account, order, i);
        page.two_columns("  ", 2, in_words(set), 48,
                         fmt::format("{}", fmt::join(texts_of(set), " ")));
      }
    }
  }

  std::string_view for_good() const {
    return query_.lockout == LockoutKind::eventual ? " for good" : "";
  }

  std::string verdict(std::uint32_t account) const {
    if (found_.unreachable_now[account]) {
      return fmt::format("out of reach with nothing lost{}",
                         context_.says_how_you_get_in(context_.account(account))
                             ? ""
                             : ", because the file does not say how you get in");
    }
    if (found_.abandoned[account]) return "not judged, its owners have left";
    const Words kinds = counts(account);
    if (found_.count(account, 1) != 0) return enumerated(kinds);
    if (!kinds.empty()) {
      const bool only_one = kinds.size() == 1 && kinds.front().starts_with("1 ");
      return fmt::format("no single loss{} locks you out{}, but {} {}",
                         query_.of_some_kinds ? " of these kinds" : "", for_good(),
                         enumerated(kinds), only_one ? "does" : "do");
    }
    const std::string_view of_these = query_.of_some_kinds ? " of these kinds" : "";
    if (found_.max_order == 1)
      return fmt::format("no single loss{} locks you out{}", of_these, for_good());
    return fmt::format("no {}{} together lock you out{}", losses_in_words(found_.max_order),
                       of_these, for_good());
  }

  // "2 single points of failure", "3 pairs": what there is of each order. Where there is no single
  // one, the first says of what.
  Words counts(std::uint32_t account) const {
    Words kinds;
    for (std::size_t order = 1; order <= found_.max_order; ++order) {
      const std::size_t count = found_.count(account, order);
      if (count == 0) continue;
      const std::string_view of = order == 4 ? " losses" : order == 1 ? "" : " of losses";
      kinds.push_back(counted(count, order) + std::string(kinds.empty() ? of : ""));
    }
    return kinds;
  }

  // "Losing Sam's phone and the paper with the codes at home, and forgetting the PIN, together".
  std::string in_words(std::span<const LossId> set) const {
    const LossTable& table = context_.graph.losses();
    if (set.size() == 1) return context_.losing(table[set.front()]);
    Words told;
    bool with_comma = false;
    for (const Clause& clause : clauses()) {
      Words words;
      for (const LossKind kind : clause.kinds) {
        for (const LossId loss : set) {
          if (table[loss].kind != kind) continue;
          words.push_back(uncapitalized(context_.losing(table[loss])).substr(clause.verb.size()));
        }
      }
      if (words.empty()) continue;
      told.push_back(std::string(clause.verb) + enumerated(words));
      with_comma |= words.size() > 1;
    }
    return fmt::format("{}, together", capitalized(enumerated(told, with_comma)));
  }

  const AuditContext& context_;
  const CutSetQuery& query_;
  const CutSets& found_;
};

}  // namespace

std::string cut_sets_as_text(const AuditContext& context, const CutSetQuery& query,
                             const Rendering& rendering) {
  return Lister(context, query).as_text(rendering);
}

std::string cut_sets_as_json(const AuditContext& context, const CutSetQuery& query) {
  return Lister(context, query).as_json();
}

std::string cut_set_counts(const CutSetQuery& query) {
  const CutSets& found = query.found;
  const auto unreachable = std::ranges::count_if(
      query.accounts, [&](std::uint32_t account) { return bool{found.unreachable_now[account]}; });
  std::string text = fmt::format("order 0: {}\n", unreachable);
  for (std::size_t order = 1; order <= query.max_order; ++order) {
    std::size_t count = 0;
    for (const std::uint32_t account : query.accounts) {
      if (order <= found.max_order) count += found.count(account, order);
    }
    text += order <= found.max_order
                ? fmt::format("order {}: {}\n", order, count)
                : fmt::format("order {}: not counted, there are too many\n", order);
  }
  return text;
}

}  // namespace passkey_audit
