#include "passkey_audit/importers/importer.hpp"
#include "passkey_audit/support/secret_json.hpp"

// What 1Password's `op item list --format json` prints, which has no secrets in it: that a login
// has a password is known only where `op item get` was asked for it.
namespace passkey_audit::exports {
namespace {

bool is_item(const JsonItem& item) {
  return item["category"].is_told() && item["vault"].is_object();
}

bool fits(const JsonItem& root) {
  return root.is_array() ? root.has_any(is_item) : is_item(root);
}

FoundAccount account_of(const JsonItem& item) {
  const bool is_login = item["category"].text() == "LOGIN";
  // Of what is no login, the additional text is a date; a dash stands for nobody.
  std::string_view user = is_login ? item["additional_information"].text() : "";
  if (user == "\u2014") user = "";
  FoundAccount account{.has_password = !is_login};
  Secrets secrets;
  for (const JsonItem field : item["fields"]) {
    const std::string_view purpose = field["purpose"].text(), value = field["value"].text();
    if (purpose == "USERNAME") {
      user = value;
      continue;
    }
    secrets.push_back(value);
    account.has_password |= purpose == "PASSWORD" && !value.empty();
    account.has_totp |= field["type"].text() == "OTP" && !value.empty();
  }
  for (const JsonItem url : item["urls"]) {
    const std::string host = host_of(url["href"].text());
    if (account.host.empty() || (url["primary"].is_true() && !host.empty())) account.host = host;
  }
  account.title = name_of(item["title"].text(), secrets);
  set_user(account, user, secrets);
  leave_out_secrets(account, secrets);
  return account;
}

Expected<Found> read(const JsonItem& root, Date /*today*/) {
  Found found;
  const auto take = [&](const JsonItem& item) {
    const std::string_view category = item["category"].text();
    if (category == "LOGIN" || category == "PASSWORD") {
      found.accounts.push_back(account_of(item));
    } else {
      ++found.left_out;
    }
  };
  if (root.is_object()) {
    take(root);
  } else {
    for (const JsonItem item : root) take(item);
  }
  return found;
}

}  // namespace

extern const Importer onepassword_op{
    .id = "1password-op",
    .product = "1Password",
    .provider = "1password",
    .reads = JsonExport{fits, read},
};

}  // namespace passkey_audit::exports
