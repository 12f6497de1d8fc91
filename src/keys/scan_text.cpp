#include <fmt/format.h>
#include <fmt/ranges.h>

#include "passkey_audit/keys/scanned_key.hpp"
#include "passkey_audit/support/safe_text.hpp"

namespace passkey_audit {
namespace {

std::string counted(std::uint64_t count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

std::string pin_text(const KeyFacts& facts) {
  if (!facts.pin_set) return "none; this key has no PIN";
  if (!*facts.pin_set) return "not set: whoever finds this key can use it";
  std::string text = "set";
  text += !facts.pin_retries ? ", tries left not known"
          : *facts.pin_retries == 0
              ? ", blocked for good: no tries left"
              : fmt::format(", {} left", counted(static_cast<std::uint64_t>(*facts.pin_retries),
                                                 "try", "tries"));
  if (facts.must_change_pin) text += "; a new one has to be set first";
  return text;
}

std::string user_verification_text(const KeyFacts& facts) {
  std::string text = !facts.uv_enrolled   ? "by PIN only"
                     : *facts.uv_enrolled ? "on the key itself, set up"
                                          : "on the key itself (fingerprint), not set up";
  if (facts.uv_retries) {
    text += fmt::format(", {} left",
                        counted(static_cast<std::uint64_t>(*facts.uv_retries), "try", "tries"));
  }
  if (facts.always_uv) text += "; asked for on every use";
  return text;
}

std::string slots_text(const ScannedKey& key) {
  if (key.contents) {
    return fmt::format("{} stored, {} free", key.contents->slots_used,
                       counted(key.contents->slots_free, "slot", "slots"));
  }
  const auto& free_slots = key.facts->slots_free;
  const std::string known =
      free_slots ? fmt::format("{} free", counted(*free_slots, "slot", "slots")) : "not counted";
  if (!key.not_listed.empty()) return fmt::format("{}; {}", known, key.not_listed);
  return known + (free_slots ? "" : "; --credentials does, with the PIN");
}

std::string user_of(const std::string& name, const std::string& display_name) {
  if (display_name.empty() || display_name == name) return safe_text(name);
  if (name.empty()) return safe_text(display_name);
  return fmt::format("{} ({})", safe_text(name), safe_text(display_name));
}

class Sheet {
 public:
  explicit Sheet(const Catalog& catalog) : catalog_(catalog) {}

  void add(const ScannedKey& key) {
    if (!text_.empty()) text_ += "\n";
    text_ += safe_text(model_of(key, catalog_)) + "\n";
    const ConnectedKey& where = key.connected;
    line("at",
         fmt::format("{}, USB {:04x}:{:04x}{}", safe_text(where.path), where.vendor, where.product,
                     where.name.empty() ? "" : fmt::format(" ({})", safe_text(where.name))));
    if (key.facts) add_facts(key);
    if (!key.problem.empty()) line(key.facts ? "problem" : "not read", key.problem);
  }

  std::string take() { return std::move(text_); }

 private:
  void line(std::string_view name, std::string_view text) {
    text_ += fmt::format("  {:<19}{}\n", name, text);
  }

  void add_facts(const ScannedKey& key) {
    const KeyFacts& facts = *key.facts;
    if (!facts.is_fido2) {
      line("kind", "U2F only: a second factor, which has no PIN and holds no passkeys");
      line("firmware", facts.firmware);
      return;
    }
    line("AAGUID", facts.aaguid.empty()                      ? "none"
                   : catalog_.model(facts.aaguid) == nullptr ? facts.aaguid + ", not in the catalog"
                                                             : facts.aaguid);
    line("firmware", facts.firmware);
    line("speaks", safe_text(fmt::format("{}", fmt::join(facts.versions, ", "))));
    line("PIN", pin_text(facts));
    line("user verification", user_verification_text(facts));
    line("passkeys", slots_text(key));
    if (key.contents && key.show_passkeys) add_passkeys(key.contents->passkeys);
    if (key.test) add_test(*key.test);
  }

  void add_passkeys(const std::vector<StoredPasskey>& passkeys) {
    for (const StoredPasskey& passkey : passkeys) {
      line("  " + safe_text(passkey.relying_party),
           passkey.is_cut_off ? " (the key kept only this part of the name)"
                              : " " + user_of(passkey.user_name, passkey.display_name));
    }
  }

  void add_test(const SigningTest& test) {
    line("test",
         fmt::format("{}: {}", safe_text(test.relying_party),
                     test.failure.empty() ? "signs, and the signature fits the passkey's public key"
                                          : "FAILED: the key " + test.failure));
  }

  const Catalog& catalog_;
  std::string text_;
};

}  // namespace

std::string scan_text(const Scan& scan, const Catalog& catalog) {
  Sheet sheet(catalog);
  for (const ScannedKey& key : scan.keys) sheet.add(key);
  std::string text = sheet.take();
  if (!scan.recorded) return text;
  if (!scan.recorded->changes.empty() || !scan.recorded->open.empty()) text += "\n";
  for (const std::string& change : scan.recorded->changes) text += change + "\n";
  for (const std::string& open : scan.recorded->open) text += "? " + open + "\n";
  return text;
}

}  // namespace passkey_audit
