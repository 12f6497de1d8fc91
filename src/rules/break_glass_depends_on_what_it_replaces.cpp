#include <fmt/format.h>

#include <algorithm>

#include "break_glass.hpp"
#include "passkey_audit/audit/rule.hpp"
#include "passkey_audit/audit/safeguards.hpp"
#include "passkey_audit/audit/wording.hpp"
#include "registrations.hpp"
#include "together.hpp"

namespace passkey_audit {
namespace {

constexpr std::size_t losses_named_max = 3;

// What administrators work with every day: whatever fails with it, emergency accounts must not.
class EverydayThings {
 public:
  explicit EverydayThings(const AuditContext& context) : context_(context) {
    for (const std::uint32_t admin : accounts_that(context, is_ordinary_admin)) {
      const Account& account = context.account(admin);
      for (const Reference& owner : account.details().owners) add_once(admins_, owner.thing);
      if (account.details().owners.empty() && context.inventory.profile == Profile::personal) {
        add_once(admins_, ThingDirectory::me);
      }
      for (const ThingId thing : registered_things(account)) add_thing(thing);
    }
  }

  bool contain(const Loss& loss) const {
    if (loss.kind == LossKind::account) {
      return has_role(*context_.inventory.account(loss.thing), Role::identity_provider);
    }
    if (loss.kind == LossKind::device) {
      return is_of_admins(loss.thing, context_.inventory.device(loss.thing)->owner);
    }
    return loss.kind == LossKind::phone_number &&
           is_of_admins(loss.thing, context_.inventory.authenticator(loss.thing)->owner);
  }

 private:
  // A device or number, or the device that something is on.
  void add_thing(ThingId thing) {
    add_once(things_, thing);
    const Authenticator* authenticator = context_.inventory.authenticator(thing);
    if (authenticator == nullptr) return;
    if (authenticator->device.told()) add_once(things_, authenticator->device.thing);
    if (authenticator->sim_in.told()) add_once(things_, authenticator->sim_in.thing);
  }

  bool is_of_admins(ThingId thing, const Reference& owner) const {
    const ThingId owned_by = context_.inventory.owner_or_default(owner);
    return std::ranges::find(things_, thing) != things_.end() ||
           std::ranges::find(admins_, owned_by) != admins_.end();
  }

  const AuditContext& context_;
  std::vector<ThingId> admins_;
  std::vector<ThingId> things_;
};

// The losses of everyday things after which the account is out of reach.
LossSet fatal_losses(const AuditContext& context, const EverydayThings& everyday,
                     std::uint32_t account) {
  LossSet losses;
  for (const LossEffect& effect : context.single_points.plain) {
    const std::vector<std::uint32_t> out = together(effect);
    const bool concerned = std::ranges::find(out, account) != out.end();
    if (concerned && everyday.contain(context.graph.losses()[effect.loss])) {
      losses.push_back(effect.loss);
    }
  }
  return losses;
}

// "losing access to Okta or losing Dana's phone"
std::string losing_any(const AuditContext& context, const LossSet& losses) {
  std::vector<std::string> each;
  for (const LossId loss : losses) {
    if (each.size() == losses_named_max) break;
    each.push_back(uncapitalized(context.losing(context.graph.losses()[loss])));
  }
  if (losses.size() > each.size()) {
    each.back() = fmt::format("one of {} more losses", losses.size() - each.size() + 1);
  }
  return listed(each, "or");
}

std::string message_for(const AuditContext& context, const Account& account,
                        const LossSet& losses) {
  const std::string name = context.name(account.thing);
  if (!account.federated_via.told()) {
    return fmt::format("{} is out of reach after {}", name, losing_any(context, losses));
  }
  const std::string message = fmt::format("{} signs in through {}, as everybody else does", name,
                                          context.name(account.federated_via.thing));
  return losses.empty() ? message
                        : fmt::format("{}, and is out of reach after {}", message,
                                      losing_any(context, losses));
}

Remedy remedy_for(const AuditContext& context, const Account& account, bool depends) {
  const std::string name = context.name(account.thing);
  Remedy remedy;
  if (depends || account.passkeys.empty()) {
    remedy.steps.push_back(
        {fmt::format("Give {} security keys that no administrator uses for anything else, and keep "
                     "them {}.",
                     name, where_to_keep(context)),
         {}});
  }
  if (account.federated_via.told()) {
    remedy.steps.push_back({fmt::format("Once {} signs in by itself, take it out of {}.", name,
                                        context.name(account.federated_via.thing)),
                            {}});
  }
  return remedy;
}

void check(const AuditContext& context, RuleOutcome& outcome) {
  const std::vector<std::uint32_t> emergency_accounts = accounts_that(context, is_break_glass);
  if (emergency_accounts.empty()) return;
  const EverydayThings everyday(context);
  for (const std::uint32_t i : emergency_accounts) {
    const Account& account = context.account(i);
    const LossSet losses = fatal_losses(context, everyday, i);
    if (losses.empty() && !account.federated_via.told()) continue;
    outcome.add(account, {.message = message_for(context, account, losses),
                          .remedy = remedy_for(context, account, !losses.empty())});
  }
}

}  // namespace

extern const Rule break_glass_depends_on_what_it_replaces{
    .id = "PKA705",
    .title = "Break-glass depends on what it replaces",
    .why =
        "An emergency account is for the day when the usual sign-in is down. If it needs the same "
        "provider, phone or number, it is down on that day too.",
    .remedy =
        "Let emergency accounts sign in by themselves, with security keys that nobody uses for "
        "anything else.",
    .severity = Severity::critical,
    .fixed_severity = true,
    .item = Item::no_circles,
    .sources = {"MS1", "MS2", "CS4"},
    .check = check,
};

}  // namespace passkey_audit
