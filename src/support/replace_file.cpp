#include "passkey_audit/support/replace_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>

#include "passkey_audit/support/write_all.hpp"

namespace passkey_audit {
namespace {

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  int get() const { return number_; }
  bool is_open() const { return number_ >= 0; }

 private:
  int number_;
};

std::string reason() {
  return std::strerror(errno);
}

// Renames survive a power cut once the folder is on the disk; where a folder cannot be synced, the
// file is there all the same.
void sync_folder(const std::string& folder) {
  const Descriptor directory(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (directory.is_open()) ::fsync(directory.get());
}

constexpr mode_t private_mode = S_IRUSR | S_IWUSR;

// In a file that is new; the value is its name.
Expected<std::string> keep_beside(const std::string& path, std::string_view text) {
  for (int number = 1;; ++number) {
    const std::string name = number == 1 ? path + ".bak" : fmt::format("{}.bak-{}", path, number);
    const Descriptor file(
        ::open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, private_mode));
    if (!file.is_open() && errno == EEXIST) continue;
    const bool is_written =
        file.is_open() && write_all(file.get(), text) && ::fsync(file.get()) == 0;
    if (is_written) return name;
    const std::string why = reason();
    if (file.is_open()) ::unlink(name.c_str());
    return Unexpected(fmt::format("cannot be kept as {}: {}", name, why));
  }
}

// Removes the new file unless it took its place.
class NewFile {
 public:
  explicit NewFile(const std::string& beside) : name_(beside + ".XXXXXX") {
    name_.push_back('\0');
    descriptor_ = ::mkostemp(name_.data(), O_CLOEXEC);
  }
  ~NewFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
    if (descriptor_ >= 0 && !is_in_place_) ::unlink(name_.data());
  }
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;

  bool is_open() const { return descriptor_ >= 0; }
  int descriptor() const { return descriptor_; }
  bool take_place_of(const std::string& path) {
    is_in_place_ = ::rename(name_.data(), path.c_str()) == 0;
    return is_in_place_;
  }

 private:
  std::string name_;
  int descriptor_ = -1;
  bool is_in_place_ = false;
};

// `new_mode`: not told, that of the old file.
Expected<Done> write_in_place_of(const std::string& path, std::string_view text,
                                 std::optional<mode_t> new_mode) {
  struct stat old {};
  const bool exists = ::lstat(path.c_str(), &old) == 0;
  if (!exists && errno != ENOENT) return Unexpected("cannot be written: " + reason());
  if (exists && S_ISLNK(old.st_mode)) {
    return Unexpected(std::string("is a symbolic link, which is left alone; name the file itself"));
  }
  if (exists && !S_ISREG(old.st_mode)) return Unexpected(std::string("is no regular file"));

  const std::filesystem::path folder = std::filesystem::path(path).parent_path();
  NewFile file(path);
  if (!file.is_open()) return Unexpected("cannot be written: " + reason());
  const mode_t mode = new_mode ? *new_mode : exists ? old.st_mode & 07777U : private_mode;
  const bool is_written = ::fchmod(file.descriptor(), mode) == 0 &&
                          write_all(file.descriptor(), text) && ::fsync(file.descriptor()) == 0 &&
                          file.take_place_of(path);
  if (!is_written) return Unexpected("cannot be written: " + reason());
  sync_folder(folder.empty() ? "." : folder.string());
  return Done{};
}

}  // namespace

bool still_has(const std::string& path, std::string_view text) {
  std::ifstream file(path, std::ios::binary);
  const std::string now{std::istreambuf_iterator<char>(file), {}};
  return file.is_open() && now == text;
}

Expected<Done> replace_file(const std::string& path, std::string_view text) {
  return write_in_place_of(path, text, std::nullopt);
}

Expected<std::string> replace_file_and_keep(const std::string& path, std::string_view old_text,
                                            std::string_view text) {
  if (!still_has(path, old_text)) {
    return Unexpected(std::string(
        "was changed by somebody else meanwhile, and is left as it is now; begin again"));
  }
  Expected<std::string> kept = keep_beside(path, old_text);
  if (!kept) return kept;
  const Expected<Done> written = write_in_place_of(path, text, private_mode);
  if (written) return kept;
  ::unlink(kept->c_str());
  return Unexpected(written.error());
}

}  // namespace passkey_audit
