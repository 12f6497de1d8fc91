// Bytes that arrive a few at a time, so that tokens lie across the borders of chunks.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "passkey_audit/support/byte_source.hpp"

namespace passkey_audit {

class ChunkSource final : public ByteSource {
 public:
  // Fails with `error`, if there is one, where the bytes end.
  ChunkSource(std::string_view bytes, std::size_t chunk_bytes, std::uint64_t bytes_max = UINT64_MAX,
              std::string error = {})
      : ByteSource(bytes_max), rest_(bytes), chunk_bytes_(chunk_bytes), error_(std::move(error)) {}

 private:
  Fetched fetch() override {
    if (rest_.empty()) return {.bytes = {}, .error = error_};
    // A buffer of its own: what was handed out before is gone, as with a file.
    buffer_ = std::string(rest_.substr(0, chunk_bytes_));
    rest_.remove_prefix(buffer_.size());
    return {.bytes = buffer_, .error = {}};
  }

  std::string_view rest_;
  std::string buffer_;
  std::size_t chunk_bytes_;
  std::string error_;
};

}  // namespace passkey_audit
