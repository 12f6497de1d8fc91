#include <charconv>

#include "passkey_audit/importers/importer.hpp"
#include "passkey_audit/support/secret_json.hpp"

// The FIDO Alliance's Credential Exchange Format 1.0 (Proposed Standard of 2025-08-14): with its
// header, or one account of it alone, as some programs write it, or several of these. A passkey
// with a signature counter is left out of such a file by the rules of the format.
namespace passkey_audit::exports {
namespace {

bool is_account(const JsonItem& json) {
  const JsonItem items = json["items"];
  const auto has_credentials = [](const JsonItem& item) { return item["credentials"].is_array(); };
  return items.is_array() && !json["encrypted"].is_told() &&
         (json["collections"].is_array() || json["username"].is_told() ||
          items.has_any(has_credentials));
}

bool is_header(const JsonItem& json) {
  return json["accounts"].is_array() && (json["exporterRpId"].is_told() ||
                                         json["exporter"].is_told() || json["version"].is_object());
}

// Between two apps the same content travels encrypted (Credential Exchange Protocol).
bool is_message(const JsonItem& json) {
  return json["hpke"].is_told() || (json["payload"].is_told() && json["version"].is_told());
}

bool fits(const JsonItem& root) {
  if (root.is_array()) return root.has_any(is_account);
  return is_header(root) || is_message(root) || is_account(root);
}

// Some programs quote their numbers.
std::optional<std::int64_t> whole_number(const JsonItem& json) {
  const std::string_view text = json.text();
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool is_quoted = !text.empty() && error == std::errc() && end == text.data() + text.size();
  return is_quoted ? number : json.number();
}

// 1.x; and 0.0, which some programs wrote for the same.
bool is_readable(const JsonItem& version) {
  const auto major = whole_number(version["major"]), minor = whole_number(version["minor"]);
  return major == 1 || (major == 0 && minor == 0);
}

// An editable field, or the bare text of older files.
std::string_view value_of(const JsonItem& field) {
  return field.is_object() ? field["value"].text() : field.text();
}

std::string first_host(const JsonItem& urls) {
  for (const JsonItem url : urls) {
    if (std::string host = host_of(url.text()); !host.empty()) return host;
  }
  return {};
}

class Item {
 public:
  explicit Item(const JsonItem& json) : json_(json) {}

  // None: a note, a card and the like.
  std::vector<FoundAccount> read(Date today) {
    account_.host = first_host(json_["scope"]["urls"]);
    if (account_.host.empty()) account_.host = first_host(json_["urls"]);
    for (const JsonItem credential : json_["credentials"]) take(credential);
    if (!signs_in_) return {};
    account_.title = name_of(json_["title"].text(), secrets_);
    set_user(account_, user_, secrets_);
    return with_passkeys(std::move(account_), passkeys_, secrets_, today);
  }

 private:
  void take(const JsonItem& credential) {
    const std::string_view type = credential["type"].text();
    signs_in_ |= type == "basic-auth" || type == "passkey" || type == "totp";
    if (type == "basic-auth") {
      if (user_.empty()) user_ = value_of(credential["username"]);
      account_.has_password |= take_secret(value_of(credential["password"]));
      if (account_.host.empty()) account_.host = first_host(credential["urls"]);
    } else if (type == "totp") {
      account_.has_totp |= take_secret(credential["secret"].text());
    } else if (type == "passkey") {
      // The day is the item's, and may be that of its password.
      passkeys_.push_back({credential["rpId"].text(), credential["username"].text(), std::nullopt});
    } else if (type == "custom-fields") {
      for (const JsonItem field : credential["fields"]) take_field(field);
    }
  }

  // 1Password puts the seed of a code generator there.
  void take_field(const JsonItem& field) {
    const std::string_view value = value_of(field);
    if (value.starts_with("otpauth://")) account_.has_totp = true;
    if (field["fieldType"].text() == "concealed-string") secrets_.push_back(value);
  }

  // False: there is none.
  bool take_secret(std::string_view secret) {
    secrets_.push_back(secret);
    return !secret.empty();
  }

  JsonItem json_;
  FoundAccount account_;
  bool signs_in_ = false;
  std::string_view user_;
  std::vector<FoundPasskey> passkeys_;
  Secrets secrets_;
};

void read_account(const JsonItem& account, Date today, Found& found) {
  for (const JsonItem item : account["items"]) {
    std::vector<FoundAccount> accounts = Item(item).read(today);
    if (accounts.empty()) ++found.left_out;
    found.add(std::move(accounts));
  }
}

Expected<Found> read(const JsonItem& root, Date today) {
  if (is_message(root)) {
    return Unexpected(std::string(
        "is encrypted for the app that asked for it; export a file that is not encrypted"));
  }
  Found found;
  if (!is_header(root)) {
    if (root.is_object()) {
      read_account(root, today, found);
    } else {
      for (const JsonItem account : root) read_account(account, today, found);
    }
    return found;
  }
  if (!is_readable(root["version"])) {
    return Unexpected(
        std::string("is of a version of the Credential Exchange Format that is not read; 1.0 is"));
  }
  found.exporter = name_of(root["exporterDisplayName"].text());
  found.exporter_domain = host_of(root["exporterRpId"].text());
  for (const JsonItem account : root["accounts"]) read_account(account, today, found);
  return found;
}

}  // namespace

extern const Importer cxf_json{
    .id = "cxf",
    .product = "Password manager",
    .provider = "other",
    .has_passkeys = true,
    .reads = JsonExport{fits, read},
};

}  // namespace passkey_audit::exports
