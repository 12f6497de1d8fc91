#include "passkey_audit/audit/safeguards.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "passkey_audit/audit/change_list.hpp"
#include "passkey_audit/catalog/known.hpp"

namespace passkey_audit {
namespace {

std::uint32_t keys_demanded(const AuditContext& context, const Account& account) {
  const ServiceFacts* service = context.service_of(account);
  const std::uint32_t by_service = service == nullptr ? 0 : service->security_keys_min.value_or(0);
  return std::max({by_service, context.policy.min_hardware_keys, 1U});
}

bool offers_contact(const AuditContext& context, const Account& account) {
  const ServiceFacts* service = context.service_of(account);
  return service != nullptr && service->offers_recovery(RecoveryType::recovery_contact);
}

// Only there can somebody be the contact of an Apple account (support.apple.com/102641).
bool contact_needs_apple_device(const AuditContext& context, const Account& account) {
  return vendor_of(context.catalog, account) == "apple";
}

// "a Google Account"; empty: nothing is known.
std::string_view contact_needs(const AuditContext& context, const Account& account) {
  const ServiceFacts* service = context.service_of(account);
  if (service == nullptr) return {};
  for (const ProviderFacts& provider : context.catalog.providers()) {
    const bool guards = std::ranges::any_of(provider.services, [&](std::string_view domain) {
      return context.catalog.service(domain) == service;
    });
    if (!guards) continue;
    for (const ProviderRecovery& path : provider.recovery) {
      const bool is_contact = path.type == word(RecoveryType::recovery_contact);
      if (is_contact && path.provenance.is_sure()) return path.contact_has;
    }
  }
  return {};
}

// Looks for what opens accounts after some losses, on top of what is usable anyway.
class Search {
 public:
  Search(const AuditContext& context, std::span<const LossId> losses)
      : context_(context),
        losses_(losses),
        struck_(context.graph, losses),
        patience_(Patience::prompt(context.policy.max_outage)),
        place_(quiet_place(context, lost_sites())),
        after_(least_closure(context.graph, losses, patience_)) {}

  std::vector<Proposal> run(std::vector<std::uint32_t> accounts) {
    std::vector<Proposal> proposals;
    while (propose_lever(accounts, proposals)) {
    }
    for (const std::uint32_t account : accounts) {
      const Safeguard safeguard = safeguard_of(account);
      const auto same = std::ranges::find(proposals, safeguard, &Proposal::safeguard);
      if (same == proposals.end()) {
        proposals.push_back({safeguard, {account}, {}});
      } else {
        same->accounts.push_back(account);
      }
    }
    std::ranges::stable_sort(proposals, {}, [](const Proposal& proposal) {
      return std::pair(proposal.also_opened.empty(), proposal.safeguard.kind);
    });
    return proposals;
  }

 private:
  using Kind = Safeguard::Kind;

  // An account, such as the one that guards a vault, which brings others back when it is mended.
  // The one that brings back most is proposed, and taken off the list with all that it opens.
  bool propose_lever(std::vector<std::uint32_t>& accounts, std::vector<Proposal>& proposals) {
    std::uint32_t lever = 0;
    std::vector<std::uint32_t> opened;
    for (const std::uint32_t account : accounts) {
      const bool others_need_it =
          context_.graph.losses()[context_.graph.loss_of_account(account)].candidate;
      // What an employer or a school controls can be taken away: nothing should lean on it more.
      const bool is_own = context_.account(account).details().controlled_by == Controller::not_told;
      if (!others_need_it || !is_own || safeguard_of(account).kind >= Kind::look_up) continue;
      std::vector<std::uint32_t> now_open = opened_by(account, accounts);
      if (now_open.size() <= opened.size()) continue;
      lever = account;
      opened = std::move(now_open);
    }
    if (opened.empty()) return false;
    proposals.push_back({safeguard_of(lever), {lever}, opened});
    grant(lever);
    std::erase_if(accounts, [&](std::uint32_t account) {
      return account == lever || std::ranges::find(opened, account) != opened.end();
    });
    return true;
  }

  // Others of these accounts that open once this one does.
  std::vector<std::uint32_t> opened_by(std::uint32_t account,
                                       const std::vector<std::uint32_t>& accounts) const {
    std::vector<NodeId> granted = granted_;
    granted.push_back(context_.graph.account(account));
    const Closure closure = least_closure(context_.graph, losses_, patience_, granted);
    std::vector<std::uint32_t> opened;
    for (const std::uint32_t other : accounts) {
      if (other != account && closure.usable(context_.graph.account(other))) {
        opened.push_back(other);
      }
    }
    return opened;
  }

  void grant(std::uint32_t account) {
    granted_.push_back(context_.graph.account(account));
    after_ = least_closure(context_.graph, losses_, patience_, granted_);
  }

  // The first that would open the account.
  Safeguard safeguard_of(std::uint32_t index) const {
    const Account& account = context_.account(index);
    const AccessGraph::OwnNodes& own = context_.graph.own_nodes(index);
    const bool has_key = !context_.security_keys_of(account).empty();
    const std::optional<bool> takes_keys = has_key ? true : context_.accepts_security_key(account);
    const bool gives_codes = context_.issues_codes(account) == true;
    // A new set would make the old one void.
    const bool has_codes =
        !account.codes.stored_in.empty() && account.codes.detail().remaining != 0U;
    const Kind codes_on_paper = has_codes ? Kind::copy_codes : Kind::print_codes;
    const std::vector<ThingId> keys = keys_to_add(context_, account);
    const std::size_t missing = keys_missing(context_, account);
    const bool one_survives =
        std::ranges::any_of(keys, [&](ThingId key) { return after_.usable(context_.node(key)); });
    if (takes_keys == true && one_survives && keys.size() >= missing) {
      return {.kind = Kind::register_keys, .keys = keys};
    }
    const ThingId apart = place_apart_from_the_rest(account);
    if ((gives_codes || has_codes) && would_open(index, {own.codes})) {
      return {.kind = codes_on_paper, .place = apart};
    }
    if (const ThingId secret = secret_that_opens(index); secret.told()) {
      return {.kind = Kind::write_secret, .secret = secret, .place = place_};
    }
    if (!account.password.none() && would_open(index, {own.password})) {
      return {.kind = Kind::write_password, .place = apart};
    }
    const ThingId person = somebody_to_ask(context_, account);
    if (offers_contact(context_, account) && !is_lost(person)) {
      return {.kind = Kind::recovery_contact,
              .person = person,
              .needs_apple_device = contact_needs_apple_device(context_, account)};
    }
    if (gives_codes && !account.password.none() && would_open(index, {own.password, own.codes})) {
      return {.kind = Kind::print_codes_write_password, .place = apart};
    }
    if (takes_keys == true) {
      return {.kind = Kind::get_keys,
              .keys = keys,
              .keys_to_get = std::max<std::size_t>(missing - std::min(missing, keys.size()), 1),
              .place = apart,
              .person = keeper_of(context_, account)};
    }
    const bool is_known = takes_keys == false && context_.issues_codes(account) == false;
    return {.kind = is_known ? Kind::ask_service : Kind::look_up};
  }

  // Not told: no single secret that is out of reach would do.
  ThingId secret_that_opens(std::uint32_t index) const {
    const Account& account = context_.account(index);
    for (const List<Way>* ways : {&account.other_sign_in, &account.recovery}) {
      for (const Way& way : *ways) {
        for (const Reference& part : way.things) {
          const NodeId node = context_.node(part.thing);
          const bool is_secret =
              context_.inventory.authenticator(part.thing, AuthenticatorType::secret) != nullptr;
          if (is_secret && !after_.usable(node) && would_open(index, {node})) return part.thing;
        }
      }
    }
    return {};
  }

  // Whoever finds both papers, or a key and the password, needs nothing more.
  ThingId place_apart_from_the_rest(const Account& account) const {
    if (!place_.told()) return place_;
    std::vector<std::string_view> sites = sites_with_papers_of(context_, account);
    const auto taken = std::ranges::find(sites, context_.inventory.site_of_place(place_));
    if (taken == sites.end()) return place_;
    const std::vector<std::string_view> lost = lost_sites();
    sites.insert(sites.end(), lost.begin(), lost.end());
    return quiet_place(context_, sites);
  }

  bool is_lost(ThingId person) const {
    return std::ranges::any_of(losses_, [&](LossId loss) {
      const Loss& lost = context_.graph.losses()[loss];
      return lost.kind == LossKind::person && lost.thing == person;
    });
  }

  std::vector<std::string_view> lost_sites() const {
    std::vector<std::string_view> sites;
    for (const LossId loss : losses_) {
      const Loss& lost = context_.graph.losses()[loss];
      if (lost.kind == LossKind::place) sites.push_back(lost.name);
    }
    return sites;
  }

  // Would the account open if these parts of it were usable? Looks no further than the account's
  // own conditions, since nothing else changes.
  bool would_open(std::uint32_t account, const std::vector<NodeId>& granted) const {
    return holds(context_.graph.account(account), granted, 2);
  }

  bool holds(NodeId node, std::span<const NodeId> granted, int depth) const {
    const AccessGraph& graph = context_.graph;
    if (std::ranges::find(granted, node) != granted.end() || after_.usable(node)) return true;
    if (depth == 0 || struck_(graph[node])) return false;
    for (std::uint32_t i = graph.first_alternative(node); i < graph.end_alternative(node); ++i) {
      const Alternative& way = graph.alternatives()[i];
      if (!patience_.allows(way) || struck_(way)) continue;
      const auto met = std::ranges::count_if(
          graph.parts(way), [&](NodeId part) { return holds(part, granted, depth - 1); });
      if (met >= way.needed) return true;
    }
    return false;
  }

  const AuditContext& context_;
  std::span<const LossId> losses_;
  Struck struck_;
  Patience patience_;
  ThingId place_;  // for paper
  std::vector<NodeId> granted_;
  Closure after_;
};

std::string somewhere_quiet(const AuditContext& context) {
  const bool has_keys = std::ranges::any_of(
      context.inventory.authenticators,
      [](const Authenticator& one) { return one.type == AuthenticatorType::security_key; });
  const bool is_team = context.inventory.profile == Profile::team;
  // A plan may have made one already, which will not do.
  const bool is_second = context.inventory.things.find("new-place").told();
  const std::string_view usual = is_team     ? "a safe at another site"
                                 : is_second ? "a friend's home"
                                             : "a relative's home";
  return fmt::format(
      "at a place{} where {} are, such as {}", is_second ? " other than the new one" : "",
      has_keys ? "neither your devices nor your security keys" : "none of your devices", usual);
}

// In a team others come and go wherever there is a place.
std::string at_place(const AuditContext& context, ThingId place) {
  const bool is_team = context.inventory.profile == Profile::team;
  return fmt::format("{}at {}", is_team ? "locked away " : "", context.name(place));
}

std::string keep(const AuditContext& context, std::string_view what, ThingId place) {
  return fmt::format("keep {} {}", what,
                     place.told() ? at_place(context, place) : somewhere_quiet(context));
}

std::string number_of_keys(std::size_t count, bool others) {
  static constexpr std::array<std::string_view, 4> numbers{"", "", "two", "three"};
  const std::string_view more = others ? "another " : "a ";
  if (count == 1) return fmt::format("{}security key", more);
  return fmt::format("{} {}security keys",
                     count < numbers.size() ? std::string(numbers[count]) : std::to_string(count),
                     others ? "more " : "");
}

// A key that was never used is a hope.
std::string_view sign_in_once(std::size_t keys) {
  return keys == 1 ? "sign in with it once" : "sign in once with each";
}

std::string get_keys(const AuditContext& context, const Safeguard& safeguard,
                     const std::string& names) {
  const bool one = safeguard.keys_to_get == 1;
  const std::string with = safeguard.keys.empty()
                               ? ""
                               : fmt::format(" together with {}", context.names_of(safeguard.keys));
  const bool only_one = one && safeguard.keys.empty();
  return fmt::format("Get {}, register {} on {}{}, {}, and {}",
                     number_of_keys(safeguard.keys_to_get, !safeguard.keys.empty()),
                     one ? "it" : "them", names, with, sign_in_once(only_one ? 1 : 2),
                     keep(context, one ? "it" : "one of them", safeguard.place));
}

// What nobody has answered with no.
std::string what_to_look_for(const AuditContext& context,
                             const std::vector<std::uint32_t>& accounts) {
  const auto open = [&](auto known) {
    return std::ranges::any_of(accounts, [&](std::uint32_t account) {
      return (context.*known)(context.account(account)) != false;
    });
  };
  const bool only_banks = std::ranges::all_of(accounts, [&](std::uint32_t account) {
    return has_role(context.account(account), Role::bank) &&
           context.service_of(context.account(account)) == nullptr;
  });
  if (only_banks) return "a second approved device, a card reader, or a second phone number";
  return fmt::format("{}{}a second phone or a contact",
                     open(&AuditContext::accepts_security_key) ? "security keys, " : "",
                     open(&AuditContext::issues_codes) ? "recovery codes, " : "");
}

// Without a full stop.
std::string contact_in_words(const AuditContext& context, ThingId person,
                             const std::string& accounts, const Account& account) {
  const std::string whom =
      person.told() ? context.name(person) : whom_to_look_for(context, account);
  const std::string_view needs = contact_needs(context, account);
  // Whether a person that the file knows has a device of Apple is known.
  const bool is_asked =
      person.told() && !needs.empty() && !contact_needs_apple_device(context, account);
  return fmt::format("Ask {} to be the recovery contact of {}{}", whom, accounts,
                     is_asked ? fmt::format(", who needs {} for that", needs) : "");
}

// Whoever finds a password together with its codes needs nothing more.
std::string_view apart_from_codes(const AuditContext& context,
                                  const std::vector<std::uint32_t>& accounts) {
  const bool have_codes = std::ranges::any_of(accounts, [&](std::uint32_t index) {
    const Account& account = context.account(index);
    return !account.codes.none() || context.issues_codes(account) == true;
  });
  if (!have_codes) return "";
  return accounts.size() == 1 ? ", apart from its recovery codes"
                              : ", apart from their recovery codes";
}

// A paper that was never tried is a hope. Where a service gives out one code only, it would be used
// up.
bool have_codes_to_spare(const AuditContext& context, const std::vector<std::uint32_t>& accounts) {
  return std::ranges::all_of(accounts, [&](std::uint32_t account) {
    const ServiceFacts* service = context.service_of(context.account(account));
    return service == nullptr || service->codes_count != 1U;
  });
}

std::string_view try_one(const AuditContext& context, const std::vector<std::uint32_t>& accounts) {
  if (!have_codes_to_spare(context, accounts)) return " and";
  return accounts.size() == 1 ? ", sign in once with one and cross it off, and"
                              : ", sign in once with one of each and cross it off, and";
}

// "(turn on its 2-Step Verification first)", where a service gives out no codes before and no
// second step is noted.
std::string what_codes_need(const AuditContext& context,
                            const std::vector<std::uint32_t>& accounts) {
  std::vector<std::uint32_t> needing;
  std::string_view what;
  for (const std::uint32_t index : accounts) {
    const Account& account = context.account(index);
    const ServiceFacts* service = context.service_of(account);
    const bool has_it = !account.second_factors.empty() || !account.totp.none();
    if (has_it || service == nullptr || service->codes_need.empty()) continue;
    needing.push_back(index);
    what = service->codes_need;
  }
  if (needing.empty()) return "";
  if (accounts.size() == 1) return fmt::format(" (turn on its {} first)", what);
  return fmt::format(" (for {} turn on {} first)", context.names(needing), what);
}

// Without a full stop.
std::string in_words(const AuditContext& context, const Proposal& proposal) {
  const Safeguard& safeguard = proposal.safeguard;
  const std::string names = context.names(proposal.accounts);
  const bool one = proposal.accounts.size() == 1;
  const std::string_view paper = one ? "the paper" : "the papers";
  switch (safeguard.kind) {
    case Safeguard::Kind::register_keys:
      return fmt::format("Register {} on {}, and {}", context.names_of(safeguard.keys), names,
                         sign_in_once(safeguard.keys.size()));
    case Safeguard::Kind::print_codes:
      return fmt::format(
          "Print recovery codes of {}{}{} {}", names, what_codes_need(context, proposal.accounts),
          try_one(context, proposal.accounts), keep(context, paper, safeguard.place));
    case Safeguard::Kind::copy_codes:
      return fmt::format("Copy your recovery codes of {} to paper and {}", names,
                         keep(context, paper, safeguard.place));
    case Safeguard::Kind::write_secret:
      return fmt::format("Write down {} and {}", context.name(safeguard.secret),
                         keep(context, "the paper", safeguard.place));
    case Safeguard::Kind::write_password:
      return fmt::format("Write down the password{} of {} and {}{}", one ? "" : "s", names,
                         keep(context, paper, safeguard.place),
                         apart_from_codes(context, proposal.accounts));
    case Safeguard::Kind::recovery_contact:
      return contact_in_words(context, safeguard.person, names,
                              context.account(proposal.accounts.front()));
    case Safeguard::Kind::print_codes_write_password:
      return fmt::format(
          "Print recovery codes of {}{}{} {}; write down the password{} too, since codes alone do "
          "not sign in, and keep {} apart from the codes",
          names, what_codes_need(context, proposal.accounts), try_one(context, proposal.accounts),
          keep(context, paper, safeguard.place), one ? "" : "s", one ? "it" : "them");
    case Safeguard::Kind::get_keys: return get_keys(context, safeguard, names);
    case Safeguard::Kind::look_up:
      return fmt::format("Look up what {} {} besides: {}", names, one ? "offers" : "offer",
                         what_to_look_for(context, proposal.accounts));
    case Safeguard::Kind::ask_service: return fmt::format("Ask {} for a second way in", names);
  }
  return {};
}

// None where it is not known yet what the service offers.
std::vector<Change> changes_of(const AuditContext& context, const Proposal& proposal) {
  using Kind = Safeguard::Kind;
  const Safeguard& safeguard = proposal.safeguard;
  ChangeList changes(context);
  for (const std::uint32_t index : proposal.accounts) {
    const Account& account = context.account(index);
    switch (safeguard.kind) {
      case Kind::register_keys:
      case Kind::get_keys: changes.register_keys(account, safeguard.keys); break;
      case Kind::print_codes: changes.print_codes(account, safeguard.place); break;
      case Kind::copy_codes: changes.copy_codes(account, safeguard.place); break;
      case Kind::write_password: changes.copy_password(account, safeguard.place); break;
      case Kind::print_codes_write_password:
        changes.print_codes(account, safeguard.place);
        changes.copy_password_apart(account);
        break;
      case Kind::recovery_contact: changes.ask(account, safeguard.person); break;
      case Kind::write_secret:
      case Kind::look_up:
      case Kind::ask_service: break;
    }
  }
  const bool are_printed =
      safeguard.kind == Kind::print_codes || safeguard.kind == Kind::print_codes_write_password;
  if (are_printed && have_codes_to_spare(context, proposal.accounts)) {
    for (const std::uint32_t index : proposal.accounts) {
      changes.add(ChangeKind::test, context.account(index).thing);
    }
  }
  if (safeguard.kind == Kind::write_secret) changes.copy_secret(safeguard.secret, safeguard.place);
  if (safeguard.kind == Kind::get_keys) {
    changes.get_keys(proposal.accounts, safeguard.keys_to_get, safeguard.place);
  }
  return changes.take();
}

// "From then on Apple asks for a key, and takes no code from the phone": where keys take the place
// of codes, nobody should learn it at the next sign-in.
std::string what_keys_end(const AuditContext& context, const Proposal& proposal) {
  const bool adds_keys = proposal.safeguard.kind == Safeguard::Kind::register_keys ||
                         proposal.safeguard.kind == Safeguard::Kind::get_keys;
  std::vector<std::uint32_t> accounts;
  std::vector<ThingId> ended;
  for (const std::uint32_t index : proposal.accounts) {
    const Account& account = context.account(index);
    const ServiceFacts* service = context.service_of(account);
    const bool ends = adds_keys && service != nullptr && service->security_keys_end_codes &&
                      !codes_ended(context.inventory, context.catalog, account);
    if (!ends) continue;
    const std::size_t before = ended.size();
    for (const Way& way : account.second_factors) {
      if (!is_ended_code(context.inventory, way)) continue;
      for (const Reference& one : way.things) ended.push_back(one.thing);
    }
    if (ended.size() != before) accounts.push_back(index);
  }
  if (ended.empty()) return {};
  return fmt::format(
      "From then on {} {} for a key and {} no code from {}: take {} out of its \"second_factors\".",
      context.names(accounts), accounts.size() == 1 ? "asks" : "ask",
      accounts.size() == 1 ? "takes" : "take", context.names_of(ended),
      ended.size() == 1 ? "it" : "them");
}

std::string effect_in_words(const AuditContext& context, const Proposal& proposal,
                            std::string_view lost) {
  switch (proposal.safeguard.kind) {
    case Safeguard::Kind::look_up: return fmt::format("Set one up that works without {}.", lost);
    case Safeguard::Kind::ask_service: return fmt::format("It has to work without {}.", lost);
    case Safeguard::Kind::register_keys:
    case Safeguard::Kind::get_keys: break;
    case Safeguard::Kind::print_codes:
    case Safeguard::Kind::copy_codes:
    case Safeguard::Kind::write_secret:
    case Safeguard::Kind::write_password:
    case Safeguard::Kind::recovery_contact:
    case Safeguard::Kind::print_codes_write_password: break;
  }
  std::string effect = what_keys_end(context, proposal);
  if (!proposal.also_opened.empty()) {
    if (!effect.empty()) effect += ' ';
    effect += fmt::format("This also brings back {}.", context.names(proposal.also_opened));
  }
  return effect;
}

Instruction instruction(const AuditContext& context, const Account& account, Safeguard safeguard) {
  Proposal proposal;
  proposal.safeguard = std::move(safeguard);
  proposal.accounts.push_back(context.index_of(account));
  return {in_words(context, proposal) + ".", what_keys_end(context, proposal),
          changes_of(context, proposal)};
}

bool lies_at(const AuditContext& context, ThingId place, std::string_view site) {
  return place.told() && context.inventory.site_of_place(place) == site;
}

// A device that is in use, or a security key.
bool something_lies_at(const AuditContext& context, std::string_view site) {
  const Inventory& inventory = context.inventory;
  return std::ranges::any_of(inventory.devices,
                             [&](const Device& device) {
                               return device.status == Status::active &&
                                      lies_at(context, device.place.thing, site);
                             }) ||
         std::ranges::any_of(inventory.authenticators, [&](const Authenticator& key) {
           return key.type == AuthenticatorType::security_key && key.status == Status::active &&
                  lies_at(context, key.place.thing, site);
         });
}

// Of a place without anybody else, nobody knows whether it is the user's own home.
bool somebody_lives_at(const AuditContext& context, std::string_view site) {
  return std::ranges::any_of(context.inventory.people, [&](const Person& person) {
    return person.status == PersonStatus::active && lies_at(context, person.place.thing, site);
  });
}

bool has_apple_device(const AuditContext& context, ThingId person) {
  return std::ranges::any_of(context.inventory.devices, [&](const Device& device) {
    return device.status == Status::active && device.owner.thing == person &&
           (device.platform == Platform::ios || device.platform == Platform::ipados ||
            device.platform == Platform::macos);
  });
}

// Where copies lie on paper, each site once.
void add_sites(const Inventory& inventory, const List<Reference>& stored_in,
               std::vector<std::string_view>& sites) {
  for (const Reference& where : stored_in) {
    if (inventory.place(where.thing) == nullptr) continue;
    const std::string_view site = inventory.site_of_place(where.thing);
    if (std::ranges::find(sites, site) == sites.end()) sites.push_back(site);
  }
}

// Room for another passkey on every account of its owner that lacks it: what is planned for one of
// them is planned for others too. Not told how much room there is: enough.
bool has_room(const AuditContext& context, const Authenticator& key) {
  const ModelFacts* model = key.aaguid.told() ? context.catalog.model(key.aaguid) : nullptr;
  const auto total = key.slots_total || model == nullptr ? key.slots_total : model->slots;
  if (!total || !key.slots_used) return true;
  std::uint32_t wanting = 0;
  for (const Account& account : context.inventory.accounts) {
    const bool may_want = is_owner(account, context.inventory.owner_or_default(key.owner)) &&
                          context.accepts_security_key(account) == true;
    if (!may_want) continue;
    const std::vector<ThingId> registered = context.security_keys_of(account);
    if (std::ranges::find(registered, key.thing) != registered.end()) continue;
    if (*key.slots_used + ++wanting > *total) return false;
  }
  return *key.slots_used < *total;
}

// It works, and for a while yet.
bool takes_more(const AuditContext& context, const Authenticator& key) {
  const bool ends_soon =
      key.expires_on &&
      *key.expires_on - context.today <= static_cast<std::int64_t>(context.policy.expiry_warn);
  return context.usable(key.thing) && !ends_soon && has_room(context, key);
}

// How many more passkeys the service takes on the account.
std::size_t passkeys_left(const AuditContext& context, const Account& account) {
  const ServiceFacts* service = context.service_of(account);
  if (service == nullptr || !service->passkeys_max) return SIZE_MAX;
  const std::size_t most = *service->passkeys_max;
  return most - std::min<std::size_t>(most, account.passkeys.size());
}

}  // namespace

std::vector<Proposal> propose_safeguards(const AuditContext& context,
                                         std::span<const LossId> losses,
                                         const std::vector<std::uint32_t>& accounts) {
  return Search(context, losses).run(accounts);
}

Remedy ways_back(const AuditContext& context, std::span<const LossId> losses,
                 const std::vector<std::uint32_t>& accounts, std::string_view lost) {
  return instructions(context, propose_safeguards(context, losses, accounts), lost);
}

Remedy instructions(const AuditContext& context, std::span<const Proposal> proposals,
                    std::string_view lost) {
  Remedy remedy;
  for (const Proposal& proposal : proposals) {
    remedy.steps.push_back({in_words(context, proposal) + ".",
                            effect_in_words(context, proposal, lost),
                            changes_of(context, proposal)});
  }
  return remedy;
}

std::vector<ThingId> keys_to_add(const AuditContext& context, const Account& account) {
  const std::vector<ThingId> registered = context.security_keys_of(account);
  const std::uint32_t demanded = keys_demanded(context, account);
  std::vector<ThingId> keys;
  // An emergency account is not to go down with what its keepers use every day.
  if (has_role(account, Role::break_glass)) return keys;
  for (const Authenticator& key : context.inventory.authenticators) {
    if (registered.size() + keys.size() >= demanded && !keys.empty()) break;
    if (keys.size() >= passkeys_left(context, account)) break;
    if (key.type == AuthenticatorType::security_key && takes_more(context, key) &&
        is_owner(account, context.inventory.owner_or_default(key.owner)) &&
        std::ranges::find(registered, key.thing) == registered.end()) {
      keys.push_back(key.thing);
    }
  }
  return keys;
}

std::size_t keys_missing(const AuditContext& context, const Account& account) {
  const std::size_t registered = context.security_keys_of(account).size();
  const std::size_t demanded = keys_demanded(context, account);
  return demanded > registered ? demanded - registered : 0;
}

Instruction key_registration(const AuditContext& context, const Account& account) {
  Safeguard safeguard;
  safeguard.kind = Safeguard::Kind::register_keys;
  safeguard.keys = keys_to_add(context, account);
  const std::size_t missing = std::max<std::size_t>(keys_missing(context, account), 1);
  if (safeguard.keys.size() < missing) {
    safeguard.kind = Safeguard::Kind::get_keys;
    safeguard.keys_to_get = missing - safeguard.keys.size();
    safeguard.place = quiet_place(context, sites_with_papers_of(context, account));
  }
  return instruction(context, account, std::move(safeguard));
}

Instruction print_codes(const AuditContext& context, const Account& account) {
  Safeguard safeguard;
  safeguard.kind = Safeguard::Kind::print_codes;
  safeguard.place = quiet_place(context, sites_with_papers_of(context, account));
  return instruction(context, account, std::move(safeguard));
}

Instruction set_password_and_print_codes(const AuditContext& context, const Account& account) {
  const std::vector<std::string_view> taken = sites_with_papers_of(context, account);
  ChangeList changes(context);
  changes.print_codes(account, quiet_place(context, taken));
  changes.add(ChangeKind::copy_password, account.thing, ThingDirectory::memory);
  // A service may keep a password of which its owner knows nothing any more.
  const ServiceFacts* service = context.service_of(account);
  const bool has_one = service != nullptr && service->password_removable == false;
  if (have_codes_to_spare(context, {context.index_of(account)})) {
    changes.add(ChangeKind::test, account.thing);
  }
  std::string what =
      fmt::format("{} for {} that you know, and with it recovery codes on paper{}{} keep them {}.",
                  has_one ? "Set a new password" : "Set a password", context.name(account.thing),
                  what_codes_need(context, {context.index_of(account)}),
                  try_one(context, {context.index_of(account)}), where_to_keep(context, taken));
  return {std::move(what), {}, changes.take()};
}

Instruction ask_contact(const AuditContext& context, const Account& account) {
  Safeguard safeguard;
  safeguard.kind = Safeguard::Kind::recovery_contact;
  safeguard.person = somebody_to_ask(context, account);
  return instruction(context, account, std::move(safeguard));
}

ThingId quiet_place(const AuditContext& context, std::span<const std::string_view> but_not_at) {
  ThingId quiet;
  for (const Place& place : context.inventory.places) {
    const std::string_view site = context.inventory.site_of_place(place.thing);
    const bool excluded = std::ranges::find(but_not_at, site) != but_not_at.end();
    if (excluded || something_lies_at(context, site)) continue;
    if (somebody_lives_at(context, site)) return place.thing;
    if (!quiet.told()) quiet = place.thing;
  }
  return quiet;
}

std::string where_to_keep(const AuditContext& context,
                          std::span<const std::string_view> but_not_at) {
  const ThingId place = quiet_place(context, but_not_at);
  return place.told() ? at_place(context, place) : somewhere_quiet(context);
}

std::vector<std::string_view> sites_with_paper(const AuditContext& context,
                                               const StoredCopies& copies) {
  std::vector<std::string_view> sites;
  add_sites(context.inventory, copies.stored_in, sites);
  return sites;
}

std::vector<std::string_view> sites_with_papers_of(const AuditContext& context,
                                                   const Account& account) {
  const Inventory& inventory = context.inventory;
  std::vector<std::string_view> sites;
  const auto add = [&](const List<Reference>& stored_in) {
    add_sites(inventory, stored_in, sites);
  };
  add(account.password.stored_in);
  add(account.codes.stored_in);
  add(account.totp.stored_in);
  for (const List<Way>* ways :
       {&account.second_factors, &account.other_sign_in, &account.recovery}) {
    for (const Way& way : *ways) {
      for (const Reference& part : way.things) {
        if (const Authenticator* one = inventory.authenticator(part.thing)) add(one->stored_in);
        if (const RecoveryMethod* method = inventory.recovery_method(part.thing)) {
          add(method->stored_in);
        }
      }
    }
  }
  return sites;
}

bool is_owner(const Account& account, ThingId person) {
  if (account.details().owners.empty()) return person == ThingDirectory::me;
  return std::ranges::any_of(account.details().owners,
                             [&](const Reference& owner) { return owner.thing == person; });
}

ThingId somebody_to_ask(const AuditContext& context, const Account& account) {
  for (const Person& person : context.inventory.people) {
    if (can_be_contact(context, account, person)) return person.thing;
  }
  return {};
}

bool can_be_contact(const AuditContext& context, const Account& account, const Person& person) {
  const bool can_help =
      !contact_needs_apple_device(context, account) || has_apple_device(context, person.thing);
  return person.status == PersonStatus::active && can_help && !is_owner(account, person.thing);
}

std::string whom_to_look_for(const AuditContext& context, const Account& account) {
  const std::string_view needs = contact_needs(context, account);
  return needs.empty() ? "somebody you trust" : fmt::format("somebody you trust who has {}", needs);
}

}  // namespace passkey_audit
