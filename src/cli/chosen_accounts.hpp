// The accounts that a command is asked about.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "session.hpp"

namespace passkey_audit {

// Those with these ids, or all where none is named; by index in Inventory::accounts, in file order.
// No value: one of them does not exist, which standard error says.
[[nodiscard]] std::optional<std::vector<std::uint32_t>> chosen_accounts(
    const std::vector<std::string>& ids, const Inventory& inventory, const Session& session);

}  // namespace passkey_audit
