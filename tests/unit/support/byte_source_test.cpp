// Files as sources of bytes: what is opened, what is refused and why.
#include "passkey_audit/support/byte_source.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <string>

#include "catch.hpp"
#include "unit/temporary_folder.hpp"

namespace passkey_audit {
namespace {

std::string all_bytes(ByteSource& source) {
  std::string text;
  for (std::string_view chunk = source.next_chunk(); !chunk.empty(); chunk = source.next_chunk()) {
    text += chunk;
  }
  return text;
}

std::string refusal(const std::string& path, std::uint64_t bytes_max = UINT64_MAX) {
  const auto source = FileSource::open(path, bytes_max);
  return source ? "opened" : source.error();
}

}  // namespace

TEST_CASE("memory is read to its end, once", "[support]") {
  MemorySource source("some text");
  CHECK(source.end() == ByteSource::End::none);
  CHECK(all_bytes(source) == "some text");
  CHECK(source.end() == ByteSource::End::regular);
  CHECK(source.bytes_read() == 9);
  CHECK(source.next_chunk().empty());
}

TEST_CASE("a source ends at a NUL byte or at its limit, and says which", "[support]") {
  MemorySource with_nul(std::string_view("ab\0cd", 5));
  CHECK(all_bytes(with_nul) == "ab");
  CHECK(with_nul.end() == ByteSource::End::nul_byte);

  MemorySource exact("abcd", 4);
  CHECK(all_bytes(exact) == "abcd");
  CHECK(exact.end() == ByteSource::End::regular);

  MemorySource too_large("abcde", 4);
  CHECK(all_bytes(too_large) == "abcd");
  CHECK(too_large.end() == ByteSource::End::too_large);
}

TEST_CASE("a file is read whole and digested on the way", "[support]") {
  const TemporaryFolder folder;
  const std::string text(700'000, 'x');  // more than one chunk
  const auto source =
      FileSource::open(folder.write("a.json", text), UINT64_MAX, FileSource::Digest::sha256);
  REQUIRE(source.has_value());
  CHECK_FALSE((*source)->readable_by_others());
  CHECK(all_bytes(**source) == text);
  CHECK((*source)->sha256() == sha256_hex(text));
}

TEST_CASE("a file that others may read is noticed", "[support]") {
  const TemporaryFolder folder;
  const std::string path = folder.write("a.json", "{}");
  for (const auto& [mode, others] : {std::pair(0600U, false), std::pair(0700U, false),
                                     std::pair(0640U, true), std::pair(0604U, true)}) {
    CAPTURE(mode);
    REQUIRE(::chmod(path.c_str(), mode) == 0);
    const auto source = FileSource::open(path, UINT64_MAX);
    REQUIRE(source.has_value());
    CHECK((*source)->readable_by_others() == others);
  }
}

TEST_CASE("what is no file is refused, and nothing is waited for", "[support]") {
  const TemporaryFolder folder;
  CHECK(refusal(folder.path() + "/missing") == "No such file or directory");
  CHECK(refusal(folder.path()) == "is a directory");
  CHECK(refusal("") == "No such file or directory");
  const std::string fifo = folder.path() + "/fifo";
  REQUIRE(::mkfifo(fifo.c_str(), 0600) == 0);
  CHECK(refusal(fifo) == "is not a regular file; pipe it in and give \"-\" as the file");
  CHECK(refusal("/dev/null") == "is not a regular file; pipe it in and give \"-\" as the file");
  REQUIRE(::symlink("loop", (folder.path() + "/loop").c_str()) == 0);
  CHECK(refusal(folder.path() + "/loop") == "Too many levels of symbolic links");
}

TEST_CASE("a file over the limit is refused before it is read", "[support]") {
  const TemporaryFolder folder;
  const std::string path = folder.write("a.json", std::string(100, ' '));
  CHECK(refusal(path, 100) == "opened");
  CHECK(refusal(path, 99) == "has 100 bytes, the limit is 99 bytes; raise it with --max-size");
  REQUIRE(::truncate(path.c_str(), 5 * 1024 * 1024) == 0);
  CHECK(refusal(path, 5 * 1024 * 1024) == "opened");
  CHECK(refusal(path, 3 * 1024 * 1024) ==
        "has 5 MiB, the limit is 3 MiB; raise it with --max-size");
}

}  // namespace passkey_audit
