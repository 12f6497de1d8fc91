// What an export says, as far as an inventory may know it: which accounts there are, and what is
// kept there for each. An importer copies what it names here and nothing else: no password, seed,
// note or field of anybody's own leaves the export.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "passkey_audit/support/date.hpp"

namespace passkey_audit {

struct FoundAccount {
  std::string title;            // what the user calls it; may be empty
  std::string host;             // of its web address, in lower case; may be empty
  std::string user;             // the name to sign in with; may be empty
  bool is_user_hidden = false;  // there is one that is not shown
  bool has_password = false;
  bool has_totp = false;  // the seed of a code generator
  bool has_passkey = false;
  std::optional<Date> passkey_since;  // of several, the first that is known
};

// A security key that a listing is of. What it does not say stays not told.
struct FoundKey {
  std::string aaguid;  // with dashes, in lower case; empty: not said
  std::optional<bool> pin_set;
  std::optional<std::uint32_t> slots_total, slots_used;
  std::vector<std::string> relying_parties;  // each once; of passkeys that it lists
};

struct Found {
  std::vector<FoundAccount> accounts;
  std::size_t left_out = 0;  // entries that are no accounts: notes, cards, folders, thrown away
  // Of a format that several programs write: which one did; empty: not said.
  std::string exporter, exporter_domain;
  // Told: the passkeys are in this key, and not in a vault.
  std::optional<FoundKey> key;

  void add(std::vector<FoundAccount> more) {
    for (FoundAccount& account : more) accounts.push_back(std::move(account));
  }
};

// The host of a web address: no scheme, user, port, path or query. Of an app's address
// ("android://...@package/"), of a machine without a domain and of what is none: empty.
[[nodiscard]] std::string host_of(std::string_view address);

// "login.shop.example" is a door to shop.example; "acme.shop.example" may be somebody else's.
[[nodiscard]] bool is_door_to(std::string_view host, std::string_view domain);

// A title or the name to sign in with, as it may be shown; empty: none. Somebody may have written a
// password there: what holds one of the secrets of its entry, or looks like one, is left out.
using Secrets = std::vector<std::string_view>;
[[nodiscard]] std::string name_of(std::string_view text, const Secrets& secrets = {});

// A host that is a secret of its entry is left out as well.
void leave_out_secrets(FoundAccount& account, const Secrets& secrets);

// What the name to sign in with comes to.
void set_user(FoundAccount& account, std::string_view user, const Secrets& secrets = {});

// One more passkey. Days before there were passkeys and days to come are mistakes, and not known.
void add_passkey(FoundAccount& account, std::optional<Date> since, Date today);

struct FoundPasskey {
  std::string_view relying_party;  // its id; empty: not said, and that of the entry
  std::string_view user;           // whom it signs in
  std::optional<Date> since;
};
// The passkeys of an entry, and the accounts that it comes to: usually one. A passkey of another
// service than the entry's, or of somebody else, is one for an account of its own.
[[nodiscard]] std::vector<FoundAccount> with_passkeys(FoundAccount entry,
                                                      const std::vector<FoundPasskey>& passkeys,
                                                      const Secrets& secrets, Date today);

void add_relying_party(FoundKey& key, const std::string& host);

// "2026-11-22T10:00:00.000Z"; seconds since 1970.
[[nodiscard]] std::optional<Date> day_of(std::string_view iso8601);
[[nodiscard]] std::optional<Date> day_of(std::optional<std::int64_t> unix_seconds);

}  // namespace passkey_audit
