// Holds the include order of docs/architecture.md: every line of the sources knows its room.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "catch.hpp"

namespace passkey_audit {
namespace {

namespace fs = std::filesystem;

const fs::path source_dir = PASSKEY_AUDIT_SOURCE_DIR;

// Each room and the rooms that it may include besides its own.
using Rooms = std::map<std::string, std::set<std::string>, std::less<>>;
const Rooms rooms{
    {"support", {}},
    {"inventory", {"support"}},
    {"catalog", {"support", "inventory"}},
    {"graph", {"support", "inventory", "catalog"}},
    {"audit", {"support", "inventory", "catalog", "graph"}},
    {"rules", {"support", "inventory", "catalog", "graph", "audit"}},
    {"report", {"support", "inventory", "catalog", "graph", "audit"}},
    {"importers", {"support", "inventory", "catalog"}},
    {"keys", {"support", "inventory", "catalog"}},
    {"interview", {"support", "inventory", "catalog"}},
    {"cli",
     {"support", "inventory", "catalog", "graph", "audit", "rules", "report", "importers", "keys",
      "interview"}},
};

// Libraries that only some files may include: the first letters of what stands in the brackets, and
// the files, or folders, that may.
const std::map<std::string, std::vector<std::string>, std::less<>> keepers{
    {"CLI/", {"src/cli/parameters.cpp", "src/cli/run.cpp", "src/cli/usage_hints.cpp"}},
    {"openssl/",
     {"src/support/digest.cpp", "src/support/secret_bytes.cpp", "src/support/secret_json.cpp",
      "src/keys/signature.cpp"}},
    {"jansson.h", {"src/support/secret_json.cpp"}},
    {"pugixml.hpp", {"src/importers/"}},
    {"zip.h", {"src/importers/archive.cpp"}},
    {"fido", {"src/keys/security_key.cpp"}},
    {"spdlog/", {"src/cli/"}},
};

struct Include {
  std::string file;  // relative to the source folder
  std::string name;  // what stands in the quotes or brackets
};

std::vector<fs::path> source_files() {
  std::vector<fs::path> files;
  for (const char* folder : {"include", "src"}) {
    for (const auto& entry : fs::recursive_directory_iterator(source_dir / folder)) {
      const std::string extension = entry.path().extension().string();
      if (extension == ".hpp" || extension == ".cpp" || extension == ".in") {
        files.push_back(entry.path());
      }
    }
  }
  std::ranges::sort(files);
  return files;
}

std::vector<Include> includes_of(const fs::path& file) {
  std::vector<Include> includes;
  std::ifstream stream(file);
  for (std::string line; std::getline(stream, line);) {
    constexpr std::string_view directive = "#include ";
    if (!line.starts_with(directive)) continue;
    const std::size_t close = line.find_first_of("\">", directive.size() + 1);
    includes.push_back({fs::relative(file, source_dir).string(),
                        line.substr(directive.size() + 1, close - directive.size() - 1)});
  }
  return includes;
}

std::vector<Include> all_includes() {
  std::vector<Include> all;
  for (const fs::path& file : source_files()) {
    const std::vector<Include> own = includes_of(file);
    all.insert(all.end(), own.begin(), own.end());
  }
  return all;
}

// "graph" of "include/passkey_audit/graph/closure.hpp" and of "src/graph/closure.cpp".
std::string room_of(const std::string& path) {
  for (const std::string_view folder : {"include/passkey_audit/", "passkey_audit/", "src/"}) {
    if (!path.starts_with(folder)) continue;
    return path.substr(folder.size(), path.find('/', folder.size()) - folder.size());
  }
  return {};
}

bool may_include(const std::string& from, const std::string& to) {
  const auto room = rooms.find(from);
  return from == to || (room != rooms.end() && room->second.contains(to));
}

TEST_CASE("every source file stands in a room that the architecture knows", "[layout]") {
  for (const fs::path& file : source_files()) {
    const std::string path = fs::relative(file, source_dir).string();
    INFO(path);
    CHECK(rooms.contains(room_of(path)));
  }
}

TEST_CASE("rooms include only rooms below them", "[layout]") {
  std::size_t seen = 0;
  for (const Include& include : all_includes()) {
    if (!include.name.starts_with("passkey_audit/")) continue;
    ++seen;
    INFO(fmt::format("{} includes {}", include.file, include.name));
    CHECK(may_include(room_of(include.file), room_of(include.name)));
  }
  CHECK(seen > 100);
}

// Which proves that the header compiles alone.
TEST_CASE("a source includes the header of its name first", "[layout]") {
  std::set<std::string> headers;  // "graph/closure"
  const auto name_of = [](const fs::path& file) {
    return room_of(fs::relative(file, source_dir).string()) + "/" + file.stem().string();
  };
  for (const fs::path& file : source_files()) {
    if (file.extension() == ".hpp") headers.insert(name_of(file));
  }
  std::size_t seen = 0;
  for (const fs::path& file : source_files()) {
    if (file.extension() != ".cpp" || !headers.contains(name_of(file))) continue;
    ++seen;
    INFO(fs::relative(file, source_dir).string());
    const std::vector<Include> includes = includes_of(file);
    REQUIRE(!includes.empty());
    CHECK(fs::path(includes.front().name).stem() == file.stem());
  }
  CHECK(seen > 50);
}

TEST_CASE("a header without a folder in its name is a neighbour", "[layout]") {
  for (const Include& include : all_includes()) {
    const bool internal =
        include.name.ends_with(".hpp") && include.name.find('/') == std::string::npos;
    if (!internal || keepers.contains(include.name)) continue;
    INFO(fmt::format("{} includes {}", include.file, include.name));
    CHECK(fs::exists(source_dir / "src" / room_of(include.file) / include.name));
  }
}

TEST_CASE("a library stays with its keeper", "[layout]") {
  for (const Include& include : all_includes()) {
    for (const auto& [library, files] : keepers) {
      if (!include.name.starts_with(library)) continue;
      INFO(fmt::format("{} includes {}", include.file, include.name));
      CHECK(std::ranges::any_of(
          files, [&](const std::string& file) { return include.file.starts_with(file); }));
    }
  }
}

TEST_CASE("public headers are light: no JSON but its forward declarations", "[layout]") {
  for (const Include& include : all_includes()) {
    if (!include.file.starts_with("include/")) continue;
    INFO(fmt::format("{} includes {}", include.file, include.name));
    CHECK(include.name != "nlohmann/json.hpp");
  }
}

}  // namespace
}  // namespace passkey_audit
