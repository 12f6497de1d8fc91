#include "passkey_audit/support/problem.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "passkey_audit/support/limits.hpp"

namespace passkey_audit {

const char* code_of(ProblemCode code) {
  switch (code) {
    case ProblemCode::unusable_json: return "PKI001";
    case ProblemCode::wrong_word: return "PKI002";
    case ProblemCode::impossible_data: return "PKI003";
    case ProblemCode::looks_secret: return "PKI004";
    case ProblemCode::readable_by_others: return "PKI005";
    case ProblemCode::unused: return "PKI006";
  }
  return "";
}

bool is_warning(ProblemCode code) {
  return code == ProblemCode::readable_by_others || code == ProblemCode::unused;
}

std::size_t count_errors(const Problems& problems) {
  std::size_t errors = 0;
  for (const Problem& problem : problems) errors += is_warning(problem.code) ? 0 : problem.count;
  return errors;
}

bool ProblemCounter::admit(ProblemCode code) {
  return ++seen_[static_cast<std::size_t>(code)] <= limits::problems_shown_max;
}

bool ProblemCounter::is_full(ProblemCode code) const {
  return seen_[static_cast<std::size_t>(code)] >= limits::problems_shown_max;
}

std::size_t ProblemCounter::unlisted(std::size_t code) const {
  return seen_[code] - std::min(seen_[code], limits::problems_shown_max);
}

void ProblemCounter::add_unlisted(const ProblemCounter& other) {
  for (std::size_t code = 0; code < seen_.size(); ++code) seen_[code] += other.unlisted(code);
}

Problems ProblemCounter::rest(const std::string& path) const {
  Problems rest;
  for (std::size_t i = 0; i < seen_.size(); ++i) {
    const auto code = static_cast<ProblemCode>(i);
    if (unlisted(i) == 0) continue;
    rest.push_back({.code = code,
                    .path = path,
                    .message = fmt::format("and {} more {}s of this kind", unlisted(i),
                                           is_warning(code) ? "warning" : "error"),
                    .hint = "correct those above, then look again",
                    .count = unlisted(i)});
  }
  return rest;
}

}  // namespace passkey_audit
