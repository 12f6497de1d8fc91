// The picture of all drills: what can be lost and the scenarios down, the accounts across.
#pragma once

#include <string>
#include <vector>

#include "passkey_audit/audit/audit_context.hpp"
#include "passkey_audit/report/format.hpp"

namespace passkey_audit {

struct MatrixRow {
  std::string title;                // "Losing Sam's iPhone"
  std::vector<AccessState> states;  // by account
};

struct Matrix {
  std::vector<MatrixRow> rows;  // losses in the order of their texts, then scenarios
  std::size_t harmless = 0;     // rows left out: they change nothing but what is lost itself
};

// "23 more change nothing."; empty when no row was left out.
[[nodiscard]] std::string rest_in_words(const Matrix& matrix);

// Of losses that can be searched for, and of every scenario.
[[nodiscard]] Matrix matrix_of(const AuditContext& context);

[[nodiscard]] std::string matrix_as_text(const AuditContext& context, const Matrix& matrix,
                                         const Rendering& rendering);
// Words and shapes tell the states; colour only adds to them.
[[nodiscard]] std::string matrix_as_svg(const AuditContext& context, const Matrix& matrix);

}  // namespace passkey_audit
