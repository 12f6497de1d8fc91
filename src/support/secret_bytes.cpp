#include "passkey_audit/support/secret_bytes.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <openssl/crypto.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

namespace passkey_audit {
namespace {

std::string reason() {
  return std::strerror(errno);
}

// Closes what was opened for it; standard input stays open.
class Input {
 public:
  explicit Input(const std::string& path)
      : is_own_(path != "-"),
        descriptor_(is_own_ ? ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY)
                            : STDIN_FILENO) {}
  ~Input() {
    if (is_own_ && descriptor_ >= 0) ::close(descriptor_);
  }
  Input(const Input&) = delete;
  Input& operator=(const Input&) = delete;

  int descriptor() const { return descriptor_; }

 private:
  bool is_own_;
  int descriptor_;
};

}  // namespace

SecretBytes::SecretBytes(std::size_t capacity)
    : bytes_(std::make_unique<char[]>(capacity)), capacity_(capacity) {}

SecretBytes::SecretBytes(std::string_view text) : SecretBytes(text.size()) {
  std::ranges::copy(text, bytes_.get());
  size_ = text.size();
}

SecretBytes::~SecretBytes() {
  if (bytes_) OPENSSL_cleanse(bytes_.get(), capacity_);
}

void SecretBytes::swap(SecretBytes& other) noexcept {
  std::swap(bytes_, other.bytes_);
  std::swap(size_, other.size_);
  std::swap(capacity_, other.capacity_);
}

// Where the kernel refuses, nothing more can be done about it.
void forbid_core_dumps() {
  const rlimit none{0, 0};
  (void)::setrlimit(RLIMIT_CORE, &none);
  (void)::prctl(PR_SET_DUMPABLE, 0);
}

Expected<SecretBytes> read_secret_file(const std::string& path, std::uint64_t bytes_max) {
  const Input input(path);
  struct stat status {};
  if (input.descriptor() < 0 || ::fstat(input.descriptor(), &status) != 0) {
    return Unexpected(reason());
  }
  if (S_ISDIR(status.st_mode)) return Unexpected(std::string("is a directory"));
  if (status.st_size > 0 && static_cast<std::uint64_t>(status.st_size) > bytes_max) {
    return Unexpected(fmt::format("is larger than {} MiB", bytes_max / (1024 * 1024)));
  }
  constexpr std::size_t chunk = 64UL * 1024;
  const bool is_sized = S_ISREG(status.st_mode) && status.st_size > 0;
  SecretBytes all((is_sized ? static_cast<std::size_t>(status.st_size) : chunk) + 1);
  while (true) {
    if (all.room().empty()) {
      SecretBytes larger(2 * all.capacity());
      std::ranges::copy(all.bytes(), larger.room().data());
      larger.filled(all.bytes().size());
      all = std::move(larger);
    }
    const ssize_t count = ::read(input.descriptor(), all.room().data(), all.room().size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return Unexpected(reason());
    if (count == 0) return all;
    all.filled(static_cast<std::size_t>(count));
    if (all.bytes().size() > bytes_max) {
      return Unexpected(fmt::format("is larger than {} MiB", bytes_max / (1024 * 1024)));
    }
  }
}

}  // namespace passkey_audit
