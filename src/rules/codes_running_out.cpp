#include <fmt/format.h>

#include <algorithm>

#include "method_names.hpp"
#include "passkey_audit/audit/change_list.hpp"
#include "passkey_audit/audit/rule.hpp"
#include "passkey_audit/audit/safeguards.hpp"
#include "passkey_audit/audit/wording.hpp"
#include "signed_in_devices.hpp"
#include "together.hpp"

namespace passkey_audit {
namespace {

// One set of recovery codes.
struct Codes {
  ThingId thing;     // the account, or a recovery method
  std::string name;  // "the recovery codes of google"
  const List<Reference>* stored_in = nullptr;
  std::optional<std::uint32_t> issued, remaining;
};

std::vector<Codes> codes_of(const AuditContext& context, const Account& account) {
  std::vector<Codes> sets;
  if (account.codes.told()) {
    const CopyDetails details = account.codes.detail();
    sets.push_back({account.thing, context.name(account.thing, Part::codes),
                    &account.codes.stored_in, details.issued, details.remaining});
  }
  for (const ThingId thing :
       things_named({&account.second_factors, &account.other_sign_in, &account.recovery})) {
    const RecoveryMethod* method = context.inventory.recovery_method(thing);
    if (method != nullptr && method->type == RecoveryType::recovery_codes) {
      sets.push_back({thing, spoken_of(context, *method, account), &method->stored_in,
                      method->issued, method->remaining});
    }
  }
  return sets;
}

// Few of many are left; no value: nobody knows of how many.
std::optional<bool> run_out(const AuditContext& context, const Codes& codes) {
  const std::uint32_t low = context.policy.codes_low;
  if (!codes.remaining || *codes.remaining > low) return false;
  if (!codes.issued) return std::nullopt;
  return *codes.issued > low;
}

// The device with the only copy, when it signs in too.
struct OnlyCopy {
  ThingId device;  // not told: the only copy is elsewhere, or there are several
  bool all_told = true;
};

OnlyCopy only_copy(const std::vector<ThingId>& sign_in_devices, const Codes& codes) {
  OnlyCopy only;
  std::vector<ThingId> known;
  for (const Reference& where : *codes.stored_in) {
    if (where.thing == ThingDirectory::unknown) {
      only.all_told = false;
    } else {
      known.push_back(where.thing);
    }
  }
  const bool signs_in = known.size() == 1 &&
                        std::ranges::find(sign_in_devices, known.front()) != sign_in_devices.end();
  if (signs_in) only.device = known.front();
  return only;
}

std::string few_left(const Codes& codes) {
  if (*codes.remaining == 0) return fmt::format("Of {}, none is left", codes.name);
  return fmt::format("Of {}, only {} of {} {} left", codes.name, *codes.remaining, *codes.issued,
                     *codes.remaining == 1 ? "is" : "are");
}

// What is wrong with the sets of one account.
class Judgement {
 public:
  Judgement(const AuditContext& context, const Account& account)
      : context_(context), account_(account), devices_(sign_in_devices(context, account)) {}

  void look_at(const Codes& codes) {
    const std::optional<bool> few = run_out(context_, codes);
    const OnlyCopy only = only_copy(devices_, codes);
    if (few == true) {
      add(few_left(codes));
      renewed_.push_back(codes);
    }
    if (only.device.told() && only.all_told) {
      add(fmt::format("{} is on {}, which also signs you in",
                      few == true ? "Their only copy" : "The only copy of " + codes.name,
                      context_.name(only.device)));
      severity_ = Severity::high;
      if (few != true) printed_.push_back(codes);
    }
    if (!few) gap_ = "does not say how many recovery codes there were at first";
    if (only.device.told() && !only.all_told) {
      gap_ = "does not say where all copies of its codes are kept";
    }
  }

  void report(RuleOutcome& outcome) const {
    if (message_.empty() && !gap_.empty()) outcome.not_judged(account_, std::string(gap_));
    if (message_.empty()) return;
    const ThingId place = quiet_place(context_);
    const std::string where = where_to_keep(context_);
    Remedy remedy;
    for (const Codes& codes : renewed_) {
      ChangeList changes(context_);
      if (codes.thing == account_.thing) changes.print_codes(account_, place);
      remedy.steps.push_back({fmt::format("Replace {} by a new set, print it, and keep the paper "
                                          "{}. The old ones no longer count then.",
                                          codes.name, where),
                              {},
                              changes.take()});
    }
    for (const Codes& codes : printed_) {
      ChangeList changes(context_);
      changes.copy(codes.thing, Part::codes, place);
      remedy.steps.push_back(
          {fmt::format("Print {} and keep the paper {}.", codes.name, where), {}, changes.take()});
    }
    outcome.add(account_, {.message = message_, .remedy = remedy, .severity = severity_});
  }

 private:
  void add(const std::string& sentence) {
    message_ += message_.empty() ? sentence : "; " + uncapitalized(sentence);
  }

  const AuditContext& context_;
  const Account& account_;
  std::vector<ThingId> devices_;
  std::string message_;
  std::vector<Codes> renewed_, printed_;
  std::optional<Severity> severity_;
  std::string_view gap_;
};

void check(const AuditContext& context, RuleOutcome& outcome) {
  for (std::uint32_t i = 0; i < context.inventory.accounts.size(); ++i) {
    const Account& account = context.account(i);
    if (context.abandoned(i) || context.opened_through_others(account)) continue;
    const bool known_to_issue = context.issues_codes(account) == true;
    Judgement judgement(context, account);
    for (const Codes& codes : codes_of(context, account)) {
      // "Recovery codes not saved" speaks of those.
      const bool judged_elsewhere = codes.remaining == 0U && known_to_issue;
      if (!judged_elsewhere) judgement.look_at(codes);
    }
    judgement.report(outcome);
  }
}

}  // namespace

extern const Rule codes_running_out{
    .id = "PKA304",
    .title = "Codes running out, or only on the device",
    .why =
        "Every recovery code works once, and the last one is gone sooner than expected. Codes on "
        "the phone that also signs you in are lost together with it.",
    .remedy =
        "Get a new set before the last codes are used, and keep it on paper away from your "
        "devices.",
    .severity = Severity::medium,
    .item = Item::fallback,
    .sources = {"N6", "GO4", "GH1"},
    .check = check,
};

}  // namespace passkey_audit
