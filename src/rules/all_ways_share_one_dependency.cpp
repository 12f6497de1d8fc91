#include <fmt/format.h>

#include <optional>
#include <utility>

#include "passkey_audit/audit/change_list.hpp"
#include "passkey_audit/audit/rule.hpp"
#include "passkey_audit/audit/safeguards.hpp"
#include "together.hpp"

namespace passkey_audit {
namespace {

// Devices and security keys are judged by "One thing locks you out", the people of a team by "One
// person holds every key".
bool is_shared_dependency(const AuditContext& context, LossKind kind) {
  const bool personal = context.inventory.profile == Profile::personal;
  return kind == LossKind::phone_number || kind == LossKind::secret || kind == LossKind::copy ||
         kind == LossKind::account || (kind == LossKind::person && personal);
}

// What is kept in one head, or on one sheet of paper, can be kept twice.
Remedy another_copy(const AuditContext& context, const Loss& loss) {
  const std::string what = context.name(loss.thing, loss.part);
  std::vector<std::string_view> taken;
  if (loss.kind == LossKind::copy) taken.push_back(context.inventory.site_of_place(loss.kept_at));
  std::string apart;
  const Account* account = context.inventory.account(loss.thing);
  if (account != nullptr && loss.part == Part::password) {
    const std::vector<std::string_view> codes_at = sites_with_papers_of(context, *account);
    taken.insert(taken.end(), codes_at.begin(), codes_at.end());
    apart = apart_from_codes(context, *account);
  }
  const ThingId place = quiet_place(context, taken);
  ChangeList changes(context);
  changes.copy(loss.thing, loss.part, place);
  const std::string_view how = loss.kind == LossKind::secret
                                   ? "Write down {} and keep the paper {}{}."
                                   : "Keep a second copy of {} {}{}.";
  return Remedy(fmt::format(fmt::runtime(how), what, where_to_keep(context, taken), apart),
                changes.take());
}

// A number that comes back within days is no number lost; that takes a call, and no service.
std::optional<Instruction> ask_for_a_new_sim(const AuditContext& context, const Loss& loss) {
  const Authenticator* number =
      context.inventory.authenticator(loss.thing, AuthenticatorType::phone_number);
  if (number == nullptr || number->new_sim_after) return std::nullopt;
  return Instruction{
      fmt::format(
          "Ask your phone company how soon it gives you a new SIM with {}, and see that the "
          "contract is in your name; note the time as \"new_sim_after\".",
          context.name(loss.thing)),
      {},
      {}};
}

Remedy remedy_for(const AuditContext& context, const LossEffect& effect,
                  const std::vector<std::uint32_t>& accounts) {
  const Loss& loss = context.graph.losses()[effect.loss];
  const bool is_copy = loss.kind == LossKind::secret || loss.kind == LossKind::copy;
  if (is_copy) return another_copy(context, loss);
  Remedy remedy = ways_back(context, {&effect.loss, 1}, accounts, context.name(loss.thing));
  if (auto new_sim = ask_for_a_new_sim(context, loss)) remedy.steps.push_back(std::move(*new_sim));
  return remedy;
}

// A signed-in app opens a vault until it asks for the master password again, and nobody notes when
// that is: ", and what you keep in the Bitwarden vault once its apps ask for it again".
std::string vaults_that_ask_again(const AuditContext& context, const Loss& loss) {
  const Account* account = context.inventory.account(loss.thing);
  if (loss.kind != LossKind::secret || account == nullptr || loss.part != Part::password) return {};
  std::vector<ThingId> asking;
  for (const std::uint32_t index : context.vaults_guarded_by(*account)) {
    const Authenticator& vault = context.inventory.authenticators[index];
    const ProviderFacts* facts = facts_of(context.catalog, vault);
    const bool asks = facts != nullptr && facts->new_device_needs &&
                      std::ranges::any_of(*facts->new_device_needs, [](const auto& needs) {
                        return std::ranges::find(needs, VaultNeed::account_password) != needs.end();
                      });
    if (asks) asking.push_back(vault.thing);
  }
  if (asking.empty()) return {};
  return fmt::format("; once its apps ask for it again, what you keep in {} is shut too",
                     context.names_of(asking));
}

void check(const AuditContext& context, RuleOutcome& outcome) {
  for (const LossEffect& effect : context.single_points.listed) {
    const Loss& loss = context.graph.losses()[effect.loss];
    if (!is_shared_dependency(context, loss.kind)) continue;
    const std::vector<std::uint32_t> accounts = together(effect);
    outcome.add(
        effect, accounts,
        {.message = fmt::format("{} {}{}", context.losing(loss), context.effect_in_words(effect),
                                vaults_that_ask_again(context, loss)),
         .remedy = remedy_for(context, effect, accounts)});
  }
}

}  // namespace

extern const Rule all_ways_share_one_dependency{
    .id = "PKA103",
    .title = "All ways share one dependency",
    .why =
        "Two ways in that need the same phone number, password or mailbox are one way in. They "
        "fail together.",
    .remedy = "Choose ways in that depend on different things.",
    .severity = Severity::high,
    .item = Item::two_ways_in,
    .sources = {"MS6"},
    .check = check,
};

}  // namespace passkey_audit
