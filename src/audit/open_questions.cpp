#include "open_questions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "contradictions.hpp"
#include "passkey_audit/catalog/known.hpp"
#include "passkey_audit/inventory/references.hpp"
#include "passkey_audit/support/nearest.hpp"

namespace passkey_audit {
namespace {

// Every object that names "unknown".
class UnknownReferences final : public ReferenceVisitor {
 public:
  void reference(const Reference& reference, ThingId by) override {
    if (reference.thing == ThingDirectory::unknown) objects_.push_back(by);
  }
  const std::vector<ThingId>& objects() const { return objects_; }

 private:
  std::vector<ThingId> objects_;
};

class Questions {
 public:
  explicit Questions(const AuditContext& context)
      : context_(context), inventory_(context.inventory) {}

  void ask(ThingId subject, std::string why) {
    if (asked_.emplace(subject, why).second) questions_.push_back({subject, std::move(why)});
  }

  void name_what_others_keep() {
    for (const Account& account : inventory_.accounts) {
      if (!context_.is_somebody_elses(account) || inventory_.owners_have_left(account)) continue;
      ask(account.thing, fmt::format("belongs to {}, so no rule judges it (\"controlled_by\")",
                                     context_.name(account.details().controlling_person.thing)));
    }
  }

  void ask_about_ways_in() {
    for (const Account& account : inventory_.accounts) {
      if (context_.abandoned(context_.index_of(account))) continue;
      if (!context_.says_how_you_get_in(account)) {
        ask(account.thing, "does not say how you get in");
      }
    }
  }

  // To the graph such an account opens with its password alone.
  void ask_about_second_steps() {
    for (std::uint32_t i = 0; i < inventory_.accounts.size(); ++i) {
      const Account& account = context_.account(i);
      const bool may_ask_for_one = !account.passkeys.empty() && !account.password.none() &&
                                   !account.second_factors.told() && account.totp.none() &&
                                   account.codes.none();
      if (!may_ask_for_one || !context_.in_scope(i)) continue;
      ask(account.thing,
          "does not say whether a second step follows its password; \"second_factors\": [] says "
          "that none does");
    }
  }

  void ask_about_unknown() {
    UnknownReferences unknown;
    visit_references(inventory_, unknown);
    for (const ThingId object : unknown.objects()) ask(object, "names \"unknown\"");
  }

  void ask_about_copies() {
    for (const Authenticator& authenticator : inventory_.authenticators) {
      const bool keeps_copies = authenticator.type == AuthenticatorType::secret ||
                                authenticator.type == AuthenticatorType::totp;
      if (keeps_copies && !authenticator.stored_in.told()) {
        ask(authenticator.thing, "does not say where it is kept");
      }
    }
    for (const RecoveryMethod& method : inventory_.recovery_methods) {
      if (method.type <= RecoveryType::backup_file && !method.stored_in.told()) {
        ask(method.thing, "does not say where it is kept");
      }
    }
    for (const Account& account : inventory_.accounts) {
      for (const auto& [copies, what] :
           {std::pair(&account.password, "password"), std::pair(&account.codes, "codes"),
            std::pair(&account.totp, "code generator")}) {
        if (copies->told() && !copies->stored_in.told()) {
          ask(account.thing, fmt::format("does not say where its {} {} kept", what,
                                         copies == &account.codes ? "are" : "is"));
        }
      }
    }
  }

  // A fire takes only what is told to be there.
  void ask_about_places() {
    for (const Device& device : inventory_.devices) {
      const bool is_carried = device.type == DeviceType::phone;
      if (device.status != Status::active || is_carried || device.place.told()) continue;
      ask(device.thing, "does not say where it is kept (\"place\")");
    }
    for (const Authenticator& key : inventory_.authenticators) {
      const bool is_key = key.type == AuthenticatorType::security_key;
      if (!is_key || key.status != Status::active || key.place.told()) continue;
      ask(key.thing, "does not say where it is kept (\"place\")");
    }
  }

  // To the graph it brings nothing back.
  void ask_about_mailboxes() {
    for (const RecoveryMethod& method : inventory_.recovery_methods) {
      if (method.type != RecoveryType::recovery_email || method.account.told()) continue;
      ask(method.thing, "does not say which mailbox it goes to (\"account\")");
    }
  }

  // What a key asks for is nobody's, as far as the file tells: a sealed key whose PIN is forgotten
  // opens nothing. One question for all keys.
  void ask_about_pins() {
    std::vector<ThingId> keys;
    for (const Authenticator& key : inventory_.authenticators) {
      const bool is_locked =
          key.type == AuthenticatorType::security_key && key.pin_set == true && is_in_use(key);
      if (is_locked && context_.openers.of(key.thing).empty()) keys.push_back(key.thing);
    }
    if (keys.empty()) return;
    std::ranges::sort(keys, {}, [&](ThingId key) { return inventory_.id_of(key); });
    const std::vector<ThingId> others(keys.begin() + 1, keys.end());
    const std::string same =
        others.empty() ? "" : fmt::format("; the same goes for {}", context_.names_of(others));
    ask(keys.front(), "does not say who knows its PIN (a \"secret\" that \"opens\" it)" + same);
  }

  // What a slip of the pen makes of a service, the catalog knows nothing of.
  void ask_about_services() {
    if (inventory_.accounts.size() > accounts_looked_up_max) return;
    for (const Account& account : inventory_.accounts) {
      if (!account.service.told() || is_of_organisation(account)) continue;
      const std::string_view told = account.service;
      if (context_.catalog.service(told) != nullptr) continue;
      const std::string_view meant = service_meant(told);
      if (meant.empty()) continue;
      ask(account.thing,
          fmt::format("names a service that is not known here; did you mean \"{}\"?", meant));
    }
  }

  void ask_about_authenticators() {
    for (const Authenticator& authenticator : inventory_.authenticators) {
      const bool on_device = authenticator.type == AuthenticatorType::platform ||
                             authenticator.type == AuthenticatorType::push ||
                             authenticator.type == AuthenticatorType::certificate;
      if (on_device && !authenticator.device.told()) {
        ask(authenticator.thing, "does not say which device it is on");
      }
      if (authenticator.type == AuthenticatorType::vault) ask_about_vault(authenticator);
      if (authenticator.type == AuthenticatorType::phone_number) ask_about_number(authenticator);
    }
  }

  std::vector<OpenQuestion> take() { return std::move(questions_); }

 private:
  // Above this many accounts nobody reads a question for each.
  static constexpr std::size_t accounts_looked_up_max = 3000;

  static bool is_in_use(const Authenticator& one) { return one.status == Status::active; }

  // A domain by the name of the service, or one that is nearly right; empty: none.
  std::string_view service_meant(std::string_view told) const {
    const bool is_domain = told.find('.') != std::string_view::npos;
    for (const ServiceFacts& service : context_.catalog.services()) {
      if (service.domains.empty()) continue;
      if (!is_domain && (is_called(service.name, told) || is_called(service.vendor, told))) {
        return service.domains.front();
      }
      if (!is_domain) continue;
      for (const std::string_view domain : service.domains) {
        if (is_slip_of(domain, told)) return domain;
      }
    }
    return {};
  }

  // "Apple" for "Apple Account".
  static bool is_called(std::string_view name, std::string_view told) {
    const std::string_view first = name.substr(0, name.find(' '));
    return (told.size() == name.size() && edit_distance(told, name, 0) == 0) ||
           (told.size() == first.size() && edit_distance(told, first, 0) == 0);
  }

  // Its beginning, or its second half, is as it should be.
  static bool is_slip_of(std::string_view domain, std::string_view told) {
    if (told.size() > domain.size() + 1 || domain.size() > told.size() + 1) return false;
    const bool may_be = told.starts_with(domain.substr(0, domain.size() / 3)) ||
                        told.ends_with(domain.substr(domain.size() / 2));
    return may_be && edit_distance(told, domain, 1) == 1;
  }

  // Its loss, or that of the SIM's phone, is one of the single points of failure.
  void ask_about_number(const Authenticator& number) {
    if (!is_in_use(number) || number.new_sim_after || !inventory_.device(number.sim_in.thing)) {
      return;
    }
    const bool matters =
        std::ranges::any_of(context_.single_points.listed, [&](const LossEffect& effect) {
          return context_.graph.losses()[effect.loss].thing == number.thing;
        });
    if (!matters) return;
    ask(number.thing,
        "does not say how soon a new SIM comes (\"new_sim_after\"), so it counts as gone for good");
  }

  void ask_about_vault(const Authenticator& vault) {
    if (!vault.devices.told()) ask(vault.thing, "does not say on which devices it is signed in");
    if (!vault.account.told()) return ask_which_account_guards(vault);
    if (!works_offline(context_.catalog, vault) && hangs_on_account(vault)) {
      ask(vault.thing,
          "does not say whether its devices still open it once its account is lost; "
          "\"works_offline\" says so");
    }
    const VaultOpening opening = opening_of(inventory_, context_.catalog, context_.openers, vault);
    if (!opening.not_judged) return;
    const ProviderFacts* facts = facts_of(context_.catalog, vault);
    const std::string needs = facts == nullptr || facts->new_device_text.empty()
                                  ? std::string()
                                  : fmt::format(": {}", facts->new_device_text);
    ask(vault.thing, "does not say what opens it on a new device" + needs);
  }

  // A vault in the cloud of its maker hangs on an account, and this one looks as if it did not.
  void ask_which_account_guards(const Authenticator& vault) {
    const ProviderFacts* facts = facts_of(context_.catalog, vault);
    if (facts == nullptr || facts->services.empty() || !is_in_use(vault)) return;
    const auto guards = [&](const Account& account) {
      const ServiceFacts* service = context_.service_of(account);
      return service != nullptr &&
             std::ranges::any_of(facts->services, [&](std::string_view domain) {
               return context_.catalog.service(domain) == service;
             });
    };
    const auto guard = std::ranges::find_if(inventory_.accounts, guards);
    const std::string is_it = guard == inventory_.accounts.end()
                                  ? ""
                                  : fmt::format("; is it {}?", context_.name(guard->thing));
    ask(vault.thing, fmt::format("does not say which account guards it (\"account\"){}", is_it));
  }

  // Losing its account, or the company behind it, is one of the single points of failure.
  bool hangs_on_account(const Authenticator& vault) const {
    const Account* guard = inventory_.account(vault.account.thing);
    if (guard == nullptr) return false;
    const std::uint32_t index = context_.index_of(*guard);
    const auto vendor = context_.graph.vendor_of_account(index);
    return std::ranges::any_of(context_.single_points.listed, [&](const LossEffect& effect) {
      return effect.loss == context_.graph.loss_of_account(index) || effect.loss == vendor;
    });
  }

  const AuditContext& context_;
  const Inventory& inventory_;
  std::vector<OpenQuestion> questions_;
  std::set<std::pair<ThingId, std::string>> asked_;
};

}  // namespace

std::vector<OpenQuestion> open_questions(const AuditContext& context,
                                         const std::vector<NotJudged>& unknown) {
  Questions questions(context);
  questions.name_what_others_keep();
  questions.ask_about_ways_in();
  questions.ask_about_second_steps();
  questions.ask_about_unknown();
  questions.ask_about_copies();
  questions.ask_about_places();
  questions.ask_about_mailboxes();
  questions.ask_about_authenticators();
  questions.ask_about_pins();
  questions.ask_about_services();
  for (OpenQuestion& contradiction : contradictions(context)) {
    questions.ask(contradiction.subject, std::move(contradiction.why));
  }
  for (const NotJudged& gap : unknown) {
    // How its owner gets in comes before all that a rule would ask.
    const Account& account = context.account(gap.account);
    if (context.says_how_you_get_in(account)) questions.ask(account.thing, gap.why);
  }
  return questions.take();
}

}  // namespace passkey_audit
