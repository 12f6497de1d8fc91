#include "passkey_audit/report/exposure_list.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <tuple>

#include "passkey_audit/audit/wording.hpp"
#include "passkey_audit/report/page.hpp"
#include "passkey_audit/support/json_layout.hpp"
#include "passkey_audit/support/safe_text.hpp"

namespace passkey_audit {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t openers_shown_max = 20;  // without -v

// "Sam's old phone (stolen)": it may be in somebody's hands already.
std::string with_status(const std::string& name, Status status) {
  return status == Status::active ? name : fmt::format("{} ({})", name, word(status));
}

// What somebody else has then: "Sam's phone, taken unlocked".
std::string means_in_words(const AuditContext& context, const Loss& loss) {
  const auto what = [&] { return context.name(loss.thing, loss.part); };
  switch (loss.kind) {
    case LossKind::device:
      return fmt::format("{}, taken unlocked",
                         with_status(what(), context.inventory.device(loss.thing)->status));
    case LossKind::security_key: {
      const Authenticator& key = *context.inventory.authenticator(loss.thing);
      // A PIN that is declared as a secret is a means of its own.
      const bool has_pin = key.pin_set == true && context.openers.of(key.thing).empty();
      return fmt::format("{}, taken{}", with_status(what(), key.status),
                         has_pin ? " together with its PIN" : "");
    }
    case LossKind::phone_number: return fmt::format("{}, taken over with a swapped SIM", what());
    case LossKind::copy:
      return loss.kept_at == ThingDirectory::carried
                 ? fmt::format("the paper with {} that you carry", what())
                 : fmt::format("the paper with {} at {}", what(), context.name(loss.kept_at));
    case LossKind::secret: {
      const RecoveryMethod* question = context.inventory.recovery_method(loss.thing);
      const bool is_question =
          question != nullptr && question->type == RecoveryType::security_question;
      return fmt::format("knowing {}{}", is_question ? "the answer to " : "", what());
    }
    case LossKind::person: {
      const bool has_left = context.inventory.person(loss.thing)->status == PersonStatus::left;
      return fmt::format("the help of {}{}", what(), has_left ? " (who has left)" : "");
    }
    case LossKind::account: return fmt::format("control of {}", what());
    case LossKind::place: {
      if (!loss.is_carried_site()) {
        return fmt::format("all that lies at {}, taken", context.site_name(loss.name));
      }
      const std::size_t at = loss.name.find('@');
      if (at == std::string::npos) return "all that you carry, taken";
      const ThingId person =
          context.inventory.things.find(std::string_view(loss.name).substr(at + 1));
      return fmt::format("all that {} carries, taken", context.name(person));
    }
    case LossKind::signed_out:
    case LossKind::vendor: break;
  }
  return safe_text(loss.text);
}

std::string set_in_words(const AuditContext& context, const AccessGraph& graph,
                         const LossSet& set) {
  std::string text;
  for (std::size_t i = 0; i < set.size(); ++i) {
    if (i != 0) text += i + 1 == set.size() ? " and " : ", ";
    text += means_in_words(context, graph.losses()[set[i]]);
  }
  return set.size() > 1 ? text + ", together" : text;
}

// One access set, and every account that it opens.
struct Opener {
  LossSet set;
  std::vector<std::uint32_t> accounts;
  Importance most = Importance::normal;
};

// What opens most that matters, with least, comes first.
std::vector<Opener> openers(const AuditContext& context, const Exposure& exposure,
                            const std::vector<std::uint32_t>& accounts) {
  std::map<LossSet, Opener> by_set;
  for (const std::uint32_t account : accounts) {
    for (const LossSet& set : exposure.access_sets[account]) {
      Opener& opener = by_set[set];
      opener.set = set;
      opener.accounts.push_back(account);
      opener.most = std::max(opener.most, context.importance[account]);
    }
  }
  std::vector<Opener> list;
  for (auto& [set, opener] : by_set) list.push_back(std::move(opener));
  const auto text_of = [&](const LossSet& set) {
    std::vector<std::string_view> texts;
    for (const LossId loss : set) texts.emplace_back(exposure.graph.losses()[loss].text);
    return texts;
  };
  std::ranges::sort(list, [&](const Opener& a, const Opener& b) {
    const auto rank = [](const Opener& one) {
      return std::tuple(one.set.size(), -static_cast<int>(one.most),
                        -static_cast<std::ptrdiff_t>(one.accounts.size()));
    };
    if (rank(a) != rank(b)) return rank(a) < rank(b);
    return text_of(a.set) < text_of(b.set);
  });
  return list;
}

}  // namespace

std::string exposure_as_text(const AuditContext& context, const Exposure& exposure,
                             const std::vector<std::uint32_t>& accounts,
                             const Rendering& rendering) {
  Page page(rendering.width, rendering.colour);
  page.line("Who could get in, with how little: what it takes, and what that opens.");
  const std::vector<Opener> list = openers(context, exposure, accounts);
  const std::size_t shown =
      rendering.verbose ? list.size() : std::min(list.size(), openers_shown_max);
  page.blank();
  for (std::size_t i = 0; i < shown; ++i) {
    page.line("  ",
              fmt::format("{}: {}", capitalized(set_in_words(context, exposure.graph, list[i].set)),
                          context.names(list[i].accounts)));
  }
  if (shown < list.size()) {
    page.line("  ", fmt::format("{} more; -v shows them.", list.size() - shown));
  }
  std::vector<std::uint32_t> shut;
  std::ranges::copy_if(accounts, std::back_inserter(shut), [&](std::uint32_t account) {
    return exposure.access_sets[account].empty();
  });
  if (!shut.empty()) {
    page.line("  ", fmt::format("Nothing of that kind, {} at once, opens {}.",
                                exposure.order_searched == 1
                                    ? "one"
                                    : fmt::format("up to {}", exposure.order_searched),
                                context.names(shut)));
  }
  if (exposure.is_cut_off) {
    page.blank();
    page.line("There are more sets than could be gone through; the smallest are shown.");
  }
  page.blank();
  page.line(
      "A device counts as taken unlocked, and what is lost as found. Support is not among the "
      "means: "
      "it asks for proof.");
  return page.take();
}

std::string exposure_as_json(const AuditContext& context, const Exposure& exposure,
                             const std::vector<std::uint32_t>& accounts, std::size_t order_max) {
  Json root;
  root["format"] = 1;
  root["max_order"] = std::min(order_max, exposure.order_searched);
  root["complete"] = !exposure.is_cut_off;
  root["accounts"] = Json::array();
  for (const std::uint32_t account : accounts) {
    Json sets = Json::array();
    for (const LossSet& set : exposure.access_sets[account]) {
      Json one = Json::array();
      for (const LossId loss : set) one.push_back(exposure.graph.losses()[loss].text);
      sets.push_back(std::move(one));
    }
    root["accounts"].push_back(
        {{"account", std::string(context.inventory.id_of(context.account(account).thing))},
         {"access_sets", std::move(sets)}});
  }
  return lay_out_json(root, JsonText::ascii, 1);
}

}  // namespace passkey_audit
