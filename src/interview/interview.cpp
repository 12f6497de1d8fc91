#include "passkey_audit/interview/interview.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "noted.hpp"
#include "passkey_audit/support/lower_case.hpp"
#include "passkey_audit/support/safe_text.hpp"
#include "question.hpp"

namespace passkey_audit {
namespace {

// In this order: what an answer refers to was asked for before.
constexpr std::array<AskAbout, 13> first_questions{ask_for_whom,
                                                   ask_for_people,
                                                   ask_for_organisations,
                                                   ask_for_administrators,
                                                   ask_for_emergency_accounts,
                                                   ask_for_devices,
                                                   ask_where_devices_stay,
                                                   ask_for_vaults,
                                                   ask_for_numbers,
                                                   ask_for_keys,
                                                   ask_for_accounts,
                                                   ask_for_papers,
                                                   ask_for_helpers};
constexpr std::array<AskAboutAccount, 3> account_questions{ask_how_to_sign_in, ask_for_second_step,
                                                           ask_for_way_back};

// Where the interview is. A copy of it is all that going back takes.
struct Position {
  Draft draft;
  std::size_t next_first = 0;
  std::string account;  // being asked about; empty: the next one has to be found
  std::size_t next_part = 0;
  std::set<std::string> asked;  // accounts
  bool asked_for_domain = false;
};

class Interview {
 public:
  Interview(Dialogue& dialogue, const Catalog& catalog, Draft& draft, const InterviewHooks& hooks)
      : dialogue_(dialogue), catalog_(catalog), hooks_(hooks), out_(draft), now_{.draft = draft} {}

  InterviewEnd run() {
    while (true) {
      Position before = now_;
      const auto question = next();
      if (!question) return InterviewEnd::finished;
      switch (ask(*question)) {
        case Reply::leave: return InterviewEnd::left;
        case Reply::understood: before_.push_back(std::move(before)); break;
        case Reply::back: go_back_from(std::move(before)); break;
      }
    }
  }

 private:
  enum class Reply : std::uint8_t { understood, back, leave };

  // Moves past the question that it returns.
  std::optional<Question> next() {
    while (now_.next_first < first_questions.size()) {
      if (auto question = first_questions[now_.next_first++](now_.draft)) return question;
    }
    if (auto question = next_about_account()) return question;
    if (std::exchange(now_.asked_for_domain, true)) return std::nullopt;
    if (auto question = ask_for_domain(now_.draft)) return question;
    return next_about_account();
  }

  std::optional<Question> next_about_account() {
    while (true) {
      if (now_.account.empty() && !begin_account()) return std::nullopt;
      const DraftAccount& account = *now_.draft.account(now_.account);
      while (now_.next_part < account_questions.size()) {
        if (auto question = account_questions[now_.next_part++](now_.draft, account)) {
          return question;
        }
      }
      end_account();
    }
  }

  bool begin_account() {
    for (const DraftAccount& account : now_.draft.accounts) {
      const bool may_ask = account.open && !now_.asked.contains(account.id);
      if (!may_ask || is_opened_by_administrators(account)) continue;
      now_.account = account.id;
      now_.next_part = 0;
      now_.asked.insert(account.id);
      return true;
    }
    return false;
  }

  bool is_opened_by_administrators(const DraftAccount& organisation) const {
    return std::ranges::find(now_.draft.accounts, organisation.id, &DraftAccount::org) !=
           now_.draft.accounts.end();
  }

  void end_account() {
    now_.draft.last.of = now_.account;
    now_.account.clear();
    if (hooks_.verdict) dialogue_.say(fmt::format("So far: {}", hooks_.verdict(without_unasked())));
  }

  // The accounts that were only named, and that nothing hangs on, would cover up the others.
  Draft without_unasked() const {
    Draft draft = now_.draft;
    const std::set<std::string> used = accounts_in_use(draft);
    std::erase_if(draft.accounts, [&](const DraftAccount& account) {
      return account.open && !now_.asked.contains(account.id) && !used.contains(account.id);
    });
    return draft;
  }

  static std::set<std::string> accounts_in_use(const Draft& draft) {
    std::set<std::string> used;
    for (const DraftAuthenticator& one : draft.authenticators) used.insert(one.account);
    for (const DraftMethod& method : draft.methods) used.insert(method.account);
    for (const DraftAccount& account : draft.accounts) {
      used.insert({account.federated_via, account.org, account.domain_at});
      for (const auto* ids : {&account.password, &account.codes, &account.totp,
                              &account.second_factors, &account.other_sign_in}) {
        if (*ids) used.insert((*ids)->begin(), (*ids)->end());
      }
      for (const Ids& way : account.recovery.value_or(std::vector<Ids>())) {
        used.insert(way.begin(), way.end());
      }
    }
    return used;
  }

  Reply ask(const Question& question) {
    const std::string help =
        fmt::format("For example: {}. Enter: {}.", question.example, question.enter);
    dialogue_.say(fmt::format("{}. {}", before_.size() + 1, question.text));
    dialogue_.say(help);
    while (true) {
      const auto line = dialogue_.answer();
      if (!line) return Reply::leave;
      const std::string answer = trimmed(*line);
      if (is_one_of(answer, {"quit", "exit", "stop"})) return Reply::leave;
      if (is_one_of(answer, {"back"})) return Reply::back;
      const std::string complaint = is_one_of(answer, {"help"}) ? help : take(question, answer);
      if (complaint.empty()) return Reply::understood;
      dialogue_.say(complaint);
    }
  }

  static bool is_one_of(std::string_view answer, std::initializer_list<std::string_view> words) {
    return std::ranges::find(words, lower_case(answer)) != words.end();
  }

  // From the first question back is that question again. What was taken back is not kept either.
  void go_back_from(Position before) {
    now_ = std::move(before);
    if (before_.empty()) return;
    now_ = std::move(before_.back());
    before_.pop_back();
    static_cast<void>(hooks_.keep(now_.draft));  // a complaint would come with the next answer
    out_ = now_.draft;
  }

  // Empty: understood. The answer changes a copy, so that half an answer changes nothing.
  std::string take(const Question& question, const std::string& answer) {
    constexpr std::size_t longest = 1000;
    if (answer.size() > longest) return "That is too long; please say it in fewer words.";
    if (bad_utf8_in(answer) != std::string_view::npos || !is_safe(answer)) {
      return "That holds characters that cannot be shown; please type it again.";
    }
    if (could_be_secret(answer)) {
      return "That looks like a password or a code. Nothing of it is kept: say only where it is, "
             "never what it is.";
    }
    Draft changed = now_.draft;
    Names names(changed, catalog_);
    std::string plain = without_hedges(answer);
    if (denies(plain)) {
      if (!is_only_denial(plain)) {
        return "Please name only what there is and works; what there is not needs no word. For "
               "nothing at all, answer no.";
      }
      plain = "no";
    }
    const Taken taken = question.take(names, plain);
    if (!taken.complaint.empty()) return taken.complaint;
    if (std::string why = hooks_.keep(changed); !why.empty()) return why;
    const std::string what = noted(now_.draft, changed);
    now_.draft = std::move(changed);
    out_ = now_.draft;
    if (!what.empty()) dialogue_.say(what);
    if (!taken.note.empty()) dialogue_.say(taken.note);
    return {};
  }

  Dialogue& dialogue_;
  const Catalog& catalog_;
  const InterviewHooks& hooks_;
  Draft& out_;
  Position now_;
  std::vector<Position> before_;  // each question that was answered
};

}  // namespace

InterviewEnd hold_interview(Dialogue& dialogue, const Catalog& catalog, Draft& draft,
                            const InterviewHooks& hooks) {
  return Interview(dialogue, catalog, draft, hooks).run();
}

}  // namespace passkey_audit
