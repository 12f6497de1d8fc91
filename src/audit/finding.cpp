#include "passkey_audit/audit/finding.hpp"

#include <fmt/format.h>

#include "passkey_audit/support/digest.hpp"

namespace passkey_audit {

std::string Finding::fingerprint() const {
  return sha256_hex(fmt::format("{}\n{}", rule, subject));
}

}  // namespace passkey_audit
