// Findings to eight verdicts, a score of 8 and points of 100 (score model 1).
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "passkey_audit/audit/audit_context.hpp"
#include "passkey_audit/audit/checklist.hpp"
#include "passkey_audit/audit/finding.hpp"

namespace passkey_audit {

enum class ItemStatus : std::uint8_t { pass, fail, unknown, not_applicable };
template <>
struct Words<ItemStatus> {
  static constexpr std::array<std::string_view, 4> list{"pass", "fail", "unknown",
                                                        "not_applicable"};
};

struct ItemVerdict {
  Item item = Item::two_ways_in;
  ItemStatus status = ItemStatus::not_applicable;
  // Of the accounts in scope.
  std::uint32_t covered = 0;
  std::uint32_t applicable = 0;
  std::vector<std::uint32_t> accounts;  // that fail, or could not be judged
  std::vector<std::uint32_t> unknown;   // of these, those that could not be judged
  std::vector<std::string_view> rules;  // that make them fail, each once
};

struct Score {
  static constexpr std::uint32_t model = 1;
  static constexpr std::uint32_t of = item_count;
  std::uint32_t passed = 0;  // items
  std::uint32_t points = 0;  // 0 to 100; 0 when nothing applies
};

struct Scorecard {
  std::array<ItemVerdict, item_count> items;
  Score score;
};

[[nodiscard]] Scorecard grade(const AuditContext& context, const std::vector<Finding>& findings,
                              const std::vector<NotJudged>& unknown);

}  // namespace passkey_audit
