// Bytes to Inventory. Everything that is wrong is found in one run and reported with its place.
//
//   ReadInventory read = read_inventory("inventory.json", {.today = today});
//   if (!read.usable()) { show(read.problems); return; }
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "passkey_audit/inventory/inventory.hpp"
#include "passkey_audit/support/limits.hpp"
#include "passkey_audit/support/problem.hpp"

namespace passkey_audit {

// A word that may stand for a vault's `provider`. Where `word` and `id` differ, the word is only
// good for a hint: people write "icloud" and mean "apple-passwords".
struct ProviderWord {
  std::string_view word;
  std::string_view id;
};

struct ReadOptions {
  Date today;
  std::uint64_t bytes_max = limits::file_bytes_max;
  std::span<const ProviderWord> providers = {};  // empty: any provider will do
  std::span<const std::string_view> rules = {};  // ids, sorted; empty: whatever looks like one
  bool digest = false;                           // fill SourceFile::sha256
};

struct ReadInventory {
  Inventory inventory;
  Problems problems;  // by file and position

  bool usable() const;  // no problem is an error
};

// A file (`.jsonc` may have comments), or standard input for "-"; included files as well.
[[nodiscard]] ReadInventory read_inventory(const std::string& path, const ReadOptions& options);
// The same from memory, for tests and for what another part of the program wrote.
[[nodiscard]] ReadInventory read_inventory_text(std::string_view text, const std::string& path,
                                                const ReadOptions& options);

}  // namespace passkey_audit
