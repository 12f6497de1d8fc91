// Writing an inventory that a command has added to, for every command with --into.
#pragma once

#include <cstddef>
#include <string>

#include "exit_status.hpp"
#include "passkey_audit/inventory/inventory.hpp"
#include "passkey_audit/support/date.hpp"

namespace passkey_audit {

struct ExtendedInventory {
  const std::string& path;
  const std::string& old_text;
  const std::string& text;  // with what was added
  const Inventory& before;  // of the old text
  std::size_t changes = 0;  // how many were made
  Date today;
  bool dry_run = false;  // say what would be done, and do nothing
};

struct Extended {
  ExitStatus status = ExitStatus::ok;
  std::string message;  // one line that says what was done, or why nothing was
  bool is_written = false;
};

[[nodiscard]] Extended write_extended(const ExtendedInventory& inventory);

}  // namespace passkey_audit
