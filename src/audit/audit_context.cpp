#include "passkey_audit/audit/audit_context.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <unordered_set>

#include "hoped_for.hpp"
#include "passkey_audit/audit/wording.hpp"
#include "passkey_audit/graph/build_graph.hpp"
#include "passkey_audit/support/safe_text.hpp"

namespace passkey_audit {
namespace {

constexpr std::size_t names_shown_max = 5;
constexpr std::size_t losses_named_max = 3;
// Words that take another closure are left out for larger graphs.
constexpr std::size_t nodes_for_words_max = 5000;

// It matters most, or others get in through it: nobody's private account, whoever keeps it.
bool serves_the_team(const Account& account) {
  constexpr std::array roles{Role::admin,     Role::cloud_root,  Role::identity_provider,
                             Role::registrar, Role::break_glass, Role::bank};
  return account.importance == Importance::critical || account.details().org.told() ||
         std::ranges::any_of(roles, [&](Role role) { return has_role(account, role); });
}

// An account matters as much as the most important account that goes with it.
std::vector<Importance> effective_importance(const Inventory& inventory, const AccessGraph& graph,
                                             const SinglePoints& points) {
  std::vector<Importance> importance;
  for (const Account& account : inventory.accounts) importance.push_back(account.importance);
  for (const LossEffect& effect : points.plain) {
    const Loss& loss = graph.losses()[effect.loss];
    if (loss.kind != LossKind::account) continue;
    Importance& own = importance[inventory.things[loss.thing].index];
    for (const auto* out : {&effect.delayed, &effect.locked_out}) {
      for (const std::uint32_t account : *out) {
        own = std::max(own, inventory.accounts[account].importance);
      }
    }
  }
  return importance;
}

bool has_sign_in(const Account& account) {
  return !account.passkeys.empty() || !account.password.none() || !account.other_sign_in.empty();
}

// None but security keys among its own ways to sign in, if there are any.
bool has_only_keys(const Inventory& inventory, const Account& account) {
  const bool only_keys = std::ranges::all_of(account.passkeys, [&](const Passkey& passkey) {
    return inventory.authenticator(passkey.in.thing, AuthenticatorType::security_key) != nullptr;
  });
  return only_keys && account.password.none() && account.other_sign_in.empty();
}

}  // namespace

AuditContext::AuditContext(const Inventory& audited, const Catalog& known, Date day)
    : inventory(audited),
      catalog(known),
      policy(audited.policy),
      today(day),
      openers(audited),
      graph(build_graph(audited, known, day)),
      prompt(least_closure(graph, {}, Patience::prompt(policy.max_outage))),
      eventual(least_closure(graph, {}, Patience::eventual())),
      cold_start(
          least_closure(graph, graph.losses().every_device(), Patience::prompt(policy.max_outage))),
      single_points(
          find_single_points(audited, graph, prompt, eventual, {.max_outage = policy.max_outage})),
      circles(find_circles(audited, graph, policy.max_outage)),
      importance(effective_importance(audited, graph, single_points)) {
  for (const Account& account : inventory.accounts) {
    services_.push_back(facts_of(catalog, account));
  }
  leave_out_what_is_not_judged();
  // An account whose owners have all left is judged by one rule only, and sets no scope.
  for (std::uint32_t i = 0; i < importance.size(); ++i) {
    if (!abandoned(i)) top = std::max(top, importance[i]);
  }
  administrators.resize(inventory.accounts.size());
  for (std::uint32_t i = 0; i < inventory.accounts.size(); ++i) {
    if (const Account* organisation = inventory.account(account(i).details().org.thing)) {
      // Nobody is their own administrator.
      if (organisation->thing != account(i).thing) {
        administrators[index_of(*organisation)].push_back(i);
      }
    }
  }
  find_who_signs_in();
  for (std::uint32_t i = 0; i < inventory.authenticators.size(); ++i) {
    const Authenticator& vault = inventory.authenticators[i];
    if (vault.type == AuthenticatorType::vault && vault.account.told()) {
      guarded_vaults_[vault.account.thing].push_back(i);
    }
  }
}

bool AuditContext::in_scope(std::uint32_t account) const {
  if (abandoned(account)) return false;
  if (importance[account] == top) return true;
  return inventory.profile == Profile::team && top == Importance::critical &&
         importance[account] == Importance::high;
}

bool AuditContext::opened_through_others(const Account& account) const {
  const std::uint32_t index = index_of(account);
  // Whoever gets in through this account alone does not open it.
  const auto opens = [&](std::uint32_t other) {
    return other != index && signed_in_by_[other] != nobody && signed_in_by_[other] != index;
  };
  const Account* federated = inventory.account(account.federated_via.thing);
  const bool has_opener = (federated != nullptr && opens(index_of(*federated))) ||
                          std::ranges::any_of(administrators[index], opens);
  return has_opener && has_only_keys(inventory, account);
}

// Accounts with a sign-in of their own, then those that they open, and so on. What hangs on an
// account that others may open comes last, so that it is not taken for what opens that account.
void AuditContext::find_who_signs_in() {
  std::vector<std::vector<std::uint32_t>> opened(inventory.accounts.size());
  for (std::uint32_t i = 0; i < inventory.accounts.size(); ++i) {
    const Account* federated = inventory.account(account(i).federated_via.thing);
    const Account* organisation = inventory.account(account(i).details().org.thing);
    if (federated != nullptr) opened[index_of(*federated)].push_back(i);
    if (organisation != nullptr) opened[i].push_back(index_of(*organisation));
  }
  signed_in_by_.assign(inventory.accounts.size(), nobody);
  for (const bool others_may_open_it : {false, true}) {
    std::vector<std::uint32_t> queue;
    for (std::uint32_t i = 0; i < inventory.accounts.size(); ++i) {
      const bool may = account(i).federated_via.told() || !administrators[i].empty();
      const bool turn = (may && has_only_keys(inventory, account(i))) == others_may_open_it;
      if (!turn || signed_in_by_[i] != nobody || !has_sign_in(account(i))) continue;
      signed_in_by_[i] = i;
      queue.push_back(i);
    }
    for (std::size_t next = 0; next < queue.size(); ++next) {
      for (const std::uint32_t other : opened[queue[next]]) {
        if (signed_in_by_[other] != nobody) continue;
        signed_in_by_[other] = signed_in_by_[queue[next]];
        queue.push_back(other);
      }
    }
  }
}

bool AuditContext::says_how_you_get_in(const Account& account) const {
  return account.passkeys.told() || account.password.told() || account.second_factors.told() ||
         account.totp.told() || account.codes.told() || account.other_sign_in.told() ||
         account.federated_via.told() || account.recovery.told() ||
         !administrators[index_of(account)].empty();
}

const std::vector<std::uint32_t>& AuditContext::vaults_guarded_by(const Account& account) const {
  static const std::vector<std::uint32_t> none;
  const auto found = guarded_vaults_.find(account.thing);
  return found == guarded_vaults_.end() ? none : found->second;
}

bool AuditContext::is_somebody_elses(const Account& account) const {
  const AccountDetails& details = account.details();
  const ThingId keeper = details.controlling_person.thing;
  if (details.controlled_by != Controller::person || keeper == ThingDirectory::unknown)
    return false;
  if (inventory.profile == Profile::personal) return keeper != ThingDirectory::me;
  return !serves_the_team(account);
}

// Whoever keeps an account decides what is set up on it; the inventory's own accounts that lean on
// it are judged all the same.
void AuditContext::leave_out_what_is_not_judged() {
  for (std::uint32_t i = 0; i < inventory.accounts.size(); ++i) {
    if (is_somebody_elses(account(i))) single_points.abandoned[i] = true;
  }
  for (auto* effects : {&single_points.plain, &single_points.listed}) {
    for (LossEffect& effect : *effects) {
      const LossEffect whole = effect;
      const auto is_left_out = [&](std::uint32_t index) {
        return abandoned(index) || costs_only_a_seat(whole, index);
      };
      std::erase_if(effect.locked_out, is_left_out);
      std::erase_if(effect.delayed, is_left_out);
    }
    std::erase_if(*effects, [](const LossEffect& effect) { return effect.none(); });
  }
}

// The loss of a person takes from a team that person's own seat in an organisation, which others
// still administer.
bool AuditContext::costs_only_a_seat(const LossEffect& effect, std::uint32_t index) const {
  const Loss& loss = graph.losses()[effect.loss];
  const Account& seat = account(index);
  const Account* organisation = inventory.account(seat.details().org.thing);
  const List<Reference>& owners = seat.details().owners;
  const bool is_own = owners.size() == 1 && owners[0].thing == loss.thing;
  if (loss.kind != LossKind::person || organisation == nullptr || !is_own) return false;
  const auto is_hit = [&](const std::vector<std::uint32_t>& accounts) {
    return std::ranges::find(accounts, index_of(*organisation)) != accounts.end();
  };
  return !is_hit(effect.locked_out) && !is_hit(effect.delayed);
}

bool AuditContext::takes_second_factors(const Account& account) const {
  const NodeId password = graph.own_nodes(index_of(account)).password;
  return !account.password.told() || eventual.usable(password);
}

std::vector<ThingId> AuditContext::security_keys_of(const Account& account) const {
  std::vector<ThingId> keys;
  const auto add = [&](ThingId thing) {
    const bool is_key = inventory.authenticator(thing, AuthenticatorType::security_key) != nullptr;
    const bool is_known = std::ranges::find(keys, thing) != keys.end();
    if (is_key && !is_known && usable(thing)) keys.push_back(thing);
  };
  const auto add_all = [&](const List<Way>& ways) {
    for (const Way& way : ways) {
      for (const Reference& thing : way.things) add(thing.thing);
    }
  };
  for (const Passkey& passkey : account.passkeys) add(passkey.in.thing);
  if (takes_second_factors(account)) add_all(account.second_factors);
  add_all(account.other_sign_in);
  return keys;
}

std::string AuditContext::name(ThingId thing) const {
  const RecoveryMethod* method = inventory.recovery_method(thing);
  if (method != nullptr && !has_own_name(*method)) {
    const auto in_place = inventory.in_place.find(thing);
    const std::string_view kind =
        method->type == RecoveryType::support ? "the support" : kind_in_words(method->type);
    if (in_place != inventory.in_place.end()) {
      return fmt::format("{} of {}", kind, name(in_place->second.in));
    }
  }
  return safe_text(inventory.label(thing));
}

bool AuditContext::has_own_name(const RecoveryMethod& method) const {
  // Without name and id, the id is made of what it stands in.
  return method.name.told() ||
         !inventory.id_of(method.thing).ends_with(fmt::format(".{}", word(method.type)));
}

std::string AuditContext::name(std::uint32_t account) const {
  return name(inventory.accounts[account].thing);
}

std::string AuditContext::name(ThingId thing, Part part) const {
  switch (part) {
    case Part::password: return fmt::format("the password of {}", name(thing));
    case Part::codes: return fmt::format("the recovery codes of {}", name(thing));
    case Part::totp: return fmt::format("the code generator of {}", name(thing));
    case Part::itself: return name(thing);
  }
  return {};
}

std::string AuditContext::names(const std::vector<std::uint32_t>& accounts) const {
  std::vector<ThingId> things;
  for (const std::uint32_t account : accounts) things.push_back(inventory.accounts[account].thing);
  return names_of(things);
}

std::string AuditContext::names_of(const std::vector<ThingId>& things) const {
  const std::size_t shown = things.size() > names_shown_max ? names_shown_max - 1 : things.size();
  std::string text;
  for (std::size_t i = 0; i < shown; ++i) {
    const bool last = i + 1 == things.size();
    if (i != 0) text += last ? " and " : ", ";
    text += name(things[i]);
  }
  if (shown < things.size()) text += fmt::format(" and {} more", things.size() - shown);
  return text;
}

std::string AuditContext::site_name(std::string_view site) const {
  const ThingId place = inventory.things.find(site);
  return inventory.place(place) ? name(place) : safe_text(site);
}

std::string AuditContext::losing(const Loss& loss) const {
  const auto what = [&] { return name(loss.thing, loss.part); };
  const auto place_name = [&](std::string_view site) {
    if (site == "carried") return std::string("everything you carry");
    if (site.starts_with("carried@")) {
      const ThingId person =
          inventory.things.find(site.substr(std::string_view("carried@").size()));
      return fmt::format("everything that {} carries", person.told() ? name(person) : "somebody");
    }
    return fmt::format("everything at {}", site_name(site));
  };
  switch (loss.kind) {
    case LossKind::device:
    case LossKind::security_key: return fmt::format("Losing {}", what());
    case LossKind::phone_number: {
      const std::string number = what();
      const bool digits = number.starts_with('+') || number.find_first_of("0123456789") == 0;
      return fmt::format("Losing {}{}", digits ? "the number " : "", number);
    }
    case LossKind::copy:
      return loss.kept_at == ThingDirectory::carried
                 ? fmt::format("Losing the paper with {} that you carry", what())
                 : fmt::format("Losing the paper with {} at {}", what(), name(loss.kept_at));
    case LossKind::secret: return fmt::format("Forgetting {}", what());
    case LossKind::person: return fmt::format("Being unable to reach {}", what());
    case LossKind::account: return fmt::format("Losing access to {}", what());
    case LossKind::signed_out: return fmt::format("Being signed out of {} everywhere", what());
    case LossKind::place: return fmt::format("Losing {}", place_name(loss.name));
    case LossKind::vendor: {
      const std::string company = vendor_name(loss.name);
      const std::size_t accounts = loss.members.size();
      if (accounts == 0) return fmt::format("Losing everything you keep with {}", company);
      if (accounts > 1) return fmt::format("Losing all your {} accounts for good", company);
      return fmt::format("Losing {} for good", name(graph.losses()[loss.members.front()].thing));
    }
  }
  return {};
}

std::string AuditContext::losing(const LossSet& losses) const {
  const std::size_t shown = losses.size() > losses_named_max ? losses_named_max - 1 : losses.size();
  std::string text;
  for (std::size_t i = 0; i < shown; ++i) {
    if (i != 0) text += i + 1 == losses.size() ? " and " : ", ";
    const std::string one = losing(graph.losses()[losses[i]]);
    text += i == 0 ? one : uncapitalized(one);
  }
  if (shown < losses.size()) text += fmt::format(" and {} more losses", losses.size() - shown);
  return text;
}

std::string AuditContext::effect_in_words(const LossEffect& effect) const {
  return effect_in_words(effect, {effect.loss});
}

std::string AuditContext::effect_in_words(const LossEffect& effect, const LossSet& losses) const {
  std::vector<std::string> clauses;
  const auto tell = [&](const std::vector<std::uint32_t>& accounts, Patience patience,
                        const auto& clause) {
    std::vector<std::uint32_t> sure = accounts, doubted = in_doubt(accounts, losses, patience);
    std::erase_if(sure, [&](std::uint32_t account) {
      return std::ranges::find(doubted, account) != doubted.end();
    });
    if (!sure.empty()) clauses.push_back(clause(sure, false));
    if (!doubted.empty()) clauses.push_back(clause(doubted, true));
  };
  tell(effect.locked_out, Patience::eventual(), [&](const auto& accounts, bool doubt) {
    return fmt::format("{} you out of {}", doubt ? "may lock" : "locks", names(accounts));
  });
  tell(effect.delayed, Patience::prompt(policy.max_outage), [&](const auto& accounts, bool doubt) {
    const auto time = longest_wait(losses, accounts);
    return time ? fmt::format("{} {} shut for {}", doubt ? "may keep" : "keeps", names(accounts),
                              *time)
                : fmt::format("{} your access to {}", doubt ? "may delay" : "delays",
                              names(accounts));
  });
  std::string text;
  for (std::size_t i = 0; i < clauses.size(); ++i) {
    text += i == 0 ? "" : i + 1 == clauses.size() ? ", and " : ", ";
    text += clauses[i];
  }
  return text;
}

std::vector<std::uint32_t> AuditContext::in_doubt(const std::vector<std::uint32_t>& accounts,
                                                  const LossSet& losses, Patience patience) const {
  std::vector<std::uint32_t> open;
  const bool too_large = graph.nodes().size() > nodes_for_words_max;
  if (!graph.has_doubts() || accounts.empty() || too_large) return open;
  const Closure after = least_closure(graph, losses, patience, {}, Doubt::hope);
  for (const std::uint32_t account : accounts) {
    if (after.usable(graph.account(account))) open.push_back(account);
  }
  return open;
}

std::optional<std::string> AuditContext::longest_wait(
    const LossSet& losses, const std::vector<std::uint32_t>& accounts) const {
  if (graph.nodes().size() > nodes_for_words_max) return std::nullopt;
  return time_in_words(least_closure(graph, losses, Patience::eventual()), losses, accounts);
}

std::string AuditContext::time_in_words(const Closure& after, const LossSet& losses,
                                        const std::vector<std::uint32_t>& accounts) const {
  Hours shortest = Hours::never(), longest;
  for (const std::uint32_t account : accounts) {
    shortest = std::min(shortest, after.time[graph.account(account).index]);
    longest = std::max(longest, after.time[graph.account(account).index]);
  }
  const std::string time = longest.is_unknown() || longest.is_never()
                               ? "a time that nobody can tell"
                               : fmt::format("{}{}", shortest == longest ? "" : "up to ",
                                             spoken_duration({longest.value}));
  return hangs_on_support(*this, losses, after, accounts) ? time + ", if support can help" : time;
}

std::string AuditContext::vendor_name(std::string_view vendor) const {
  const std::string_view company = company_of(catalog, vendor);
  return company.empty() ? capitalized(safe_text(vendor)) : safe_text(company);
}

NodeId AuditContext::node(ThingId thing) const {
  const Thing& entry = inventory.things[thing];
  if (entry.kind == ThingKind::account) return graph.account(entry.index);
  if (entry.kind == ThingKind::authenticator) return graph.authenticator(entry.index);
  if (entry.kind == ThingKind::recovery_method) return graph.recovery_method(entry.index);
  if (entry.kind == ThingKind::device) return graph.device(entry.index);
  if (entry.kind == ThingKind::account_codes) return graph.own_nodes(entry.index).codes;
  if (entry.kind == ThingKind::account_totp) return graph.own_nodes(entry.index).totp;
  return {};
}

bool AuditContext::usable(ThingId thing) const {
  return usable_in(eventual, thing);
}

bool AuditContext::usable_promptly(ThingId thing) const {
  return usable_in(prompt, thing);
}

bool AuditContext::usable_in(const Closure& closure, ThingId thing) const {
  if (thing == ThingDirectory::me) return true;
  if (const Person* person = inventory.person(thing)) {
    return person->status == PersonStatus::active;
  }
  const NodeId id = node(thing);
  return id != NodeId{} && closure.usable(id);
}

std::optional<std::string> AuditContext::site_of_key(const Authenticator& key) const {
  const ThingId place = key.place.thing;
  if (!place.told() || place == ThingDirectory::unknown) return std::nullopt;
  const ThingId owner = inventory.owner_or_default(key.owner);
  if (place == ThingDirectory::carried && inventory.person(owner) != nullptr) {
    return fmt::format("carried@{}", inventory.id_of(owner));
  }
  return std::string(inventory.site_of_place(place));
}

std::vector<std::string> AuditContext::route_from(const Loss& loss, std::uint32_t account) const {
  std::vector<std::string> route{loss.text};
  for (const NodeId id : way_from(loss, graph.account(account))) {
    const Node& step = graph[id];
    if (!step.thing.told() || (step.thing == loss.thing && step.part == loss.part)) continue;
    std::string text = id_of_part(inventory, step.thing, step.part);
    if (route.back() != text) route.push_back(std::move(text));
  }
  if (route.size() == 1) route.emplace_back(inventory.id_of(inventory.accounts[account].thing));
  return route;
}

// Follows the quickest way into the account back until it meets what is lost, or a member of the
// common cause that is lost. Empty when that way does not touch it.
std::vector<NodeId> AuditContext::way_from(const Loss& loss, NodeId account) const {
  const auto is_lost = [&](const Node& node) {
    const auto same = [&](const Loss& one) {
      return one.thing.told() && one.thing == node.thing && one.part == node.part;
    };
    return same(loss) || std::ranges::any_of(loss.members, [&](LossId member) {
             return same(graph.losses()[member]);
           });
  };
  struct Frame {
    NodeId node;
    std::size_t next = 0;
  };
  std::unordered_set<std::uint32_t> seen;  // ways are short, graphs are not
  std::vector<Frame> path;
  if (eventual.usable(account)) path.push_back({account});
  while (!path.empty()) {
    Frame& frame = path.back();
    if (frame.next == 0 && is_lost(graph[frame.node]) && path.size() > 1) break;
    const auto parts = graph.parts(graph.alternatives()[eventual.through[frame.node.index]]);
    while (frame.next < parts.size() &&
           (seen.contains(parts[frame.next].index) || !eventual.usable(parts[frame.next]))) {
      ++frame.next;
    }
    if (frame.next == parts.size()) {
      path.pop_back();
      continue;
    }
    const NodeId part = parts[frame.next++];
    seen.insert(part.index);
    path.push_back({part});
  }
  std::vector<NodeId> way;
  for (auto frame = path.rbegin(); frame != path.rend(); ++frame) way.push_back(frame->node);
  return way;
}

}  // namespace passkey_audit
