// Minimal cut sets by account, for a person, as JSON, and counted; with how likely a lockout is
// where the user tells how likely losses are.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "passkey_audit/audit/audit_context.hpp"
#include "passkey_audit/graph/cut_sets.hpp"
#include "passkey_audit/graph/probability.hpp"
#include "passkey_audit/report/format.hpp"

namespace passkey_audit {

struct CutSetQuery {
  CutSets found;
  std::size_t max_order = 2;  // asked for
  LockoutKind lockout = LockoutKind::prompt;
  bool of_some_kinds = false;           // other losses were not looked at
  std::vector<std::uint32_t> accounts;  // to show, in file order
  // Of one order and account; of more, only how many there are is told.
  std::size_t listed_max = 1000;
  // By account; empty where no figures are told.
  std::vector<std::optional<LockoutProbability>> probabilities = {};
  // Losses that were searched and have no figure, sorted by text.
  std::vector<LossId> without_figure = {};
};

[[nodiscard]] std::string cut_sets_as_text(const AuditContext& context, const CutSetQuery& query,
                                           const Rendering& rendering);
[[nodiscard]] std::string cut_sets_as_json(const AuditContext& context, const CutSetQuery& query);
[[nodiscard]] std::string cut_set_counts(const CutSetQuery& query);

}  // namespace passkey_audit
