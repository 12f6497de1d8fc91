// A finding: one thing that is wrong, the accounts it concerns, and what to do about it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "passkey_audit/audit/checklist.hpp"
#include "passkey_audit/inventory/change.hpp"
#include "passkey_audit/inventory/policy.hpp"
#include "passkey_audit/inventory/thing.hpp"
#include "passkey_audit/inventory/words.hpp"

namespace passkey_audit {

// One thing to do, as a sentence, and what comes of it ("This also brings back forum."), which may
// be empty. Two of them are the same when they say to do the same.
struct Instruction {
  std::string what;
  std::string effect;
  // What following it would change; none where that depends on what somebody finds out.
  std::vector<Change> changes;
};
[[nodiscard]] std::string text_of(const Instruction& instruction);

// What to do about a finding, in this order.
struct Remedy {
  Remedy() = default;
  Remedy(std::string what, std::vector<Change> changes = {})  // NOLINT
      : steps{{std::move(what), {}, std::move(changes)}} {}
  Remedy(std::vector<Instruction> several) : steps(std::move(several)) {}  // NOLINT

  std::string text() const;

  std::vector<Instruction> steps;
};

struct Finding {
  std::string_view rule;  // id, e.g. "PKA102"
  Item item = Item::two_ways_in;
  // `base_severity` is that of an account in scope; `severity` is lowered for less important ones.
  Severity base_severity = Severity::low;
  Severity severity = Severity::low;
  bool urgent = false;             // see Rule
  const Waiver* waiver = nullptr;  // that lets it pass today

  std::string subject;            // an id, a loss, or "inventory"
  ThingId at;                     // where the finding points; not told: the file as a whole
  const Waiver* about = nullptr;  // told: it points at this waiver instead
  std::vector<std::uint32_t>
      accounts;         // by index in Inventory::accounts; none: the whole inventory
  std::string message;  // one sentence, in the user's own names
  Remedy remedy;
  std::vector<std::string> losses;  // what has to be lost for it to hurt
  std::vector<std::string> route;   // from the lost thing to the first account

  bool waived() const { return waiver != nullptr; }
  // The route ends where it begins.
  bool is_circle() const { return route.size() > 1 && route.front() == route.back(); }
  // SHA-256 of rule and subject: the same finding in every run, whatever its words and lines.
  std::string fingerprint() const;
};

// Where a rule could not be judged, because the inventory does not say enough.
struct NotJudged {
  std::string_view rule;
  Item item = Item::two_ways_in;
  std::uint32_t account = 0;  // by index in Inventory::accounts
  std::string why;
};

}  // namespace passkey_audit
