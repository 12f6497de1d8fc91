#include "explain_catalog.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "passkey_audit/audit/wording.hpp"
#include "passkey_audit/catalog/known.hpp"
#include "passkey_audit/support/date.hpp"
#include "passkey_audit/support/lower_case.hpp"

namespace passkey_audit {
namespace {

constexpr std::string_view not_known = "not known";

std::string_view how_sure(Confidence confidence) {
  switch (confidence) {
    case Confidence::confirmed: return "confirmed by the vendor";
    case Confidence::secondary: return "reported by others";
    case Confidence::unconfirmed: return "not confirmed";
  }
  return "not confirmed";
}

std::string source_of(const Provenance& provenance, const Catalog& catalog) {
  if (!provenance.seen.empty()) {
    return fmt::format("{}, page of {}", provenance.source, provenance.seen);
  }
  const std::string_view as_of = catalog.as_of().empty() ? not_known : catalog.as_of();
  return fmt::format("{}, facts of {}", provenance.source, as_of);
}

using Spelling = std::pair<std::string_view, std::string_view>;

// The catalog's words that are not English.
constexpr std::array<Spelling, 13> spellings{{{"ios", "iOS"},
                                              {"ipados", "iPadOS"},
                                              {"macos", "macOS"},
                                              {"windows", "Windows"},
                                              {"android", "Android"},
                                              {"chromeos", "ChromeOS"},
                                              {"linux", "Linux"},
                                              {"usb", "USB"},
                                              {"nfc", "NFC"},
                                              {"lightning", "Lightning"},
                                              {"ble", "Bluetooth"},
                                              {"phone-number", "code to a phone number"},
                                              {"other", "a way of its own"}}};

// "recovery-contact" is a "recovery contact".
std::string spelled(std::string_view word) {
  const auto known = std::ranges::find(spellings, word, &Spelling::first);
  std::string text(known == spellings.end() ? word : known->second);
  std::ranges::replace(text, '-', ' ');
  return text;
}

// "iOS, iPadOS and macOS"
std::string listed(std::span<const std::string_view> words, std::string_view last) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i != 0) text += i + 1 == words.size() ? fmt::format(" {} ", last) : ", ";
    text += spelled(words[i]);
  }
  return text;
}

std::string_view spoken(VaultNeed need) {
  switch (need) {
    case VaultNeed::device_passcode: return "the screen lock of a device that holds it";
    case VaultNeed::account_password: return "its account or master password";
    case VaultNeed::secret_key: return "the Secret Key";
    case VaultNeed::pin: return "its PIN";
    case VaultNeed::key_file: return "its key file";
    case VaultNeed::recovery_key: return "a recovery key or phrase";
    case VaultNeed::recovery_contact: return "a recovery contact";
  }
  return not_known;
}

std::string yes_or_no(const std::optional<bool>& known, std::string_view yes, std::string_view no) {
  return std::string(!known ? not_known : *known ? yes : no);
}

std::string spoken(const KnownWait& wait) {
  const auto time = [](std::uint32_t hours) { return spoken_duration({hours}); };
  if (!wait.at_least && !wait.at_most) return std::string(not_known);
  if (!wait.at_most) {
    return *wait.at_least == 0 ? "none at best; at most: not known"
                               : fmt::format("at least {}", time(*wait.at_least));
  }
  if (*wait.at_most == 0) return "none";
  if (!wait.at_least) return fmt::format("at most {}", time(*wait.at_most));
  if (*wait.at_least == *wait.at_most) return time(*wait.at_most);
  if (*wait.at_least == 0 && *wait.at_most == 1) return "minutes";
  return fmt::format("{} to {}", *wait.at_least == 0 ? "none" : time(*wait.at_least),
                     time(*wait.at_most));
}

// One entry of the catalog: its facts, each with how sure it is.
class Sheet {
 public:
  Sheet(Page& page, std::string indent, const Provenance& provenance)
      : page_(page), indent_(std::move(indent)), provenance_(provenance) {}

  // Nothing stands beside what is not known.
  void fact(std::string_view name, std::string_view text) {
    const bool is_known = !text.empty() && text != not_known;
    line(name, is_known ? fmt::format("{} ({})", text, how_sure(provenance_.confidence))
                        : std::string(not_known));
  }
  void line(std::string_view name, std::string_view text) {
    page_.line(fmt::format("{}{:<16}", indent_, name), text);
  }
  // A sentence of the catalog; the brackets go before its full stop.
  void sentence(std::string_view name, std::string_view text) {
    if (text.ends_with('.')) {
      text.remove_suffix(1);
      line(name, fmt::format("{} ({}).", text, how_sure(provenance_.confidence)));
    } else {
      fact(name, text);
    }
  }

 private:
  Page& page_;
  std::string indent_;
  const Provenance& provenance_;
};

// ---- providers

std::string syncs(const ProviderFacts& facts) {
  if (facts.is_file) return "only as you copy or sync its file yourself";
  return yes_or_no(facts.synced, "over your devices", "no, it stays on one device");
}

std::string exports(const ProviderFacts& facts) {
  if (!facts.export_as) return std::string(not_known);
  switch (*facts.export_as) {
    case Export::none: return "none";
    case Export::app_to_app:
      return "from app to app on one device; no file is left, so it is no backup";
    case Export::file: return "a file with the passkeys in clear text";
    case Export::encrypted_file: return "an encrypted file";
  }
  return std::string(not_known);
}

std::string opens_with(const ProviderFacts& facts) {
  if (facts.synced == false) return "no new device opens it";
  if (!facts.new_device_needs) return std::string(not_known);
  if (facts.new_device_needs->empty()) return "the sign-in to its account alone";
  std::string text;
  for (const std::span<const VaultNeed> together : *facts.new_device_needs) {
    if (!text.empty()) text += ", or ";
    for (std::size_t i = 0; i < together.size(); ++i) {
      text += fmt::format("{}{}", i == 0 ? "" : " and ", spoken(together[i]));
      if (together[i] == VaultNeed::device_passcode && !facts.passcode_platforms.empty()) {
        text += fmt::format(" (of {})", listed(facts.passcode_platforms, "or"));
      }
    }
  }
  const std::string_view account = facts.services.empty() ? "" : "the sign-in to its account, and ";
  return fmt::format("{}{}", account, text);
}

std::string gives_back(const ProviderRecovery& path) {
  if (path.returns_account && path.returns_vault) return "the account and the passkeys";
  if (path.returns_vault) return "the passkeys";
  return path.returns_account ? "the account, not the passkeys" : "neither account nor passkeys";
}

// What has no name of its own is called by what it takes: "With the company's identity provider".
void explain_path(Page& page, const Catalog& catalog, const ProviderRecovery& path) {
  const bool by_needs = path.type == "other" && !path.needs.empty();
  const std::string name =
      by_needs ? fmt::format("With {}", path.needs) : capitalized(spelled(path.type));
  page.blank();
  page.line("  ", fmt::format("{} ({})", name, how_sure(path.provenance.confidence)));
  Sheet sheet(page, "    ", path.provenance);
  if (!by_needs) sheet.line("Needs", path.needs.empty() ? not_known : path.needs);
  if (path.asks_the_owner) sheet.line("Without you", "it helps nobody");
  sheet.line("Gives back", gives_back(path));
  sheet.line("Wait", spoken(path.wait));
  sheet.line("Limit", path.limit ? fmt::format("{} at most", *path.limit) : "none known");
  sheet.line("Breaks if", path.breaks_if.empty() ? not_known : path.breaks_if);
  if (!path.switched_off_by.empty()) {
    sheet.line("Switched off by", listed(path.switched_off_by, "or"));
  }
  if (!path.note.empty()) sheet.line("Note", path.note);
  sheet.line("Source", source_of(path.provenance, catalog));
}

void explain_provider(Page& page, const Catalog& catalog, const ProviderFacts& facts) {
  page.line(fmt::format("{}, which keeps passkeys; \"{}\" in an inventory", facts.name, facts.id));
  page.blank();
  Sheet sheet(page, "", facts.provenance);
  sheet.fact("Works on", facts.platforms ? listed(*facts.platforms, "and") : "");
  sheet.fact("Syncs", syncs(facts));
  sheet.fact("Works offline", yes_or_no(facts.works_offline, "yes", "no"));
  sheet.fact("Export", exports(facts));
  sheet.sentence("A new device", facts.new_device_text);
  sheet.fact("Opens with", opens_with(facts));
  if (!facts.services.empty())
    sheet.fact("Its account", fmt::format("{}", fmt::join(facts.services, " or ")));
  if (facts.keeps_own_passkey == false) {
    sheet.fact("Own passkey", "it keeps no passkey that signs in to its own account");
  }
  if (!facts.aaguids.empty()) {
    sheet.line("AAGUID", fmt::format("{}; a hint, no proof", fmt::join(facts.aaguids, ", ")));
  }
  sheet.line("Source", source_of(facts.provenance, catalog));
  page.blank();
  page.line(facts.recovery.empty() ? "Ways back: not known" : "Ways back");
  for (const ProviderRecovery& path : facts.recovery) explain_path(page, catalog, path);
}

// ---- services

std::string passkeys_do(std::string_view word) {
  if (word == "sign-in") return "sign in without a password";
  if (word == "second-factor") return "are a second factor, beside the password";
  if (word == "both") return "sign in without a password, or are a second factor";
  if (word == "none") return "are not taken";
  return std::string(not_known);
}

std::string with_limits(std::string text, const std::optional<std::uint32_t>& least,
                        const std::optional<std::uint32_t>& most) {
  if (text == not_known && (least || most)) text = "taken";
  if (least) text += fmt::format(", at least {}", *least);
  if (most) text += fmt::format(", at most {}", *most);
  return text;
}

std::string codes(const ServiceFacts& facts) {
  std::string text = yes_or_no(facts.issues_codes, "yes", "no");
  if (facts.codes_count) text += fmt::format(", {} at a time", *facts.codes_count);
  if (!facts.codes_need.empty()) text += fmt::format(", once {} is on", facts.codes_need);
  return text;
}

void explain_service(Page& page, const Catalog& catalog, const ServiceFacts& facts) {
  page.line(facts.domains.empty() ? fmt::format("{}, a service", facts.name)
                                  : fmt::format("{}, a service; \"{}\" in an inventory", facts.name,
                                                facts.domains.front()));
  page.blank();
  Sheet sheet(page, "", facts.provenance);
  sheet.fact("Passkeys", passkeys_do(facts.passkeys));
  sheet.fact("Several of them",
             with_limits(yes_or_no(facts.several_passkeys, "yes", "no"), {}, facts.passkeys_max));
  sheet.fact("Security keys", with_limits(yes_or_no(facts.accepts_security_key, "yes", "no"),
                                          facts.security_keys_min, facts.security_keys_max) +
                                  (facts.security_keys_end_codes
                                       ? "; they take the place of codes to numbers and devices"
                                       : ""));
  sheet.fact("Recovery codes", codes(facts));
  sheet.fact("Password",
             yes_or_no(facts.password_removable, "can be taken off the account", "stays a way in"));
  sheet.fact("Ways back", listed(facts.offers, "and"));
  if (!facts.not_offered.empty()) sheet.fact("Not offered", listed(facts.not_offered, "and"));
  sheet.fact("Support", yes_or_no(facts.support_can_restore, "can bring an account back",
                                  "brings no account back"));
  sheet.fact("Wait", spoken(facts.wait));
  if (!facts.recovery_text.empty()) sheet.sentence("In short", facts.recovery_text);
  sheet.line("Source", source_of(facts.provenance, catalog));
  for (const ProviderFacts& provider : catalog.providers()) {
    const bool guards = std::ranges::any_of(provider.services, [&](std::string_view domain) {
      return std::ranges::find(facts.domains, domain) != facts.domains.end();
    });
    if (guards) {
      sheet.line("Guards", fmt::format("{}: passkey-audit explain {}", provider.name, provider.id));
    }
  }
}

// ---- key models

std::string told(std::string_view text) {
  return std::string(text == "unknown" ? "" : text);
}

void explain_model(Page& page, const Catalog& catalog, const ModelFacts& facts) {
  page.line(fmt::format("{}, a security key", facts.model));
  page.blank();
  Sheet sheet(page, "", facts.provenance);
  sheet.line("AAGUID", fmt::format("{}; a hint, no proof", facts.aaguid));
  sheet.fact("Maker", capitalized(told(facts.maker)));
  sheet.fact("Firmware", facts.firmware);
  sheet.fact("Connects by", listed(facts.transports, "and"));
  sheet.fact("Room for", facts.slots ? fmt::format("{} passkeys", *facts.slots) : "");
  sheet.fact("FIDO level", told(facts.fido_level));
  sheet.line("A new device", "Takes the key itself: what is on a security key cannot be copied.");
  sheet.line("If it is lost", "Only a second key, registered at each service before, replaces it.");
  sheet.line("Source", source_of(facts.provenance, catalog));
}

// ---- looking up

const ProviderFacts* find_provider(const Catalog& catalog, const std::string& word) {
  for (const ProviderFacts& facts : catalog.providers()) {
    const auto is_word = [&](std::string_view known) { return lower_case(known) == word; };
    if (is_word(facts.id) || is_word(facts.name) || std::ranges::any_of(facts.aliases, is_word) ||
        std::ranges::any_of(facts.aaguids, is_word)) {
      return &facts;
    }
  }
  return nullptr;
}

const ServiceFacts* find_service(const Catalog& catalog, const std::string& word) {
  if (const ServiceFacts* facts = catalog.service(word)) return facts;
  const auto found = std::ranges::find(
      catalog.services(), word, [](const ServiceFacts& facts) { return lower_case(facts.name); });
  return found == catalog.services().end() ? nullptr : &*found;
}

}  // namespace

bool explain_known(Page& page, const Catalog& catalog, std::string_view word) {
  const std::string wanted = lower_case(word);
  if (const ProviderFacts* provider = find_provider(catalog, wanted)) {
    explain_provider(page, catalog, *provider);
    return true;
  }
  if (const ModelFacts* model = catalog.model(wanted)) {
    explain_model(page, catalog, *model);
    return true;
  }
  if (const ServiceFacts* service = find_service(catalog, wanted)) {
    explain_service(page, catalog, *service);
    return true;
  }
  return false;
}

std::vector<std::string_view> known_words(const Catalog& catalog) {
  std::vector<std::string_view> words;
  for (const ProviderWord& provider : provider_words(catalog)) words.push_back(provider.word);
  for (const ServiceFacts& facts : catalog.services()) {
    words.push_back(facts.name);
    words.insert(words.end(), facts.domains.begin(), facts.domains.end());
  }
  return words;
}

}  // namespace passkey_audit
