// Which account of an inventory is meant by one of an export: found by its service, and where there
// are several, by the name to sign in with, which an inventory may have in the account's name.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "gather.hpp"
#include "passkey_audit/inventory/inventory.hpp"

namespace passkey_audit {

// The member of an account that holds the name to sign in with, for the next export to find it by.
inline constexpr std::string_view user_key = "x-user";

struct Match {
  std::optional<std::uint32_t> account;  // by index in Inventory::accounts
  std::vector<std::uint32_t> others;     // none is meant for sure, but one of these may be
  bool has_neighbours = false;           // the service has accounts already
};

class AccountMatches {
 public:
  AccountMatches(const Inventory& inventory, const Catalog& catalog);

  // Each account is meant once, unless it is named.
  Match of(const GatheredAccount& account);

 private:
  const std::vector<std::uint32_t>* of_service(std::string_view service) const;
  std::optional<std::uint32_t> named_in(const std::vector<std::uint32_t>& candidates,
                                        const std::string& user) const;
  bool names_another(std::uint32_t account, const std::string& user) const;
  std::string label_of(std::uint32_t account) const;  // in lower case, as all names here
  std::string user_of(std::uint32_t account) const;   // that import wrote down; may be empty

  const Inventory& inventory_;
  std::unordered_map<std::string, std::vector<std::uint32_t>> by_service_;
  std::unordered_map<std::string, std::vector<std::uint32_t>> by_label_;  // of those without one
  std::set<std::uint32_t> taken_;
};

}  // namespace passkey_audit
