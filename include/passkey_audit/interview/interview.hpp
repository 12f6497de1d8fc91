// The interview: plain questions, one after the other, whose answers become an inventory. It may be
// left at any question. Without a terminal, without a file and without an audit of its own: those
// are the caller's.
#pragma once

#include <functional>
#include <string>

#include "passkey_audit/catalog/catalog.hpp"
#include "passkey_audit/interview/dialogue.hpp"
#include "passkey_audit/interview/draft.hpp"

namespace passkey_audit {

struct InterviewHooks {
  // Called after each answer that was understood. A sentence: why the draft cannot be kept, and the
  // answer is asked for again; empty: it was kept.
  std::function<std::string(const Draft&)> keep;
  // The verdict so far, a sentence; said after each account.
  std::function<std::string(const Draft&)> verdict;
};

enum class InterviewEnd : std::uint8_t { finished, left };

// `draft`: what there is already; afterwards what was answered, too.
[[nodiscard]] InterviewEnd hold_interview(Dialogue& dialogue, const Catalog& catalog, Draft& draft,
                                          const InterviewHooks& hooks);

}  // namespace passkey_audit
