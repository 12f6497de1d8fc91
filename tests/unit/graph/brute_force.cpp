#include "brute_force.hpp"

#include <algorithm>

#include "passkey_audit/catalog/known.hpp"

namespace passkey_audit::brute_force {
namespace {

// What I keep as a person I keep in my head.
bool in_a_head(const Reference& entry) {
  return entry.thing == ThingDirectory::memory || entry.thing == ThingDirectory::me;
}

Waiting hours(const auto& told, Waiting otherwise) {
  return told ? told->hours : otherwise;
}

Waiting sum(Waiting a, Waiting b) {
  if (a == never || b == never) return never;
  return a == unknown_time || b == unknown_time ? unknown_time : a + b;
}

std::string_view kind_of(std::string_view loss) {
  return loss.substr(0, loss.find(':'));
}
std::string_view name_in(std::string_view loss) {
  return loss.substr(loss.find(':') + 1);
}

// "Absent or empty." Where something is told of codes, but not where they are, the account has
// them.
bool absent_or_empty(const StoredCopies& copies) {
  if (copies.stored_in.told()) return copies.stored_in.empty();
  const CopyDetails told = copies.detail();
  return !told.tested_on && !told.generated_on && !told.issued && !told.remaining;
}

std::vector<std::span<const Way>> own_ways(const Account& account) {
  return {account.second_factors, account.other_sign_in, account.recovery};
}

}  // namespace

// ---------------------------------------------------------------------------------------- solving

class Equations::Solver {
 public:
  using Row = Access::Row;

  Solver(const Equations& equations, const std::vector<Losses>& worlds, Limit limit,
         bool counts_time)
      : equations_(equations), worlds_(worlds.size()), limit_(limit), counts_time_(counts_time) {
    lost_.assign(equations.losses_.size(), Row(worlds_, at_once));
    for (std::size_t world = 0; world < worlds_; ++world) {
      for (const std::string& loss : worlds[world]) {
        const auto known = equations.losses_.find(loss);
        if (known != equations.losses_.end()) lost_[known->second][world] = never;
      }
    }
  }

  Access nothing_usable() const {
    return {std::vector<Row>(equations_.inventory_.things.size() * Slot::per_thing,
                             Row(worlds_, never))};
  }

  Access repeat_until_nothing_changes(Waiting start) const {
    Access access = nothing_usable();
    for (const Equation& equation : equations_.equations_) {
      access.rows[equation.slot.number()] = Row(worlds_, start);
    }
    for (bool changed = true; changed;) {
      changed = false;
      for (const Equation& equation : equations_.equations_) {
        Row row = value(equation.term, access);
        Row& before = access.rows[equation.slot.number()];
        changed = changed || row != before;
        before = std::move(row);
      }
    }
    return access;
  }

  Row value(const Term& term, const Access& access) const {
    switch (term.form) {
      case Term::Form::usable: return access.rows[term.number];
      case Term::Form::unless_lost: return lost_[term.number];
      case Term::Form::all: return longest(term.parts, access);
      case Term::Form::any: return shortest(term.parts, access);
      case Term::Form::at_least: return quickest(term.number, term.parts, access);
      case Term::Form::after: break;
    }
    if (limit_ && term.wait > *limit_) return Row(worlds_, never);
    Row row = value(term.parts.front(), access);
    for (Waiting& time : row) time = counts_time_ ? sum(time, term.wait) : time;
    return row;
  }

 private:
  Row longest(const std::vector<Term>& parts, const Access& access) const {
    Row row(worlds_, at_once);
    for (const Term& part : parts) {
      const Row other = value(part, access);
      const Waiting* from = other.data();
      for (Waiting& time : std::span(row.data(), worlds_)) time = std::max(time, *from++);
    }
    return row;
  }

  Row shortest(const std::vector<Term>& parts, const Access& access) const {
    Row row(worlds_, never);
    for (const Term& part : parts) {
      const Row other = value(part, access);
      const Waiting* from = other.data();
      for (Waiting& time : std::span(row.data(), worlds_)) time = std::min(time, *from++);
    }
    return row;
  }

  Row quickest(std::size_t count, const std::vector<Term>& parts, const Access& access) const {
    std::vector<Row> rows;
    for (const Term& part : parts) rows.push_back(value(part, access));
    Row row(worlds_, never);
    for (std::size_t world = 0; world < worlds_; ++world) {
      std::vector<Waiting> times;
      for (const Row& other : rows) times.push_back(other[world]);
      std::ranges::sort(times);
      row[world] = times[count - 1];
    }
    return row;
  }

  const Equations& equations_;
  std::size_t worlds_;
  Limit limit_;
  bool counts_time_;
  std::vector<Row> lost_;  // by loss: `never` in the worlds that suffer it
};

// "The least fixpoint": nothing is usable to begin with, so nothing is usable because of itself.
Access Equations::least(const std::vector<Losses>& worlds, Limit limit) const {
  return Solver(*this, worlds, limit, true).repeat_until_nothing_changes(never);
}

// The greatest: everything is usable to begin with, so things may hold each other up. Waits would
// go round in circles for ever and are not counted.
Access Equations::greatest(const std::vector<Losses>& worlds, Limit limit) const {
  return Solver(*this, worlds, limit, false).repeat_until_nothing_changes(at_once);
}

Waiting Equations::along(const std::vector<Slot>& steps, const Losses& losses) const {
  const Solver solver(*this, {losses}, std::nullopt, true);
  Access access = solver.nothing_usable();
  Waiting last = never;
  for (const Slot step : steps) {
    access.rows[step.number()] = solver.value(right_side(step), access);
    last = access.waiting(step, 0);
    if (last == never) break;
  }
  return last;
}

// "Each step goes to a part of an alternative that is satisfied."
std::set<Slot> Equations::parts_of_satisfied(Slot slot, const Access& greatest,
                                             const Losses& losses, Limit limit) const {
  const Solver solver(*this, {losses}, limit, false);
  std::set<Slot> parts;
  std::vector<const Term*> open{&right_side(slot)};
  while (!open.empty()) {
    const Term& term = *open.back();
    open.pop_back();
    if (solver.value(term, greatest)[0] == never) continue;
    if (term.form == Term::Form::usable) {
      parts.insert({.thing = {static_cast<std::uint32_t>(term.number / Slot::per_thing)},
                    .own = static_cast<Own>(term.number % Slot::per_thing)});
    }
    for (const Term& part : term.parts) open.push_back(&part);
  }
  return parts;
}

std::vector<Slot> Equations::slots() const {
  std::vector<Slot> slots;
  for (const Equation& equation : equations_) slots.push_back(equation.slot);
  return slots;
}

const Term& Equations::right_side(Slot slot) const {
  static const Term no_equation{.form = Term::Form::any};
  const auto found = std::ranges::find(equations_, slot, &Equation::slot);
  return found == equations_.end() ? no_equation : found->term;
}

Term Equations::all_of(std::vector<Term> parts) {
  return {.form = Term::Form::all, .parts = std::move(parts)};
}
Term Equations::any_of(std::vector<Term> parts) {
  return {.form = Term::Form::any, .parts = std::move(parts)};
}
Term Equations::at_least(std::size_t count, std::vector<Term> parts) {
  return {.form = Term::Form::at_least, .number = count, .parts = std::move(parts)};
}
Term Equations::after(Waiting wait, Term part) {
  return {.form = Term::Form::after, .wait = wait, .parts = {std::move(part)}};
}
Term Equations::usable(Slot slot) {
  return {.form = Term::Form::usable, .number = slot.number()};
}
Term Equations::unless_lost(const std::string& loss) {
  return {.form = Term::Form::unless_lost,
          .number = losses_.try_emplace(loss, losses_.size()).first->second};
}

namespace {
const Term always{.form = Term::Form::all};
const Term not_usable{.form = Term::Form::any};
}  // namespace

Equations::Equations(const Inventory& inventory, const Catalog& catalog, Date today)
    : inventory_(inventory), catalog_(catalog), today_(today) {
  const auto add = [this](Slot slot, Term term) { equations_.push_back({slot, std::move(term)}); };
  for (const Person& one : inventory.people) add({one.thing}, person(one));
  for (const Device& one : inventory.devices) add({one.thing}, device(one));
  for (const Authenticator& one : inventory.authenticators) add({one.thing}, authenticator(one));
  for (const RecoveryMethod& one : inventory.recovery_methods) {
    add({one.thing}, recovery_method(one));
  }
  for (const Account& one : inventory.accounts) {
    add({one.thing, Own::password}, some_copy(copies_of(one, Own::password)));
    add({one.thing, Own::totp}, some_copy(copies_of(one, Own::totp)));
    add({one.thing, Own::codes}, own_codes(one));
    const Term by_signing_in = while_it_lasts(one, sign_in(one));
    add({one.thing, Own::sign_in}, by_signing_in);
    add({one.thing}, any_of({by_signing_in, while_it_lasts(one, recovery(one))}));
  }
}

// ----------------------------------------------------------------------------------------- losses

// The vendor that is told for an account or vault, or that the catalog knows.
std::string Equations::vendor(const Account& account) const {
  return std::string(vendor_of(catalog_, account));
}
std::string Equations::vendor(const Authenticator& vault) const {
  return std::string(vendor_of(catalog_, vault));
}

// An owner that is not told is the reader, in a personal inventory; a team has no default.
ThingId Equations::owner(const Reference& told) const {
  if (told.told()) return told.thing;
  return inventory_.profile == Profile::personal ? ThingDirectory::me : ThingId{};
}

// Places of the same site are lost together; a place that names no site is one of its own. What is
// carried by somebody else than the reader is at the site of that person's own. A place that is not
// told, or unknown, is at no site: "".
std::string Equations::site(ThingId place, ThingId owner) const {
  if (!place.told() || place == ThingDirectory::unknown) return "";
  if (place != ThingDirectory::carried) {
    const Text& told = inventory_.place(place)->site;
    return told.told() ? std::string(told.view()) : id(place);
  }
  return inventory_.person(owner) == nullptr ? "carried" : "carried@" + id(owner);
}

// A phone is carried unless another place is told.
std::string Equations::site(const Device& device) const {
  const bool told = device.place.told() && device.place.thing != ThingDirectory::unknown;
  const bool is_phone = device.type == DeviceType::phone;
  return site(!told && is_phone ? ThingDirectory::carried : device.place.thing,
              owner(device.owner));
}

std::string Equations::site(const Authenticator& key) const {
  return site(key.place.thing, owner(key.owner));
}

bool Equations::is_paper(const Reference& entry) const {
  const ThingKind kind = inventory_.thing(entry).kind;
  return kind == ThingKind::place || kind == ThingKind::carried;
}

// The things so described have the ids <account>, <account>.codes, <account>.totp.
Equations::Copies Equations::copies_of(const Account& account, Own own) const {
  switch (own) {
    case Own::codes: return {id(account.thing) + ".codes", account.codes.stored_in, {}, &account};
    case Own::totp: return {id(account.thing) + ".totp", account.totp.stored_in, {}, &account};
    case Own::itself:
    case Own::sign_in:
    case Own::password: break;
  }
  return {id(account.thing), account.password.stored_in, {}, &account};
}

std::vector<Equations::Copies> Equations::all_copies() const {
  std::vector<Copies> all;
  for (const Authenticator& one : inventory_.authenticators) {
    all.push_back({id(one.thing), one.stored_in, owner(one.owner)});
  }
  for (const RecoveryMethod& one : inventory_.recovery_methods) {
    all.push_back({id(one.thing), one.stored_in});
  }
  for (const Account& one : inventory_.accounts) {
    all.push_back(copies_of(one, Own::password));
    all.push_back(copies_of(one, Own::codes));
    all.push_back(copies_of(one, Own::totp));
  }
  return all;
}

// "Every account that another object names."
std::set<ThingId> Equations::accounts_named_by_others() const {
  std::set<ThingId> named;
  const auto one = [&](ThingId by, const Reference& reference) {
    if (inventory_.account(reference.thing) != nullptr && reference.thing != by) {
      named.insert(reference.thing);
    }
  };
  const auto list = [&](ThingId by, std::span<const Reference> references) {
    for (const Reference& reference : references) one(by, reference);
  };
  const auto ways = [&](ThingId by, std::span<const Way> alternatives) {
    for (const Way& way : alternatives) list(by, way.things);
  };
  for (const Authenticator& by : inventory_.authenticators) {
    one(by.thing, by.account);
    list(by.thing, by.stored_in);
    ways(by.thing, by.new_device_needs);
  }
  for (const RecoveryMethod& by : inventory_.recovery_methods) {
    one(by.thing, by.account);
    list(by.thing, by.stored_in);
    list(by.thing, by.needs);
    ways(by.thing, by.by);
  }
  for (const Account& by : inventory_.accounts) {
    for (const Reference& other : {by.federated_via, by.details().org, by.details().domain_at})
      one(by.thing, other);
    for (const StoredCopies& copies : {by.password, by.codes, by.totp}) {
      list(by.thing, copies.stored_in);
    }
    for (const std::span<const Way> own : own_ways(by)) ways(by.thing, own);
  }
  return named;
}

bool Equations::guards_a_vault(const Account& account) const {
  return std::ranges::any_of(inventory_.authenticators, [&](const Authenticator& one) {
    return one.type == AuthenticatorType::vault && one.account.thing == account.thing;
  });
}

bool Equations::has_a_device_in_its_own_ways(const Account& account) const {
  for (const std::span<const Way> ways : own_ways(account)) {
    for (const Way& way : ways) {
      for (const Reference& thing : way.things) {
        if (inventory_.device(thing.thing) != nullptr) return true;
      }
    }
  }
  return false;
}

// The list "Candidate losses", in its order.
std::vector<std::string> Equations::candidate_losses() const {
  Losses losses{"place:carried"};
  const auto add_site = [&](const std::string& name) {
    if (!name.empty()) losses.insert("place:" + name);
  };
  const auto add_vendor = [&](const std::string& name) {
    if (!name.empty()) losses.insert("vendor:" + name);
  };
  for (const Device& one : inventory_.devices) {
    losses.insert("device:" + id(one.thing));
    add_site(site(one));
  }
  for (const Authenticator& one : inventory_.authenticators) {
    if (one.type == AuthenticatorType::security_key) {
      losses.insert("security-key:" + id(one.thing));
      add_site(site(one));
    }
    if (one.type == AuthenticatorType::phone_number) losses.insert("phone-number:" + id(one.thing));
    if (one.type == AuthenticatorType::vault) add_vendor(vendor(one));
  }
  for (const Copies& copies : all_copies()) {
    for (const Reference& entry : copies.entries) {
      if (in_a_head(entry)) losses.insert("secret:" + copies.id);
      if (!is_paper(entry)) continue;
      losses.insert("copy:" + copies.id + "@" + id(entry.thing));
      add_site(site(entry.thing, copies.owner));
    }
  }
  for (const Person& one : inventory_.people) {
    if (one.status == PersonStatus::active) losses.insert("person:" + id(one.thing));
  }
  const std::set<ThingId> named = accounts_named_by_others();
  for (const Account& one : inventory_.accounts) {
    if (named.contains(one.thing) || one.details().org.told())
      losses.insert("account:" + id(one.thing));
    if (guards_a_vault(one) || has_a_device_in_its_own_ways(one)) {
      losses.insert("signed-out:" + id(one.thing));
    }
    add_vendor(vendor(one));
  }
  for (const Place& one : inventory_.places) add_site(site(one.thing, {}));
  return {losses.begin(), losses.end()};
}

Losses Equations::cold_start() const {
  Losses losses;
  for (const Device& one : inventory_.devices) losses.insert("device:" + id(one.thing));
  return losses;
}

// ----------------------------------------------------------------------------------------- access

Term Equations::unless_vendor_lost(const std::string& name) {
  return name.empty() ? always : unless_lost("vendor:" + name);
}
Term Equations::unless_site_lost(const std::string& name) {
  return name.empty() ? always : unless_lost("place:" + name);
}

// From the day after `expires_on`.
bool Equations::expired(std::optional<Date> expires_on) const {
  return expires_on && today_ > *expires_on;
}

// Every device and authenticator needs its owner. No owner: nobody is needed.
Term Equations::while_owner_is_usable(const Reference& told) const {
  const ThingId somebody = owner(told);
  if (!somebody.told() || somebody == ThingDirectory::me) return always;
  return somebody == ThingDirectory::unknown ? not_usable : usable({somebody});
}

// Where secrets are declared that open a device or key, one of them must be usable.
Term Equations::while_opened(ThingId thing) const {
  std::vector<Term> secrets;
  for (const Authenticator& secret : inventory_.authenticators) {
    for (const Reference& opened : secret.opens) {
      if (opened.thing == thing) secrets.push_back(usable({secret.thing}));
    }
  }
  return secrets.empty() ? always : any_of(std::move(secrets));
}

// A person is active and not lost.
Term Equations::person(const Person& person) {
  if (person.status == PersonStatus::left) return not_usable;
  return unless_lost("person:" + id(person.thing));
}

// A device is not lost, its place is not, it can be opened, and its owner is there.
Term Equations::device(const Device& device) {
  return all_of({sim(device), while_opened(device.thing)});
}

// The SIM in a device needs all that the device needs, but nobody has to open it.
Term Equations::sim(const Device& device) {
  if (device.status != Status::active) return not_usable;
  return all_of({unless_lost("device:" + id(device.thing)), unless_site_lost(site(device)),
                 while_owner_is_usable(device.owner)});
}

// Any one copy will do: in memory, on paper, or on or in another thing while that is usable.
Term Equations::some_copy(const Copies& copies) {
  std::vector<Term> terms;
  for (const Reference& entry : copies.entries) {
    if (in_a_head(entry)) {
      const Term there = entry.thing == ThingDirectory::memory ? remembered(copies) : always;
      terms.push_back(all_of({unless_lost("secret:" + copies.id), there}));
    } else if (is_paper(entry)) {
      terms.push_back(all_of({unless_lost("copy:" + copies.id + "@" + id(entry.thing)),
                              unless_site_lost(site(entry.thing, copies.owner))}));
    } else {
      terms.push_back(named(entry.thing));
    }
  }
  return any_of(std::move(terms));
}

// What belongs to an account is remembered by any of its owners; none told: always. (The owner of a
// secret is needed for each of its copies, in memory or not.)
Term Equations::remembered(const Copies& copies) const {
  if (copies.account == nullptr || copies.account->details().owners.empty()) return always;
  std::vector<Term> owners;
  for (const Reference& one : copies.account->details().owners)
    owners.push_back(while_owner_is_usable(one));
  return any_of(std::move(owners));
}

// `remaining` 0 means that there are none.
Term Equations::own_codes(const Account& account) {
  if (account.codes.detail().remaining == 0U) return not_usable;
  return some_copy(copies_of(account, Own::codes));
}

Term Equations::authenticator(const Authenticator& one) {
  if (one.status != Status::active || expired(one.expires_on)) return not_usable;
  const Term owned = while_owner_is_usable(one.owner);
  switch (one.type) {
    case AuthenticatorType::vault: return all_of({owned, vault(one)});
    case AuthenticatorType::platform:
    case AuthenticatorType::push:
    case AuthenticatorType::certificate:
      return all_of({owned, one.device.told() ? named(one.device.thing) : not_usable});
    case AuthenticatorType::security_key: return all_of({owned, security_key(one)});
    case AuthenticatorType::secret:
    case AuthenticatorType::totp:
      return all_of({owned, some_copy({id(one.thing), one.stored_in, owner(one.owner)})});
    case AuthenticatorType::phone_number: return all_of({owned, phone_number(one)});
  }
  return not_usable;
}

// A security key is not lost, its place is not, and it can be opened.
Term Equations::security_key(const Authenticator& key) {
  return all_of({unless_lost("security-key:" + id(key.thing)), unless_site_lost(site(key)),
                 while_opened(key.thing)});
}

// A number is not lost, and its SIM or its account is there, or neither is told. A new SIM is one
// more way, with its own wait.
Term Equations::phone_number(const Authenticator& number) {
  std::vector<Term> ways;
  const Device* phone = inventory_.device(number.sim_in.thing);
  if (phone != nullptr) ways.push_back(sim(*phone));
  if (number.account.told()) ways.push_back(named(number.account.thing));
  if (ways.empty()) ways.push_back(always);
  if (number.new_sim_after) ways.push_back(after(number.new_sim_after->hours, always));
  return all_of({unless_lost("phone-number:" + id(number.thing)), any_of(std::move(ways))});
}

// A vault opens (1) on a device that is signed in, or (2) on a new one.
Term Equations::vault(const Authenticator& vault) {
  if (!vault.account.told()) return signed_in_device(vault);
  return any_of({signed_in_device(vault), new_device(vault)});
}

// (1) Some signed-in device. While the guarding account, its vendor or the vault's is lost, that is
// enough only if the vault works offline, or together with that account. Where the account's
// sessions have ended, no device is signed in. Without an account nothing of this matters.
Term Equations::signed_in_device(const Authenticator& vault) {
  std::vector<Term> devices;
  for (const Reference& one : vault.devices) devices.push_back(named(one.thing));
  const Term some_device = any_of(std::move(devices));
  if (!vault.account.told()) return some_device;
  std::vector<Term> none_lost{unless_vendor_lost(vendor(vault))};
  Term signed_in = always;
  if (const Account* guard = inventory_.account(vault.account.thing)) {
    none_lost.push_back(unless_lost("account:" + id(guard->thing)));
    none_lost.push_back(unless_vendor_lost(vendor(*guard)));
    signed_in = unless_lost("signed-out:" + id(guard->thing));
  }
  const Term enough = works_offline(vault)
                          ? always
                          : any_of({all_of(std::move(none_lost)), named(vault.account.thing)});
  return all_of({some_device, signed_in, enough});
}

// (2) The account, and one alternative of `new_device_needs` (`[]`: nothing more); where they are
// not told, one of the secrets that open the vault; where there are none, what the provider asks
// for. Never while the vault's vendor is lost.
Term Equations::new_device(const Authenticator& vault) {
  const bool has_secrets =
      std::ranges::any_of(inventory_.authenticators, [&](const Authenticator& secret) {
        return std::ranges::find(secret.opens, vault.thing, &Reference::thing) !=
               secret.opens.end();
      });
  Term needs = has_secrets ? while_opened(vault.thing) : as_the_provider_asks(vault);
  if (vault.new_device_needs.told()) {
    needs = vault.new_device_needs.empty() ? always : some_way(vault.new_device_needs, nullptr);
  }
  return all_of({named(vault.account.thing), needs, unless_vendor_lost(vendor(vault))});
}

const ProviderFacts* Equations::provider(const Authenticator& vault) const {
  for (const ProviderFacts& facts : catalog_.providers()) {
    if (vault.type == AuthenticatorType::vault && vault.provider == facts.id) return &facts;
  }
  return nullptr;
}

const ServiceFacts* Equations::service(const Account& account) const {
  for (const ServiceFacts& facts : catalog_.services()) {
    if (account.service == facts.domains[0]) return &facts;
  }
  return nullptr;
}

std::vector<ProviderRecovery> Equations::known_paths(const Account& account) const {
  std::set<const ProviderFacts*> providers;
  for (const Authenticator& vault : inventory_.authenticators) {
    if (vault.account.thing == account.thing) providers.insert(provider(vault));
  }
  for (const ProviderFacts& facts : catalog_.providers()) {
    if (!facts.services.empty() && account.service == facts.services[0]) providers.insert(&facts);
  }
  providers.erase(nullptr);
  std::vector<ProviderRecovery> paths;
  for (const ProviderFacts* facts : providers) {
    for (const ProviderRecovery& path : facts->recovery) {
      if (path.provenance.confidence != Confidence::unconfirmed) paths.push_back(path);
    }
  }
  return paths;
}

// The inventory's word, else the catalog's if that is sure, else no.
bool Equations::works_offline(const Authenticator& vault) const {
  if (vault.works_offline) return *vault.works_offline;
  const ProviderFacts* facts = provider(vault);
  return facts != nullptr && facts->provenance.confidence != Confidence::unconfirmed &&
         facts->works_offline == true;
}

// One alternative of what the provider asks for, or one of its ways back that return the vault. A
// provider that nobody knows asks for nothing; one that binds passkeys to a device opens nowhere
// else. Only what is sure opens anything.
Term Equations::as_the_provider_asks(const Authenticator& vault) {
  const ProviderFacts* facts = provider(vault);
  if (facts == nullptr) return always;
  if (facts->synced == false) return not_usable;
  std::vector<Term> ways;
  const bool is_sure = facts->provenance.confidence != Confidence::unconfirmed;
  if (is_sure && facts->new_device_needs) {
    if (facts->new_device_needs->empty()) return always;
    for (const auto& alternative : *facts->new_device_needs) {
      std::vector<Term> together;
      for (const VaultNeed need : alternative) together.push_back(met(need, vault));
      ways.push_back(all_of(std::move(together)));
    }
  }
  for (const ProviderRecovery& path : facts->recovery) {
    if (!path.returns_vault || path.provenance.confidence == Confidence::unconfirmed) continue;
    std::vector<Term> together{some_method(path.type, vault)};
    for (const VaultNeed need : path.also_needs) together.push_back(met(need, vault));
    ways.push_back(all_of(std::move(together)));
  }
  return any_of(std::move(ways));
}

// A screen lock: a secret that opens one of the vault's devices, of the platforms that count. The
// Secret Key stands on the emergency kit. A PIN or key file would be a secret that opens the vault.
Term Equations::met(VaultNeed need, const Authenticator& vault) {
  std::vector<Term> terms;
  switch (need) {
    case VaultNeed::device_passcode:
      for (const Reference& one : vault.devices) {
        const Device* device = inventory_.device(one.thing);
        const auto& counting = provider(vault)->passcode_platforms;
        const bool counts =
            counting.empty() ||
            (device != nullptr && device->platform &&
             std::ranges::find(counting, word(*device->platform)) != counting.end());
        for (const Authenticator& secret : inventory_.authenticators) {
          for (const Reference& opened : secret.opens) {
            if (counts && opened.thing == one.thing) terms.push_back(usable({secret.thing}));
          }
        }
      }
      return any_of(std::move(terms));
    case VaultNeed::account_password:
      if (inventory_.account(vault.account.thing) == nullptr) return not_usable;
      return usable({vault.account.thing, Own::password});
    case VaultNeed::secret_key: return some_method("emergency-kit", vault);
    case VaultNeed::recovery_key: return some_method("recovery-key", vault);
    case VaultNeed::recovery_contact: return some_method("recovery-contact", vault);
    case VaultNeed::pin:
    case VaultNeed::key_file: break;
  }
  return not_usable;
}

// Of the type, in the recovery of the account that guards the vault, with all that its alternative
// asks for.
Term Equations::some_method(std::string_view type, const Authenticator& vault) {
  const Account* account = inventory_.account(vault.account.thing);
  if (account == nullptr) return not_usable;
  std::vector<Term> terms;
  for (const Way& way : account->recovery) {
    for (const Reference& thing : way.things) {
      if (type_of(thing.thing, *account) != type) continue;
      terms.push_back(all_of({part_of_a_way(thing.thing, account), alternative(way, account)}));
    }
  }
  return any_of(std::move(terms));
}

// An account's own codes are recovery codes; what is no recovery method has no type.
std::string_view Equations::type_of(ThingId thing, const Account& account) const {
  if (const RecoveryMethod* method = inventory_.recovery_method(thing)) return word(method->type);
  return id(thing) == id(account.thing) + ".codes" ? "recovery-codes" : "";
}

// Support that the review says cannot restore the account; a way that every path of its type says
// is switched off by another method in `recovery`; support, where the service restores nothing.
bool Equations::is_no_way_back(const RecoveryMethod& method, const Account& account) const {
  const bool is_support = method.type == RecoveryType::support;
  const auto told = account.details().review().support_can_restore;
  if (is_support && told) return !*told;
  std::set<std::string_view> listed;
  for (const Way& way : account.recovery) {
    for (const Reference& thing : way.things) {
      const RecoveryMethod* other = inventory_.recovery_method(thing.thing);
      if (other != nullptr) listed.insert(word(other->type));
    }
  }
  std::size_t paths = 0, switched_off = 0;
  for (const ProviderRecovery& path : known_paths(account)) {
    if (path.type != word(method.type)) continue;
    ++paths;
    const auto is_listed = [&](std::string_view type) { return listed.contains(type); };
    if (std::ranges::any_of(path.switched_off_by, is_listed)) ++switched_off;
  }
  if (switched_off < paths) return false;
  if (paths > 0) return true;
  const ServiceFacts* facts = service(account);
  return is_support && facts != nullptr &&
         facts->provenance.confidence != Confidence::unconfirmed &&
         facts->support_can_restore == false;
}

// Every path of its type asks for the account's password too.
bool Equations::stands_beside_password(ThingId thing, const Account& account) const {
  std::size_t paths = 0, with_password = 0;
  for (const ProviderRecovery& path : known_paths(account)) {
    if (path.type != type_of(thing, account)) continue;
    ++paths;
    for (const VaultNeed need : path.also_needs) {
      if (need == VaultNeed::account_password) ++with_password;
    }
  }
  return paths > 0 && paths == with_password;
}

// Each method needs all of `needs` and takes its `wait`; support and emergency access without one
// take an unknown time.
Term Equations::recovery_method(const RecoveryMethod& method) {
  Term itself = not_usable;
  Waiting if_not_told = at_once;
  switch (method.type) {
    case RecoveryType::recovery_codes:
    case RecoveryType::recovery_key:
    case RecoveryType::emergency_kit:
    case RecoveryType::backup_file:
      if (method.remaining != 0U) itself = some_copy({id(method.thing), method.stored_in});
      break;
    case RecoveryType::emergency_access:
    case RecoveryType::recovery_contact:
      if (method.type == RecoveryType::emergency_access) if_not_told = unknown_time;
      if (method.person.told() && method.accepted != false) itself = named(method.person.thing);
      break;
    case RecoveryType::recovery_email:
      if (method.account.told() && method.verified != false) itself = named(method.account.thing);
      break;
    case RecoveryType::admin_reset: itself = some_way(method.by, nullptr); break;
    case RecoveryType::support:
      if_not_told = unknown_time;
      itself = always;
      break;
    case RecoveryType::legacy_contact:
    case RecoveryType::security_question: return not_usable;
  }
  std::vector<Term> all{itself};
  for (const Reference& need : method.needs) all.push_back(named(need.thing));
  return after(hours(method.wait, if_not_told), all_of(std::move(all)));
}

// Alternatives, any one suffices.
Term Equations::some_way(std::span<const Way> ways, const Account* own) {
  std::vector<Term> alternatives;
  for (const Way& way : ways) alternatives.push_back(alternative(way, own));
  return any_of(std::move(alternatives));
}

// An alternative takes its own wait plus the longest of its parts, or the k-th quickest.
Term Equations::alternative(const Way& way, const Account* own, bool is_recovery) {
  std::vector<Term> parts;
  for (const Reference& thing : way.things) {
    Term part = part_of_a_way(thing.thing, own);
    if (is_recovery && stands_beside_password(thing.thing, *own)) {
      part = all_of({std::move(part), usable({own->thing, Own::password})});
    }
    parts.push_back(std::move(part));
  }
  Term together = way.form == WayForm::at_least ? at_least(way.at_least, std::move(parts))
                                                : all_of(std::move(parts));
  return after(hours(way.wait, at_once), std::move(together));
}

// `own`: the account whose own way it is. A device says "still signed in there", which ends with
// the account's sessions. Some methods are known to be no way into the account.
Term Equations::part_of_a_way(ThingId thing, const Account* own) {
  if (own == nullptr) return named(thing);
  if (inventory_.device(thing) != nullptr) {
    return all_of({named(thing), unless_lost("signed-out:" + id(own->thing))});
  }
  const RecoveryMethod* method = inventory_.recovery_method(thing);
  return method != nullptr && is_no_way_back(*method, *own) ? not_usable : named(thing);
}

// The thing as everything else sees it. Nobody knows what `unknown` is, so it is never usable.
Term Equations::named(ThingId thing) {
  const Thing& known = inventory_.things[thing];
  switch (known.kind) {
    case ThingKind::me: return always;
    case ThingKind::person:
    case ThingKind::device:
    case ThingKind::authenticator:
    case ThingKind::recovery_method: return usable({thing});
    case ThingKind::account: return named_account(inventory_.accounts[known.index]);
    case ThingKind::account_codes:
      return usable({inventory_.accounts[known.index].thing, Own::codes});
    case ThingKind::account_totp:
      return usable({inventory_.accounts[known.index].thing, Own::totp});
    case ThingKind::undeclared:
    case ThingKind::memory:
    case ThingKind::carried:
    case ThingKind::unknown:
    case ThingKind::place: break;
  }
  return not_usable;
}

// An account named by anything else is out of reach while the registrar account of its domain is
// lost, expired, or of a lost vendor.
Term Equations::named_account(const Account& account) {
  const Account* registrar = inventory_.account(account.details().domain_at.thing);
  if (registrar == nullptr) return usable({account.thing});
  if (expired(registrar->details().expires_on)) return not_usable;
  return all_of({usable({account.thing}), unless_lost("account:" + id(registrar->thing)),
                 unless_vendor_lost(vendor(*registrar))});
}

// While its vendor is lost: none. Expired: unusable.
Term Equations::while_it_lasts(const Account& account, Term term) {
  if (expired(account.details().expires_on)) return not_usable;
  return all_of({unless_vendor_lost(vendor(account)), std::move(term)});
}

Term Equations::unless_locked(const Account& account, Term term) {
  return all_of({unless_lost("account:" + id(account.thing)), std::move(term)});
}

// While the account is locked only alternatives with `works_when_locked` still work.
Term Equations::own_alternatives(const Account& account, std::span<const Way> ways,
                                 bool is_recovery) {
  std::vector<Term> terms;
  for (const Way& way : ways) {
    Term term = alternative(way, &account, is_recovery);
    terms.push_back(way.works_when_locked ? term : unless_locked(account, term));
  }
  return any_of(std::move(terms));
}

// Sign-in: each passkey; the password; `federated_via`; `other_sign_in`.
Term Equations::sign_in(const Account& account) {
  std::vector<Term> terms;
  for (const Passkey& one : account.passkeys) terms.push_back(unless_locked(account, passkey(one)));
  terms.push_back(unless_locked(account, password_sign_in(account)));
  if (account.federated_via.told()) {
    terms.push_back(unless_locked(account, named(account.federated_via.thing)));
  }
  terms.push_back(own_alternatives(account, account.other_sign_in, false));
  return any_of(std::move(terms));
}

// A passkey in a vault with `backed_up` false is usable exactly while the device `on` is, whatever
// becomes of the vault; if the device is not told, never.
Term Equations::passkey(const Passkey& passkey) {
  const Authenticator* home = inventory_.authenticator(passkey.in.thing);
  const bool in_a_vault = home != nullptr && home->type == AuthenticatorType::vault;
  const PasskeyDetails told = passkey.detail();
  if (!in_a_vault || told.backed_up != false) return named(passkey.in.thing);
  return told.on.told() ? named(told.on.thing) : not_usable;
}

// The password, alone if second factors, code generator and codes are absent or empty, else with
// one of those.
Term Equations::password_sign_in(const Account& account) {
  const Term password = usable({account.thing, Own::password});
  if (account.second_factors.empty() && absent_or_empty(account.totp) &&
      absent_or_empty(account.codes)) {
    return password;
  }
  const Term second_step =
      any_of({some_way(account.second_factors, &account), usable({account.thing, Own::totp}),
              usable({account.thing, Own::codes})});
  return all_of({password, second_step});
}

// Recovery: `recovery`, and every account whose `org` it is.
Term Equations::recovery(const Account& account) {
  std::vector<Term> terms{own_alternatives(account, account.recovery, true)};
  for (const Account& administrator : inventory_.accounts) {
    if (administrator.details().org.thing == account.thing) {
      terms.push_back(unless_locked(account, named_account(administrator)));
    }
  }
  return any_of(std::move(terms));
}

// Open: some sign-in works with no waiting at all. Else recoverable if prompt access is left, else
// delayed if any is, else locked out.
State Equations::state(const Account& account, const Access& prompt, const Access& eventual,
                       std::size_t world) const {
  if (eventual.waiting({account.thing, Own::sign_in}, world) == at_once) return {"open", at_once};
  const Waiting waiting = eventual.waiting({account.thing}, world);
  if (waiting == never) return {"locked_out", never};
  return {prompt.usable({account.thing}, world) ? "recoverable" : "delayed", waiting};
}

// ------------------------------------------------------------------------------------ locking out

// Not counted against an account: its own loss, its own vendor, and in a personal inventory the
// person who alone owns it.
bool Equations::counts_against(const std::string& loss, const Account& account) const {
  const bool alone = account.details().owners.size() == 1;
  const bool personal = inventory_.profile == Profile::personal;
  return loss != "account:" + id(account.thing) && loss != "vendor:" + vendor(account) &&
         !(personal && alone && loss == "person:" + id(account.details().owners[0].thing));
}

// "Where p is m's owner or the only one of the account's owners."
bool Equations::is_only_owner(ThingId person, const Copies& copies) const {
  if (copies.account == nullptr) return copies.owner == person;
  const List<Reference>& owners = copies.account->details().owners;
  return owners.size() == 1 && owners[0].thing == person;
}

// Of a place: the devices, keys and paper copies at that site. Of a vendor: its accounts. Of a
// person: the devices, keys and numbers they own, and what they alone remember.
Losses Equations::members(const std::string& cause) const {
  const std::string_view kind = kind_of(cause);
  const std::string name(name_in(cause));
  const ThingId somebody = kind == "person" ? inventory_.things.find(name) : ThingId{};
  const auto goes_with = [&](const std::string& its_site, ThingId its_owner) {
    return kind == "place" ? its_site == name : kind == "person" && its_owner == somebody;
  };
  Losses losses;
  for (const Device& one : inventory_.devices) {
    if (goes_with(site(one), owner(one.owner))) losses.insert("device:" + id(one.thing));
  }
  for (const Authenticator& one : inventory_.authenticators) {
    const bool is_key = one.type == AuthenticatorType::security_key;
    const bool is_number = one.type == AuthenticatorType::phone_number;
    if (is_key && goes_with(site(one), owner(one.owner))) {
      losses.insert("security-key:" + id(one.thing));
    }
    if (is_number && goes_with("", owner(one.owner)))
      losses.insert("phone-number:" + id(one.thing));
  }
  for (const Copies& copies : all_copies()) {
    for (const Reference& entry : copies.entries) {
      const bool in_memory = in_a_head(entry);
      if (kind == "person" && in_memory && is_only_owner(somebody, copies)) {
        losses.insert("secret:" + copies.id);
      }
      if (kind == "place" && is_paper(entry) && site(entry.thing, copies.owner) == name) {
        losses.insert("copy:" + copies.id + "@" + id(entry.thing));
      }
    }
  }
  for (const Account& one : inventory_.accounts) {
    if (kind == "vendor" && vendor(one) == name) losses.insert("account:" + id(one.thing));
  }
  return losses;
}

// Accounts whose owners have all left.
bool Equations::abandoned(const Account& account) const {
  bool somebody_is_left = account.details().owners.empty();
  for (const Reference& one : account.details().owners) {
    const Person* owner = inventory_.person(one.thing);
    if (owner == nullptr || owner->status != PersonStatus::left) somebody_is_left = true;
  }
  return !somebody_is_left;
}

SinglePoints Equations::single_points(const Access& prompt, const Access& eventual,
                                      bool only_locked_out,
                                      const std::set<std::string>& kinds) const {
  const std::vector<std::string> candidates = candidate_losses();
  SinglePoints found;
  for (const std::string& loss : candidates) {
    found.plain.push_back({.loss = loss});
    found.listed.push_back({.loss = loss});
  }
  const auto admitted = [&](const std::string& loss) {
    return kinds.empty() || kinds.contains(std::string(kind_of(loss)));
  };
  for (const Account& account : inventory_.accounts) {
    const auto out = [&](std::size_t world) {
      return !(only_locked_out ? eventual : prompt).usable({account.thing}, world);
    };
    if (abandoned(account)) {
      found.abandoned.push_back(id(account.thing));
      continue;
    }
    if (out(0)) {
      found.unreachable_now.push_back(id(account.thing));
      continue;
    }
    Losses lock_out;
    for (std::size_t i = 0; i < candidates.size(); ++i) {
      const bool counts = admitted(candidates[i]) && counts_against(candidates[i], account);
      if (counts && out(i + 1)) lock_out.insert(candidates[i]);
    }
    for (std::size_t i = 0; i < candidates.size(); ++i) {
      if (!lock_out.contains(candidates[i])) continue;
      const auto record = [&](SinglePoint& point) {
        const bool delayed = eventual.usable({account.thing}, i + 1);
        (delayed ? point.delayed : point.locked_out).push_back(id(account.thing));
      };
      record(found.plain[i]);
      // A common cause is left out where one of its own members does the same in its place.
      const Losses own = members(candidates[i]);
      const bool repeats = std::ranges::any_of(
          own, [&](const std::string& member) { return lock_out.contains(member); });
      if (!repeats) record(found.listed[i]);
    }
  }
  const auto without_effect = [](const SinglePoint& point) {
    return point.delayed.empty() && point.locked_out.empty();
  };
  std::erase_if(found.plain, without_effect);
  std::erase_if(found.listed, without_effect);
  return found;
}

}  // namespace passkey_audit::brute_force
