#include "passkey_audit/importers/found.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "passkey_audit/support/lower_case.hpp"
#include "passkey_audit/support/safe_text.hpp"

namespace passkey_audit {
namespace {

constexpr Date first_passkeys{15'340};  // 2012-01-01

// The part of an address that holds the host, without its scheme; empty: no address of a web site.
std::string_view without_scheme(std::string_view address) {
  if (const std::size_t scheme = address.find("://"); scheme != std::string_view::npos) {
    const std::string name = lower_case(address.substr(0, scheme));
    return name == "https" || name == "http" ? address.substr(scheme + 3) : std::string_view();
  }
  // "mailto:", "javascript:": only a port may stand behind a colon.
  const std::size_t colon = address.find(':');
  const bool is_port = colon != std::string_view::npos && colon + 1 < address.size() &&
                       address[colon + 1] >= '0' && address[colon + 1] <= '9';
  return colon == std::string_view::npos || is_port ? address : std::string_view();
}

// "shop.example:8443", and nothing that could be a password in front of the host.
bool is_host_and_port(std::string_view text) {
  const std::string_view port = text.substr(std::min(text.find(':'), text.size()));
  return text.find('@') == std::string_view::npos &&
         port.find_first_not_of("0123456789", 1) == std::string_view::npos;
}

// Two mail addresses that differ; of a mail address and a short name nobody can say.
bool are_two_people(std::string_view a, std::string_view b) {
  return a.find('@') != std::string_view::npos && b.find('@') != std::string_view::npos &&
         lower_case(a) != lower_case(b);
}

bool are_related(std::string_view a, std::string_view b) {
  const auto is_below = [](std::string_view host, std::string_view domain) {
    return host.ends_with(domain) && host.size() > domain.size() &&
           host[host.size() - domain.size() - 1] == '.';
  };
  return a == b || is_below(a, b) || is_below(b, a);
}

// In whatever case; of a short secret only the whole, since it may stand anywhere by chance.
bool holds(std::string_view text, std::string_view secret) {
  constexpr std::size_t short_secret = 3;
  if (secret.empty()) return false;
  const std::string lower = lower_case(text), sought = lower_case(secret);
  return secret.size() <= short_secret ? lower == sought : lower.find(sought) != std::string::npos;
}

bool holds_any(std::string_view text, const Secrets& secrets) {
  return std::ranges::any_of(secrets, [&](std::string_view secret) { return holds(text, secret); });
}

}  // namespace

std::string host_of(std::string_view address) {
  constexpr std::string_view blanks = " \t\r\n";
  address.remove_prefix(std::min(address.find_first_not_of(blanks), address.size()));
  address = without_scheme(address);
  const std::size_t end = address.find_first_of("/?#\\, \t\r\n");
  // A password in the address may hold any of these: then nobody can say where the host begins.
  const bool is_unclear = end != std::string_view::npos &&
                          address.find('@', end) != std::string_view::npos &&
                          !is_host_and_port(address.substr(0, end));
  if (is_unclear) return {};
  address = address.substr(0, end);
  if (const std::size_t user = address.rfind('@'); user != std::string_view::npos) {
    address.remove_prefix(user + 1);
  }
  address = address.substr(0, address.find(':'));
  if (address.ends_with('.')) address.remove_suffix(1);
  std::string host = lower_case(address);
  for (const char c : host) {
    const bool is_good = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
    if (!is_good) return {};
  }
  // What is only digits behind its last dot is the number of a machine.
  const std::size_t last_dot = host.rfind('.');
  const bool is_name = last_dot != std::string::npos && host.front() != '.' && host.back() != '.' &&
                       host.size() <= 100 &&
                       host.find_first_not_of("0123456789", last_dot + 1) != std::string::npos;
  return is_name && !looks_secret(host) ? host : std::string();
}

bool is_door_to(std::string_view host, std::string_view domain) {
  constexpr std::array doors{"account", "accounts", "app", "auth", "id",     "identity", "login",
                             "m",       "mail",     "my",  "new",  "portal", "secure",   "sign-in",
                             "signin",  "sso",      "web", "www",  "www2",   "webmail",  "mobile"};
  if (host == domain) return true;
  const bool is_below = host.ends_with(domain) && host.size() > domain.size() + 1 &&
                        host[host.size() - domain.size() - 1] == '.';
  if (!is_below) return false;
  const std::string_view label = host.substr(0, host.size() - domain.size() - 1);
  return std::ranges::find(doors, label) != doors.end();
}

std::string name_of(std::string_view text, const Secrets& secrets) {
  constexpr std::size_t longest = 80;
  const bool is_good = text.size() <= longest && !is_blank(text) && is_safe(text) &&
                       !looks_secret(text) && !holds_any(text, secrets);
  return is_good ? std::string(text) : std::string();
}

void leave_out_secrets(FoundAccount& account, const Secrets& secrets) {
  if (holds_any(account.host, secrets)) account.host.clear();
}

void set_user(FoundAccount& account, std::string_view user, const Secrets& secrets) {
  account.user = name_of(user, secrets);
  account.is_user_hidden = account.user.empty() && !user.empty();
}

void add_passkey(FoundAccount& account, std::optional<Date> since, Date today) {
  account.has_passkey = true;
  if (!since || *since < first_passkeys || *since > today) return;
  account.passkey_since = std::min(*since, account.passkey_since.value_or(*since));
}

std::vector<FoundAccount> with_passkeys(FoundAccount entry,
                                        const std::vector<FoundPasskey>& passkeys,
                                        const Secrets& secrets, Date today) {
  leave_out_secrets(entry, secrets);
  std::vector<FoundAccount> accounts{std::move(entry)};
  for (const FoundPasskey& passkey : passkeys) {
    FoundAccount other{.host = host_of(passkey.relying_party)};
    set_user(other, passkey.user, secrets);
    add_passkey(other, passkey.since, today);
    // A relying party that is no name of a host cannot be told from others.
    if (other.host.empty() && !passkey.relying_party.empty()) continue;
    FoundAccount& first = accounts.front();
    if (first.host.empty()) first.host = other.host;
    const bool has_no_user = first.user.empty() && !first.is_user_hidden;
    if (has_no_user) {
      first.user = other.user;
      first.is_user_hidden = other.is_user_hidden;
    }
    const bool is_of_site = other.host.empty() || are_related(first.host, other.host);
    if (is_of_site && !are_two_people(first.user, other.user)) {
      add_passkey(first, passkey.since, today);
    } else {
      accounts.push_back(std::move(other));
    }
  }
  return accounts;
}

void add_relying_party(FoundKey& key, const std::string& host) {
  const bool is_known = std::ranges::find(key.relying_parties, host) != key.relying_parties.end();
  if (!is_known) key.relying_parties.push_back(host);
}

std::optional<Date> day_of(std::string_view iso8601) {
  constexpr std::size_t day_length = 10;
  return parse_date(iso8601.substr(0, day_length));
}

std::optional<Date> day_of(std::optional<std::int64_t> unix_seconds) {
  constexpr std::int64_t day = 86'400, year_9999 = 253'402'300'799;
  if (!unix_seconds || *unix_seconds < 0 || *unix_seconds > year_9999) return std::nullopt;
  return Date{static_cast<std::int32_t>(*unix_seconds / day)};
}

}  // namespace passkey_audit
