// The inventory that exports come to: the vaults they are from, and the accounts kept there.
#pragma once

#include <string>
#include <vector>

#include "passkey_audit/importers/importer.hpp"

namespace passkey_audit {

struct ReadExport {
  const CsvExport* format = nullptr;
  Found found;
};

// In the one layout of inventories. One account for each service and name to sign in with, in the
// order in which they were found; what several exports know of one is put together. Where passkeys
// are is not known, and stays not told.
[[nodiscard]] std::string to_inventory(const std::vector<ReadExport>& exports);

}  // namespace passkey_audit
