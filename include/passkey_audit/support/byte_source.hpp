// Where bytes come from: a file or standard input, read in chunks and digested on the way, or text
// in memory. A source ends early at a NUL byte, at the size limit or on a read error, and says so.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "passkey_audit/support/digest.hpp"
#include "passkey_audit/support/expected.hpp"

namespace passkey_audit {

class ByteSource {
 public:
  enum class End : std::uint8_t { none, regular, nul_byte, too_large, read_error };

  virtual ~ByteSource() = default;

  // The next bytes; empty at the end. The view holds until the next call.
  std::string_view next_chunk();

  End end() const { return end_; }
  std::uint64_t bytes_read() const { return bytes_read_; }
  const std::string& read_error() const { return read_error_; }

 protected:
  explicit ByteSource(std::uint64_t bytes_max) : bytes_max_(bytes_max) {}

  struct Fetched {
    std::string_view bytes;
    std::string error;
  };
  virtual Fetched fetch() = 0;

 private:
  std::uint64_t bytes_max_;
  std::uint64_t bytes_read_ = 0;
  End end_ = End::none;
  bool ended_ = false;
  std::string read_error_;
};

class MemorySource final : public ByteSource {
 public:
  explicit MemorySource(std::string_view bytes, std::uint64_t bytes_max = UINT64_MAX)
      : ByteSource(bytes_max), rest_(bytes) {}

 private:
  Fetched fetch() override;
  std::string_view rest_;
};

// A regular file, or standard input for the path "-". Errors are one plain sentence.
class FileSource final : public ByteSource {
 public:
  enum class Digest : std::uint8_t { none, sha256 };

  [[nodiscard]] static Expected<std::unique_ptr<FileSource>> open(const std::string& path,
                                                                  std::uint64_t bytes_max,
                                                                  Digest digest = Digest::none);
  ~FileSource() override;
  FileSource(const FileSource&) = delete;
  FileSource& operator=(const FileSource&) = delete;

  // Others than the owner may read the file (never true of standard input).
  bool readable_by_others() const { return readable_by_others_; }
  // Of the bytes read so far; once. Empty without a digest.
  [[nodiscard]] std::string sha256() { return digest_ ? digest_->finish() : std::string(); }

 private:
  FileSource(int descriptor, bool owned, bool readable_by_others, std::uint64_t bytes_max,
             Digest digest);
  Fetched fetch() override;

  int descriptor_;
  bool owned_;
  bool readable_by_others_;
  std::unique_ptr<char[]> buffer_;
  std::optional<Sha256> digest_;
};

}  // namespace passkey_audit
