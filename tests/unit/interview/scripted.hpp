// An interview with answers that stand ready.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "catch.hpp"
#include "passkey_audit/catalog/known.hpp"
#include "passkey_audit/interview/interview.hpp"
#include "passkey_audit/interview/write_draft.hpp"
#include "passkey_audit/inventory/read_inventory.hpp"

namespace passkey_audit {

using Lines = std::vector<std::string>;

class ScriptedDialogue final : public Dialogue {
 public:
  explicit ScriptedDialogue(Lines answers) : answers_(std::move(answers)) {}

  void say(std::string_view text) override { said_ += std::string(text) + "\n"; }
  std::optional<std::string> answer() override {
    if (next_ == answers_.size()) return std::nullopt;
    return answers_[next_++];
  }

  const std::string& said() const { return said_; }

 private:
  Lines answers_;
  std::size_t next_ = 0;
  std::string said_;
};

constexpr Date interview_day{20'779};  // 2026-11-22

inline ReadInventory read_again(std::string_view text) {
  static const std::vector<ProviderWord> providers = provider_words(embedded_catalog());
  return read_inventory_text(text, "inventory.jsonc",
                             {.today = interview_day, .providers = providers});
}

struct Held {
  InterviewEnd end = InterviewEnd::left;
  Draft draft;
  std::string said;
  std::string text;  // of the inventory
  std::size_t kept = 0;
};

// `inventory`: what is added to; empty: a new one.
inline Held hold(Lines answers, const std::string& inventory = {}) {
  ScriptedDialogue dialogue(std::move(answers));
  Held held;
  const ReadInventory before =
      read_again(inventory.empty() ? R"({"version": 1, "accounts": {}})" : inventory);
  REQUIRE(before.usable());
  if (!inventory.empty()) held.draft = draft_of(before.inventory);
  const auto text_of = [&](const Draft& draft) {
    return inventory.empty() ? written(draft) : added_to(inventory, draft);
  };
  const InterviewHooks hooks{.keep =
                                 [&](const Draft& draft) {
                                   const ReadInventory read = read_again(text_of(draft));
                                   for (const Problem& problem : read.problems) {
                                     INFO(problem.message);
                                     CHECK(is_warning(problem.code));
                                   }
                                   ++held.kept;
                                   return std::string();
                                 },
                             .verdict = [](const Draft&) { return std::string("fine."); }};
  held.end = hold_interview(dialogue, embedded_catalog(), held.draft, hooks);
  held.said = dialogue.said();
  held.text = text_of(held.draft);
  return held;
}

inline bool has(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

}  // namespace passkey_audit
