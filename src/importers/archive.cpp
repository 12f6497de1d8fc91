#include "archive.hpp"

#include <fmt/format.h>
#include <zip.h>

#include <utility>

#include "passkey_audit/support/limits.hpp"

namespace passkey_audit {
namespace {

constexpr std::string_view damaged = "is a damaged ZIP archive; was the export cut off?";

struct CloseEntry {
  void operator()(zip_file_t* entry) const { zip_fclose(entry); }
};

}  // namespace

void Archive::Close::operator()(zip* archive) const {
  zip_discard(archive);
}

Expected<Archive> Archive::open(std::span<const char> bytes) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
  zip_t* archive = source == nullptr
                       ? nullptr
                       : zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &error);
  if (archive == nullptr && source != nullptr) zip_source_free(source);
  zip_error_fini(&error);
  if (archive == nullptr) return Unexpected(std::string(damaged));
  Archive opened(archive);
  if (std::cmp_greater(zip_get_num_entries(archive, 0), limits::archive_entries_max)) {
    return Unexpected(fmt::format("has more than {} entries", limits::archive_entries_max));
  }
  return opened;
}

bool Archive::has(const char* entry) const {
  return zip_name_locate(archive_.get(), entry, 0) >= 0;
}

Expected<SecretBytes> Archive::unpacked(const char* entry) const {
  zip_stat_t about;
  if (zip_stat(archive_.get(), entry, 0, &about) != 0) return Unexpected(std::string(damaged));
  if (about.encryption_method != ZIP_EM_NONE) {
    return Unexpected(std::string("is an encrypted ZIP archive; export without a password"));
  }
  const bool is_too_large = about.size > limits::archive_entry_bytes_max ||
                            about.size / limits::archive_ratio_max > about.comp_size;
  if (is_too_large) {
    return Unexpected(fmt::format("unpacks from {} KiB to {} MiB, which no export does",
                                  about.comp_size / 1024, about.size / (1024UL * 1024)));
  }
  const std::unique_ptr<zip_file_t, CloseEntry> file(zip_fopen(archive_.get(), entry, 0));
  if (!file) return Unexpected(std::string(damaged));
  SecretBytes bytes(about.size + 1);
  while (bytes.bytes().size() < about.size) {
    const zip_int64_t count = zip_fread(file.get(), bytes.room().data(), bytes.room().size() - 1);
    if (count <= 0) return Unexpected(std::string(damaged));
    bytes.filled(static_cast<std::size_t>(count));
  }
  // Beyond what it said of itself there is nothing, and the checksum is right.
  if (zip_fread(file.get(), bytes.room().data(), 1) != 0) return Unexpected(std::string(damaged));
  return bytes;
}

}  // namespace passkey_audit
