#include "passkey_audit/importers/found.hpp"

#include <algorithm>
#include <utility>

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

bool are_related(std::string_view a, std::string_view b) {
  const auto is_below = [](std::string_view host, std::string_view domain) {
    return host.ends_with(domain) && host.size() > domain.size() &&
           host[host.size() - domain.size() - 1] == '.';
  };
  return a == b || is_below(a, b) || is_below(b, a);
}

}  // namespace

std::string host_of(std::string_view address) {
  constexpr std::string_view blanks = " \t\r\n";
  address.remove_prefix(std::min(address.find_first_not_of(blanks), address.size()));
  address = without_scheme(address);
  const std::size_t end = address.find_first_of("/?#\\, \t\r\n");
  // A password in the address may hold any of these: then nobody can say where the host begins.
  const bool is_unclear = end != std::string_view::npos && address[end] != ',' &&
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
  const bool is_name = host.find('.') != std::string::npos && host.front() != '.' &&
                       host.back() != '.' && host.size() <= 100;
  return is_name && !looks_secret(host) ? host : std::string();
}

std::string name_of(std::string_view text, const Secrets& secrets) {
  constexpr std::size_t longest = 80;
  const bool is_a_secret = looks_secret(text) || std::ranges::find(secrets, text) != secrets.end();
  const bool is_good = text.size() <= longest && !is_blank(text) && is_safe(text) && !is_a_secret;
  return is_good ? std::string(text) : std::string();
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
                                        const std::vector<FoundPasskey>& passkeys, Date today) {
  std::vector<FoundAccount> accounts{std::move(entry)};
  for (const FoundPasskey& passkey : passkeys) {
    FoundAccount& first = accounts.front();
    if (first.host.empty()) first.host = passkey.host;
    if (first.user.empty() && !first.is_user_hidden) set_user(first, passkey.user);
    if (passkey.host.empty() || are_related(first.host, passkey.host)) {
      add_passkey(first, passkey.since, today);
      continue;
    }
    FoundAccount other{.host = passkey.host};
    set_user(other, passkey.user);
    add_passkey(other, passkey.since, today);
    accounts.push_back(std::move(other));
  }
  return accounts;
}

void add_relying_party(FoundKey& key, const std::string& host) {
  const bool is_known = std::ranges::find(key.relying_parties, host) != key.relying_parties.end();
  if (!is_known) key.relying_parties.push_back(host);
}

std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return lower;
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
