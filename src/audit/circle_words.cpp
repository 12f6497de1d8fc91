#include "passkey_audit/audit/circle_words.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace passkey_audit {

Closure without_devices(const AuditContext& context) {
  return least_closure(context.graph, context.graph.losses().every_device(), Patience::eventual());
}

CircleWords circle_words(const AuditContext& context, const Closure& slowly,
                         const std::vector<std::uint32_t>& accounts) {
  const std::string names = context.names(accounts);
  const std::string_view helper = accounts.size() == 1 ? "itself" : "each other";
  const bool some_open = std::ranges::any_of(accounts, [&](std::uint32_t account) {
    return slowly.usable(context.graph.account(account));
  });
  if (!some_open) return {fmt::format("{} can only be recovered through {}", names, helper), {}};
  return {fmt::format("{} can be recovered within {} only through {}", names,
                      spoken_duration(context.policy.max_outage), helper),
          context.time_in_words(slowly, context.graph.losses().every_device(), accounts)};
}

}  // namespace passkey_audit
