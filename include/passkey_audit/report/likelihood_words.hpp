// A probability in words that people use: "about 1 in 50 within a year (2.0 %)".
#pragma once

#include <string>

#include "passkey_audit/graph/probability.hpp"

namespace passkey_audit {

[[nodiscard]] std::string likelihood_in_words(const LockoutProbability& probability);

}  // namespace passkey_audit
