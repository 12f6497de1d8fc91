#include <fmt/format.h>

#include <algorithm>

#include "passkey_audit/audit/rule.hpp"
#include "registrations.hpp"
#include "together.hpp"

namespace passkey_audit {
namespace {

// All that somebody who left still has a hand in.
struct Access {
  std::vector<ThingId> owned_accounts;
  std::vector<ThingId> authenticators;
  std::vector<ThingId> shared;
  std::vector<ThingId> helped;      // accounts that they help to recover
  std::vector<std::string> copies;  // "the password of mail"
  std::vector<std::uint32_t> accounts;

  bool none() const {
    return owned_accounts.empty() && authenticators.empty() && shared.empty() && helped.empty() &&
           copies.empty();
  }
};

class Search {
 public:
  explicit Search(const AuditContext& context)
      : context_(context), users_(accounts_by_thing(context, things_used)) {}

  Access access_of(ThingId person) const {
    Access access;
    find_in_accounts(person, access);
    find_in_authenticators(person, access);
    find_in_recovery_methods(person, access);
    merge(access.accounts, {});
    return access;
  }

 private:
  void find_in_accounts(ThingId person, Access& access) const {
    for (std::uint32_t i = 0; i < context_.inventory.accounts.size(); ++i) {
      const Account& account = context_.account(i);
      const auto keeps = [&](const StoredCopies& copies, Part part) {
        if (!names(copies.stored_in, person)) return;
        access.copies.push_back(context_.name(account.thing, part));
        access.accounts.push_back(i);
      };
      if (names(account.details().owners, person)) {
        access.owned_accounts.push_back(account.thing);
        access.accounts.push_back(i);
      }
      keeps(account.password, Part::password);
      keeps(account.codes, Part::codes);
      keeps(account.totp, Part::totp);
    }
    for (const std::uint32_t account : users_[person.index]) {
      const std::vector<ThingId> named = registered_things(context_.account(account));
      const bool is_way = std::ranges::find(named, person) != named.end();
      if (is_way) add_helped(account, access);
    }
  }

  void find_in_authenticators(ThingId person, Access& access) const {
    for (const Authenticator& one : context_.inventory.authenticators) {
      if (one.status != Status::active) continue;
      const bool is_owner = one.owner.thing == person;
      const bool is_shared = names(one.shared_with, person);
      const bool is_kept = names(one.stored_in, person);
      if (is_owner) access.authenticators.push_back(one.thing);
      if (is_shared) access.shared.push_back(one.thing);
      if (is_kept) access.copies.push_back(context_.name(one.thing));
      if (is_owner || is_shared || is_kept) merge(access.accounts, users_[one.thing.index]);
    }
  }

  void find_in_recovery_methods(ThingId person, Access& access) const {
    for (const RecoveryMethod& method : context_.inventory.recovery_methods) {
      const std::vector<std::uint32_t>& users = users_[method.thing.index];
      if (names(method.stored_in, person)) {
        access.copies.push_back(context_.name(method.thing));
        merge(access.accounts, users);
      }
      if (method.person.thing != person) continue;
      for (const std::uint32_t account : users) add_helped(account, access);
    }
  }

  void add_helped(std::uint32_t account, Access& access) const {
    add_once(access.helped, context_.account(account).thing);
    access.accounts.push_back(account);
  }

  const AuditContext& context_;
  AccountsByThing users_;
};

// Who takes access away needs the whole list.
std::string all_of(const AuditContext& context, const std::vector<ThingId>& things) {
  std::vector<std::string> names;
  for (const ThingId thing : things) names.push_back(context.name(thing));
  return listed(names);
}

std::string message_for(const AuditContext& context, ThingId person, const Access& access) {
  std::vector<std::string> still;
  std::vector<ThingId> owned = access.owned_accounts;
  owned.insert(owned.end(), access.authenticators.begin(), access.authenticators.end());
  if (!owned.empty()) still.push_back("still owns " + all_of(context, owned));
  if (!access.shared.empty()) still.push_back("still shares " + all_of(context, access.shared));
  if (!access.helped.empty())
    still.push_back("can still help to open " + all_of(context, access.helped));
  if (!access.copies.empty()) still.push_back("still keeps " + listed(access.copies));
  return fmt::format("{} has left, and {}", context.name(person), fmt::join(still, "; "));
}

bool has_another_owner(const AuditContext& context, ThingId account) {
  return !context.inventory.owners_have_left(*context.inventory.account(account));
}

// One person's account in what the team runs. Nobody signs in to it in their place, while an
// account that others hang on is kept, whoever had it.
bool is_seat(const AuditContext& context, ThingId thing) {
  const Account& account = *context.inventory.account(thing);
  const bool is_shared = account.details().owners.size() > 1;
  const bool others_need_it =
      has_role(account, Role::cloud_root) || has_role(account, Role::identity_provider) ||
      has_role(account, Role::registrar) || has_role(account, Role::break_glass) ||
      has_role(account, Role::bank) || !context.vaults_guarded_by(account).empty() ||
      !context.administrators[context.index_of(account)].empty();
  return context.inventory.profile == Profile::team && !is_shared && !others_need_it;
}

// Closing it would take along what others have.
bool others_hang_on(const AuditContext& context, ThingId thing) {
  const std::uint32_t account = context.index_of(*context.inventory.account(thing));
  return context.graph.losses()[context.graph.loss_of_account(account)].candidate;
}

bool leads_to(const AuditContext& context, const Account& other, ThingId thing) {
  if (other.federated_via.thing == thing) return true;
  const std::vector<ThingId> named =
      things_named({&other.second_factors, &other.other_sign_in, &other.recovery});
  return std::ranges::any_of(named, [&](ThingId one) {
    const RecoveryMethod* method = context.inventory.recovery_method(one);
    return one == thing || (method != nullptr && method->account.thing == thing);
  });
}

bool is_last_administrator(const AuditContext& context, const Account& account) {
  const Account* organisation = context.inventory.account(account.details().org.thing);
  if (organisation == nullptr) return false;
  const auto& administrators = context.administrators[context.index_of(*organisation)];
  return std::ranges::none_of(administrators, [&](std::uint32_t index) {
    const Account& other = context.account(index);
    return &other != &account && !context.inventory.owners_have_left(other);
  });
}

// It signs in, brings back or alone administers what somebody uses who is still there.
bool opens_more(const AuditContext& context, ThingId thing) {
  return is_last_administrator(context, *context.inventory.account(thing)) ||
         std::ranges::any_of(context.inventory.accounts, [&](const Account& other) {
           return other.thing != thing && !context.inventory.owners_have_left(other) &&
                  leads_to(context, other, thing);
         });
}

void end_ownership(const AuditContext& context, ThingId person,
                   const std::vector<ThingId>& accounts, Remedy& remedy) {
  std::vector<ThingId> seats, needed, orphans, shared;
  for (const ThingId account : accounts) {
    if (has_another_owner(context, account)) {
      shared.push_back(account);
    } else if (opens_more(context, account)) {
      needed.push_back(account);
    } else if (is_seat(context, account)) {
      seats.push_back(account);
    } else {
      (others_hang_on(context, account) ? needed : orphans).push_back(account);
    }
  }
  const auto step = [&](std::string what) { remedy.steps.push_back({std::move(what), {}}); };
  if (!seats.empty()) {
    const bool one = seats.size() == 1;
    const std::string_view its = one ? "its" : "their", it = one ? "it" : "them";
    step(
        fmt::format("Suspend {} today, end {} sessions and take {} keys off {}; then hand over "
                    "what is in {}, and delete {}.",
                    all_of(context, seats), its, its, it, it, it));
  }
  if (!needed.empty()) {
    const bool one = needed.size() == 1;
    step(fmt::format(
        "Get {0} into the hands of somebody who is still there today, and change how one signs in. "
        "Do not close {1}: other accounts hang on {1}.",
        all_of(context, needed), one ? "it" : "them"));
  }
  if (!orphans.empty()) {
    step(fmt::format("Hand {} over to somebody who is still there, or close {}.",
                     all_of(context, orphans), orphans.size() == 1 ? "it" : "them"));
  }
  if (!shared.empty()) {
    step(fmt::format("Take {} off {}.", context.name(person), all_of(context, shared)));
  }
}

Remedy remedy_for(const AuditContext& context, ThingId person, const Access& access) {
  const std::string name = context.name(person);
  Remedy remedy;
  const auto step = [&](std::string what) { remedy.steps.push_back({std::move(what), {}}); };
  end_ownership(context, person, access.owned_accounts, remedy);
  if (!access.authenticators.empty()) {
    const std::string_view them = access.authenticators.size() == 1 ? "it" : "them";
    step(
        fmt::format("Take back {} and note who has {} now, or remove {} from every account and "
                    "note {} as retired.",
                    all_of(context, access.authenticators), them, them, them));
  }
  if (!access.shared.empty()) {
    step(fmt::format("Stop sharing {} with {}, and change what was in there.",
                     all_of(context, access.shared), name));
  }
  if (!access.helped.empty()) {
    step(fmt::format("Ask somebody else to help with {}, and then remove {} there.",
                     all_of(context, access.helped), name));
  }
  if (!access.copies.empty()) {
    step(fmt::format("Renew {}, so that the copies that {} keeps are worth nothing.",
                     listed(access.copies), name));
  }
  return remedy;
}

void check(const AuditContext& context, RuleOutcome& outcome) {
  const auto left = [](const Person& person) { return person.status == PersonStatus::left; };
  if (std::ranges::none_of(context.inventory.people, left)) return;
  const Search search(context);
  for (const Person& person : context.inventory.people) {
    if (!left(person)) continue;
    const Access access = search.access_of(person.thing);
    if (access.none()) continue;
    outcome.add({.subject = std::string(context.inventory.id_of(person.thing)),
                 .at = person.thing,
                 .accounts = access.accounts,
                 .message = message_for(context, person.thing, access),
                 .remedy = remedy_for(context, person.thing, access)});
  }
}

}  // namespace

extern const Rule leaver_still_has_access{
    .id = "PKA807",
    .title = "Leaver still has access",
    .why =
        "People leave, and their keys, copies and seats stay. What nobody takes back can be used "
        "long after everybody has forgotten it.",
    .remedy =
        "On the day that somebody leaves, take back what they own, and renew what they have a copy "
        "of.",
    .severity = Severity::high,
    .fixed_severity = true,
    .urgent = true,
    .item = Item::reviewed,
    .sources = {"MS5", "N10"},
    .check = check,
};

}  // namespace passkey_audit
