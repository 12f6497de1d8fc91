#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "passkey_audit/audit/rule.hpp"
#include "somebody_else.hpp"
#include "together.hpp"

namespace passkey_audit {
namespace {

// What makes accounts open without the one who is lost.
struct Measure {
  enum class Kind : std::uint8_t { give_way_in, add_administrator, let_reset, add_owner };
  Kind kind = Kind::add_owner;
  ThingId who;  // a person, or the account that resets; not told: nobody is known

  friend bool operator==(const Measure&, const Measure&) = default;
};

class Measures {
 public:
  Measures(const AuditContext& context, ThingId lost, const std::vector<std::uint32_t>& accounts)
      : context_(context), lost_(lost), accounts_(accounts) {
    for (const std::uint32_t account : accounts) {
      const std::optional<Measure> measure = measure_for(account);
      if (!measure) continue;
      const auto same =
          std::ranges::find(found_, *measure, [](const auto& entry) { return entry.first; });
      if (same == found_.end()) {
        found_.push_back({*measure, {account}});
      } else {
        same->second.push_back(account);
      }
    }
  }

  Remedy in_words() const {
    Remedy remedy;
    for (const auto& [measure, accounts] : found_) {
      const bool has_password = std::ranges::any_of(accounts, [&](std::uint32_t account) {
        return is_only_remembered(context_.account(account).password);
      });
      remedy.steps.push_back({sentence(measure, context_.names(accounts), has_password), {}});
    }
    return remedy;
  }

 private:
  using Kind = Measure::Kind;

  // No value: another account's measure opens this one too.
  std::optional<Measure> measure_for(std::uint32_t index) const {
    const Account& account = context_.account(index);
    if (const ThingId owner = other_owner(account); owner.told()) {
      return Measure{Kind::give_way_in, owner};
    }
    if (const auto& administrators = context_.administrators[index]; !administrators.empty()) {
      return measure_for_organisation(administrators);
    }
    if (const Account* organisation = context_.inventory.account(account.details().org.thing)) {
      const std::uint32_t above = context_.index_of(*organisation);
      if (is_taken(above)) return std::nullopt;
      if (const ThingId who = administrator_left(above); who.told()) {
        return Measure{Kind::let_reset, who};
      }
    }
    return Measure{Kind::add_owner, somebody_else(context_, {lost_})};
  }

  std::optional<Measure> measure_for_organisation(
      const std::vector<std::uint32_t>& administrators) const {
    std::vector<ThingId> known{lost_};
    for (const std::uint32_t administrator : administrators) {
      const Account& account = context_.account(administrator);
      if (is_taken(administrator) && other_owner(account).told()) return std::nullopt;
      for (const Reference& owner : account.details().owners) known.push_back(owner.thing);
    }
    return Measure{Kind::add_administrator, somebody_else(context_, known)};
  }

  // Who is there and owns the account as well.
  ThingId other_owner(const Account& account) const {
    const auto other = std::ranges::find_if(account.details().owners, [&](const Reference& owner) {
      return owner.thing != lost_ && is_active(context_, owner.thing);
    });
    return other == account.details().owners.end() ? ThingId{} : other->thing;
  }

  ThingId administrator_left(std::uint32_t organisation) const {
    for (const std::uint32_t account : context_.administrators[organisation]) {
      const ThingId thing = context_.account(account).thing;
      if (!is_taken(account) && context_.usable_promptly(thing)) return thing;
    }
    return {};
  }

  static bool is_only_remembered(const StoredCopies& password) {
    return !password.stored_in.empty() &&
           std::ranges::all_of(password.stored_in, [](const Reference& where) {
             return where.thing == ThingDirectory::memory;
           });
  }

  bool is_taken(std::uint32_t account) const {
    return std::ranges::find(accounts_, account) != accounts_.end();
  }

  std::string sentence(const Measure& measure, const std::string& accounts,
                       bool has_password) const {
    const std::string who = measure.who.told() ? context_.name(measure.who) : "somebody else";
    switch (measure.kind) {
      case Kind::give_way_in:
        return fmt::format(
            "Give {} a way into {} that does not need {}, such as a security key of their own.",
            who, accounts, context_.name(lost_));
      case Kind::add_administrator:
        return fmt::format(
            "Make {} another administrator of {}, with an account and a security key of their own.",
            who, accounts);
      case Kind::let_reset:
        return fmt::format("See that {} can reset {}, and note that under \"recovery\".", who,
                           accounts);
      case Kind::add_owner:
        return fmt::format("Make {} another owner of {}, with a security key of their own{}.", who,
                           accounts,
                           has_password ? ", and lock its password away on paper where "
                                          "both get at it"
                                        : "");
    }
    return {};
  }

  const AuditContext& context_;
  ThingId lost_;
  const std::vector<std::uint32_t>& accounts_;
  std::vector<std::pair<Measure, std::vector<std::uint32_t>>> found_;
};

// Nobody lives there, so that whoever is left in the team gets at it.
bool lies_at_shared_place(const AuditContext& context, const Authenticator& key) {
  const Inventory& inventory = context.inventory;
  if (inventory.place(key.place.thing) == nullptr) return false;
  const std::string_view site = inventory.site_of_place(key.place.thing);
  return std::ranges::none_of(inventory.people, [&](const Person& person) {
    return person.place.told() && inventory.site_of_place(person.place.thing) == site;
  });
}

// What would have to be told to know whether one person is enough to shut the account; empty:
// nothing. The graph takes what nobody owns for something that nobody can take along.
std::string not_told_of(const AuditContext& context, const Account& account) {
  if (account.details().owners.empty()) return "does not say who owns it";
  std::vector<ThingId> keys = context.security_keys_of(account);
  std::erase_if(keys, [&](ThingId thing) {
    const Authenticator& key = *context.inventory.authenticator(thing);
    return key.owner.told() || lies_at_shared_place(context, key);
  });
  if (keys.empty()) return {};
  return fmt::format("does not say whose {} {} {}", keys.size() == 1 ? "key" : "keys",
                     context.names_of(keys), keys.size() == 1 ? "is" : "are");
}

void ask_for_owners(const AuditContext& context, const std::vector<bool>& found,
                    RuleOutcome& outcome) {
  for (std::uint32_t i = 0; i < context.inventory.accounts.size(); ++i) {
    const Account& account = context.account(i);
    if (found[i] || !context.in_scope(i) || has_role(account, Role::break_glass) ||
        context.opened_through_others(account)) {
      continue;
    }
    if (std::string why = not_told_of(context, account); !why.empty()) {
      outcome.not_judged(account, std::move(why));
    }
  }
}

void check(const AuditContext& context, RuleOutcome& outcome) {
  if (context.inventory.profile != Profile::team) return;
  std::vector<bool> found(context.inventory.accounts.size());
  for (const LossEffect& effect : context.single_points.plain) {
    const Loss& loss = context.graph.losses()[effect.loss];
    if (loss.kind != LossKind::person) continue;
    const std::vector<std::uint32_t> accounts = together(effect);
    for (const std::uint32_t account : accounts) found[account] = true;
    outcome.add(
        effect, accounts,
        {.message = fmt::format("{} {}", context.losing(loss), context.effect_in_words(effect)),
         .remedy = Measures(context, loss.thing, accounts).in_words()});
  }
  ask_for_owners(context, found, outcome);
}

}  // namespace

extern const Rule one_person_holds_every_key{
    .id = "PKA107",
    .title = "One person holds every key",
    .why =
        "People fall ill, travel and change jobs. If one person has the only way into an account, "
        "the whole team waits at the door.",
    .remedy =
        "Let at least two people get into each account, each with an authenticator of their own.",
    .severity = Severity::critical,
    .fixed_severity = true,
    .item = Item::two_ways_in,
    .sources = {"AW3", "OK2", "MS1"},
    .check = check,
};

}  // namespace passkey_audit
