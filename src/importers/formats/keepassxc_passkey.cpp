#include "passkey_audit/importers/importer.hpp"
#include "passkey_audit/support/secret_json.hpp"

// One passkey that KeePassXC exports (.passkey).
namespace passkey_audit::exports {
namespace {

bool fits(const JsonItem& root) {
  return root["relyingParty"].is_told() && root["privateKey"].is_told();
}

Expected<Found> read(const JsonItem& root, Date today) {
  FoundAccount account{.host = host_of(root["relyingParty"].text())};
  if (account.host.empty()) account.host = host_of(root["url"].text());
  set_user(account, root["username"].text(), {root["privateKey"].text()});
  add_passkey(account, std::nullopt, today);
  return Found{.accounts = {account}};
}

}  // namespace

extern const Importer keepassxc_passkey{
    .id = "keepassxc-passkey",
    .product = "KeePassXC",
    .provider = "keepassxc",
    .has_passkeys = true,
    .reads = JsonExport{fits, read},
};

}  // namespace passkey_audit::exports
