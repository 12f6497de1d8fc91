// Bytes that may hold secrets: they lie at one place as long as they live, and are wiped before
// their memory is given back. For files that other programs export.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "passkey_audit/support/expected.hpp"

namespace passkey_audit {

class SecretBytes {
 public:
  SecretBytes() = default;
  explicit SecretBytes(std::size_t capacity);
  // Copies the text, which its owner still has to wipe.
  explicit SecretBytes(std::string_view text);
  SecretBytes(SecretBytes&& other) noexcept { swap(other); }
  SecretBytes& operator=(SecretBytes&& other) noexcept {
    swap(other);
    return *this;
  }
  SecretBytes(const SecretBytes&) = delete;
  SecretBytes& operator=(const SecretBytes&) = delete;
  ~SecretBytes();

  std::span<char> bytes() { return {bytes_.get(), size_}; }
  std::size_t capacity() const { return capacity_; }
  // Room behind what is there already, and how much of it has been filled.
  std::span<char> room() { return {bytes_.get() + size_, capacity_ - size_}; }
  void filled(std::size_t more) { size_ += more; }

 private:
  void swap(SecretBytes& other) noexcept;

  std::unique_ptr<char[]> bytes_;
  std::size_t size_ = 0, capacity_ = 0;
};

// A regular file, or standard input for "-", whole. The error is one plain sentence.
[[nodiscard]] Expected<SecretBytes> read_secret_file(const std::string& path,
                                                     std::uint64_t bytes_max);

// No picture of the program's memory is written to the disk or shown to another program of the same
// user from here on.
void forbid_core_dumps();

}  // namespace passkey_audit
