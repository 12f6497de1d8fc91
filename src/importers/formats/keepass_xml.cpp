#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <pugixml.hpp>

#include "passkey_audit/importers/importer.hpp"
#include "passkey_audit/support/limits.hpp"

// KeePass 2 and the programs that write its XML, KeePassXC among them. Passkeys are strings of
// their own there. What an entry was before, and what lies in the recycle bin, is left out.
namespace passkey_audit::exports {
namespace {

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  const std::size_t first = std::min(text.find_first_not_of(blanks), text.size());
  text.remove_prefix(first);
  return text.substr(0, text.find_last_not_of(blanks) + 1);
}

std::string_view text_of(const pugi::xml_node& node) {
  return trimmed(node.text().get());
}

bool is_seed(std::string_view key) {
  return key == "otp" || key == "TOTP Seed" || key.starts_with("TimeOtp-Secret") ||
         key.starts_with("HmacOtp-Secret");
}

// Another entry's text is meant, or the text is encrypted still: neither can be shown.
bool is_readable(const pugi::xml_node& value) {
  return std::string_view(value.attribute("Protected").value()) != "True" &&
         !text_of(value).starts_with("{REF:");
}

bool fits(const pugi::xml_node& document) {
  return static_cast<bool>(document.child("KeePassFile"));
}

class Entry {
 public:
  explicit Entry(const pugi::xml_node& entry) {
    for (const pugi::xml_node string : entry.children("String")) {
      take(text_of(string.child("Key")), string.child("Value"));
    }
    for (const pugi::xml_node earlier : entry.child("History").children("Entry")) {
      for (const pugi::xml_node string : earlier.children("String")) {
        if (text_of(string.child("Key")) == "Password") {
          secrets_.push_back(text_of(string.child("Value")));
        }
      }
    }
  }

  std::vector<FoundAccount> read(Date today) {
    account_.title = name_of(title_, secrets_);
    if (!account_.is_user_hidden) set_user(account_, user_, secrets_);
    if (account_.host.empty()) account_.host = other_host_;
    // The entry may be older than its passkey, so that its day says nothing.
    std::vector<FoundPasskey> passkeys;
    if (has_passkey_) passkeys.push_back({relying_party_, passkey_user_, std::nullopt});
    return with_passkeys(std::move(account_), passkeys, secrets_, today);
  }

 private:
  void take(std::string_view key, const pugi::xml_node& node) {
    const std::string_view value = text_of(node);
    if (key == "Title") {
      if (is_readable(node)) title_ = value;
    } else if (key == "UserName") {
      account_.is_user_hidden = !is_readable(node);
      user_ = value;
    } else if (key == "URL") {
      account_.host = host_of(value);
    } else if (key.starts_with("KP2A_URL")) {
      if (other_host_.empty()) other_host_ = host_of(value);
    } else if (key == "KPEX_PASSKEY_RELYING_PARTY") {
      relying_party_ = value;
      has_passkey_ = true;
    } else if (key == "KPEX_PASSKEY_USERNAME" || key == "KPXC_PASSKEY_USERNAME") {
      passkey_user_ = value;
    } else {
      secrets_.push_back(value);
      account_.has_password |= key == "Password" && !value.empty();
      account_.has_totp |= is_seed(key) && !value.empty();
      has_passkey_ |= key == "KPEX_PASSKEY_PRIVATE_KEY_PEM" && !value.empty();
    }
  }

  FoundAccount account_;
  std::string_view title_, user_, passkey_user_, relying_party_;
  std::string other_host_;
  bool has_passkey_ = false;
  Secrets secrets_;
};

class Database {
 public:
  Database(const pugi::xml_node& meta, Date today)
      : left_out_{text_of(meta.child("RecycleBinUUID")),
                  text_of(meta.child("EntryTemplatesGroup"))},
        today_(today) {}

  // False: too deep.
  bool read(const pugi::xml_node& group, bool is_left_out = false, int depth = 0) {
    if (depth > limits::xml_depth_max) return false;
    const std::string_view id = text_of(group.child("UUID"));
    is_left_out |= !id.empty() && (id == left_out_[0] || id == left_out_[1]);
    for (const pugi::xml_node entry : group.children("Entry")) take(entry, is_left_out);
    for (const pugi::xml_node below : group.children("Group")) {
      if (!read(below, is_left_out, depth + 1)) return false;
    }
    return true;
  }

  Found take_found() { return std::move(found_); }

 private:
  // An entry with nothing to sign in with is a note.
  void take(const pugi::xml_node& entry, bool is_left_out) {
    std::vector<FoundAccount> accounts = Entry(entry).read(today_);
    const FoundAccount& first = accounts.front();
    const bool is_account = !first.host.empty() || !first.user.empty() || first.is_user_hidden ||
                            first.has_password || first.has_totp || first.has_passkey;
    if (is_account && !is_left_out) {
      found_.add(std::move(accounts));
    } else {
      ++found_.left_out;
    }
  }

  std::array<std::string_view, 2> left_out_;  // ids of groups
  Date today_;
  Found found_;
};

Expected<Found> read(const pugi::xml_node& document, Date today) {
  const pugi::xml_node file = document.child("KeePassFile");
  Database database(file.child("Meta"), today);
  for (const pugi::xml_node group : file.child("Root").children("Group")) {
    if (!database.read(group)) {
      return Unexpected(fmt::format("has groups nested more than {} deep", limits::xml_depth_max));
    }
  }
  Found found = database.take_found();
  found.exporter = name_of(text_of(file.child("Meta").child("Generator")));
  return found;
}

}  // namespace

extern const Importer keepass_xml{
    .id = "keepass-xml",
    .product = "KeePass",
    .provider = "other",
    .has_passkeys = true,
    .reads = XmlExport{fits, read},
};

}  // namespace passkey_audit::exports
