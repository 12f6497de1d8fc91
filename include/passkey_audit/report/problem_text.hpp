// Problems of an input as lines for standard error: file:line:column, code, what, hint.
#pragma once

#include <string>

#include "passkey_audit/support/problem.hpp"

namespace passkey_audit {

[[nodiscard]] std::string problem_line(const Problem& problem);

}  // namespace passkey_audit
