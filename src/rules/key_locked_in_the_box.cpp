#include <fmt/format.h>

#include <algorithm>

#include "method_names.hpp"
#include "passkey_audit/audit/rule.hpp"
#include "passkey_audit/audit/safeguards.hpp"
#include "passkey_audit/graph/lanes.hpp"
#include "together.hpp"

namespace passkey_audit {
namespace {

constexpr std::size_t accounts_at_once = 64;

enum class Form : std::uint8_t { printed, password, generator, file };

// What opens the account and is kept somewhere.
struct Kept {
  Form form = Form::printed;
  std::string name;  // "the recovery codes"; without the account unless it has a name of its own
  bool of_account = true;  // "... of google" belongs behind the name
  NodeId node;
  const List<Reference>* stored_in = nullptr;
  const List<Reference>* needs = nullptr;
};

std::vector<Kept> own_copies(const AuditContext& context, const Account& account) {
  const AccessGraph::OwnNodes& own = context.graph.own_nodes(context.index_of(account));
  return {{.name = "the recovery codes", .node = own.codes, .stored_in = &account.codes.stored_in},
          {.form = Form::password,
           .name = "the password",
           .node = own.password,
           .stored_in = &account.password.stored_in},
          {.form = Form::generator,
           .name = "the code generator",
           .node = own.totp,
           .stored_in = &account.totp.stored_in}};
}

std::vector<Kept> kept_things(const AuditContext& context, const Account& account) {
  const Inventory& inventory = context.inventory;
  std::vector<Kept> things = own_copies(context, account);
  for (const ThingId thing :
       things_named({&account.second_factors, &account.other_sign_in, &account.recovery})) {
    const NodeId node = context.node(thing);
    if (const auto* generator = inventory.authenticator(thing, AuthenticatorType::totp)) {
      things.push_back({.form = Form::generator,
                        .name = context.name(thing),
                        .of_account = false,
                        .node = node,
                        .stored_in = &generator->stored_in});
    }
    const RecoveryMethod* method = inventory.recovery_method(thing);
    if (method == nullptr || method->type > RecoveryType::backup_file) continue;
    things.push_back(
        {.form = method->type == RecoveryType::backup_file ? Form::file : Form::printed,
         .name = spoken(context, *method),
         .of_account = !context.has_own_name(*method),
         .node = node,
         .stored_in = &method->stored_in,
         .needs = &method->needs});
  }
  return things;
}

// What holds a copy and can be opened today; of a secret, what holds that.
void add_boxes(const AuditContext& context, const List<Reference>& stored_in,
               std::vector<ThingId>& boxes) {
  for (const Reference& where : stored_in) {
    if (context.node(where.thing) == NodeId{} || !context.usable(where.thing)) continue;
    const Authenticator* secret =
        context.inventory.authenticator(where.thing, AuthenticatorType::secret);
    if (secret == nullptr) {
      add_once(boxes, where.thing);
    } else {
      add_boxes(context, secret->stored_in, boxes);
    }
  }
}

bool one_is_unknown(const Kept& kept) {
  return std::ranges::any_of(*kept.stored_in, [](const Reference& where) {
    return where.thing == ThingDirectory::unknown;
  });
}

// "the recovery codes and the password of google and the grey kit"
std::string what(const std::vector<Kept>& locked, const std::string& account) {
  std::vector<std::string> own, named;
  for (const Kept& kept : locked) (kept.of_account ? own : named).push_back(kept.name);
  if (!own.empty()) named.insert(named.begin(), fmt::format("{} of {}", listed(own), account));
  return listed(named);
}

// "in the vault and on the laptop, which cannot be opened without google"
std::string where(const AuditContext& context, const std::vector<ThingId>& boxes,
                  const Account& account) {
  const std::string name = context.name(account.thing);
  std::vector<std::string> words;
  for (const ThingId box : boxes) {
    const bool is_thing =
        context.inventory.device(box) != nullptr ||
        context.inventory.authenticator(box, AuthenticatorType::security_key) != nullptr;
    words.push_back(fmt::format("{} {}{}", is_thing ? "on" : "in", context.name(box),
                                box == account.thing ? " itself" : ""));
  }
  const bool only_itself = boxes.size() == 1 && boxes.front() == account.thing;
  const std::string shut = fmt::format(", which cannot be opened without {}", name);
  return listed(words) + (only_itself ? "" : shut);
}

Remedy remedy_for(const AuditContext& context, const std::vector<Kept>& locked,
                  const std::string& account) {
  const auto of_form = [&](Form form) {
    std::vector<Kept> some;
    std::ranges::copy_if(locked, std::back_inserter(some),
                         [&](const Kept& kept) { return kept.form == form; });
    return some;
  };
  const std::string place = where_to_keep(context);
  const std::vector<Kept> printed = of_form(Form::printed), files = of_form(Form::file);
  const std::vector<Kept> generators = of_form(Form::generator);
  Remedy remedy;
  const auto advise = [&](std::string text) { remedy.steps.push_back({std::move(text), {}}); };
  if (!printed.empty()) {
    advise(fmt::format("Print {} and keep the paper {}.", what(printed, account), place));
  }
  if (!of_form(Form::password).empty()) {
    std::vector<std::string> others;
    for (const Kept& kept : printed) others.push_back(kept.name);
    advise(fmt::format("Write down the password of {} and keep the paper {}.", account,
                       others.empty() ? place : fmt::format("apart from {}", listed(others))));
  }
  if (!generators.empty()) {
    advise(fmt::format("Set up {} once more in an app that opens without {}.",
                       what(generators, account), account));
  }
  if (!files.empty()) {
    advise(fmt::format("Copy {} to a memory stick and keep it {}.", what(files, account), place));
  }
  return remedy;
}

// `survives`: does this node work while the account is lost?
template <class Survives>
void judge(const AuditContext& context, const Account& account, Survives survives,
           RuleOutcome& outcome) {
  const auto lasts = [&](const Reference& need) {
    const NodeId node = context.node(need.thing);
    return node == NodeId{} ? context.usable(need.thing) : survives(node);  // people stay
  };
  std::vector<Kept> locked;
  std::vector<ThingId> boxes;
  bool told = true;
  for (const Kept& kept : kept_things(context, account)) {
    const bool others_last = kept.needs == nullptr || std::ranges::all_of(*kept.needs, lasts);
    if (!context.eventual.usable(kept.node) || survives(kept.node) || !others_last) continue;
    told &= !one_is_unknown(kept);
    if (one_is_unknown(kept)) continue;
    add_boxes(context, *kept.stored_in, boxes);
    locked.push_back(kept);
  }
  if (!locked.empty()) {
    const std::string name = context.name(account.thing);
    // What opens the account without any device does not need the box.
    const bool hangs_on_it =
        !context.cold_start.usable(context.graph.account(context.index_of(account)));
    outcome.add(account, {.message = fmt::format("You keep {} only {}", what(locked, name),
                                                 where(context, boxes, account)),
                          .remedy = remedy_for(context, locked, name),
                          .severity = hangs_on_it ? Severity::critical : Severity::medium});
  } else if (!told) {
    outcome.not_judged(account, "does not say where all copies of what opens it are kept");
  }
}

bool keeps_something_in_itself(const Account& account) {
  const auto is_itself = [&](const Reference& where) { return where.thing == account.thing; };
  return std::ranges::any_of(account.codes.stored_in, is_itself) ||
         std::ranges::any_of(account.password.stored_in, is_itself) ||
         std::ranges::any_of(account.totp.stored_in, is_itself);
}

// An account that nothing names keeps no box shut.
std::vector<std::uint32_t> accounts_that_may_shut_a_box(const AuditContext& context) {
  std::vector<std::uint32_t> accounts;
  for (std::uint32_t i = 0; i < context.inventory.accounts.size(); ++i) {
    const Account& account = context.account(i);
    if (context.abandoned(i) || context.opened_through_others(account)) continue;
    const bool others_name_it = context.graph.losses()[context.graph.loss_of_account(i)].candidate;
    if (others_name_it || keeps_something_in_itself(account)) accounts.push_back(i);
  }
  return accounts;
}

void check(const AuditContext& context, RuleOutcome& outcome) {
  const std::vector<std::uint32_t> accounts = accounts_that_may_shut_a_box(context);
  for (std::size_t first = 0; first < accounts.size(); first += accounts_at_once) {
    const std::size_t last = std::min(first + accounts_at_once, accounts.size());
    LossSet losses;
    for (std::size_t i = first; i < last; ++i) {
      losses.push_back(context.graph.loss_of_account(accounts[i]));
    }
    const LaneClosure after =
        lane_closure(context.graph, losses, Patience::eventual(), context.eventual.order);
    for (std::size_t i = first; i < last; ++i) {
      const auto survives = [&](NodeId node) { return after.usable(node, i - first); };
      judge(context, context.account(accounts[i]), survives, outcome);
    }
  }
}

}  // namespace

extern const Rule key_locked_in_the_box{
    .id = "PKA702",
    .title = "The key is locked in the box",
    .why =
        "Recovery codes in the password manager that they open, or a password in the cloud behind "
        "it, help every day but the one on which you are locked out.",
    .remedy = "Keep one copy of what opens an account where the account is not needed: on paper.",
    .severity = Severity::critical,
    .item = Item::no_circles,
    .sources = {"N6", "BW1"},
    .check = check,
};

}  // namespace passkey_audit
