#include "passkey_audit/importers/importer.hpp"
#include "passkey_audit/support/secret_json.hpp"

// Bitwarden, of a person (folders) or an organisation (collections), and what `bw list items`
// prints. Both encrypted kinds are told apart from it by `encrypted`, the second by its texts too.
namespace passkey_audit::exports {
namespace {

constexpr int type_login = 1, field_hidden = 1;

JsonItem items_of(const JsonItem& root) {
  return root.is_array() ? root : root["items"];
}

bool is_item(const JsonItem& item) {
  return item["type"].number().has_value() && item["name"].is_told();
}

bool fits(const JsonItem& root) {
  if (root["encrypted"].is_true()) return true;
  if (root.is_array()) return root.has_any(is_item);
  const bool has_shelves = root["folders"].is_array() || root["collections"].is_array();
  const JsonItem items = root["items"];
  return items.is_array() && has_shelves &&
         (items.begin() == items.end() || items.has_any(is_item));
}

// "2.<base64>|<base64>|<base64>", as the server keeps it.
bool is_encrypted(std::string_view text) {
  constexpr std::string_view base64 =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=|";
  constexpr std::size_t shortest = 30;
  return text.size() > shortest && text[0] >= '0' && text[0] <= '9' && text[1] == '.' &&
         text.find('|') != std::string_view::npos &&
         text.find_first_not_of(base64, 2) == std::string_view::npos;
}

Secrets secrets_of(const JsonItem& item) {
  Secrets secrets{item["login"]["password"].text(), item["login"]["totp"].text()};
  for (const JsonItem field : item["fields"]) {
    if (field["type"].number() == field_hidden) secrets.push_back(field["value"].text());
  }
  for (const JsonItem old : item["passwordHistory"]) secrets.push_back(old["password"].text());
  return secrets;
}

std::vector<FoundAccount> accounts_of(const JsonItem& item, Date today) {
  const JsonItem login = item["login"];
  const Secrets secrets = secrets_of(item);
  FoundAccount account{.title = name_of(item["name"].text(), secrets),
                       .has_password = !login["password"].text().empty(),
                       .has_totp = !login["totp"].text().empty()};
  for (const JsonItem uri : login["uris"]) {
    if (account.host.empty()) account.host = host_of(uri["uri"].text());
  }
  set_user(account, login["username"].text(), secrets);
  std::vector<FoundPasskey> passkeys;
  for (const JsonItem passkey : login["fido2Credentials"]) {
    passkeys.push_back({passkey["rpId"].text(), passkey["userName"].text(),
                        day_of(passkey["creationDate"].text())});
  }
  return with_passkeys(std::move(account), passkeys, secrets, today);
}

Expected<Found> read(const JsonItem& root, Date today) {
  if (root["passwordProtected"].is_true()) {
    return Unexpected(std::string(
        "is encrypted with a password; in Bitwarden, export the vault again as \".json\""));
  }
  constexpr std::string_view restricted =
      "is encrypted for one account; in Bitwarden, export the vault again as \".json\"";
  if (root["encrypted"].is_true()) return Unexpected(std::string(restricted));
  Found found;
  for (const JsonItem item : items_of(root)) {
    if (is_encrypted(item["name"].text())) return Unexpected(std::string(restricted));
    const bool is_account = item["type"].number() == type_login && !item["deletedDate"].is_told();
    if (is_account) {
      found.add(accounts_of(item, today));
    } else {
      ++found.left_out;
    }
  }
  return found;
}

}  // namespace

extern const Importer bitwarden_json{
    .id = "bitwarden-json",
    .product = "Bitwarden",
    .provider = "bitwarden",
    .has_passkeys = true,
    .reads = JsonExport{fits, read},
};

}  // namespace passkey_audit::exports
