#include "passkey_audit/report/matrix.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "passkey_audit/audit/wording.hpp"
#include "passkey_audit/graph/scenarios.hpp"
#include "passkey_audit/report/page.hpp"
#include "passkey_audit/support/safe_text.hpp"

namespace passkey_audit {
namespace {

std::vector<AccessState> states_after(const AuditContext& context, const LossSet& losses) {
  return access_states(context.graph, losses, context.policy.max_outage);
}

// That an account goes with itself, or with its company, is no news.
bool says_something(const AuditContext& context, const LossSet& losses,
                    const std::vector<AccessState>& before, const std::vector<AccessState>& after) {
  for (std::uint32_t i = 0; i < after.size(); ++i) {
    if (after[i] == before[i]) continue;
    const bool counts = std::ranges::all_of(losses, [&](LossId loss) {
      return counts_against(context.inventory, context.graph, loss, context.account(i));
    });
    if (counts) return true;
  }
  return false;
}

// One letter for each state, and one that says the same without the legend's help.
char letter_of(AccessState state) {
  switch (state) {
    case AccessState::open: return '.';
    case AccessState::recoverable: return 'r';
    case AccessState::delayed: return 'D';
    case AccessState::locked_out: return 'X';
  }
  return '?';
}

Ink ink_of(AccessState state) {
  switch (state) {
    case AccessState::open: return Ink::faint;
    case AccessState::recoverable: return Ink::plain;
    case AccessState::delayed: return Ink::warning;
    case AccessState::locked_out: return Ink::bad;
  }
  return Ink::plain;
}

}  // namespace

Matrix matrix_of(const AuditContext& context) {
  Matrix matrix;
  const std::vector<AccessState> now = states_after(context, {});
  const auto add = [&](std::string title, const LossSet& losses) {
    std::vector<AccessState> states = states_after(context, losses);
    if (!says_something(context, losses, now, states)) {
      ++matrix.harmless;
    } else {
      matrix.rows.push_back({std::move(title), std::move(states)});
    }
  };
  for (const LossId loss : context.graph.losses().candidates()) {
    add(context.losing(context.graph.losses()[loss]), {loss});
  }
  for (const Scenario& scenario :
       all_scenarios(context.inventory, context.catalog, context.graph)) {
    // A scenario of one loss says what the loss has said.
    if (scenario.losses.size() > 1) add(capitalized(safe_text(scenario.title)), scenario.losses);
  }
  if (std::ranges::any_of(now, is_out)) {
    matrix.rows.insert(matrix.rows.begin(), {"With nothing lost", now});
  }
  return matrix;
}

std::string rest_in_words(const Matrix& matrix) {
  if (matrix.harmless == 0) return {};
  if (matrix.rows.empty()) return "No single loss and no scenario changes anything.";
  return fmt::format("{} more {} nothing.", matrix.harmless,
                     matrix.harmless == 1 ? "changes" : "change");
}

std::string matrix_as_text(const AuditContext& context, const Matrix& matrix,
                           const Rendering& rendering) {
  Page page(rendering.width, rendering.colour);
  const std::size_t accounts = context.inventory.accounts.size();
  const std::size_t digits = std::to_string(accounts).size();
  page.line("X locked out   D delayed   r recoverable soon   . open");
  page.blank();
  for (std::uint32_t i = 0; i < accounts; ++i) {
    page.line(fmt::format("{:>{}} ", i + 1, digits), context.name(i));
  }
  page.blank();
  std::string head;
  for (std::size_t i = 0; i < accounts; ++i) head += fmt::format("{:>{}} ", i + 1, digits);
  if (!matrix.rows.empty()) page.line(head, head.size(), "");
  for (const MatrixRow& row : matrix.rows) {
    std::string cells;
    for (const AccessState state : row.states) {
      cells += std::string(digits - 1, ' ');
      cells += page.ink(std::string(1, letter_of(state)), ink_of(state));
      cells += ' ';
    }
    page.line(cells + ' ', accounts * (digits + 1) + 1, row.title);
  }
  if (matrix.harmless != 0) page.line(rest_in_words(matrix));
  return page.take();
}

}  // namespace passkey_audit
