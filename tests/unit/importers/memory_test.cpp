// After an export was read, nothing secret of it is left on the heap.
#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <string>
#include <string_view>

#include "catch.hpp"
#include "passkey_audit/importers/importer.hpp"

namespace passkey_audit {
namespace {

// Stands nowhere in the clear, so that only what was read can be found.
constexpr std::string_view masked =
    "\x14\x03\x0C\x12\x18\x1C\x0B\x15\x05\x07\x1E\x10\x19\x06\x11\x1A";
// Taken anew for each character, so that no register ever holds the whole.
volatile char mask = '\x55';

bool is_here(const char* at) {
  for (std::size_t i = 0; i < masked.size(); ++i) {
    if (static_cast<char>(at[i] ^ mask) != masked[i]) return false;
  }
  return true;
}

// In what the program can write, but for the stack: when a library calls a function of another one
// for the first time, the loader keeps there what registers held, and they hold what was copied
// last.
bool is_in_memory() {
  std::ifstream maps("/proc/self/maps");
  for (std::string line; std::getline(maps, line);) {
    unsigned long begin = 0, end = 0;
    std::array<char, 5> mode{};
    if (std::sscanf(line.c_str(), "%lx-%lx %4s", &begin, &end, mode.data()) != 3) continue;
    if (mode[0] != 'r' || mode[1] != 'w' || line.find("[v") != std::string::npos) continue;
    if (line.ends_with("[stack]")) continue;
    const char* const last = reinterpret_cast<const char*>(end) - masked.size();
    for (const char* at = reinterpret_cast<const char*>(begin); at <= last; ++at) {
      if (is_here(at)) return true;
    }
  }
  return false;
}

// With the secret in place of each "*".
SecretBytes with_secret(std::string_view text) {
  const auto stars = static_cast<std::size_t>(std::ranges::count(text, '*'));
  SecretBytes bytes(text.size() + stars * masked.size());
  for (const char c : text) {
    const std::string_view next = c == '*' ? masked : std::string_view(&c, 1);
    std::ranges::transform(next, bytes.room().data(), [&](char one) {
      return c == '*' ? static_cast<char>(one ^ mask) : one;
    });
    bytes.filled(next.size());
  }
  return bytes;
}

}  // namespace

TEST_CASE("no secret is left on the heap once an export was read", "[importers]") {
#if defined(__SANITIZE_ADDRESS__)
  return;  // keeps what was freed, and memory of its own that may not be looked at
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
  return;
#endif
#endif
  for (const std::string_view text :
       {"name,url,username,password,note\nShop,https://shop.example,otto,*,\"* and \"\"*\"\"\"\n",
        R"({"folders": [], "items": [{"type": 1, "name": "Shop", "notes": "*\n*",
            "fields": [{"type": 1, "name": "*", "value": "*"}],
            "login": {"username": "otto", "password": "*", "totp": "*",
                      "fido2Credentials": [{"rpId": "shop.example", "keyValue": "*"}]}}]})",
        R"({"folders": [], "items": [{"type": 1, "login": {"password": "*" "*)",
        "<KeePassFile><Root><Group><Entry><String><Key>Password</Key><Value>*</Value></String>"
        "<String><Key>*</Key><Value>* &amp; "
        "*</Value></String></Entry></Group></Root></KeePassFile>"}) {
    CAPTURE(text);
    {
      SecretBytes bytes = with_secret(text);
      CHECK(is_in_memory());
      (void)read_export(bytes.bytes(), nullptr, Date{20'779});
    }
    CHECK_FALSE(is_in_memory());
  }
}

}  // namespace passkey_audit
