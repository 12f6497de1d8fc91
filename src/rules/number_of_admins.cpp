#include <fmt/format.h>

#include <algorithm>

#include "passkey_audit/audit/rule.hpp"
#include "roles.hpp"
#include "somebody_else.hpp"
#include "together.hpp"

namespace passkey_audit {
namespace {

// Who administers an organisation day by day.
struct Administrators {
  std::vector<ThingId> people;  // each once
  std::size_t not_told = 0;     // accounts that do not say whose they are
  bool none_recorded = true;    // not even for emergencies

  void add(const AuditContext& context, const Account& account) {
    if (!administers(account)) return;
    none_recorded = false;
    if (has_role(account, Role::break_glass)) return;
    std::vector<ThingId> owners;
    for (const Reference& owner : account.details().owners) owners.push_back(owner.thing);
    if (!account.details().owners.told()) owners.push_back(context.inventory.owner_or_default({}));
    const auto is_not_told = [](ThingId owner) {
      return !owner.told() || owner == ThingDirectory::unknown;
    };
    if (std::ranges::any_of(owners, is_not_told)) ++not_told;
    for (const ThingId owner : owners) {
      if (owner == ThingDirectory::me || is_active(context, owner)) add_once(people, owner);
    }
  }
};

Administrators administrators_of(const AuditContext& context, std::uint32_t organisation) {
  Administrators found;
  found.add(context, context.account(organisation));
  for (const std::uint32_t account : context.administrators[organisation]) {
    found.add(context, context.account(account));
  }
  return found;
}

std::string too_few(const AuditContext& context, const std::string& organisation,
                    const std::vector<ThingId>& people) {
  const std::uint32_t limit = context.policy.admins.min;
  const std::string limit_in_words =
      limit == 2 ? "" : fmt::format("; your policy asks for at least {}", limit);
  if (people.empty()) {
    return fmt::format("Nobody who is still here administers {}{}", organisation, limit_in_words);
  }
  const std::string names = context.names_of(people);
  if (people.size() > 1) {
    return fmt::format("Only {} administer {}{}", names, organisation, limit_in_words);
  }
  return people.front() == ThingDirectory::me
             ? fmt::format("You are the only administrator of {}{}", organisation, limit_in_words)
             : fmt::format("{} is the only administrator of {}{}", names, organisation,
                           limit_in_words);
}

RuleOutcome::Draft one_more(const AuditContext& context, const std::string& organisation,
                            const std::vector<ThingId>& people) {
  const ThingId who = somebody_else(context, people);
  return {
      .message = too_few(context, organisation, people),
      .remedy = fmt::format("Make {} an administrator of {} as well, with an account of their own.",
                            who.told() ? context.name(who) : "somebody you trust", organisation),
      .severity = Severity::critical,
      .fixed_severity = true};
}

RuleOutcome::Draft fewer(const AuditContext& context, const std::string& organisation,
                         const std::vector<ThingId>& people) {
  const AdminLimits& limits = context.policy.admins;
  const bool far_too_many = people.size() > limits.max;
  return {.message = fmt::format("{} has {} administrators, and your limit is {}", organisation,
                                 people.size(), far_too_many ? limits.max : limits.warn),
          .remedy = fmt::format("Decide with {} which of them still need to administer {}, at most "
                                "{}, and give the others ordinary accounts.",
                                context.names_of(people), organisation, limits.warn),
          .severity = far_too_many ? Severity::high : Severity::medium};
}

void check(const AuditContext& context, RuleOutcome& outcome) {
  const AdminLimits& limits = context.policy.admins;
  for (std::uint32_t i = 0; i < context.inventory.accounts.size(); ++i) {
    if (context.abandoned(i) || context.administrators[i].empty()) continue;
    const Administrators found = administrators_of(context, i);
    if (found.none_recorded) continue;
    const std::size_t least = found.people.size();
    const std::size_t most = least + found.not_told;
    const bool could_be_enough = least < limits.min && found.not_told != 0;
    const bool could_be_too_many = least <= limits.warn && most > limits.warn;
    if (could_be_enough || could_be_too_many) {
      outcome.not_judged(context.account(i), "does not say who all of its administrators are");
    } else if (least < limits.min) {
      outcome.add(context.account(i), one_more(context, context.name(i), found.people));
    } else if (least > limits.warn) {
      outcome.add(context.account(i), fewer(context, context.name(i), found.people));
    }
  }
}

}  // namespace

extern const Rule number_of_admins{
    .id = "PKA106",
    .title = "Number of admins outside limits",
    .why =
        "With a single administrator, one lost key shuts the whole organisation. With very many, "
        "nobody knows who can undo the locks, and each is one more door.",
    .remedy =
        "Keep between two and four administrators for each organisation, each with an account of "
        "their own.",
    .severity = Severity::critical,
    .item = Item::two_ways_in,
    .sources = {"GH3", "GO6", "CS1", "CS3", "CI2"},
    .check = check,
};

}  // namespace passkey_audit
