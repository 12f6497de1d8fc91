// What holds of every audit, on random inventories: that a safeguard is never held against anybody,
// and that neither the order of a file nor what has nothing to do with an account changes what is
// said of it. docs/model.md has the exceptions.
#include <optional>
#include <string>

#include "audit_laws.hpp"
#include "sound_safeguards.hpp"

namespace passkey_audit {
namespace {

// No value: the inventory has nothing to check. Empty: all is well.
using Wrong = std::optional<std::string>;

// Counts what was checked; fails with seed and inventory, and gives up after a few.
template <class Check>
std::size_t for_random_households(std::uint64_t first_seed, std::uint64_t count, Check check) {
  int failures = 0;
  std::size_t checked = 0;
  for (std::uint64_t seed = first_seed; seed < first_seed + count && failures < 3; ++seed) {
    const Json inventory = random_household(seed);
    Dice dice(~seed);
    const Wrong wrong = check(inventory, dice);
    if (!wrong) continue;
    ++checked;
    if (wrong->empty()) continue;
    ++failures;
    FAIL_CHECK("seed " << seed << ":\n" << *wrong << inventory.dump());
  }
  return checked;
}

TEST_CASE("the order of a file changes no finding", "[audit][many]") {
  for_random_households(100'000, 8'000, [](const Json& inventory, Dice& dice) -> Wrong {
    return differences(AuditOf(inventory.dump()), AuditOf(shuffled(inventory, dice).dump()));
  });
}

TEST_CASE("a sound safeguard lowers no number and is no single point of failure", "[audit][many]") {
  const auto check = [](const Json& inventory, Dice& dice) -> Wrong {
    const AuditOf without(inventory.dump(), rules_about_losses());
    const auto possible = possible_safeguards(without.context, inventory, dice);
    if (possible.empty()) return std::nullopt;
    const SoundSafeguard& safeguard = dice.pick(possible);
    const auto with = with_safeguard(without.context, inventory, safeguard);
    const std::string wrong = lowered(without, AuditOf(with->dump(), rules_about_losses()));
    return wrong.empty() ? wrong : text_of(safeguard) + "\n" + wrong;
  };
  CHECK(for_random_households(200'000, 8'000, check) > 6'000);
}

TEST_CASE("without a sound safeguard that it holds no inventory does better", "[audit][many]") {
  const auto check = [](const Json& inventory, Dice& dice) -> Wrong {
    const AuditOf with(inventory.dump(), rules_about_losses());
    const auto held = safeguards_held(with.context, inventory);
    if (held.empty()) return std::nullopt;
    const SoundSafeguard& safeguard = dice.pick(held);
    const AuditOf without(without_safeguard(inventory, safeguard).dump(), rules_about_losses());
    const std::string wrong = lowered(without, with);
    return wrong.empty() ? wrong : "without the " + text_of(safeguard) + "\n" + wrong;
  };
  CHECK(for_random_households(300'000, 12'000, check) > 50);
}

TEST_CASE("an account that has to do with nothing changes nothing about the others",
          "[audit][many]") {
  const auto check = [](const Json& inventory, Dice& /*dice*/) -> Wrong {
    const AuditOf before(inventory.dump());
    if (before.context.top == Importance::normal) return std::nullopt;
    return differences_besides(before, AuditOf(with_irrelevant_account(inventory).dump()));
  };
  CHECK(for_random_households(400'000, 8'000, check) > 5'000);
}

}  // namespace
}  // namespace passkey_audit
