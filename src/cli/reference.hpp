// The rules and the items as pages of the documentation, in Markdown: docs/rules.md and
// docs/checklist.md are what these print.
#pragma once

#include <string>
#include <string_view>

namespace passkey_audit {

struct Rule;

[[nodiscard]] std::string rules_in_markdown();
[[nodiscard]] std::string checklist_in_markdown();

// "high, one step lower for each level of importance below the most important accounts"
[[nodiscard]] std::string severity_in_words(const Rule& rule);

}  // namespace passkey_audit
