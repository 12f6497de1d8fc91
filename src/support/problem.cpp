#include "passkey_audit/support/problem.hpp"

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

}  // namespace passkey_audit
