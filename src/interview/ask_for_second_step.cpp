// What follows the password of one account.
#include <fmt/format.h>

#include <algorithm>

#include "question.hpp"

namespace passkey_audit {
namespace {

class TakingSecondStep {
 public:
  TakingSecondStep(Names& names, std::string account)
      : names_(names), draft_(names.draft()), id_(std::move(account)), owner_(account_().owner()) {}

  Taken run(const std::string& answer) {
    if (is_dont_know(answer)) return {};  // it stays unknown
    account_().second_factors.reset();
    if (is_none(answer)) {
      account_().second_factors.emplace();
      return {};
    }
    for (const std::string& item : listed(answer, And::separates)) {
      if (std::string complaint = take(item); !complaint.empty()) {
        return Taken::not_understood(complaint);
      }
    }
    return {};
  }

 private:
  DraftAccount& account_() { return *draft_.account(id_); }

  std::string take(const std::string& item) {
    const Located parts = located(item, At::first);
    if (is_dont_know(item)) return add("unknown");
    if (has_word(item, {"text", "sms", "message", "call", "number"})) {
      return add(names_.number(owner_));
    }
    if (is_printed_code(item)) return take_store(account_codes(), parts.where, "the list of codes");
    if (has_word(item, {"authenticator", "totp", "generator"}) ||
        (has_word(item, {"app"}) && has_word(item, {"code", "codes"}))) {
      return take_totp(parts.where);
    }
    if (has_word(item, {"mail", "e-mail", "email", "mailbox"})) return take_mail(item, parts.where);
    if (has_word(item, {"app", "tap", "push", "prompt", "approve", "confirm"})) {
      return take_app(item, parts.where);
    }
    return take_thing(item, parts.where);
  }

  std::string add(const std::string& id) {
    auto& factors = account_().second_factors;
    if (!factors) factors.emplace();
    if (std::ranges::find(*factors, id) == factors->end()) factors->push_back(id);
    return {};
  }

  static bool is_printed_code(const std::string& item) {
    return has_word(item, {"code", "codes", "list"}) &&
           has_word(item, {"recovery", "backup", "printed", "paper", "list", "emergency"});
  }

  std::optional<Ids>& account_codes() { return account_().codes; }

  std::string take_store(std::optional<Ids>& copies, const std::string& where,
                         std::string_view what) {
    if (where.empty()) return fmt::format("Say where {} is, such as \"on paper at home\".", what);
    const auto store = names_.store(where, owner_, what);
    if (!store) return store.error();
    if (!copies) copies.emplace();
    if (std::ranges::find(*copies, *store) == copies->end()) copies->push_back(*store);
    return {};
  }

  std::string take_totp(const std::string& where) {
    if (where.empty()) {
      return "Say where the app for codes is, such as \"authenticator app on iPhone\".";
    }
    if (const auto key = names_.key(where, owner_)) {
      if (!account_().totp) account_().totp.emplace();
      account_().totp->push_back(*key);
      return {};
    }
    return take_store(account_().totp, where, "the app for codes");
  }

  std::string take_mail(const std::string& item, const std::string& where) {
    std::string name = where;
    if (name.empty()) name = only_mailbox();
    if (name.empty()) {
      return "Say to which mailbox the code goes, such as \"mail to gmail\".";
    }
    const std::string mailbox = where.empty() ? name : names_.account(where, owner_);
    if (mailbox == id_)
      return "A code that goes to the mailbox itself is no second step; say \"none\".";
    static_cast<void>(item);
    return add(mailbox);
  }

  std::string only_mailbox() {
    std::string only;
    for (const DraftAccount& account : draft_.accounts) {
      if (!account.has_role(Role::email) || account.id == id_) continue;
      if (!only.empty()) return {};
      only = account.id;
    }
    return only;
  }

  std::string take_app(const std::string& item, const std::string& where) {
    const auto device = names_.device(where.empty() ? item : where, owner_);
    if (!device) return "Say on which device that is, such as \"app on iPhone\".";
    return add(names_.on_device(AuthenticatorType::push, *device,
                                fmt::format("the app of {}", draft_.label(id_))));
  }

  // A security key, or a device that shows or confirms a code, as Apple's do.
  std::string take_thing(const std::string& item, const std::string& where) {
    const std::string thing = where.empty() ? item : where;
    if (has_word(thing, {"keys", "yubikeys"}) && !names_.keys_of(owner_).empty()) {
      for (const std::string& key : names_.keys_of(owner_)) add(key);
      return {};
    }
    if (const auto key = names_.key(thing, owner_)) return add(*key);
    const bool is_code = has_word(item, {"code", "codes"});
    if (is_code && names_.is_known_place(without_article(thing))) {
      return take_store(account_codes(), where, "the list of codes");
    }
    if (const auto device = names_.device(thing, owner_)) {
      if (is_code && !account_().has_role(Role::platform)) {
        return take_store(account_().totp, where, "the app for codes");
      }
      return add(*device);
    }
    if (is_code && names_.store(thing, owner_, "it")) {
      return "Say which codes those are: \"authenticator app in ...\" or \"recovery codes in "
             "...\".";
    }
    return fmt::format(
        "It is not clear what {} is; say for example \"text message\", \"authenticator app on "
        "iPhone\", \"YubiKey\", \"code on MacBook\" or \"none\".",
        quoted(item));
  }

  Names& names_;
  Draft& draft_;
  std::string id_;
  std::string owner_;
};

}  // namespace

std::optional<Question> ask_for_second_step(const Draft& draft, const DraftAccount& account) {
  if (!account.password) return std::nullopt;
  const std::string& last = draft.last.second_step;
  return Question{
      .text = fmt::format("What does {} ask for after the password?", draft.label(account.id)),
      .example = account.has_role(Role::platform)
                     ? "code on iPhone and MacBook, text message"
                     : "authenticator app on iPhone, YubiKey, recovery codes in iCloud",
      .enter = last.empty()
                   ? "don't know"
                   : fmt::format("the same as for {}: {}", draft.label(draft.last.of), last),
      .take = [id = account.id](Names& names, const std::string& answer) {
        const std::string said = answer.empty() ? names.draft().last.second_step : answer;
        Taken taken = TakingSecondStep(names, id).run(said.empty() ? "?" : said);
        names.draft().last.second_step = said;
        return taken;
      }};
}

}  // namespace passkey_audit
