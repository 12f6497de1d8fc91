#include <fmt/format.h>

#include <algorithm>

#include "passkey_audit/audit/rule.hpp"
#include "together.hpp"

namespace passkey_audit {
namespace {

// Something that has to open the account now that the fallback is gone.
struct Backup {
  ThingId thing;  // not told: the account's own codes
  std::optional<Date> registered_on, tested_on;

  bool is_proven() const { return tested_on && (!registered_on || *tested_on >= *registered_on); }
};

// What is lost, expired or used up is no backup.
class Backups {
 public:
  Backups(const AuditContext& context, const Account& account) : context_(context) {
    for (const Passkey& passkey : account.passkeys) add(passkey.in.thing, passkey.detail());
    for (const ThingId key : context.security_keys_of(account)) add_once(key);
    const CopyDetails codes = account.codes.detail();
    if (!account.codes.none() && codes.remaining != 0U) {
      backups_.push_back({{}, codes.generated_on, codes.tested_on});
    }
    for (const ThingId thing : things_named({&account.recovery})) add_once(thing);
    for (const ThingId thing :
         things_named({&account.recovery, &account.second_factors, &account.other_sign_in})) {
      const RecoveryMethod* method = context.inventory.recovery_method(thing);
      if (method == nullptr || method->remaining == 0U) continue;
      backups_.push_back({thing, method->generated_on, method->tested_on});
    }
  }

  bool one_is_proven() const { return std::ranges::any_of(backups_, &Backup::is_proven); }

  // A security key if there is one, since it is used least in daily life. Null: there is no backup.
  const Backup* to_try() const {
    const auto key = std::ranges::find_if(backups_, [&](const Backup& backup) {
      return context_.inventory.authenticator(backup.thing, AuthenticatorType::security_key);
    });
    if (key != backups_.end()) return &*key;
    return backups_.empty() ? nullptr : &backups_.front();
  }

 private:
  void add(ThingId thing, const PasskeyDetails& passkey) {
    const Authenticator* one = context_.inventory.authenticator(thing);
    if (one == nullptr || !in_service(context_, *one)) return;
    backups_.push_back({thing, passkey.registered_on ? passkey.registered_on : one->registered_on,
                        passkey.tested_on ? passkey.tested_on : one->tested_on});
  }
  void add_once(ThingId thing) {
    if (std::ranges::find(backups_, thing, &Backup::thing) == backups_.end()) add(thing, {});
  }

  const AuditContext& context_;
  std::vector<Backup> backups_;
};

std::string trial(const AuditContext& context, const std::string& account, ThingId backup) {
  if (context.inventory.authenticator(backup) != nullptr) {
    return fmt::format("Sign in to {} once with {}", account, context.name(backup));
  }
  if (!backup.told()) {
    return fmt::format("Rehearse getting back into {} with its recovery codes", account);
  }
  const RecoveryMethod* method = context.inventory.recovery_method(backup);
  return method->person.told()
             ? fmt::format("Rehearse getting back into {} with the help of {}", account,
                           context.name(method->person.thing))
             : fmt::format("Rehearse getting back into {} with {}", account, context.name(backup));
}

std::string remedy_for(const AuditContext& context, const std::string& account,
                       const Backup* backup) {
  if (backup == nullptr) {
    return fmt::format(
        "Turn the fallback of {} on again, and keep it until a backup has been "
        "tried out.",
        account);
  }
  return fmt::format(
      "{}, while another device stays signed in, and note the day as its \"tested_on\". If that "
      "fails, turn the fallback of {} on again.",
      trial(context, account, backup->thing), account);
}

void check(const AuditContext& context, RuleOutcome& outcome) {
  for (std::uint32_t i = 0; i < context.inventory.accounts.size(); ++i) {
    const Account& account = context.account(i);
    if (context.abandoned(i) || context.opened_through_others(account)) continue;
    if (!account.details().fallback_removed_on) continue;
    const Backups backups(context, account);
    if (backups.one_is_proven()) continue;
    const std::string name = context.name(i);
    outcome.add(account,
                {.message = fmt::format("The fallback of {} was removed on {}, and no backup has "
                                        "been tried out since it was set up",
                                        name, format_date(*account.details().fallback_removed_on)),
                 .remedy = remedy_for(context, name, backups.to_try())});
  }
}

}  // namespace

extern const Rule fallback_removed_too_soon{
    .id = "PKA302",
    .title = "Fallback removed before backups were tested",
    .why =
        "A backup that was never tried may not work: the wrong account, a forgotten PIN, a "
        "registration that failed. While the old way in is on, that is a nuisance and no more.",
    .remedy =
        "Try each backup once before you turn off the password or the code generator that it "
        "replaces.",
    .severity = Severity::high,
    .item = Item::fallback,
    .sources = {"N3", "N4"},
    .check = check,
};

}  // namespace passkey_audit
