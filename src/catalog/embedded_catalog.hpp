// The files of data/catalog as text inside the program. Internal to this module; the definition is
// written by CMake.
#pragma once

#include <span>
#include <string_view>

namespace passkey_audit {

struct EmbeddedFile {
  std::string_view name;
  std::string_view text;
};

[[nodiscard]] std::span<const EmbeddedFile> embedded_catalog_files();

}  // namespace passkey_audit
