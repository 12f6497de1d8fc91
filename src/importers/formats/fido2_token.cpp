#include <algorithm>
#include <array>
#include <charconv>

#include "passkey_audit/importers/importer.hpp"

// What libfido2's fido2-token prints of one security key: `-L -r`, the relying parties of its
// passkeys, and `-I` or `-I -c`, what it says of itself. One file may hold both, one after another.
namespace passkey_audit::exports {
namespace {

constexpr std::string_view base64 =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=";
constexpr std::size_t hash_length = 44;  // SHA-256 in base64

std::string_view next_line(std::string_view& text) {
  const std::size_t end = text.find('\n');
  std::string_view line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  while (line.ends_with('\r') || line.ends_with(' ')) line.remove_suffix(1);
  return line;
}

// "00: <hash> github.com": the relying party; empty: another line.
std::string_view relying_party_in(std::string_view line) {
  const std::size_t colon = line.find(": ");
  if (colon == 0 || colon == std::string_view::npos) return {};
  if (line.substr(0, colon).find_first_not_of("0123456789") != std::string_view::npos) return {};
  line.remove_prefix(colon + 2);
  const bool has_hash =
      line.size() > hash_length && line[hash_length] == ' ' &&
      line.substr(0, hash_length).find_first_not_of(base64) == std::string_view::npos;
  return has_hash ? line.substr(hash_length + 1) : std::string_view();
}

// What stands behind "name: "; empty: another line.
std::string_view value_in(std::string_view line, std::string_view name) {
  if (!line.starts_with(name) || line.substr(name.size(), 2) != ": ") return {};
  return line.substr(name.size() + 2);
}

bool fits(const std::string_view& text) {
  std::string_view rest = text;
  while (!rest.empty()) {
    const std::string_view line = next_line(rest);
    if (!relying_party_in(line).empty() || !value_in(line, "proto").empty()) return true;
  }
  return false;
}

// "2fc0579f811347eab116bb5a8db9202a" with dashes; empty: no AAGUID, or none disclosed.
std::string aaguid_of(std::string_view hex) {
  constexpr std::size_t length = 32;
  constexpr std::array<std::size_t, 4> dashes{8, 12, 16, 20};
  const bool is_hex =
      hex.size() == length && hex.find_first_not_of("0123456789abcdef") == std::string_view::npos;
  if (!is_hex || hex.find_first_not_of('0') == std::string_view::npos) return {};
  std::string aaguid;
  for (std::size_t i = 0; i < length; ++i) {
    if (std::find(dashes.begin(), dashes.end(), i) != dashes.end()) aaguid += '-';
    aaguid += hex[i];
  }
  return aaguid;
}

std::optional<std::uint32_t> number_in(std::string_view text) {
  std::uint32_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  constexpr std::uint32_t most = 10'000;
  if (error != std::errc() || end != text.data() + text.size() || number > most) return {};
  return number;
}

// An option that the key does not have begins with "no", and one that it does not know is missing.
std::optional<bool> pin_set_in(std::string_view options) {
  while (!options.empty()) {
    const std::string_view option = options.substr(0, options.find(", "));
    if (option == "clientPin") return true;
    if (option == "noclientPin") return false;
    options.remove_prefix(std::min(option.size() + 2, options.size()));
  }
  return std::nullopt;
}

Expected<Found> read(const std::string_view& text, Date today) {
  Found found;
  FoundKey& key = found.key.emplace();
  std::optional<std::uint32_t> existing, remaining;
  for (std::string_view rest = text; !rest.empty();) {
    const std::string_view line = next_line(rest);
    if (const std::string_view party = relying_party_in(line); !party.empty()) {
      FoundAccount account{.host = host_of(party)};
      add_passkey(account, std::nullopt, today);
      if (account.host.empty()) {
        ++found.left_out;
        continue;
      }
      add_relying_party(key, account.host);
      found.accounts.push_back(std::move(account));
    }
    if (const auto hex = value_in(line, "aaguid"); !hex.empty()) key.aaguid = aaguid_of(hex);
    if (const auto all = value_in(line, "options"); !all.empty()) key.pin_set = pin_set_in(all);
    if (const auto count = value_in(line, "existing rk(s)"); !count.empty()) {
      existing = number_in(count);
    }
    if (const auto count = value_in(line, "remaining rk(s)"); !count.empty()) {
      remaining = number_in(count);
    }
  }
  if (existing && remaining) {
    key.slots_used = existing;
    key.slots_total = *existing + *remaining;
  }
  return found;
}

}  // namespace

extern const Importer fido2_token{
    .id = "fido2-token",
    .product = "a security key",
    .provider = "",
    .has_passkeys = true,
    .reads = ListExport{fits, read},
};

}  // namespace passkey_audit::exports
