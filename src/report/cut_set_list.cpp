#include "passkey_audit/report/cut_set_list.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "passkey_audit/report/page.hpp"
#include "passkey_audit/support/json_layout.hpp"

namespace passkey_audit {
namespace {

using Json = nlohmann::ordered_json;

// The losses that lock each account out, in the order of `listed`, which is sorted by text.
std::vector<std::vector<LossId>> by_account(const AuditContext& context,
                                            const SinglePoints& points) {
  std::vector<std::vector<LossId>> losses(context.inventory.accounts.size());
  for (const LossEffect& effect : points.listed) {
    for (const auto* out : {&effect.delayed, &effect.locked_out}) {
      for (const std::uint32_t account : *out) losses[account].push_back(effect.loss);
    }
  }
  return losses;
}

}  // namespace

std::string cut_sets_as_json(const AuditContext& context, const CutSetQuery& query) {
  const auto losses = by_account(context, query.points);
  Json root;
  root["format"] = 1;
  root["max_order"] = 1;
  root["unreachable_now"] = Json::array();
  root["accounts"] = Json::array();
  for (const std::uint32_t i : query.accounts) {
    const std::string_view id = context.inventory.id_of(context.account(i).thing);
    Json sets = Json::array();
    if (query.points.unreachable_now[i]) {
      root["unreachable_now"].push_back(id);
      sets.push_back(Json::array());
    }
    for (const LossId loss : losses[i]) {
      sets.push_back(Json::array({context.graph.losses()[loss].text}));
    }
    root["accounts"].push_back({{"account", id}, {"cut_sets", std::move(sets)}});
  }
  return lay_out_json(root, JsonText::ascii, 1);
}

std::string cut_sets_as_text(const AuditContext& context, const CutSetQuery& query,
                             const Rendering& rendering) {
  const auto losses = by_account(context, query.points);
  Page page(rendering.width, rendering.colour);
  const bool eventual = query.lockout == LockoutKind::eventual;
  for (const std::uint32_t i : query.accounts) {
    const std::string name = context.name(i);
    if (query.points.unreachable_now[i]) {
      const bool known = context.says_how_you_get_in(context.account(i));
      page.line(fmt::format("{}: out of reach with nothing lost{}", name,
                            known ? "" : ", because the file does not say how you get in"));
    } else if (query.points.abandoned[i]) {
      page.line(fmt::format("{}: not judged, its owners have left", name));
    } else if (losses[i].empty()) {
      page.line(
          fmt::format("{}: no single loss locks you out{}", name, eventual ? " for good" : ""));
    } else {
      page.line(fmt::format("{}: {} single point{} of failure", name, losses[i].size(),
                            losses[i].size() == 1 ? "" : "s"));
      for (const LossId id : losses[i]) {
        const Loss& loss = context.graph.losses()[id];
        page.two_columns("  ", 2, context.losing(loss), 48, loss.text);
      }
    }
  }
  return page.take();
}

std::string cut_set_counts(const AuditContext& context, const CutSetQuery& query) {
  const auto losses = by_account(context, query.points);
  std::size_t count = 0, unreachable = 0;
  for (const std::uint32_t i : query.accounts) {
    count += losses[i].size();
    unreachable += query.points.unreachable_now[i] ? 1 : 0;
  }
  return fmt::format("order 0: {}\norder 1: {}\n", unreachable, count);
}

}  // namespace passkey_audit
