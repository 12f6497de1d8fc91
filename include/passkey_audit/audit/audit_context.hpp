// Everything a rule may look at: the inventory, what is known of it, and the analyses of its access
// graph, each computed once. Rules ask; they compute no graph of their own.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "passkey_audit/catalog/catalog.hpp"
#include "passkey_audit/catalog/known.hpp"
#include "passkey_audit/graph/access_graph.hpp"
#include "passkey_audit/graph/account_state.hpp"
#include "passkey_audit/graph/circles.hpp"
#include "passkey_audit/graph/closure.hpp"
#include "passkey_audit/graph/single_points.hpp"
#include "passkey_audit/inventory/inventory.hpp"

namespace passkey_audit {

class AuditContext {
 public:
  AuditContext(const Inventory& inventory, const Catalog& catalog, Date today);

  const Inventory& inventory;
  const Catalog& catalog;
  const Policy& policy;
  Date today;
  Openers openers;
  AccessGraph graph;
  Closure prompt;  // with nothing lost
  Closure eventual;
  Closure cold_start;  // prompt access with every device lost
  SinglePoints single_points;
  std::vector<Circle> circles;
  std::vector<Importance> importance;   // effective, by account
  Importance top = Importance::normal;  // the highest that occurs
  // By account: the accounts whose `org` it is, by index in Inventory::accounts.
  std::vector<std::vector<std::uint32_t>> administrators;

  // ---- accounts

  const Account& account(std::uint32_t index) const { return inventory.accounts[index]; }
  std::uint32_t index_of(const Account& account) const {
    return inventory.things[account.thing].index;
  }
  bool in_scope(std::uint32_t account) const;
  // Every owner has left, so that only the rule about leavers judges the account; or it is somebody
  // else's, and no rule does.
  bool abandoned(std::uint32_t account) const { return single_points.abandoned[account]; }
  // Told with `controlled_by`: a person keeps it who is not the reader; in a team, as an account of
  // their own. Nobody knows who "unknown" is.
  bool is_somebody_elses(const Account& account) const;
  // Out of reach with nothing lost, by what the file says of getting in.
  bool cannot_get_in(std::uint32_t index) const {
    return single_points.unreachable_now[index] && says_how_you_get_in(account(index));
  }
  // It has no sign-in of its own but security keys, and other accounts that have one open it
  // (federation, an organisation and its administrators, who may sign in by federation too): rules
  // about its own authenticators judge those others instead.
  bool opened_through_others(const Account& account) const;
  // False when nothing at all is told of signing in and of recovery, not even that there is none.
  // To the graph such an account is out of reach; whether it really is, nobody knows.
  bool says_how_you_get_in(const Account& account) const;
  // The vaults that this account guards, by index in Inventory::authenticators.
  const std::vector<std::uint32_t>& vaults_guarded_by(const Account& account) const;
  // There is a password that works, or nobody has told; a second factor alone opens nothing.
  bool takes_second_factors(const Account& account) const;
  // The security keys that work and sign in to the account, alone or as a second factor; each once.
  std::vector<ThingId> security_keys_of(const Account& account) const;

  // ---- what is known of an account's service (see catalog/known.hpp)

  const ServiceFacts* service_of(const Account& account) const {
    return services_[index_of(account)];
  }
  std::optional<bool> accepts_security_key(const Account& account) const {
    return passkey_audit::accepts_security_key(service_of(account), account);
  }
  std::optional<bool> issues_codes(const Account& account) const {
    return passkey_audit::issues_codes(service_of(account), account);
  }
  std::optional<bool> support_can_restore(const Account& account) const {
    return passkey_audit::support_can_restore(service_of(account), account);
  }

  // ---- nodes of the graph

  // Of what can stand in a way, save people; an account's own codes and code generator too.
  NodeId node(ThingId thing) const;
  bool usable(ThingId thing) const;  // with nothing lost, however long it takes
  bool usable_promptly(ThingId thing) const;

  // ---- words

  // What the user calls a thing, safe to show.
  std::string name(ThingId thing) const;
  std::string name(std::uint32_t account) const;
  // False: it is declared in place, and nobody has called it anything.
  bool has_own_name(const RecoveryMethod& method) const;
  // "the password of google"
  std::string name(ThingId thing, Part part) const;
  // "google, mail and 3 more"
  std::string names(const std::vector<std::uint32_t>& accounts) const;
  std::string names_of(const std::vector<ThingId>& things) const;
  // What the user calls a site, by its name in the table of losses.
  std::string site_name(std::string_view site) const;
  // The loss as the subject of a sentence: "Losing iPhone", "Forgetting the password of bank".
  std::string losing(const Loss& loss) const;
  // "Losing iPhone and forgetting the password of bank"; of many, the first.
  std::string losing(const LossSet& losses) const;
  // The rest of that sentence: "locks you out of google and mail, and keeps bank shut for 5 days".
  std::string effect_in_words(const LossEffect& effect) const;
  // The same of several losses at once.
  std::string effect_in_words(const LossEffect& effect, const LossSet& losses) const;
  // Of the accounts that are out after the losses, those that may stay open all the same: that
  // hangs on vaults which do not say whether they open without their account.
  std::vector<std::uint32_t> in_doubt(const std::vector<std::uint32_t>& accounts,
                                      const LossSet& losses, Patience patience) const;
  // How long it takes until all of them open after the losses, whose eventual closure this is:
  // "5 days", "up to 5 days" where they differ, "5 days, if support can help".
  std::string time_in_words(const Closure& after, const LossSet& losses,
                            const std::vector<std::uint32_t>& accounts) const;
  // What people call a company: "1Password" for the catalog's "1password".
  std::string vendor_name(std::string_view vendor) const;

  // Where a key lies: its site, if that is told.
  std::optional<std::string> site_of_key(const Authenticator& key) const;
  // From the lost thing to the account, along the way that is used while nothing is lost.
  std::vector<std::string> route_from(const Loss& loss, std::uint32_t account) const;

 private:
  void leave_out_what_is_not_judged();
  void find_who_signs_in();
  bool costs_only_a_seat(const LossEffect& effect, std::uint32_t account) const;
  std::optional<std::string> longest_wait(const LossSet& losses,
                                          const std::vector<std::uint32_t>& accounts) const;
  std::vector<NodeId> way_from(const Loss& loss, NodeId account) const;
  bool usable_in(const Closure& closure, ThingId thing) const;

  std::vector<const ServiceFacts*> services_;                     // by account; looked up once
  std::map<ThingId, std::vector<std::uint32_t>> guarded_vaults_;  // by guarding account
  // By account: the one whose own sign-in opens it in the end, maybe itself; or `nobody`.
  std::vector<std::uint32_t> signed_in_by_;
  static constexpr std::uint32_t nobody = UINT32_MAX;
};

}  // namespace passkey_audit
