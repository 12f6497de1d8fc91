// What tests of audits and reports begin with: an inventory from its text, audited with every rule
// and the built-in catalog on 2026-11-22.
#pragma once

#include <fmt/format.h>

#include <memory>
#include <string>
#include <string_view>

#include "catch.hpp"
#include "passkey_audit/audit/judgement.hpp"
#include "passkey_audit/audit/run_audit.hpp"
#include "passkey_audit/catalog/known.hpp"
#include "passkey_audit/inventory/read_inventory.hpp"
#include "passkey_audit/rules/registry.hpp"

namespace passkey_audit {

inline Date audit_day() {
  return *parse_date("2026-11-22");
}

inline ReadInventory read_for_audit(std::string_view text) {
  const std::vector<ProviderWord> providers = provider_words(embedded_catalog());
  ReadInventory read = read_inventory_text(
      text, "test.json", {.today = audit_day(), .providers = providers, .digest = true});
  if (!read.usable()) {
    std::string problems;
    for (const Problem& problem : read.problems) {
      problems += fmt::format("\n{}: {} ({})", problem.pointer, problem.message, problem.hint);
    }
    FAIL("the inventory cannot be used:" << problems << "\n" << text);
  }
  return read;
}

// Stays where it is: the report refers to the context, and the context to the inventory.
struct AuditOf {
  explicit AuditOf(std::string_view text, std::span<const Rule* const> rules = all_rules())
      : read(read_for_audit(text)),
        context(read.inventory, embedded_catalog(), audit_day()),
        report(run_audit(context, rules)) {}
  AuditOf(const AuditOf&) = delete;
  AuditOf& operator=(const AuditOf&) = delete;

  const ReadInventory read;
  const AuditContext context;
  const AuditReport report;

  std::string verdict() const { return verdict_of(report).text; }
  const ItemVerdict& item(Item item) const {
    return report.scorecard.items[static_cast<std::size_t>(item)];
  }
  // The loss with this text.
  const Loss& loss(std::string_view text) const {
    const auto id = context.graph.losses().find(text);
    if (!id) FAIL("nothing can be lost as " << text);
    return context.graph.losses()[*id];
  }
  // What the loss does; no effect when it locks nobody out.
  LossEffect effect(std::string_view text) const {
    for (const LossEffect& one : context.single_points.plain) {
      if (context.graph.losses()[one.loss].text == text) return one;
    }
    return {};
  }
};

}  // namespace passkey_audit
