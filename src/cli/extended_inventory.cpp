#include "extended_inventory.hpp"

#include <fmt/format.h>

#include "passkey_audit/inventory/read_inventory.hpp"
#include "passkey_audit/support/replace_file.hpp"
#include "passkey_audit/support/safe_text.hpp"

namespace passkey_audit {
namespace {

// What is written has to be an inventory again. What stands in other files is not looked at.
bool is_usable(const ExtendedInventory& inventory) {
  return inventory.before.files.size() > 1 ||
         read_inventory_text(inventory.text, inventory.path, {.today = inventory.today}).usable();
}

}  // namespace

Extended write_extended(const ExtendedInventory& inventory) {
  const std::string name = safe_text(inventory.path);
  const std::string changes =
      fmt::format("{} {}", inventory.changes, inventory.changes == 1 ? "change" : "changes");
  if (inventory.changes == 0) {
    return {.message = fmt::format("{}: knows all of this; it is as it was", name)};
  }
  if (!is_usable(inventory)) {
    return {.status = ExitStatus::failure,
            .message = fmt::format("{}: cannot be extended; nothing was changed", name)};
  }
  if (inventory.dry_run) {
    return {.message = fmt::format("{}: {} to make; nothing was changed", name, changes)};
  }
  const auto kept = replace_file_and_keep(inventory.path, inventory.old_text, inventory.text);
  if (!kept) {
    return {.status = ExitStatus::failure, .message = fmt::format("{}: {}", name, kept.error())};
  }
  return {.message = fmt::format("{}: {} made; as it was it is kept in {}", name, changes,
                                 safe_text(*kept)),
          .is_written = true};
}

}  // namespace passkey_audit
