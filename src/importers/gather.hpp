// What several exports know, put together: one account for each service and name to sign in with,
// in the order in which they were found.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "passkey_audit/catalog/catalog.hpp"
#include "passkey_audit/importers/importer.hpp"

namespace passkey_audit {

// Where passkeys and passwords are.
struct GatheredVault {
  std::string name;
  std::string provider;         // the catalog's word, or "other"
  std::optional<FoundKey> key;  // told: it is a security key, and has no provider
  // The exports that it is from: what their files are called, and who wrote them.
  std::vector<std::string> labels;
  std::vector<const Importer*> importers;
};

struct GatheredAccount {
  struct KeptPasskey {
    std::size_t vault = 0;
    std::optional<Date> since;
  };

  std::string title, user;                  // either may be empty
  std::string service;                      // a domain; empty: not known
  std::string group;                        // the same for all accounts of one service
  std::size_t group_size = 1;               // how many these are
  std::vector<std::size_t> password, totp;  // by index in Gathered::vaults
  std::vector<KeptPasskey> passkeys;        // one for each vault
};

struct Gathered {
  std::vector<GatheredVault> vaults;
  std::vector<GatheredAccount> accounts;
};

[[nodiscard]] Gathered gather(const std::vector<ReadExport>& exports, const Catalog& catalog);

// What accounts of one service have in common, whichever of its domains they name. Of an empty
// domain: empty.
[[nodiscard]] std::string service_key(const Catalog& catalog, std::string_view domain);

}  // namespace passkey_audit
