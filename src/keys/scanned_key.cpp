#include "passkey_audit/keys/scanned_key.hpp"

#include <fmt/format.h>

namespace passkey_audit {

std::string model_of(const ScannedKey& key, const Catalog& catalog) {
  const ModelFacts* model =
      key.facts && !key.facts->aaguid.empty() ? catalog.model(key.facts->aaguid) : nullptr;
  if (model != nullptr) return std::string(model->model);
  return key.connected.name.empty() ? "a security key" : key.connected.name;
}

namespace {

// Debian and others let whoever sits at the machine open keys; over SSH, in a service or in a
// container nobody may. The rule has to come before 73-seat-late.rules, which reads the tag.
std::string without_rights(const ConnectedKey& key) {
  return fmt::format(
      "you may not open this key; scan at the machine itself rather than over SSH or in a "
      "container, "
      "or as root; where that does not help, put the line "
      "KERNEL==\"hidraw*\", SUBSYSTEM==\"hidraw\", ATTRS{{idVendor}}==\"{:04x}\", TAG+=\"uaccess\" "
      "into /etc/udev/rules.d/70-security-key.rules, run \"udevadm control --reload\" as root, and "
      "plug the key in again",
      key.vendor);
}

}  // namespace

std::string trouble_text(const KeyError& error, const ConnectedKey& key) {
  switch (error.trouble) {
    case KeyTrouble::not_allowed: return without_rights(key);
    case KeyTrouble::busy:
      return "another program is using this key; finish there (a browser may be waiting for a "
             "touch), then scan again";
    case KeyTrouble::removed:
      return "this key was pulled out during the scan; plug it in and scan again";
    case KeyTrouble::silent:
      return "this key does not answer; pull it out, plug it in, and scan again";
    case KeyTrouble::unreadable:
      return "this key answers in a way that does not follow the standard, so nothing is known of "
             "it; look for an update from its maker";
    case KeyTrouble::pin_wrong:
      return fmt::format("the PIN was wrong{}; nothing more was tried",
                         error.pin_retries
                             ? fmt::format(", and {} {} left", *error.pin_retries,
                                           *error.pin_retries == 1 ? "try is" : "tries are")
                             : "");
    case KeyTrouble::pin_locked:
      return "too many wrong PINs in a row: the key takes none until it is pulled out and plugged "
             "in again";
    case KeyTrouble::pin_blocked:
      return "the PIN of this key is blocked for good; only a reset helps, which erases every "
             "passkey on it, so first make sure that other ways into those accounts work";
    case KeyTrouble::not_touched: return "the key was not touched in time, so nothing was tested";
    case KeyTrouble::refused: break;
  }
  return fmt::format("this key refused the request (code {})", error.code);
}

}  // namespace passkey_audit
