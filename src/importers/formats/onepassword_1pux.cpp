#include "passkey_audit/importers/importer.hpp"
#include "passkey_audit/support/secret_json.hpp"

// 1Password's own export: `export.data` of a .1pux archive, which holds no passkeys.
namespace passkey_audit::exports {
namespace {

bool fits(const JsonItem& root) {
  const JsonItem accounts = root["accounts"];
  return accounts.has_any([](const JsonItem& account) { return account["vaults"].is_array(); });
}

bool is_account(const JsonItem& item) {
  const std::string_view category = item["categoryUuid"].text();
  const bool is_thrown_away = item["trashed"].is_true() || item["state"].text() == "trashed";
  constexpr std::string_view login = "001", password = "005";
  return (category == login || category == password) && !is_thrown_away;
}

// Fields of anybody's own, among them the seeds of code generators, and earlier passwords.
Secrets other_secrets(const JsonItem& details, bool& has_totp) {
  Secrets secrets;
  for (const JsonItem section : details["sections"]) {
    for (const JsonItem field : section["fields"]) {
      for (const char* const kind : {"totp", "concealed"}) {
        secrets.push_back(field["value"][kind].text());
      }
      has_totp |= !field["value"]["totp"].text().empty();
    }
  }
  for (const JsonItem old : details["passwordHistory"]) secrets.push_back(old["value"].text());
  return secrets;
}

FoundAccount account_of(const JsonItem& item) {
  const JsonItem details = item["details"], overview = item["overview"];
  FoundAccount account{.host = host_of(overview["url"].text())};
  for (const JsonItem url : overview["urls"]) {
    if (account.host.empty()) account.host = host_of(url["url"].text());
  }
  std::string_view user, password = details["password"].text();
  for (const JsonItem field : details["loginFields"]) {
    const std::string_view designation = field["designation"].text();
    if (designation == "username") user = field["value"].text();
    if (designation == "password") password = field["value"].text();
  }
  account.has_password = !password.empty();
  Secrets secrets = other_secrets(details, account.has_totp);
  secrets.push_back(password);
  account.title = name_of(overview["title"].text(), secrets);
  set_user(account, user, secrets);
  leave_out_secrets(account, secrets);
  return account;
}

Expected<Found> read(const JsonItem& root, Date /*today*/) {
  Found found;
  for (const JsonItem account : root["accounts"]) {
    for (const JsonItem vault : account["vaults"]) {
      for (const JsonItem entry : vault["items"]) {
        const JsonItem item = entry["item"].is_object() ? entry["item"] : entry;  // older files
        if (is_account(item)) {
          found.accounts.push_back(account_of(item));
        } else {
          ++found.left_out;
        }
      }
    }
  }
  return found;
}

}  // namespace

extern const Importer onepassword_1pux{
    .id = "1password-1pux",
    .product = "1Password",
    .provider = "1password",
    .reads = JsonExport{fits, read},
};

}  // namespace passkey_audit::exports
