// What must hold between two audits, as texts that say where it does not.
#pragma once

#include <span>
#include <string>

#include "audited.hpp"
#include "random_household.hpp"
#include "unit/graph/random_inventory.hpp"

namespace passkey_audit {

// Every list, and the entries of every collection, in another order.
[[nodiscard]] Json shuffled(const Json& json, Dice& dice);
// With one more account, `new-account`, that has to do with nothing else. It matters to nobody
// where another account matters.
[[nodiscard]] Json with_irrelevant_account(Json inventory);

// All but the one about weak fallbacks, which speaks only where a passkey or key is undercut: not
// before there is one.
[[nodiscard]] std::span<const Rule* const> rules_about_losses();

// Each is empty where all is well.

// The same findings, numbers, open questions and single points, whatever the order in the file.
// Messages are compared as bags of words, since they name several things in the order of the file.
[[nodiscard]] std::string differences(const AuditOf& one, const AuditOf& other);
// What is said of the accounts of the first, or of the inventory as a whole, is said of them still.
[[nodiscard]] std::string differences_besides(const AuditOf& before, const AuditOf& with_more);
// The second, which has a sound safeguard more, is at least as good.
[[nodiscard]] std::string lowered(const AuditOf& without, const AuditOf& with);

}  // namespace passkey_audit
