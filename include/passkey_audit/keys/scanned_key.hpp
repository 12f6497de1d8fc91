// What a scan comes to: for each key what it said, and why not where it did not.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "passkey_audit/catalog/catalog.hpp"
#include "passkey_audit/keys/key_facts.hpp"
#include "passkey_audit/support/date.hpp"

namespace passkey_audit {

// Of one passkey that was to sign.
struct SigningTest {
  std::string relying_party, user_name;
  std::string failure;  // why its signature is no proof, without a subject; empty: it is one
};

struct ScannedKey {
  ConnectedKey connected;
  std::optional<KeyFacts> facts;  // no value: it could not be read, and `problem` says why
  std::string problem;            // one sentence: what could not be read or done
  std::string not_listed;  // one sentence: why no PIN was asked for, though it would be needed
  std::optional<KeyContents> contents;
  bool show_passkeys = false;  // somebody asked for the list, which is nobody else's business
  std::optional<SigningTest> test;
};

// What was, or would be, written into an inventory.
struct RecordedKey {
  std::string path, id;  // of the inventory, of the security key in it
  std::vector<std::string> changes, open;
  bool is_written = false;
};

struct Scan {
  Date today;
  std::vector<ScannedKey> keys;
  std::optional<RecordedKey> recorded;
};

// "YubiKey 5 NFC"; else what its maker calls it, as it came from the key.
[[nodiscard]] std::string model_of(const ScannedKey& key, const Catalog& catalog);

// One sentence: what happened, and what to do.
[[nodiscard]] std::string trouble_text(const KeyError& error, const ConnectedKey& key);

[[nodiscard]] std::string scan_text(const Scan& scan, const Catalog& catalog);
// `exit_status` and `because`: as in the reports of other commands.
[[nodiscard]] std::string scan_json(const Scan& scan, const Catalog& catalog,
                                    std::string_view program_version, int exit_status,
                                    const std::vector<std::string>& because);

}  // namespace passkey_audit
