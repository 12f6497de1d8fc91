#include "chosen_accounts.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "passkey_audit/support/nearest.hpp"
#include "passkey_audit/support/safe_text.hpp"

namespace passkey_audit {

std::optional<std::vector<std::uint32_t>> chosen_accounts(const std::vector<std::string>& ids,
                                                          const Inventory& inventory,
                                                          const Session& session) {
  std::vector<std::uint32_t> chosen;
  for (std::uint32_t i = 0; ids.empty() && i < inventory.accounts.size(); ++i) chosen.push_back(i);
  for (const std::string& id : ids) {
    const Account* account = inventory.account(inventory.things.find(id));
    if (account == nullptr) {
      std::vector<std::string_view> known;
      for (const Account& one : inventory.accounts) known.push_back(inventory.id_of(one.thing));
      const std::string hint = did_you_mean(id, known);
      session.message(fmt::format("no account has the id \"{}\"{}{}", safe_text(id),
                                  hint.empty() ? "" : "; ", hint));
      return std::nullopt;
    }
    chosen.push_back(inventory.things[account->thing].index);
  }
  std::ranges::sort(chosen);
  chosen.erase(std::unique(chosen.begin(), chosen.end()), chosen.end());
  return chosen;
}

}  // namespace passkey_audit
