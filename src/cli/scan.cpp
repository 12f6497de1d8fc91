#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <span>

#include "command.hpp"
#include "common_options.hpp"
#include "extended_inventory.hpp"
#include "input_text.hpp"
#include "passkey_audit/keys/pin_rules.hpp"
#include "passkey_audit/keys/record_key.hpp"
#include "passkey_audit/keys/scanned_key.hpp"
#include "passkey_audit/keys/security_key.hpp"
#include "passkey_audit/keys/signature.hpp"
#include "passkey_audit/support/safe_text.hpp"
#include "passkey_audit/support/secret_bytes.hpp"
#include "pin_prompt.hpp"

namespace passkey_audit {
namespace {

struct Options {
  CommonOptions common;
  std::string format = "text";
  std::string device;
  std::string into;
  std::string key;
  bool credentials = false;
  bool test = false;
  bool dry_run = false;

  bool needs_pin() const { return credentials || test; }
};

// The inventory that is to be extended, read before any key is asked anything.
struct Target {
  std::string text;
  Loaded loaded;
};

class Scanning {
 public:
  Scanning(const Options& options, const Settings& settings, Session& session)
      : options_(options), catalog_(*settings.catalog), settings_(settings), session_(session) {
    scan_.today = settings.today;
  }

  ExitStatus run() {
    if (options_.into.empty() || read_target()) {
      ask_every_key();
      if (options_.needs_pin() || target_) go_on_with_one();
    }
    report();
    return status_;
  }

 private:
  // Not all of what was asked for could be done; the reports say why.
  void fall_short(std::string why, ExitStatus status = ExitStatus::input) {
    session_.message(why);
    because_.push_back(std::move(why));
    status_ = status;
  }

  // ---- keys

  void ask_every_key() {
    std::vector<ConnectedKey> connected = connected_keys();
    if (!options_.device.empty()) {
      std::erase_if(connected, [&](const auto& key) { return key.path != options_.device; });
    }
    for (ConnectedKey& one : connected) ask(std::move(one));
    if (!scan_.keys.empty()) return;
    fall_short(options_.device.empty()
                   ? "no security key found; plug one in, and scan again"
                   : fmt::format("no security key at {}; without --device all are scanned",
                                 safe_text(options_.device)));
  }

  void ask(ConnectedKey connected) {
    auto opened = connected.may_open ? SecurityKey::open(connected.path)
                                     : Unexpected(KeyError{.trouble = KeyTrouble::not_allowed});
    ScannedKey key{.connected = std::move(connected), .show_passkeys = options_.credentials};
    if (opened) {
      key.facts = opened->facts();
    } else {
      fail(key, trouble_text(opened.error(), key.connected));
    }
    scan_.keys.push_back(std::move(key));
    opened_.push_back(opened ? std::make_unique<SecurityKey>(*std::move(opened)) : nullptr);
  }

  void fail(ScannedKey& key, const std::string& problem) {
    key.problem = problem;
    fall_short(fmt::format("{}: {}", safe_text(key.connected.path), problem));
  }

  std::string name_of(const ScannedKey& key) const {
    return fmt::format("{} at {}", safe_text(model_of(key, catalog_)),
                       safe_text(key.connected.path));
  }

  // ---- one key: its passkeys, its signature, its place in the inventory

  void go_on_with_one() {
    std::vector<std::size_t> readable;
    for (std::size_t i = 0; i < opened_.size(); ++i) {
      if (opened_[i] != nullptr) readable.push_back(i);
    }
    if (readable.size() > 1) {
      fall_short(fmt::format("{} keys are plugged in; name one with --device, or leave only one in",
                             readable.size()));
    }
    if (readable.size() != 1) return;
    ScannedKey& key = scan_.keys[readable.front()];
    std::optional<std::string> id;
    if (target_ && !(id = meant(key))) return;
    if (options_.needs_pin()) look_inside(key, *opened_[readable.front()]);
    if (!id) return;
    if (key.problem.empty()) {
      record(key, *id);
    } else {
      session_.message(fmt::format("{}: nothing was changed", safe_text(options_.into)));
    }
  }

  void look_inside(ScannedKey& key, SecurityKey& opened) {
    key.not_listed = why_not_listable(*key.facts);
    if (!key.not_listed.empty()) {
      // A list that cannot be had is an answer; a test that was not made is none.
      if (options_.test) fail(key, key.not_listed);
      return;
    }
    if (const std::string why = why_no_pin(*key.facts); !why.empty()) return fail(key, why);
    forbid_core_dumps();
    Expected<SecretBytes> pin = ask_pin(fmt::format(
        "PIN of {} ({} tries left, a wrong PIN costs one; it is not shown): ", name_of(key),
        *key.facts->pin_retries));
    if (!pin) return fail(key, pin.error());
    const std::span<char> typed = pin->bytes();
    if (const std::string why = why_not_this_pin(*key.facts, {typed.data(), typed.size()});
        !why.empty()) {
      return fail(key, why);
    }
    Expected<KeyContents, KeyError> contents = opened.contents(*pin);
    key.facts = opened.facts();
    if (!contents) return fail(key, trouble_text(contents.error(), key.connected));
    key.contents = *std::move(contents);
    if (options_.test) test(key, opened, *pin);
  }

  void test(ScannedKey& key, SecurityKey& opened, SecretBytes& pin) {
    const auto& passkeys = key.contents->passkeys;
    const auto passkey = std::ranges::find(passkeys, false, &StoredPasskey::is_cut_off);
    if (passkey == passkeys.end()) {
      return fail(key, "no passkey is stored on this key, so there is none that could sign");
    }
    session_.message(fmt::format(
        "touch {} now; it signs a random number with the passkey of {}, which no service "
        "gets to see",
        name_of(key), safe_text(passkey->relying_party)));
    const ChallengeHash hash = random_challenge();
    const Expected<Assertion, KeyError> assertion = opened.sign(*passkey, hash, pin);
    if (!assertion) return fail(key, trouble_text(assertion.error(), key.connected));
    key.test = {.relying_party = passkey->relying_party,
                .user_name = passkey->user_name,
                .failure = why_no_proof(*passkey, hash, *assertion)};
    if (key.test->failure.empty()) return;
    fall_short(fmt::format("{}: the test failed: the key {}", safe_text(key.connected.path),
                           key.test->failure),
               ExitStatus::findings);
  }

  // ---- the inventory

  bool read_target() {
    Expected<std::string> text = input_text(options_.into);
    if (!text) {
      fall_short(fmt::format("{}: {}", safe_text(options_.into), text.error()));
      return false;
    }
    target_ = {.text = *std::move(text), .loaded = load(options_.into, settings_, session_)};
    if (target_->loaded.context != nullptr) return true;
    status_ = target_->loaded.status;
    because_.push_back(fmt::format("{} cannot be used", safe_text(options_.into)));
    return false;
  }

  std::optional<std::string> meant(const ScannedKey& key) {
    const Expected<std::string> id =
        key_meant(target_->loaded.inventory(), catalog_, key, options_.key);
    if (id) return *id;
    fall_short(fmt::format("{}: {}; nothing was changed", safe_text(options_.into), id.error()));
    return std::nullopt;
  }

  void record(const ScannedKey& key, const std::string& id) {
    KeyRecord result = record_key(target_->text, target_->loaded.inventory(), id, key, scan_.today);
    scan_.recorded = {.path = options_.into,
                      .id = id,
                      .changes = std::move(result.changes),
                      .open = std::move(result.open)};
    write(result.text);
  }

  void write(const std::string& text) {
    const Extended done = write_extended({.path = options_.into,
                                          .old_text = target_->text,
                                          .text = text,
                                          .before = target_->loaded.inventory(),
                                          .changes = scan_.recorded->changes.size(),
                                          .today = scan_.today,
                                          .dry_run = options_.dry_run});
    scan_.recorded->is_written = done.is_written;
    if (done.status == ExitStatus::ok) {
      session_.message(done.message);
    } else {
      fall_short(done.message, done.status);
    }
  }

  void report() {
    session_.print(options_.format == "json"
                       ? scan_json(scan_, catalog_, settings_.rendering.program_version,
                                   static_cast<int>(status_), because_)
                       : scan_text(scan_, catalog_));
  }

  const Options& options_;
  const Catalog& catalog_;
  const Settings& settings_;
  Session& session_;
  std::optional<Target> target_;
  std::vector<std::unique_ptr<SecurityKey>> opened_;  // as Scan::keys; null: could not be opened
  Scan scan_;
  ExitStatus status_ = ExitStatus::ok;
  std::vector<std::string> because_;
};

std::string wrong_usage(const Options& options) {
  if (options.into == "-") return "--into writes a file; without it the keys are only reported";
  if (!options.into.empty()) return {};
  if (options.dry_run)
    return "--dry-run lists what would change in the inventory that --into names";
  if (!options.key.empty()) return "--key names a security key of the inventory that --into names";
  return {};
}

ExitStatus scan(const Options& options, Session& session) {
  if (const std::string why = wrong_usage(options); !why.empty()) {
    session.message(why);
    return ExitStatus::usage;
  }
  const auto settings = settle(options.common, session);
  if (!settings) return settings.error();
  return Scanning(options, *settings, session).run();
}

Action prepare(Parameters& parameters) {
  const auto options = std::make_shared<Options>();
  parameters.flag("--credentials", options->credentials,
                  "List the passkeys on the key; asks for its PIN");
  parameters.flag("--test", options->test,
                  "Prove that a passkey of the key signs; asks for its PIN and a touch");
  parameters.text("--device", options->device, "PATH", "Only the key at this node, /dev/hidraw3");
  parameters.text("--into", options->into, "INVENTORY",
                  "Note in this inventory what was measured; the old file is kept beside it");
  parameters.text("--key", options->key, "ID",
                  "With --into: which security key of the inventory it is");
  parameters.flag("--dry-run", options->dry_run, "With --into: list the changes, make none");
  add_format(parameters, options->format, {"text", "json"});
  add_catalog(parameters, options->common.catalog);
  add_today(parameters, options->common.today);
  return [options](Session& session) { return scan(*options, session); };
}

}  // namespace

const Command scan_command{.name = "scan", .prepare = prepare};

}  // namespace passkey_audit
