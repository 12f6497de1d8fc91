#include <fmt/format.h>

#include <algorithm>

#include "passkey_audit/audit/change_list.hpp"
#include "passkey_audit/audit/rule.hpp"
#include "passkey_audit/audit/safeguards.hpp"
#include "together.hpp"

namespace passkey_audit {
namespace {

// Somebody else decides about `other`: an employer, a school, a person who does not own `account`.
bool is_foreign(const Account& account, const Account& other) {
  const ThingId person = other.details().controlling_person.thing;
  const bool is_own = other.details().controlled_by == Controller::person &&
                      (person == ThingDirectory::me || is_owner(account, person));
  return other.details().controlled_by != Controller::not_told && !is_own;
}

// The ways back into one account, sorted by whether somebody else's account is on them.
class Recovery {
 public:
  Recovery(const AuditContext& context, const Account& account)
      : context_(context), account_(account) {}

  // The accounts of others that ways back go through; each once.
  std::vector<ThingId> foreign_accounts() const {
    std::vector<ThingId> accounts;
    for (const ThingId thing : things_named({&account_.recovery})) add_foreign(thing, accounts);
    return accounts;
  }

  // Something brings the account back in time and without those.
  bool is_ours_too() const {
    const std::uint32_t index = context_.index_of(account_);
    return has_own_codes(account_) || any_works(account_.recovery) ||
           std::ranges::any_of(context_.administrators[index], [&](std::uint32_t administrator) {
             const Account& other = context_.account(administrator);
             return !is_foreign(account_, other) && context_.usable_promptly(other.thing);
           });
  }

 private:
  // Resets by administrators may go through each other, and even through themselves.
  void add_foreign(ThingId start, std::vector<ThingId>& accounts) const {
    const Inventory& inventory = context_.inventory;
    std::vector<ThingId> things{start};
    for (std::size_t i = 0; i < things.size(); ++i) {
      ThingId thing = things[i];
      const RecoveryMethod* method = inventory.recovery_method(thing);
      const Authenticator* number = inventory.authenticator(thing, AuthenticatorType::phone_number);
      if (method != nullptr) {
        for (const ThingId by : things_named({&method->by})) add_once(things, by);
        for (const Reference& needed : method->needs) add_once(things, needed.thing);
        if (method->account.told()) thing = method->account.thing;
      }
      if (number != nullptr && number->account.told()) thing = number->account.thing;
      const Account* other = inventory.account(thing);
      if (other != nullptr && is_foreign(account_, *other)) add_once(accounts, thing);
    }
  }

  bool any_works(const List<Way>& ways) const {
    const Patience patience = Patience::prompt(context_.policy.max_outage);
    return std::ranges::any_of(ways, [&](const Way& way) {
      const auto working = std::ranges::count_if(
          way.things, [&](const Reference& thing) { return works(thing.thing); });
      const std::size_t needed = way.form == WayForm::at_least ? way.at_least : way.things.size();
      const bool in_time = !way.wait || way.wait->hours <= patience.wait_max->hours;
      return in_time && static_cast<std::size_t>(working) >= needed;
    });
  }

  bool works(ThingId thing) const {
    std::vector<ThingId> foreign;
    add_foreign(thing, foreign);
    return foreign.empty() && context_.usable_promptly(thing) && is_kept_by_us(thing);
  }

  bool has_own_codes(const Account& account) const {
    const NodeId codes = context_.graph.own_nodes(context_.index_of(account)).codes;
    return context_.prompt.usable(codes) && has_own_copy(account.codes.stored_in);
  }

  bool is_kept_by_us(ThingId thing) const {
    const Thing& entry = context_.inventory.things[thing];
    if (entry.kind == ThingKind::account_codes) return has_own_codes(context_.account(entry.index));
    const RecoveryMethod* method = context_.inventory.recovery_method(thing);
    return method == nullptr || method->stored_in.empty() || has_own_copy(method->stored_in);
  }

  // Codes in the cloud drive of somebody else's account go with it.
  bool has_own_copy(const List<Reference>& stored_in) const {
    return std::ranges::any_of(stored_in, [&](const Reference& home) {
      const ThingKind kind = context_.inventory.thing(home).kind;
      const bool is_thing = kind == ThingKind::account || kind == ThingKind::device ||
                            kind == ThingKind::authenticator || kind == ThingKind::person;
      if (is_thing && !context_.usable_promptly(home.thing)) return false;
      const Authenticator* vault =
          context_.inventory.authenticator(home.thing, AuthenticatorType::vault);
      const bool goes_with_account =
          vault != nullptr && works_offline(context_.catalog, *vault) != true;
      const Account* other =
          context_.inventory.account(goes_with_account ? vault->account.thing : home.thing);
      return kind != ThingKind::unknown && (other == nullptr || !is_foreign(account_, *other));
    });
  }

  const AuditContext& context_;
  const Account& account_;
};

std::string controller_of(const AuditContext& context, const Account& foreign) {
  const std::string_view whose = context.inventory.profile == Profile::team ? "an" : "your";
  switch (foreign.details().controlled_by) {
    case Controller::employer: return fmt::format("{} employer", whose);
    case Controller::school: return "a school";
    case Controller::person: return context.name(foreign.details().controlling_person.thing);
    case Controller::not_told: break;
  }
  return {};
}

// "the mailbox at work, which your employer controls"
std::string with_controllers(const AuditContext& context, const std::vector<ThingId>& foreign) {
  std::vector<std::string> words;
  for (const ThingId thing : foreign) {
    const std::string controller = controller_of(context, *context.inventory.account(thing));
    words.push_back(foreign.size() == 1
                        ? fmt::format("{}, which {} controls", context.name(thing), controller)
                        : fmt::format("{} (controlled by {})", context.name(thing), controller));
  }
  return listed(words);
}

// The user's own mailbox, not used yet; not told: none.
ThingId own_mailbox(const AuditContext& context, const Account& account) {
  for (const Account& mailbox : context.inventory.accounts) {
    const bool is_mailbox = has_role(mailbox, Role::email);
    if (!is_mailbox || &mailbox == &account || is_foreign(account, mailbox)) continue;
    if (mailbox.details().owners == account.details().owners &&
        context.usable_promptly(mailbox.thing)) {
      return mailbox.thing;
    }
  }
  return {};
}

Remedy remedy_for(const AuditContext& context, const Account& account) {
  const std::string name = context.name(account.thing);
  if (!account.codes.stored_in.empty() && account.codes.detail().remaining != 0U) {
    ChangeList changes(context);
    changes.copy_codes(account, quiet_place(context));
    return {fmt::format("Copy your recovery codes of {} to paper and keep the paper {}.", name,
                        where_to_keep(context)),
            changes.take()};
  }
  if (context.issues_codes(account) == true) {
    return fmt::format("Print recovery codes of {} and keep the paper {}.", name,
                       where_to_keep(context));
  }
  const ThingId mailbox = own_mailbox(context, account);
  return fmt::format(
      "Add {} as a recovery address of {}, and confirm it.",
      mailbox.told() ? context.name(mailbox) : "a mailbox that nobody else can close", name);
}

void check(const AuditContext& context, RuleOutcome& outcome) {
  for (std::uint32_t i = 0; i < context.inventory.accounts.size(); ++i) {
    const Account& account = context.account(i);
    if (context.abandoned(i) || is_of_organisation(account)) continue;
    const Recovery recovery(context, account);
    const std::vector<ThingId> foreign = recovery.foreign_accounts();
    if (foreign.empty() || recovery.is_ours_too()) continue;
    outcome.add(account, {.message = fmt::format("Getting {} back rests on {}", context.name(i),
                                                 with_controllers(context, foreign)),
                          .remedy = remedy_for(context, account)});
  }
}

}  // namespace

extern const Rule recovery_rests_on_foreign_account{
    .id = "PKA407",
    .title = "Recovery rests on an account that is not yours",
    .why =
        "A mailbox at work or at school closes on the last day there, and with it the way back "
        "into everything that sends its codes to it.",
    .remedy = "Give each account of your own a way back that nobody else can close.",
    .severity = Severity::high,
    .item = Item::platform_recovery,
    .sources = {"N7"},
    .check = check,
};

}  // namespace passkey_audit
