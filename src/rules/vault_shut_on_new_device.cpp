#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "passkey_audit/audit/change_list.hpp"
#include "passkey_audit/audit/rule.hpp"
#include "passkey_audit/audit/safeguards.hpp"
#include "together.hpp"
#include "vault_contents.hpp"

namespace passkey_audit {
namespace {

// What has to be written down for one way to open the vault.
struct Missing {
  std::string text;  // "the Secret Key and the password of 1Password"
  std::vector<VaultOpening::Key> keys;
};

// What of one alternative is out of reach without the devices. No value: some of that cannot be
// written down.
std::optional<Missing> missing_of(const AuditContext& context,
                                  const VaultOpening::Alternative& alternative,
                                  const Account& guard) {
  const NodeId password = context.graph.own_nodes(context.index_of(guard)).password;
  Missing missing;
  std::vector<std::string> texts;
  for (const VaultOpening::AnyOf& any_of : alternative) {
    std::vector<std::string> names;
    std::vector<VaultOpening::Key> on_paper;
    bool met = false;
    for (const VaultOpening::Key& key : any_of) {
      met |=
          context.cold_start.usable(key.is_account_password ? password : context.node(key.thing));
      const RecoveryMethod* method = context.inventory.recovery_method(key.thing);
      if (method != nullptr && method->type > RecoveryType::backup_file) continue;
      on_paper.push_back(key);
      names.push_back(key.is_account_password ? context.name(guard.thing, Part::password)
                                              : context.name(key.thing));
    }
    if (met) continue;
    if (on_paper.empty()) return std::nullopt;
    texts.push_back(listed(names, "or"));
    missing.keys.push_back(on_paper.front());
  }
  missing.text = listed(texts);
  return missing;
}

// What could be written down to open it, each enough, where none of that survives the devices.
std::vector<Missing> secrets_missing(const AuditContext& context, const VaultOpening& opening,
                                     const Account& guard) {
  std::vector<Missing> ways;
  for (const VaultOpening::Alternative& alternative : opening.alternatives) {
    auto missing = missing_of(context, alternative, guard);
    if (!missing) continue;
    if (missing->keys.empty()) return {};
    if (std::ranges::find(ways, missing->text, &Missing::text) != ways.end()) continue;
    ways.push_back(std::move(*missing));
  }
  return ways;
}

Instruction write_down(const AuditContext& context, const std::vector<Missing>& ways,
                       const Account& guard) {
  std::vector<std::string> texts;
  for (const Missing& way : ways) texts.push_back(way.text);
  const std::vector<std::string_view> codes_at = sites_with_papers_of(context, guard);
  const ThingId place = quiet_place(context, codes_at);
  ChangeList changes(context);
  for (const VaultOpening::Key& key : ways.front().keys) {
    const Part part = key.is_account_password ? Part::password : Part::codes;
    const bool of_guard = key.is_account_password ||
                          context.inventory.things[key.thing].kind == ThingKind::account_codes;
    changes.copy(of_guard ? guard.thing : key.thing, part, place);
  }
  return {fmt::format("Write down {} and keep the paper {}{}.", listed(texts, "or"),
                      where_to_keep(context, codes_at), apart_from_codes(context, guard)),
          {},
          changes.take()};
}

Remedy remedy_for(const AuditContext& context, const Authenticator& vault,
                  const VaultOpening& opening) {
  const std::string name = context.name(vault.thing);
  if (opening.form == VaultOpening::Form::never) {
    return fmt::format("{} never leaves its device. Register what is in it somewhere else as well.",
                       name);
  }
  const Account* guard = context.inventory.account(vault.account.thing);
  if (guard == nullptr) {
    return fmt::format(
        "Keep a copy of {} where it outlives your devices, such as an online storage that opens "
        "without them, and note its account as \"account\".",
        name);
  }
  const bool guard_is_out = !context.cold_start.usable(context.node(guard->thing));
  std::vector<Missing> missing = secrets_missing(context, opening, *guard);
  Remedy remedy;
  if (guard_is_out) {
    const LossSet devices = context.graph.losses().every_device();
    const std::vector<std::uint32_t> accounts{context.index_of(*guard)};
    const std::vector<Proposal> proposals = propose_safeguards(context, devices, accounts);
    remedy = instructions(context, proposals, "your devices");
    const bool writes_password = std::ranges::any_of(proposals, [](const Proposal& proposal) {
      return proposal.safeguard.kind == Safeguard::Kind::write_password ||
             proposal.safeguard.kind == Safeguard::Kind::print_codes_write_password;
    });
    const auto is_written = [&](const std::string& text) {
      std::erase_if(missing, [&](const Missing& way) { return way.text == text; });
    };
    if (writes_password) is_written(context.name(guard->thing, Part::password));
    for (const Proposal& proposal : proposals) {
      if (proposal.safeguard.kind != Safeguard::Kind::write_secret) continue;
      is_written(context.name(proposal.safeguard.secret));
    }
  }
  if (!missing.empty()) remedy.steps.push_back(write_down(context, missing, *guard));
  if (!remedy.steps.empty()) return remedy;
  return fmt::format(
      "Set up a way to open {} on a new device that needs none of the old ones, "
      "such as a secret on paper.",
      name);
}

// " for 3 days", when a slow way opens it.
std::string how_long(const AuditContext& context, const Authenticator& vault) {
  const Closure slow =
      least_closure(context.graph, context.graph.losses().every_device(), Patience::eventual());
  const Hours hours = slow.time[context.node(vault.thing).index];
  if (hours.is_never()) return "";
  return hours.is_unknown() ? " for a time that nobody can tell"
                            : fmt::format(" for {}", spoken_duration({hours.value}));
}

// `inside`: the accounts that have something in the vault.
void judge(const AuditContext& context, const Authenticator& vault,
           const std::vector<std::uint32_t>& inside, RuleOutcome& outcome) {
  const std::string name = context.name(vault.thing);
  std::vector<std::uint32_t> accounts = inside;
  if (const Account* guard = context.inventory.account(vault.account.thing)) {
    const std::uint32_t index = context.index_of(*guard);
    const auto at = std::ranges::lower_bound(accounts, index);
    const bool among_them = at != accounts.end() && *at == index;
    if (!among_them && !context.abandoned(index)) accounts.insert(at, index);
  }
  const VaultOpening opening =
      opening_of(context.inventory, context.catalog, context.openers, vault);
  if (opening.not_judged || vault.account.thing == ThingDirectory::unknown) {
    for (const std::uint32_t account : accounts) {
      outcome.not_judged(context.account(account),
                         fmt::format("does not say what opens {} on a new device", name));
    }
    return;
  }
  outcome.add({.subject = std::string(context.inventory.id_of(vault.thing)),
               .at = vault.thing,
               .accounts = std::move(accounts),
               .message = fmt::format(
                   "Without your devices, {} stays shut{}, with what you keep in it for {}", name,
                   how_long(context, vault), context.names(inside)),
               .remedy = remedy_for(context, vault, opening)});
}

void check(const AuditContext& context, RuleOutcome& outcome) {
  const std::vector<std::vector<std::uint32_t>> contents = vault_contents(context);
  for (std::uint32_t i = 0; i < contents.size(); ++i) {
    if (contents[i].empty() || context.cold_start.usable(context.graph.authenticator(i))) continue;
    judge(context, context.inventory.authenticators[i], contents[i], outcome);
  }
}

}  // namespace

extern const Rule vault_shut_on_new_device{
    .id = "PKA406",
    .title = "Vault cannot be opened on a new device",
    .why =
        "A synced vault promises that nothing is lost with a phone. That holds only if a new "
        "phone can open it with what is left: its account, and what its maker asks for.",
    .remedy =
        "Keep what opens the vault on paper, and give its account a way in that needs none of "
        "your devices.",
    .severity = Severity::high,
    .item = Item::platform_recovery,
    .sources = {"N12"},
    .check = check,
};

}  // namespace passkey_audit
