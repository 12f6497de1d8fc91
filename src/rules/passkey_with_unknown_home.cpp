#include <fmt/format.h>

#include "passkey_audit/audit/rule.hpp"
#include "together.hpp"

namespace passkey_audit {
namespace {

// The passkeys of one account that nobody could find, or count on, when they are needed.
struct Gaps {
  std::size_t without_home = 0;
  std::size_t without_backup_status = 0;
  std::vector<ThingId> vaults;  // of the latter, each once
};

// Neither the inventory nor the catalog says that it is more than one device that holds it.
bool backup_is_unknown(const AuditContext& context, const Passkey& passkey) {
  const Authenticator* vault =
      context.inventory.authenticator(passkey.in.thing, AuthenticatorType::vault);
  const PasskeyDetails told = passkey.detail();
  if (vault == nullptr || told.backup_eligible || told.backed_up) return false;
  const ProviderFacts* facts = facts_of(context.catalog, *vault);
  return facts == nullptr || !facts->provenance.is_sure() || facts->synced != true;
}

Gaps gaps_of(const AuditContext& context, std::uint32_t account) {
  Gaps gaps;
  const bool critical = context.importance[account] == Importance::critical;
  for (const Passkey& passkey : context.account(account).passkeys) {
    if (passkey.in.thing == ThingDirectory::unknown) {
      ++gaps.without_home;
    } else if (critical && backup_is_unknown(context, passkey)) {
      ++gaps.without_backup_status;
      add_once(gaps.vaults, passkey.in.thing);
    }
  }
  return gaps;
}

std::string message_for(const AuditContext& context, std::uint32_t account, const Gaps& gaps) {
  const std::string name = context.name(account);
  const std::string vaults = context.names_of(gaps.vaults);
  const bool several = gaps.without_backup_status > 1;
  if (gaps.without_home == 0) {
    return fmt::format("You have not noted whether the passkey{} of {} in {} {} backed up",
                       several ? "s" : "", name, vaults, several ? "are" : "is");
  }
  std::string homeless = fmt::format("{} passkeys of {} are", gaps.without_home, name);
  if (gaps.without_home == 1) {
    const bool only = context.account(account).passkeys.size() == 1;
    homeless = fmt::format("{} passkey of {} is", only ? "the" : "one", name);
  }
  if (gaps.vaults.empty()) return fmt::format("You have not noted where {} kept", homeless);
  return fmt::format("You have not noted where {} kept, nor whether the one{} in {} {} backed up",
                     homeless, several ? "s" : "", vaults, several ? "are" : "is");
}

std::string remedy_for(const AuditContext& context, std::uint32_t account, const Gaps& gaps) {
  const std::string name = context.name(account);
  std::string remedy;
  if (gaps.without_home > 0) {
    remedy = fmt::format(
        "Go through the passkeys that {} lists in its security settings: note "
        "where each is kept, and remove those that you no longer have.",
        name);
  }
  if (!gaps.vaults.empty()) {
    const bool several = gaps.without_backup_status > 1;
    remedy += fmt::format(
        "{}Look in {} whether the passkey{} of {} {} synced or backed up, and "
        "note it as \"backed_up\".",
        remedy.empty() ? "" : " ", context.names_of(gaps.vaults), several ? "s" : "", name,
        several ? "are" : "is");
  }
  return remedy;
}

void check(const AuditContext& context, RuleOutcome& outcome) {
  for (std::uint32_t i = 0; i < context.inventory.accounts.size(); ++i) {
    if (context.abandoned(i)) continue;
    const Gaps gaps = gaps_of(context, i);
    if (gaps.without_home + gaps.without_backup_status == 0) continue;
    outcome.add(context.account(i),
                {.message = message_for(context, i, gaps), .remedy = remedy_for(context, i, gaps)});
  }
}

}  // namespace

extern const Rule passkey_with_unknown_home{
    .id = "PKA501",
    .title = "Passkey with unknown home",
    .why =
        "A passkey that you cannot find is one that you cannot count on, and cannot take back. "
        "Whether it is backed up decides if it outlives the device that made it.",
    .remedy =
        "Note for each passkey where it is kept and, for those of your most important "
        "accounts, whether it is backed up.",
    .severity = Severity::medium,
    .item = Item::known_homes,
    .sources = {"N12", "W2"},
    .check = check,
};

}  // namespace passkey_audit
