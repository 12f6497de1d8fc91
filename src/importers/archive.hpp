// A ZIP archive in memory. Entries are unpacked one at a time, into memory that is wiped, and only
// as much as an export can be.
#pragma once

#include <memory>
#include <span>
#include <string>

#include "passkey_audit/support/expected.hpp"
#include "passkey_audit/support/secret_bytes.hpp"

struct zip;

namespace passkey_audit {

class Archive {
 public:
  // Of bytes that live longer. Errors, here and below, are plain sentences without a subject.
  [[nodiscard]] static Expected<Archive> open(std::span<const char> bytes);

  bool has(const char* entry) const;
  [[nodiscard]] Expected<SecretBytes> unpacked(const char* entry) const;

 private:
  struct Close {
    void operator()(zip* archive) const;
  };
  explicit Archive(zip* archive) : archive_(archive) {}

  std::unique_ptr<zip, Close> archive_;
};

}  // namespace passkey_audit
