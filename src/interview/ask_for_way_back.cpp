// What brings one account back when its password is forgotten.
#include <fmt/format.h>

#include <algorithm>

#include "passkey_audit/support/lower_case.hpp"
#include "question.hpp"

namespace passkey_audit {
namespace {

class TakingWayBack {
 public:
  TakingWayBack(Names& names, std::string account)
      : names_(names), draft_(names.draft()), id_(std::move(account)), owner_(account_().owner()) {}

  Taken run(const std::string& answer) {
    if (is_none(answer)) {
      if (!account_().recovery) account_().recovery.emplace();
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
    if (is_dont_know(item)) return add({"unknown"});
    if (has_word(item, {"text", "sms", "message", "call", "number"})) {
      return add_new_password(names_.number(owner_));
    }
    if (has_word(item, {"support", "branch", "counter", "hotline", "helpdesk", "shop", "office"})) {
      return add({support()});
    }
    if (has_word(item, {"contact", "trusted"})) return take_contact(item);
    if (has_word(item, {"kit"})) return take_paper(RecoveryType::emergency_kit, parts.where);
    if (has_word(item, {"phrase", "seed"}) ||
        (has_word(item, {"recovery"}) && has_word(item, {"key"}))) {
      return take_paper(RecoveryType::recovery_key, parts.where);
    }
    if (has_word(item, {"administrator", "admin"})) return take_administrator();
    if (const auto person = names_.known_person(item)) return add_contact(*person);
    const bool is_mail = has_word(item, {"mail", "e-mail", "email", "mailbox", "link", "inbox"});
    return take_mail_or_device(item, parts.where, is_mail);
  }

  std::string add(const Ids& way) {
    auto& recovery = account_().recovery;
    if (!recovery) recovery.emplace();
    if (std::ranges::find(*recovery, way) == recovery->end()) recovery->push_back(way);
    return {};
  }

  // A new password opens what the old one did: the second step is asked for as before.
  std::string add_new_password(const std::string& sender) {
    Ids steps = account_().second_factors.value_or(Ids{});
    if (account_().totp) steps.push_back(id_ + ".totp");
    if (account_().codes) steps.push_back(id_ + ".codes");
    if (steps.empty() || !account_().password) return add({alone(sender)});
    for (const std::string& step : steps) {
      if (step == sender) {
        add({alone(sender)});
      } else {
        add({sender, step});
      }
    }
    return {};
  }

  // One thing that stands for both steps. Apple, Google and Microsoft do not take a text message
  // for that without more ado: their own process does, and nobody knows how long it takes.
  std::string alone(const std::string& sender) {
    if (!account_().has_role(Role::platform)) return sender;
    const std::string process = support();
    std::ranges::find(draft_.methods, process, &DraftMethod::id)->needs = {sender};
    return process;
  }

  // There is one for an account, whatever people call it.
  std::string support() {
    const std::string name = fmt::format("the support of {}", draft_.label(id_));
    const auto known = std::ranges::find(draft_.methods, name, &DraftMethod::name);
    if (known != draft_.methods.end()) return known->id;
    return new_method({.name = name, .type = RecoveryType::support});
  }

  std::string new_method(DraftMethod method) {
    const std::string kind(word(method.type));
    method.id = draft_.new_id(id_ + "-" + kind, kind);
    draft_.methods.push_back(method);
    return method.id;
  }

  std::string add_method(DraftMethod method) { return add({new_method(std::move(method))}); }

  std::string add_contact(const std::string& person) {
    for (const DraftMethod& one : draft_.methods) {
      if (one.person == person && one.id.starts_with(id_ + "-")) return {};  // told before
    }
    return add_method({.name = fmt::format("{} as recovery contact", draft_.label(person)),
                       .type = RecoveryType::recovery_contact,
                       .person = person});
  }

  std::string take_contact(const std::string& item) {
    std::string rest;
    for (const std::string& part : listed(item, And::belongs)) rest = part;
    const std::size_t end =
        std::min({lower_case(rest).find(" is "), lower_case(rest).find(" as "),
                  lower_case(rest).find(" recovery"), lower_case(rest).find(" contact"),
                  lower_case(rest).find(" trusted")});
    const std::string who = trimmed(rest.substr(0, end));
    if (end == std::string::npos || who.empty()) {
      return "Say who that is, such as \"Alex as recovery contact\".";
    }
    return add_contact(names_.person(who));
  }

  std::string take_paper(RecoveryType type, const std::string& where) {
    if (where.empty()) return "Say where that is, such as \"recovery key on paper at home\".";
    const auto store = names_.store(where, owner_, "it");
    if (!store) return store.error();
    const std::string_view what =
        type == RecoveryType::emergency_kit ? "emergency kit" : "recovery key";
    return add_method({.name = fmt::format("the {} of {}", what, draft_.label(id_)),
                       .type = type,
                       .stored_in = {*store}});
  }

  // Every other administrator of the same organisation can.
  std::string take_administrator() {
    if (account_().org.empty()) return "Say \"support\", or to which mailbox the way goes.";
    for (std::size_t i = 0; i < draft_.accounts.size(); ++i) {
      const DraftAccount& other = draft_.accounts[i];
      const bool helps =
          other.id != id_ && other.org == account_().org && !other.has_role(Role::break_glass);
      if (helps) add({other.id});
    }
    return {};
  }

  std::string take_mail_or_device(const std::string& item, const std::string& where, bool is_mail) {
    const std::string thing = where.empty() ? item : where;
    if (!is_mail) {
      if (const auto device = names_.device(thing, owner_)) return add({*device});
      if (const auto key = names_.key(thing, owner_)) return add_new_password(*key);
    }
    const bool names_none = where.empty() && words_without_mail(item).empty();
    if (names_none) return "Say to which mailbox the way goes, such as \"mail to gmail\".";
    const DraftAccount* known = names_.known_account(thing, owner_);
    if (known == nullptr && !is_mail && thing.find('@') == std::string::npos &&
        thing.find('.') == std::string::npos) {
      return fmt::format(
          "It is not clear what {} is; say for example \"mail to gmail\", \"text "
          "message\", \"Alex as recovery contact\", \"support\" or \"nothing\".",
          quoted(thing));
    }
    const std::string mailbox = names_.account(thing, owner_);
    if (mailbox == id_) return "A mail to the mailbox itself brings nothing back; say another way.";
    DraftAccount& account = *draft_.account(mailbox);
    if (!account.known && !account.has_role(Role::email)) account.roles.push_back(Role::email);
    return add_new_password(new_method({.name = fmt::format("a mail to {}", draft_.label(mailbox)),
                                        .type = RecoveryType::recovery_email,
                                        .account = mailbox}));
  }

  static std::string words_without_mail(const std::string& item) {
    std::string rest;
    for (const std::string& word : words_of(without_article(item))) {
      if (!has_word(word, {"mail", "e-mail", "email", "link", "by", "a"})) rest += word;
    }
    return rest;
  }

  Names& names_;
  Draft& draft_;
  std::string id_;
  std::string owner_;
};

}  // namespace

std::optional<Question> ask_for_way_back(const Draft& draft, const DraftAccount& account) {
  const std::string& last = draft.last.way_back;
  return Question{
      .text = fmt::format("If you {} {}{}, what would bring you back in?",
                          account.password ? "forgot the password of" : "could not sign in to",
                          draft.label(account.id), account.password ? "" : " any more"),
      .example = account.org.empty() ? "mail to gmail, text message, support"
                                     : "another administrator, support",
      .enter = last.empty()
                   ? "don't know"
                   : fmt::format("the same as for {}: {}", draft.label(draft.last.of), last),
      .take = [id = account.id](Names& names, const std::string& answer) {
        const std::string said = answer.empty() ? names.draft().last.way_back : answer;
        Taken taken = TakingWayBack(names, id).run(said.empty() ? "?" : said);
        names.draft().last.way_back = said;
        return taken;
      }};
}

}  // namespace passkey_audit
