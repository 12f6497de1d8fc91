// A random inventory with its access graph, and a collector for what is wrong with the answers
// about it. for_random_inventories() runs one kind of check over many of them.
#pragma once

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "catch.hpp"
#include "model.hpp"
#include "random_inventory.hpp"
#include "small_catalog.hpp"

namespace passkey_audit {

class RandomCase {
 public:
  explicit RandomCase(std::uint64_t seed)
      : text_(random_inventory(seed)),
        dice_(~seed),
        model_(model_of(text_, small_catalog::catalog())) {}

  const std::string& text() const { return text_; }
  const std::string& differences() const { return differences_; }

 protected:
  template <class... Values>
  void differs(fmt::format_string<Values...> format, Values&&... values) {
    differences_ += "  " + fmt::format(format, std::forward<Values>(values)...) + "\n";
  }

  const Inventory& inventory() const { return model_.inventory; }
  const AccessGraph& graph() const { return model_.graph; }
  Date today() const { return *parse_date(random_inventory_day); }
  Duration max_outage() const { return inventory().policy.max_outage; }
  std::string id(ThingId thing) const { return std::string(inventory().id_of(thing)); }
  std::string account_id(std::size_t index) const { return id(inventory().accounts[index].thing); }
  const std::string& text_of(LossId loss) const { return graph().losses()[loss].text; }
  std::vector<std::string> texts_of(std::span<const LossId> losses) const {
    std::vector<std::string> texts;
    for (const LossId loss : losses) texts.push_back(text_of(loss));
    return texts;
  }
  std::string joined(std::span<const LossId> losses) const {
    return fmt::format("{}", fmt::join(texts_of(losses), ", "));
  }

  Dice& dice() { return dice_; }
  // Candidates and others.
  LossId any_loss() { return {static_cast<std::uint32_t>(dice_.below(graph().losses().size()))}; }
  LossSet some_losses() {
    LossSet losses;
    for (std::size_t count = 1 + dice_.below(3); count > 0; --count) losses.push_back(any_loss());
    return losses;
  }

 private:
  std::string text_;
  Dice dice_;
  Model model_;
  std::string differences_;
};

// Check is a RandomCase with run(seen), where `seen` counts what came up on the way. Fails with
// seed and inventory, and gives up after a few.
template <class Check, class Seen>
void for_random_inventories(std::uint64_t first_seed, std::uint64_t count, Seen& seen) {
  int failures = 0;
  for (std::uint64_t seed = first_seed; seed < first_seed + count && failures < 3; ++seed) {
    Check check(seed);
    check.run(seen);
    if (check.differences().empty()) continue;
    ++failures;
    FAIL_CHECK("seed " << seed << ":\n" << check.differences() << check.text());
  }
}

}  // namespace passkey_audit
