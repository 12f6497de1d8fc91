#include <fmt/format.h>

#include <algorithm>

#include "passkey_audit/audit/change_list.hpp"
#include "passkey_audit/audit/rule.hpp"
#include "passkey_audit/audit/safeguards.hpp"
#include "recovery_to_set_up.hpp"
#include "together.hpp"

namespace passkey_audit {
namespace {

constexpr std::size_t offline_ways_min = 2;
constexpr std::string_view own_codes = "its recovery codes";

// One for each site at which a paper or a copy lies.
void add_for_each_site(const AuditContext& context, const List<Reference>& stored_in,
                       const std::string& name, std::vector<std::string>& ways) {
  std::vector<std::string_view> sites;
  for (const Reference& where : stored_in) {
    const ThingKind kind = context.inventory.thing(where).kind;
    if (kind != ThingKind::place && kind != ThingKind::carried) continue;
    const std::string_view site = context.inventory.site_of_place(where.thing);
    if (std::ranges::find(sites, site) != sites.end()) continue;
    sites.push_back(site);
    ways.push_back(name);
  }
}

// What opens the account without a device and does not burn together: codes, recovery keys, kits
// and files once for each site, and every security key that stays at a place.
std::vector<std::string> offline_ways(const AuditContext& context, const Account& account) {
  std::vector<std::string> ways;
  if (account.codes.detail().remaining != 0U && context.takes_second_factors(account)) {
    add_for_each_site(context, account.codes.stored_in, std::string(own_codes), ways);
  }
  for (const ThingId thing :
       things_named({&account.recovery, &account.second_factors, &account.other_sign_in})) {
    const RecoveryMethod* method = context.inventory.recovery_method(thing);
    if (method == nullptr || method->remaining == 0U) continue;
    add_for_each_site(context, method->stored_in, context.name(thing), ways);
  }
  for (const ThingId key : context.security_keys_of(account)) {
    const ThingId place = context.inventory.authenticator(key)->place.thing;
    if (context.inventory.place(place) != nullptr) ways.push_back(context.name(key));
  }
  return ways;
}

// A way back that is neither slow nor the service's own support.
bool has_prompt_way_back(const AuditContext& context, std::uint32_t account) {
  const AccessGraph& graph = context.graph;
  const Patience patience = Patience::prompt(context.policy.max_outage);
  const auto works = [&](NodeId part) {
    const RecoveryMethod* method = context.inventory.recovery_method(graph[part].thing);
    const bool is_support = method != nullptr && method->type == RecoveryType::support;
    return !is_support && context.prompt.usable(part);
  };
  const NodeId node = graph.account(account);
  for (std::uint32_t i = graph.first_alternative(node); i < graph.end_alternative(node); ++i) {
    const Alternative& way = graph.alternatives()[i];
    if (way.is_sign_in || !patience.allows(way)) continue;
    if (std::ranges::count_if(graph.parts(way), works) >= way.needed) return true;
  }
  return context.takes_second_factors(context.account(account)) &&
         context.prompt.usable(graph.own_nodes(account).codes);
}

// What the service is known to offer that can lie on paper or in a drawer; of a service that nobody
// knows, what is usual.
std::string kinds_on_paper(const AuditContext& context, const Account& account) {
  const bool is_known = context.service_of(account) != nullptr;
  std::vector<std::string> kinds;
  if (!account.codes.none()) {
    const NodeId codes = context.graph.own_nodes(context.index_of(account)).codes;
    kinds.emplace_back(context.eventual.usable(codes) ? "another copy of its recovery codes"
                                                      : "a new set of recovery codes");
  }
  const std::vector<RecoveryType> present = recovery_listed(context, account);
  const RecoveryOffers offers(context, account);
  for (const RecoveryToSetUp& way : recovery_to_set_up) {
    const bool is_present = std::ranges::find(present, way.type) != present.end();
    if (!way.keeps_offline || is_present) continue;
    const bool is_usual = way.type != RecoveryType::backup_file;
    if (is_known ? offers.may_have(way.type) : is_usual) {
      kinds.emplace_back(way.noun);
    }
  }
  if (is_known || kinds.empty()) kinds.emplace_back("what else its help pages name");
  return listed(kinds, "or");
}

// The vault that holds codes which could be printed; not told: none.
ThingId vault_with_codes(const AuditContext& context, const Account& account) {
  const bool count =
      account.codes.detail().remaining != 0U && context.takes_second_factors(account);
  for (const Reference& where : account.codes.stored_in) {
    const bool is_vault =
        context.inventory.authenticator(where.thing, AuthenticatorType::vault) != nullptr;
    if (is_vault && count && context.usable(where.thing)) return where.thing;
  }
  return {};
}

Instruction print_codes_in_vault(const AuditContext& context, const Account& account,
                                 ThingId vault) {
  const std::vector<std::string_view> sites = sites_with_papers_of(context, account);
  ChangeList changes(context);
  changes.copy_codes(account, quiet_place(context, sites));
  return {
      fmt::format("Print the codes of {} that lie in {} and keep the paper {}.",
                  context.name(account.thing), context.name(vault), where_to_keep(context, sites)),
      {},
      changes.take()};
}

std::string message_without_support(const AuditContext& context, const Account& account,
                                    const std::vector<std::string>& offline) {
  const std::string name = context.name(account.thing);
  if (offline.empty()) {
    return fmt::format(
        "Support cannot restore access to {}, and nothing that you have noted works without a "
        "device",
        name);
  }
  return fmt::format(
      "Support cannot restore access to {}, and {} {} the only way back that you keep on paper or "
      "in a drawer",
      name, offline.front(), offline.front() == own_codes ? "are" : "is");
}

void add_without_support(const AuditContext& context, const Account& account,
                         const std::vector<std::string>& offline, RuleOutcome::Draft& draft) {
  draft.message = message_without_support(context, account, offline);
  std::size_t kept = offline.size();
  if (const ThingId vault = vault_with_codes(context, account); vault.told()) {
    draft.remedy.steps.push_back(print_codes_in_vault(context, account, vault));
    ++kept;
  }
  if (kept >= offline_ways_min) return;
  draft.remedy.steps.push_back(
      {fmt::format("Keep {} that can bring {} back without a device, at {}: {}.",
                   kept == 0 ? "two things" : "one more thing", context.name(account.thing),
                   kept == 0 ? "two places" : "another place than the first",
                   kinds_on_paper(context, account)),
       {}});
}

void add_too_slow(const AuditContext& context, const Account& account, Duration worst_case,
                  RuleOutcome::Draft& draft) {
  const std::string name = context.name(account.thing);
  const bool first = draft.message.empty();
  draft.message +=
      fmt::format("{} can take {}, longer than the limit of {}, and no quicker way back is noted",
                  first ? fmt::format("Getting {} back", name) : "; getting it back",
                  spoken_duration(worst_case), spoken_duration(context.policy.max_outage));
  const std::vector<RecoveryToSetUp> ways = recovery_not_set_up(context, account);
  const std::string such_as = is_bank_like(context, account)
                                  ? fmt::format(", such as {}", way_back_of_a_bank)
                              : ways.empty() ? std::string()
                                             : fmt::format(", such as {}", ways.front().noun);
  draft.remedy.steps.push_back(
      {fmt::format("Set up a quicker way back into {}{}, and note it under \"recovery\".", name,
                   such_as),
       {}});
}

void check(const AuditContext& context, RuleOutcome& outcome) {
  for (std::uint32_t i = 0; i < context.inventory.accounts.size(); ++i) {
    const Account& account = context.account(i);
    // Whoever administers an organisation brings it back.
    const bool is_organisation = !context.administrators[i].empty();
    if (context.abandoned(i) || is_organisation || !context.says_how_you_get_in(account)) continue;
    const Duration limit = context.policy.max_outage;
    const std::optional<bool> support = context.support_can_restore(account);
    const std::optional<Duration> worst_case = account.details().review().worst_case;
    const std::vector<std::string> offline = offline_ways(context, account);
    const bool few_offline = offline.size() < offline_ways_min;
    const bool prompt = has_prompt_way_back(context, i);

    RuleOutcome::Draft draft;
    if (support == false && few_offline) add_without_support(context, account, offline, draft);
    if (worst_case > limit && !prompt) add_too_slow(context, account, *worst_case, draft);
    if (!draft.message.empty()) {
      outcome.add(account, std::move(draft));
    } else if (!account.details().service_review.empty() && !worst_case &&
               (!prompt || (!support && few_offline))) {
      outcome.not_judged(account, "does not say how long getting it back takes at worst");
    }
  }
}

}  // namespace

extern const Rule service_cannot_restore_in_time{
    .id = "PKA602",
    .title = "Service cannot restore in time",
    .why =
        "Where support cannot help, or only after weeks, what you keep yourself is all there "
        "is. One sheet of codes is not enough: it can burn, fade or be thrown away.",
    .remedy =
        "For services that cannot restore access, or not in time, keep two ways back that "
        "need neither support nor a device.",
    .severity = Severity::high,
    .item = Item::service_recovery,
    .sources = {"GH2", "BW1", "OK1"},
    .check = check,
};

}  // namespace passkey_audit
