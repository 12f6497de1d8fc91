#include "passkey_audit/report/problem_text.hpp"

#include <fmt/format.h>

#include "passkey_audit/support/safe_text.hpp"

namespace passkey_audit {

std::string problem_line(const Problem& problem) {
  std::string where = safe_text(problem.path);
  if (problem.at.line != 0) where += fmt::format(":{}:{}", problem.at.line, problem.at.column);
  std::string line =
      fmt::format("{}: {} {}: {}", where, is_warning(problem.code) ? "warning" : "error",
                  code_of(problem.code), problem.message);
  if (!problem.pointer.empty()) line += fmt::format(" (at {})", safe_text(problem.pointer));
  if (!problem.hint.empty()) line += fmt::format("; {}", problem.hint);
  return line;
}

}  // namespace passkey_audit
