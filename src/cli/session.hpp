// What every command shares: the streams, the options that all commands have, reading inventories.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "exit_status.hpp"
#include "passkey_audit/audit/audit_context.hpp"
#include "passkey_audit/catalog/catalog.hpp"
#include "passkey_audit/inventory/read_inventory.hpp"
#include "passkey_audit/report/format.hpp"
#include "passkey_audit/support/expected.hpp"
#include "policy_sources.hpp"

namespace passkey_audit {

// Options of every command that reads an inventory, as given.
struct CommonOptions {
  std::string today;
  std::string max_size;
  std::string catalog;
  std::string config;
  bool no_config = false;
  std::string colour = "auto";
  std::optional<std::size_t> width;
  bool quiet = false;
  bool verbose = false;
};

class Session {
 public:
  // Report bytes; kept until the end, so that nothing half-made is ever written.
  void print(std::string_view text) { out_ += text; }
  // One line on standard error, prefixed.
  void message(std::string_view text) const;
  // The same without prefix and line break. What cannot be written is dropped.
  void complain(std::string_view text) const;
  // Writes what was printed. False, with a message, when that fails.
  bool flush();

 private:
  std::string out_;
};

// The options after they have been understood.
struct Settings {
  Date today;
  std::uint64_t bytes_max = 0;
  const Catalog* catalog = nullptr;
  std::shared_ptr<const Catalog> own_catalog;
  std::vector<std::string_view> rules;  // ids
  PolicySources policy;
  Rendering rendering;
  bool quiet = false;
  bool digest = false;  // the report shows the SHA-256 of the inventory
};

// No value: the reason went to standard error.
[[nodiscard]] Expected<Settings, ExitStatus> settle(const CommonOptions& options,
                                                    const Session& session);

// An inventory and what was found in it; problems go to standard error.
struct Loaded {
  std::unique_ptr<const ReadInventory> read;    // stays where it is: the context refers to it
  std::unique_ptr<const AuditContext> context;  // null: not usable
  ExitStatus status = ExitStatus::ok;           // if not usable: why

  const Inventory& inventory() const { return read->inventory; }
};

[[nodiscard]] Loaded load(const std::string& path, const Settings& settings,
                          const Session& session);
// The same where there is something to judge: without an account it is not usable, since nobody
// should take silence for an all-clear.
[[nodiscard]] Loaded load_accounts(const std::string& path, const Settings& settings,
                                   const Session& session);

}  // namespace passkey_audit
