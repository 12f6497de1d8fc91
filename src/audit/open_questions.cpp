#include "open_questions.hpp"

#include <fmt/format.h>

#include <set>

#include "contradictions.hpp"
#include "passkey_audit/inventory/references.hpp"

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

  void ask_about_authenticators() {
    for (const Authenticator& authenticator : inventory_.authenticators) {
      const bool on_device = authenticator.type == AuthenticatorType::platform ||
                             authenticator.type == AuthenticatorType::push ||
                             authenticator.type == AuthenticatorType::certificate;
      if (on_device && !authenticator.device.told()) {
        ask(authenticator.thing, "does not say which device it is on");
      }
      if (authenticator.type == AuthenticatorType::vault) ask_about_vault(authenticator);
    }
  }

  std::vector<OpenQuestion> take() { return std::move(questions_); }

 private:
  void ask_about_vault(const Authenticator& vault) {
    if (!vault.devices.told()) ask(vault.thing, "does not say on which devices it is signed in");
    if (!vault.account.told()) return;
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
