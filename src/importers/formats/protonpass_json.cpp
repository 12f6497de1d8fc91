#include "passkey_audit/importers/importer.hpp"
#include "passkey_audit/support/secret_json.hpp"

// Proton Pass: data.json, alone or in the archive that it exports.
namespace passkey_audit::exports {
namespace {

constexpr int state_trash = 2;

bool fits(const JsonItem& root) {
  return root["vaults"].is_object() || (root["encrypted"].is_true() && root["vaults"].is_told());
}

std::vector<FoundAccount> accounts_of(const JsonItem& data, Date today) {
  const JsonItem content = data["content"];
  Secrets secrets{content["password"].text(), content["totpUri"].text()};
  FoundAccount account{.has_password = !secrets[0].empty(), .has_totp = !secrets[1].empty()};
  for (const JsonItem field : data["extraFields"]) {
    const JsonItem value = field["data"];
    if (field["type"].text() == "text") continue;
    account.has_totp |= field["type"].text() == "totp";
    for (const char* const kind : {"content", "totpUri"}) secrets.push_back(value[kind].text());
  }
  for (const JsonItem url : content["urls"]) {
    if (account.host.empty()) account.host = host_of(url.text());
  }
  std::string_view user;
  for (const char* const field : {"itemUsername", "itemEmail", "username"}) {
    if (user.empty()) user = content[field].text();
  }
  account.title = name_of(data["metadata"]["name"].text(), secrets);
  set_user(account, user, secrets);
  std::vector<FoundPasskey> passkeys;
  for (const JsonItem passkey : content["passkeys"]) {
    const std::string_view id = passkey["rpId"].text(), domain = passkey["domain"].text();
    passkeys.push_back({id.empty() ? domain : id, passkey["userName"].text(),
                        day_of(passkey["createTime"].number())});
  }
  return with_passkeys(std::move(account), passkeys, secrets, today);
}

Expected<Found> read(const JsonItem& root, Date today) {
  if (root["encrypted"].is_true()) {
    return Unexpected(
        std::string("is encrypted; export from Proton Pass without a passphrase, as JSON or ZIP"));
  }
  Found found;
  for (const JsonItem vault : root["vaults"]) {
    for (const JsonItem item : vault["items"]) {
      const bool is_account =
          item["data"]["type"].text() == "login" && item["state"].number() != state_trash;
      if (is_account) {
        found.add(accounts_of(item["data"], today));
      } else {
        ++found.left_out;
      }
    }
  }
  return found;
}

}  // namespace

extern const Importer protonpass_json{
    .id = "protonpass-json",
    .product = "Proton Pass",
    .provider = "proton-pass",
    .has_passkeys = true,
    .reads = JsonExport{fits, read},
};

}  // namespace passkey_audit::exports
