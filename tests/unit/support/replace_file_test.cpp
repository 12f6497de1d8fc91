// The old text or the new one, never a part, and nothing left beside it.
#include "passkey_audit/support/replace_file.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <iterator>
#include <sstream>

#include "catch.hpp"
#include "unit/temporary_folder.hpp"

namespace passkey_audit {
namespace {

std::string text_of(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

unsigned mode_of(const std::string& path) {
  struct stat status {};
  REQUIRE(::stat(path.c_str(), &status) == 0);
  return status.st_mode & 0777U;
}

std::size_t files_in(const std::string& folder) {
  return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder), {}));
}

}  // namespace

TEST_CASE("a file takes the new text and keeps its mode", "[support]") {
  const TemporaryFolder folder;
  const std::string path = folder.write("inventory.json", "old");
  REQUIRE(::chmod(path.c_str(), 0640) == 0);
  CHECK(replace_file(path, "new and longer"));
  CHECK(text_of(path) == "new and longer");
  CHECK(mode_of(path) == 0640);
  CHECK(files_in(folder.path()) == 1);
}

TEST_CASE("a file that is new is private", "[support]") {
  const TemporaryFolder folder;
  const std::string path = folder.path() + "/inventory.json";
  CHECK(replace_file(path, "text"));
  CHECK(text_of(path) == "text");
  CHECK(mode_of(path) == 0600);
}

TEST_CASE("the old text is kept beside a file, whatever is kept there already", "[support]") {
  const TemporaryFolder folder;
  const std::string path = folder.write("inventory.json", "one");
  REQUIRE(::chmod(path.c_str(), 0644) == 0);
  const Expected<std::string> first = replace_file_and_keep(path, "one", "two");
  const Expected<std::string> second = replace_file_and_keep(path, "two", "three");
  REQUIRE(first);
  REQUIRE(second);
  CHECK(*first == path + ".bak");
  CHECK(*second == path + ".bak-2");
  CHECK(text_of(path) == "three");
  CHECK(text_of(*first) == "one");
  CHECK(text_of(*second) == "two");
  CHECK(mode_of(path) == 0600);
  CHECK(mode_of(*first) == 0600);
}

TEST_CASE("where a file cannot be replaced nothing is kept", "[support]") {
  const TemporaryFolder folder;
  const std::string target = folder.write("target.json", "old");
  const std::string link = folder.path() + "/link.json";
  REQUIRE(::symlink(target.c_str(), link.c_str()) == 0);
  CHECK_FALSE(replace_file_and_keep(link, "old", "new"));
  CHECK(files_in(folder.path()) == 2);
}

TEST_CASE("a file that was changed meanwhile is left alone", "[support]") {
  const TemporaryFolder folder;
  const std::string path = folder.write("inventory.json", "changed");
  const Expected<std::string> kept = replace_file_and_keep(path, "old", "new");
  REQUIRE_FALSE(kept);
  CHECK(kept.error().starts_with("was changed by somebody else meanwhile"));
  CHECK(text_of(path) == "changed");
  CHECK(files_in(folder.path()) == 1);
}

TEST_CASE("links, folders and what cannot be written are left alone", "[support]") {
  const TemporaryFolder folder;
  const std::string target = folder.write("target.json", "old");
  const std::string link = folder.path() + "/link.json";
  REQUIRE(::symlink(target.c_str(), link.c_str()) == 0);
  const Expected<Done> linked = replace_file(link, "new");
  REQUIRE_FALSE(linked);
  CHECK(linked.error() == "is a symbolic link, which is left alone; name the file itself");
  CHECK(text_of(target) == "old");

  const Expected<Done> in_place_of_folder = replace_file(folder.path(), "new");
  REQUIRE_FALSE(in_place_of_folder);
  CHECK(in_place_of_folder.error() == "is no regular file");

  const Expected<Done> nowhere = replace_file(folder.path() + "/none/inventory.json", "new");
  REQUIRE_FALSE(nowhere);
  CHECK(nowhere.error() == "cannot be written: No such file or directory");
  CHECK(files_in(folder.path()) == 2);
}

}  // namespace passkey_audit
