// Which account of an inventory is meant by one of an export: found by its service, and where there
// are several, by the name to sign in with, which an inventory has in the account's name or id.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "gather.hpp"
#include "passkey_audit/inventory/inventory.hpp"

namespace passkey_audit {

struct Match {
  std::optional<std::uint32_t> account;  // by index in Inventory::accounts
  std::vector<std::uint32_t> others;     // none is meant for sure, but one of these may be
};

class AccountMatches {
 public:
  AccountMatches(const Inventory& inventory, const Catalog& catalog);

  Match of(const GatheredAccount& account) const;

 private:
  const std::vector<std::uint32_t>* of_service(std::string_view service) const;
  bool names(std::uint32_t account, const std::string& user) const;
  bool names_another(std::uint32_t account, const std::string& user) const;

  const Inventory& inventory_;
  std::unordered_map<std::string, std::vector<std::uint32_t>> by_service_;
  std::unordered_map<std::string, std::vector<std::uint32_t>> by_label_;  // of those without one
};

}  // namespace passkey_audit
