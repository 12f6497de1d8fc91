#include "passkey_audit/graph/build_graph.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "graph_builder.hpp"
#include "passkey_audit/catalog/known.hpp"
#include "passkey_audit/inventory/references.hpp"

namespace passkey_audit {
namespace {

using Draft = GraphBuilder::Draft;

// "Every account that another object names."
class NamedAccounts final : public ReferenceVisitor {
 public:
  explicit NamedAccounts(const Inventory& inventory)
      : inventory_(inventory), named_(inventory.accounts.size()) {}

  void reference(const Reference& reference, ThingId by) override {
    const Thing& thing = inventory_.thing(reference);
    if (thing.kind == ThingKind::account && reference.thing != by) named_[thing.index] = true;
  }
  bool named(std::size_t account) const { return named_[account]; }

 private:
  const Inventory& inventory_;
  std::vector<bool> named_;
};

class Translator {
 public:
  Translator(const Inventory& inventory, const Catalog& catalog, Date today)
      : inventory_(inventory),
        catalog_(catalog),
        today_(today),
        openers_(inventory),
        providers_(inventory, catalog) {}

  AccessGraph run() {
    add_nodes();
    add_sites();
    for (const Person& person : inventory_.people) translate(person);
    for (const Device& device : inventory_.devices) translate(device);
    for (const Authenticator& authenticator : inventory_.authenticators) translate(authenticator);
    for (const RecoveryMethod& method : inventory_.recovery_methods) translate(method);
    for (const Account& account : inventory_.accounts) translate(account);
    choose_account_candidates();
    return builder_.finish();
  }

 private:
  // The nodes of one account.
  struct AccountNodes {
    NodeId account;
    NodeId named;  // the account as reached from anything else
    NodeId password, codes, totp;
    NodeId second_step;
    LossId loss;  // account:a
    LossId signed_out;
    std::optional<LossId> vendor;
  };

  // ---- nodes, losses and sites first, so that everything can refer to everything

  void add_nodes() {
    // An account has two losses of its own, and of the rest there are few.
    losses().reserve(2 * inventory_.accounts.size() + inventory_.things.size());
    node_of_.assign(inventory_.things.size(), builder_.never());
    node_of_[ThingDirectory::me.index] = builder_.always();
    for (const Person& person : inventory_.people)
      node_of(person.thing) = builder_.add_node(person.thing);
    for (const Device& device : inventory_.devices) {
      node_of(device.thing) = builder_.add_node(device.thing);
      builder_.set_device(node_of(device.thing));
      sims_.push_back(builder_.add_node());
    }
    for (const Authenticator& authenticator : inventory_.authenticators) {
      node_of(authenticator.thing) = builder_.add_node(authenticator.thing);
      builder_.set_authenticator(node_of(authenticator.thing));
    }
    for (const RecoveryMethod& method : inventory_.recovery_methods) {
      node_of(method.thing) = builder_.add_node(method.thing);
      builder_.set_recovery_method(node_of(method.thing));
    }
    for (const Account& account : inventory_.accounts) add_nodes_of(account);
    for (std::uint32_t i = 0; i < inventory_.things.size(); ++i) {
      const Thing& thing = inventory_.things[{i}];
      if (thing.kind == ThingKind::account_codes) node_of_[i] = accounts_[thing.index].codes;
      if (thing.kind == ThingKind::account_totp) node_of_[i] = accounts_[thing.index].totp;
    }
  }

  void add_nodes_of(const Account& account) {
    const std::string_view id = inventory_.id_of(account.thing);
    AccountNodes nodes;
    nodes.account = builder_.add_node(account.thing);
    // A domain that is not told, or "unknown", is no condition.
    const bool has_domain = inventory_.account(account.details().domain_at.thing) != nullptr;
    nodes.named = has_domain ? builder_.add_node() : nodes.account;
    nodes.password = builder_.add_node(account.thing, Part::password);
    nodes.codes = builder_.add_node(account.thing, Part::codes);
    nodes.totp = builder_.add_node(account.thing, Part::totp);
    nodes.second_step = builder_.add_node();
    nodes.loss = losses().add(LossKind::account, id, account.thing);
    nodes.signed_out = losses().add(LossKind::signed_out, id, account.thing);
    nodes.vendor = vendor_loss(vendor_of(catalog_, account));
    if (nodes.vendor) losses()[*nodes.vendor].members.push_back(nodes.loss);
    builder_.set_account(nodes.account, {nodes.password, nodes.codes, nodes.totp}, nodes.loss,
                         nodes.vendor);
    node_of(account.thing) = nodes.named;
    accounts_.push_back(nodes);
  }

  void add_sites() {
    site_loss(inventory_.id_of(ThingDirectory::carried));
    for (const Place& place : inventory_.places) site_loss(inventory_.site_of_place(place.thing));
  }

  LossTable& losses() { return builder_.losses(); }
  NodeId& node_of(ThingId thing) { return node_of_[thing.index]; }
  AccountNodes& nodes_of(const Account& account) {
    return accounts_[inventory_.things[account.thing].index];
  }

  LossId candidate(LossId loss) {
    losses()[loss].candidate = true;
    return loss;
  }
  LossId site_loss(std::string_view site) {
    return candidate(losses().add(LossKind::place, site, {}));
  }
  std::optional<LossId> vendor_loss(std::string_view vendor) {
    if (vendor.empty()) return std::nullopt;
    return candidate(losses().add(LossKind::vendor, vendor, {}));
  }

  // The site of a place; what somebody else carries is at a site of its own. Not told, or unknown:
  // no site.
  std::optional<LossId> site_of(ThingId place, ThingId owner) {
    if (place == ThingDirectory::carried && inventory_.person(owner) != nullptr) {
      return site_loss(fmt::format("carried@{}", inventory_.id_of(owner)));
    }
    const ThingKind kind = place.told() ? inventory_.things[place].kind : ThingKind::unknown;
    if (kind != ThingKind::place && kind != ThingKind::carried) return std::nullopt;
    return site_loss(inventory_.site_of_place(place));
  }

  // The loss of a thing that lies at a place and belongs to somebody: struck by it, by its site,
  // and a member of the causes that take it along.
  void keep_at(NodeId node, LossId loss, ThingId place, ThingId owner) {
    builder_.strike(node, loss);
    if (const auto site = site_of(place, owner)) {
      builder_.strike(node, *site);
      losses()[*site].members.push_back(loss);
    }
    owned_by(owner, loss);
  }

  void owned_by(ThingId owner, LossId loss) {
    if (inventory_.person(owner) == nullptr) return;
    const LossId person = losses().add(LossKind::person, inventory_.id_of(owner), owner);
    losses()[person].members.push_back(loss);
  }

  // The owner as a part of everything owned. Nobody told: nobody is needed.
  NodeId owner_node(ThingId owner) { return owner.told() ? node_of(owner) : builder_.always(); }

  bool expired(const std::optional<Date>& expires_on) const {
    return expires_on && today_ > *expires_on;
  }

  // ---- people and devices

  void translate(const Person& person) {
    const LossId loss =
        losses().add(LossKind::person, inventory_.id_of(person.thing), person.thing);
    builder_.strike(node_of(person.thing), loss);
    if (person.status != PersonStatus::active) return;
    candidate(loss);
    builder_.add(node_of(person.thing), {});
  }

  void translate(const Device& device) {
    const ThingId owner = inventory_.owner_or_default(device.owner);
    const bool is_phone = device.type == DeviceType::phone;
    const bool place_told = device.place.told() && device.place.thing != ThingDirectory::unknown;
    const ThingId place = place_told ? device.place.thing
                          : is_phone ? ThingDirectory::carried
                                     : ThingId{};
    const LossId loss =
        candidate(losses().add(LossKind::device, inventory_.id_of(device.thing), device.thing));
    const NodeId node = node_of(device.thing);
    const NodeId sim = sims_[inventory_.things[device.thing].index];
    keep_at(node, loss, place, owner);
    builder_.strike(sim, loss);
    if (const auto site = site_of(place, owner)) builder_.strike(sim, *site);
    if (device.status != Status::active) return;
    builder_.add(sim, {.parts = {owner_node(owner)}});  // the SIM need not be unlocked
    add_opened(node, device.thing, owner);
  }

  // Usable with its owner, and with one of the secrets that open it, if any are declared.
  void add_opened(NodeId node, ThingId thing, ThingId owner) {
    const std::vector<ThingId>& secrets = openers_.of(thing);
    if (secrets.empty()) builder_.add(node, {.parts = {owner_node(owner)}});
    for (const ThingId secret : secrets) {
      builder_.add(node, {.parts = {owner_node(owner), node_of(secret)}});
    }
  }

  // ---- stored copies

  // What the copies are of, and who must be there for the one in memory.
  struct Original {
    ThingId thing;
    Part part = Part::itself;
    ThingId owner;                // whose carried copies lie at a site of their own
    NodeId rememberer;            // needed for the memory copy
    std::vector<ThingId> people;  // a memory copy is lost with the only one of them
    Draft base;                   // what every copy needs besides
  };

  void add_copies(NodeId node, const List<Reference>& stored_in, const Original& original) {
    const std::string id = id_of_part(inventory_, original.thing, original.part);
    for (const Reference& where : stored_in) {
      const Thing& thing = inventory_.thing(where);
      Draft draft = original.base;
      switch (thing.kind) {
        case ThingKind::me:
        case ThingKind::memory: {
          const LossId loss =
              candidate(losses().add(LossKind::secret, id, original.thing, original.part));
          if (thing.kind == ThingKind::memory) draft.parts.push_back(original.rememberer);
          draft.struck_by.push_back(loss);
          draft.kept_at = where.thing;
          if (original.people.size() == 1) owned_by(original.people.front(), loss);
          break;
        }
        case ThingKind::place:
        case ThingKind::carried: {
          const LossId loss =
              candidate(losses().add(LossKind::copy, fmt::format("{}@{}", id, thing.id.view()),
                                     original.thing, original.part));
          losses()[loss].kept_at = where.thing;
          draft.struck_by.push_back(loss);
          draft.kept_at = where.thing;
          if (const auto site = site_of(where.thing, original.owner)) {
            draft.struck_by.push_back(*site);
            losses()[*site].members.push_back(loss);
          }
          break;
        }
        default: draft.parts.push_back(node_of(where.thing)); break;  // `unknown`: never
      }
      builder_.add(node, std::move(draft));
    }
  }

  // ---- authenticators

  void translate(const Authenticator& authenticator) {
    const bool usable =
        authenticator.status == Status::active && !expired(authenticator.expires_on);
    const ThingId owner = inventory_.owner_or_default(authenticator.owner);
    const NodeId node = node_of(authenticator.thing);
    switch (authenticator.type) {
      case AuthenticatorType::vault: translate_vault(authenticator, node, owner, usable); return;
      case AuthenticatorType::platform:
      case AuthenticatorType::push:
      case AuthenticatorType::certificate:
        if (usable && authenticator.device.told()) {
          builder_.add(node, {.parts = {owner_node(owner), node_of(authenticator.device.thing)}});
        }
        return;
      case AuthenticatorType::security_key: {
        const LossId loss = candidate(losses().add(
            LossKind::security_key, inventory_.id_of(authenticator.thing), authenticator.thing));
        keep_at(node, loss, authenticator.place.thing, owner);
        if (usable) add_opened(node, authenticator.thing, owner);
        return;
      }
      case AuthenticatorType::secret:
      case AuthenticatorType::totp: {
        Original original{.thing = authenticator.thing,
                          .owner = owner,
                          .rememberer = builder_.always(),
                          .base = {.parts = {owner_node(owner)}}};
        if (owner.told()) original.people.push_back(owner);
        // Also when it is not usable: its copies are things that can be lost all the same.
        add_copies(usable ? node : builder_.add_node(), authenticator.stored_in, original);
        return;
      }
      case AuthenticatorType::phone_number:
        translate_number(authenticator, node, owner, usable);
        return;
    }
  }

  void translate_number(const Authenticator& number, NodeId node, ThingId owner, bool usable) {
    const LossId loss = candidate(
        losses().add(LossKind::phone_number, inventory_.id_of(number.thing), number.thing));
    builder_.strike(node, loss);
    owned_by(owner, loss);
    if (!usable) return;
    const NodeId owned = owner_node(owner);
    const Device* sim_in = inventory_.device(number.sim_in.thing);
    if (sim_in != nullptr) {
      const NodeId sim = sims_[inventory_.things[sim_in->thing].index];
      builder_.add(node, {.parts = {owned, sim}});
    }
    if (number.account.told()) {
      builder_.add(node, {.parts = {owned, node_of(number.account.thing)}});
    }
    if (sim_in == nullptr && !number.account.told()) builder_.add(node, {.parts = {owned}});
    if (number.new_sim_after) {
      builder_.add(node, {.parts = {owned}, .wait = {number.new_sim_after->hours}});
    }
  }

  void translate_vault(const Authenticator& vault, NodeId node, ThingId owner, bool usable) {
    const auto vendor = vendor_loss(vendor_of(catalog_, vault));
    const Account* account = inventory_.account(vault.account.thing);
    if (account != nullptr) candidate(nodes_of(*account).signed_out);
    if (!usable) return;

    const NodeId owned = owner_node(owner);
    const NodeId guard = vault.account.told() ? node_of(vault.account.thing) : builder_.never();
    std::vector<LossId> shut_down;  // losses under which a signed-in device may not be enough
    std::vector<LossId> signed_out;
    if (account != nullptr) signed_out.push_back(nodes_of(*account).signed_out);
    // Not known to: counts as shut, and an audit asks.
    const std::optional<bool> offline = works_offline(catalog_, vault);
    const bool needs_guard = vault.account.told() && !offline.value_or(false);
    if (needs_guard) {
      if (account != nullptr) {
        const AccountNodes& nodes = nodes_of(*account);
        shut_down.push_back(nodes.loss);
        if (nodes.vendor) shut_down.push_back(*nodes.vendor);
      }
      if (vendor) shut_down.push_back(*vendor);
    }
    for (const Reference& device : vault.devices) {
      const NodeId holder = node_of(device.thing);
      Draft signed_in{.parts = {owned, holder}, .struck_by = signed_out};
      std::vector<LossId>& more = offline ? signed_in.struck_by : signed_in.doubted;
      more.insert(more.end(), shut_down.begin(), shut_down.end());
      builder_.add(node, std::move(signed_in));
      if (needs_guard) {
        builder_.add(node, {.parts = {owned, holder, guard}, .struck_by = signed_out});
      }
    }
    if (vault.account.told()) add_new_device(vault, node, owned, guard, vendor);
  }

  void add_new_device(const Authenticator& vault, NodeId node, NodeId owned, NodeId guard,
                      std::optional<LossId> vendor) {
    using Form = VaultOpening::Form;
    const VaultOpening opening = opening_of(inventory_, catalog_, openers_, vault);
    Draft draft{.parts = {owned, guard}};
    if (vendor) draft.struck_by.push_back(*vendor);
    if (opening.form == Form::never) return;
    if (opening.form != Form::account_alone) {
      const NodeId needs = builder_.add_node();
      draft.parts.push_back(needs);
      const Account* account = inventory_.account(vault.account.thing);
      for (const auto& alternative : opening.alternatives) {
        add_opening(needs, alternative, account);
      }
      if (opening.form == Form::ways) {
        for (const Way& way : vault.new_device_needs) add_way(needs, way, nullptr, {});
      }
    }
    builder_.add(node, std::move(draft));
  }

  // `account`: that guards the vault.
  void add_opening(NodeId needs, const VaultOpening::Alternative& alternative,
                   const Account* account) {
    if (alternative.size() == 1) {
      for (const auto& key : alternative.front()) add_key(needs, key, account);
      return;
    }
    Draft together;
    for (const VaultOpening::AnyOf& any_of : alternative) {
      together.parts.push_back(builder_.add_node());
      for (const auto& key : any_of) add_key(together.parts.back(), key, account);
    }
    builder_.add(needs, std::move(together));
  }

  void add_key(NodeId node, const VaultOpening::Key& key, const Account* account) {
    Draft draft;
    draft.parts.push_back(key.is_account_password ? nodes_of(*account).password
                                                  : part_of(key.thing, account));
    if (key.way != nullptr) {
      draft.parts.push_back(builder_.add_node());
      add_way(draft.parts.back(), *key.way, account, {});
    }
    builder_.add(node, std::move(draft));
  }

  // ---- ways

  // `account`: whose own way it is. Sessions of that account end with signed-out:a, and a method
  // may be known to be no way back into it.
  void add_way(NodeId node, const Way& way, const Account* account, Draft draft) {
    for (const Reference& thing : way.things) {
      const NodeId part = part_of(thing.thing, account);
      draft.parts.push_back(draft.is_recovery ? beside_password(part, thing.thing, *account)
                                              : part);
    }
    draft.needed = way.form == WayForm::at_least ? way.at_least : Draft::all;
    if (way.wait) draft.wait = {way.wait->hours};
    builder_.add(node, std::move(draft));
  }

  NodeId part_of(ThingId thing, const Account* account) {
    if (account == nullptr) return node_of(thing);
    if (inventory_.device(thing) != nullptr) {
      const NodeId session = builder_.add_node();
      builder_.strike(session, nodes_of(*account).signed_out);
      builder_.add(session, {.parts = {node_of(thing)}});
      return session;
    }
    const RecoveryMethod* method = inventory_.recovery_method(thing);
    const bool hopeless = method != nullptr && obstacle_to(inventory_, catalog_, providers_,
                                                           *account, *method) != Obstacle::none;
    return hopeless ? builder_.never() : node_of(thing);
  }

  // Some providers take their codes or kit only together with the account's password.
  NodeId beside_password(NodeId part, ThingId thing, const Account& account) {
    if (!needs_account_password(inventory_, providers_, account, thing)) return part;
    const NodeId both = builder_.add_node();
    builder_.add(both, {.parts = {part, nodes_of(account).password}});
    return both;
  }

  // ---- recovery methods

  void translate(const RecoveryMethod& method) {
    const NodeId node = node_of(method.thing);
    Draft draft;
    if (method.wait) draft.wait = {method.wait->hours};
    for (const Reference& need : method.needs) draft.parts.push_back(node_of(need.thing));
    switch (method.type) {
      case RecoveryType::recovery_codes:
      case RecoveryType::recovery_key:
      case RecoveryType::emergency_kit:
      case RecoveryType::backup_file: {
        const bool used_up = method.remaining == 0U;
        add_copies(used_up ? builder_.add_node() : node, method.stored_in,
                   {.thing = method.thing, .rememberer = builder_.always(), .base = draft});
        return;
      }
      case RecoveryType::emergency_access:
        if (!method.wait) draft.wait = Hours::unknown();
        [[fallthrough]];
      case RecoveryType::recovery_contact:
        if (!method.person.told() || method.accepted == false) return;
        draft.parts.push_back(node_of(method.person.thing));
        break;
      case RecoveryType::recovery_email:
        if (!method.account.told() || method.verified == false) return;
        draft.parts.push_back(node_of(method.account.thing));
        break;
      case RecoveryType::admin_reset: {
        const NodeId by = builder_.add_node();
        for (const Way& way : method.by) add_way(by, way, nullptr, {});
        draft.parts.push_back(by);
        break;
      }
      case RecoveryType::support:
        if (!method.wait) draft.wait = Hours::unknown();
        break;
      case RecoveryType::legacy_contact:
      case RecoveryType::security_question: return;  // never a way in
    }
    builder_.add(node, std::move(draft));
  }

  // ---- accounts

  void translate(const Account& account) {
    const AccountNodes& nodes = nodes_of(account);
    add_named(account, nodes);
    add_own_copies(account, nodes);
    if (nodes.vendor) builder_.strike(nodes.account, *nodes.vendor);
    if (expired(account.details().expires_on)) return;

    const Draft sign_in{.is_sign_in = true, .struck_by = {nodes.loss}};
    for (const Passkey& passkey : account.passkeys) {
      Draft draft = sign_in;
      draft.parts.push_back(passkey_home(passkey));
      builder_.add(nodes.account, std::move(draft));
    }
    add_password_sign_in(account, nodes, sign_in);
    if (account.federated_via.told()) {
      Draft draft = sign_in;
      draft.parts.push_back(node_of(account.federated_via.thing));
      builder_.add(nodes.account, std::move(draft));
    }
    const auto add_ways = [&](const List<Way>& ways, bool is_sign_in) {
      for (const Way& way : ways) {
        Draft draft{.is_sign_in = is_sign_in, .is_recovery = !is_sign_in};
        if (!way.works_when_locked) draft.struck_by.push_back(nodes.loss);
        add_way(nodes.account, way, &account, std::move(draft));
      }
    };
    add_ways(account.other_sign_in, true);
    add_ways(account.recovery, false);
    // An administrator's account brings back the organisation that it administers.
    if (const Account* organisation = inventory_.account(account.details().org.thing)) {
      const AccountNodes& of = nodes_of(*organisation);
      if (!expired(organisation->details().expires_on)) {
        builder_.add(of.account,
                     {.parts = {nodes.named}, .is_recovery = true, .struck_by = {of.loss}});
      }
    }
  }

  // A mailbox is out of reach for everything else while the registrar of its domain is.
  void add_named(const Account& account, const AccountNodes& nodes) {
    if (nodes.named == nodes.account) return;
    const Account* registrar = inventory_.account(account.details().domain_at.thing);
    const AccountNodes& domain = nodes_of(*registrar);
    builder_.strike(nodes.named, domain.loss);
    if (domain.vendor) builder_.strike(nodes.named, *domain.vendor);
    if (!expired(registrar->details().expires_on))
      builder_.add(nodes.named, {.parts = {nodes.account}});
  }

  void add_own_copies(const Account& account, const AccountNodes& nodes) {
    NodeId rememberer = builder_.always();
    Original original{.thing = account.thing};
    if (!account.details().owners.empty()) {
      rememberer = builder_.add_node();
      for (const Reference& owner : account.details().owners) {
        builder_.add(rememberer, {.parts = {node_of(owner.thing)}});
        original.people.push_back(owner.thing);
      }
    }
    original.rememberer = rememberer;
    original.part = Part::password;
    add_copies(nodes.password, account.password.stored_in, original);
    original.part = Part::totp;
    add_copies(nodes.totp, account.totp.stored_in, original);
    original.part = Part::codes;
    const bool used_up = account.codes.detail().remaining == 0U;
    add_copies(used_up ? builder_.add_node() : nodes.codes, account.codes.stored_in, original);
  }

  NodeId passkey_home(const Passkey& passkey) {
    const bool in_vault =
        inventory_.authenticator(passkey.in.thing, AuthenticatorType::vault) != nullptr;
    const PasskeyDetails details = passkey.detail();
    if (!in_vault || details.backed_up != false) return node_of(passkey.in.thing);
    return details.on.told() ? node_of(details.on.thing) : builder_.never();
  }

  void add_password_sign_in(const Account& account, const AccountNodes& nodes, Draft sign_in) {
    if (account.password.none()) return;
    sign_in.parts.push_back(nodes.password);
    const bool alone =
        account.second_factors.empty() && account.totp.none() && account.codes.none();
    if (!alone) {
      sign_in.parts.push_back(nodes.second_step);
      add_second_factors(account, nodes.second_step);
      builder_.add(nodes.second_step, {.parts = {nodes.totp}});
      builder_.add(nodes.second_step, {.parts = {nodes.codes}});
    }
    builder_.add(nodes.account, std::move(sign_in));
  }

  void add_second_factors(const Account& account, NodeId second_step) {
    const bool only_keys = codes_ended(inventory_, catalog_, account);
    for (const Way& way : account.second_factors) {
      if (only_keys && is_ended_code(inventory_, way)) continue;
      add_way(second_step, way, &account, {});
    }
  }

  bool has_device_in_own_ways(const Account& account) const {
    const auto names_device = [this](const Way& way) {
      return std::ranges::any_of(way.things, [this](const Reference& thing) {
        return inventory_.device(thing.thing) != nullptr;
      });
    };
    return std::ranges::any_of(account.second_factors, names_device) ||
           std::ranges::any_of(account.other_sign_in, names_device) ||
           std::ranges::any_of(account.recovery, names_device);
  }

  void choose_account_candidates() {
    NamedAccounts names(inventory_);
    visit_references(inventory_, names);
    for (std::size_t i = 0; i < inventory_.accounts.size(); ++i) {
      const Account& account = inventory_.accounts[i];
      if (names.named(i) || account.details().org.told()) candidate(accounts_[i].loss);
      if (has_device_in_own_ways(account)) candidate(accounts_[i].signed_out);
    }
  }

  const Inventory& inventory_;
  const Catalog& catalog_;
  Date today_;
  Openers openers_;
  GuardedProviders providers_;
  GraphBuilder builder_;
  std::vector<NodeId> node_of_;  // by thing; an account as reached from anything else
  std::vector<NodeId> sims_;     // by device: the SIM in it, which need not be unlocked
  std::vector<AccountNodes> accounts_;
};

}  // namespace

AccessGraph build_graph(const Inventory& inventory, const Catalog& catalog, Date today) {
  return Translator(inventory, catalog, today).run();
}

}  // namespace passkey_audit
