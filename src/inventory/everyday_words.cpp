#include "everyday_words.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "passkey_audit/support/nearest.hpp"
#include "passkey_audit/support/safe_text.hpp"

namespace passkey_audit {
namespace {

// A word may stand for different things; which of them are known depends on where it is written.
constexpr EverydayWords table[]{
    // What one signs in with.
    {"phone-number",
     "sms text text-message phone phone-call voice-call call mobile "
     "mobile-number mobile-phone cell-phone telephone number sim"},
    {"security-key",
     "yubikey yubico fido fido-key fido2 fido2-key hardware-key "
     "hardware-token usb-key usb-token u2f u2f-key titan titan-key "
     "solokey nitrokey token key passkey"},
    {"totp",
     "authenticator authenticator-app auth-app google-authenticator "
     "microsoft-authenticator authy aegis otp one-time-password "
     "one-time-code code-generator generator 2fa-app 2fa mfa"},
    {"push",
     "app prompt push-notification notification google-prompt duo "
     "microsoft-authenticator"},
    {"platform",
     "windows-hello hello touch-id face-id fingerprint face "
     "biometric tpm secure-enclave passkey os operating-system"},
    {"certificate", "smartcard smart-card piv cert client-certificate"},
    {"secret",
     "pin passcode passphrase screen-lock device-passcode password "
     "master-password"},
    {"vault",
     "password-manager manager wallet keychain icloud "
     "icloud-keychain apple apple-passwords google "
     "google-password-manager 1password bitwarden dashlane lastpass "
     "keepass keepassxc proton-pass nordpass cloud passkey"},
    // What brings one back.
    {"recovery-codes",
     "code backup-code recovery-code scratch-code emergency-code "
     "rescue-code one-time-code"},
    {"recovery-key", "key recovery-phrase seed-phrase account-key rescue-key"},
    {"emergency-kit", "kit secret-key"},
    {"backup-file", "backup export file"},
    {"recovery-contact",
     "contact trusted-contact trusted-person trusted-friend friend "
     "person family-member emergency-contact"},
    {"emergency-access", "emergency-contact trusted-emergency-contact"},
    {"legacy-contact", "heir legacy inheritance inactive-account-manager"},
    {"recovery-email",
     "email e-mail mail mailbox email-address mail-address "
     "backup-email recovery-address recovery-mail"},
    {"admin-reset", "admin administrator it it-department helpdesk help-desk"},
    {"support",
     "helpdesk help-desk hotline customer-service customer-support "
     "call-center id-check branch"},
    {"security-question", "question secret-question security-answer"},
    // How much it matters, how bad it is.
    {"critical",
     "important vital essential crucial very-important must-have top "
     "highest maximum severe fatal"},
    {"high", "important error serious"},
    {"normal",
     "medium moderate default standard regular minor low lowest "
     "unimportant"},
    {"medium", "moderate warning normal"},
    {"low", "info note minor"},
    {"never", "none off no nothing"},
    // Devices, and what became of things.
    {"phone",
     "smartphone mobile mobile-phone cell-phone cellphone handset "
     "handy iphone android-phone pixel"},
    {"tablet", "ipad"},
    {"laptop", "notebook macbook chromebook mac"},
    {"desktop", "pc computer imac workstation tower mac-mini mac"},
    {"ios", "iphone apple"},
    {"ipados", "ipad"},
    {"macos", "mac macbook imac osx os-x mac-os apple"},
    {"windows", "win win10 win11 windows-10 windows-11 microsoft pc"},
    {"android", "google pixel samsung"},
    {"chromeos", "chrome chromebook chrome-os"},
    {"linux", "ubuntu debian fedora"},
    {"usb-a", "usb type-a"},
    {"usb-c", "usb type-c"},
    {"active", "ok working in-use current"},
    {"retired", "broken destroyed sold gone old disposed thrown-away wiped dead"},
    {"lost", "missing"},
    {"left", "former ex gone departed"},
    {"company", "work employer corporate business organisation organization"},
    // Whose it is, and what it is there for.
    {"personal", "private own mine family household individual home"},
    {"team", "company business organisation organization work group"},
    {"email", "mail mailbox e-mail webmail"},
    {"password-manager", "manager vault"},
    {"identity-provider", "sso idp single-sign-on login"},
    {"registrar", "domain dns"},
    {"cloud-root", "root cloud aws azure gcp"},
    {"admin", "administrator superuser owner"},
    {"break-glass", "emergency emergency-account"},
    {"bank", "banking finance money"},
    {"file", "csv json"},
    {"encrypted-file", "encrypted"},
    // Keys of accounts.
    {"importance", "priority criticality level severity"},
    {"service", "url site website web-site domain provider"},
    {"owners", "owner user person belongs-to"},
    {"passkeys", "security-key hardware-key yubikey fido-key webauthn"},
    {"second_factors", "mfa 2fa two-factor two-step second-step factor sms push phone"},
    {"codes", "backup-code recovery-code scratch-code"},
    {"federated_via", "sso login-with sign-in-with idp"},
    {"recovery",
     "backup fallback recovery-method recovery-option way-back "
     "ways-back"},
    {"other_sign_in", "magic-link sign-in login"},
    {"note", "comment description remark"},
    {"name", "label title display-name"},
    {"tested_on", "last-tested tested last-test"},
    {"expires_on", "expiry expire expiration valid-until expiry-date"},
    {"domain_at", "registrar domain-registrar"},
    {"org", "organisation organization"},
    // Keys of other things.
    {"type", "kind category"},
    {"place", "location where room kept-at kept stored-at"},
    {"stored_in",
     "stored location where kept-at kept kept-in stored-at copy "
     "copies place"},
    {"vendor", "manufacturer brand maker company"},
    {"provider", "app manager password-manager"},
    {"devices", "installed-on signed-in-on synced-to"},
    {"owner", "user person belongs-to"},
    {"sim_in", "sim sim-card phone"},
    {"spare_of", "spare backup-of backup"},
    {"opens", "unlock"},
    {"connectors", "port plug connection"},
    {"used_on", "last-used used"},
    {"registered_on", "created added registered registered-at since"},
    {"person", "contact who friend"},
    {"account", "email mailbox mail"},
    {"remaining", "left unused"},
    {"generated_on", "created generated printed-on"},
    {"wait", "delay waiting-time takes"},
    // Keys of the file.
    {"places", "location site room"},
    {"people", "person member user family"},
    {"accounts", "login service site"},
    {"authenticators",
     "key passkey vault factor credential authenticator-app method "
     "security-key"},
    {"recovery_methods", "recovery backup recovery-option"},
    {"reviewed_on", "last-review reviewed review review-date last-reviewed date"},
    {"policy", "setting config limit rule"},
    {"waivers", "exception exemption exclusion"},
    {"include", "file import"},
    {"title", "description"},
    // Keys of policies and waivers.
    {"fail_on", "threshold fail"},
    {"min_score", "score minimum-score"},
    {"max_outage", "downtime outage max-downtime"},
    {"rule", "id check"},
    {"subject", "account thing about"},
    {"reason", "why comment justification"},
    {"approved_by", "approver approved accepted-by owner"},
    {"until", "expiry expire expires-on expiration valid-until end date"},
    // What is always there.
    {"memory", "head brain mind memorised memorized remembered"},
    {"carried", "pocket bag keyring purse wallet with-me"},
    {"me", "self myself"},
};

std::string folded(std::string_view word) {
  std::string text(word);
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if (c == '_' || c == ' ') c = '-';
  }
  return text;
}

// Whether `word` is one of the words of a list with a blank between them.
bool lists(std::string_view list, std::string_view word) {
  for (std::size_t at = list.find(word); at != std::string_view::npos && !word.empty();
       at = list.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    if ((at == 0 || list[at - 1] == ' ') && (end == list.size() || list[end] == ' ')) return true;
  }
  return false;
}

}  // namespace

std::span<const EverydayWords> everyday_words() {
  return table;
}

std::vector<std::string_view> meant_by(std::string_view word,
                                       std::span<const std::string_view> known) {
  const std::string whole = folded(word);
  std::string_view singular = whole;
  if (singular.ends_with('s')) singular.remove_suffix(1);
  std::vector<std::string_view> meant;
  for (const EverydayWords& one : table) {
    const bool is_it = lists(one.written, whole) || lists(one.written, singular);
    if (is_it && std::ranges::find(known, one.meant) != known.end()) meant.push_back(one.meant);
  }
  return meant;
}

std::string meant_or_near(std::string_view word, std::span<const std::string_view> known) {
  const std::vector<std::string_view> meant = meant_by(word, known);
  if (meant.empty()) return did_you_mean(word, known);
  std::string list;
  for (std::size_t i = 0; i < meant.size(); ++i) {
    const std::string_view before = i == 0 ? "" : i + 1 == meant.size() ? " or " : ", ";
    list += fmt::format("{}\"{}\"", before, safe_text(meant[i]));
  }
  return fmt::format("did you mean {}?", list);
}

}  // namespace passkey_audit
