#include "passkey_audit/support/byte_source.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace passkey_audit {
namespace {

constexpr std::size_t chunk_bytes = 256 * 1024;

std::string size_in_words(std::uint64_t bytes) {
  constexpr std::uint64_t mebibyte = 1024 * 1024;
  return bytes >= mebibyte ? fmt::format("{} MiB", bytes / mebibyte)
                           : fmt::format("{} bytes", bytes);
}

}  // namespace

std::string_view ByteSource::next_chunk() {
  if (ended_) return {};
  Fetched fetched = fetch();
  if (!fetched.error.empty()) {
    read_error_ = std::move(fetched.error);
    end_ = End::read_error;
    ended_ = true;
    return {};
  }
  std::string_view bytes = fetched.bytes;
  if (bytes.empty()) {
    end_ = End::regular;
    ended_ = true;
    return {};
  }
  if (bytes.size() > bytes_max_ - bytes_read_) {
    bytes = bytes.substr(0, bytes_max_ - bytes_read_);
    end_ = End::too_large;
    ended_ = true;
  }
  // nlohmann_json takes a NUL byte for the end of input and would hide what follows it.
  if (const std::size_t nul = bytes.find('\0'); nul != std::string_view::npos) {
    bytes = bytes.substr(0, nul);
    end_ = End::nul_byte;
    ended_ = true;
  }
  bytes_read_ += bytes.size();
  return bytes;
}

ByteSource::Fetched MemorySource::fetch() {
  return {.bytes = std::exchange(rest_, std::string_view{}), .error = {}};
}

Expected<std::unique_ptr<FileSource>> FileSource::open(const std::string& path,
                                                       std::uint64_t bytes_max, Digest digest) {
  const bool is_stdin = path == "-";
  // O_NONBLOCK: opening a FIFO nobody writes to must not hang; regular files ignore it.
  const int descriptor =
      is_stdin ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (descriptor < 0) return Unexpected(std::string(std::strerror(errno)));

  struct stat status {};
  if (::fstat(descriptor, &status) != 0) {
    std::string reason = std::strerror(errno);
    if (!is_stdin) ::close(descriptor);
    return Unexpected(std::move(reason));
  }
  std::string refusal;
  if (S_ISDIR(status.st_mode)) {
    refusal = "is a directory";
  } else if (!is_stdin && !S_ISREG(status.st_mode)) {
    refusal = "is not a regular file; pipe it in and give \"-\" as the file";
  } else if (S_ISREG(status.st_mode) && static_cast<std::uint64_t>(status.st_size) > bytes_max) {
    const auto size = static_cast<std::uint64_t>(status.st_size);
    const bool tell_apart = size_in_words(size) != size_in_words(bytes_max);
    refusal =
        fmt::format("has {}, the limit is {}; raise it with --max-size",
                    tell_apart ? size_in_words(size) : fmt::format("{} bytes", size),
                    tell_apart ? size_in_words(bytes_max) : fmt::format("{} bytes", bytes_max));
  }
  if (!refusal.empty()) {
    if (!is_stdin) ::close(descriptor);
    return Unexpected(std::move(refusal));
  }
  const bool others = !is_stdin && (status.st_mode & (S_IRGRP | S_IROTH)) != 0;
  return std::unique_ptr<FileSource>(
      new FileSource(descriptor, !is_stdin, others, bytes_max, digest));
}

FileSource::FileSource(int descriptor, bool owned, bool readable_by_others, std::uint64_t bytes_max,
                       Digest digest)
    : ByteSource(bytes_max),
      descriptor_(descriptor),
      owned_(owned),
      readable_by_others_(readable_by_others),
      buffer_(std::make_unique_for_overwrite<char[]>(chunk_bytes)) {
  if (digest == Digest::sha256) digest_.emplace();
}

FileSource::~FileSource() {
  if (owned_) ::close(descriptor_);
}

ByteSource::Fetched FileSource::fetch() {
  ssize_t count = 0;
  do {
    count = ::read(descriptor_, buffer_.get(), chunk_bytes);
  } while (count < 0 && errno == EINTR);
  if (count < 0) return {.bytes = {}, .error = std::strerror(errno)};
  const std::string_view bytes(buffer_.get(), static_cast<std::size_t>(count));
  if (digest_) digest_->update(bytes);
  return {.bytes = bytes, .error = {}};
}

}  // namespace passkey_audit
