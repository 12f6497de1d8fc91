// Access graphs in one line, for tables of tests: "phone+pin>gmail gmail>bank".
//
//   a+b>t     a and b together sign in to t; other alternatives of t stand elsewhere in the line
//   2:a+b+c>t any two of the three
//   a>t/3d    recovery of t with a, which takes three days (0h: at once)
//
// A thing without alternatives is a secret in memory; everything else is an account.
#pragma once

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace passkey_audit::notation {

using Words = std::vector<std::string>;

inline Words split(std::string_view text, char separator) {
  Words words;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(separator, begin), text.size());
    if (end > begin) words.emplace_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return words;
}

// The line as the text of an inventory, things in the order in which they are first mentioned.
inline std::string inventory_of(std::string_view line) {
  Words things;
  std::map<std::string, std::map<std::string, Words>> alternatives;  // by account and field
  for (const std::string& arrow : split(line, ' ')) {
    const Words sides = split(arrow, '>'), target = split(sides.at(1), '/');
    const Words count_and_parts = split(sides[0], ':'), parts = split(count_and_parts.back(), '+');
    std::string way = fmt::format(R"(["{}"])", fmt::join(parts, R"(", ")"));
    way = count_and_parts.size() == 1
              ? fmt::format(R"("all": {})", way)
              : fmt::format(R"("at_least": {}, "of": {})", count_and_parts[0], way);
    const bool is_recovery = target.size() == 2;
    if (is_recovery) way += fmt::format(R"(, "wait": "{}")", target[1]);
    alternatives[target[0]][is_recovery ? "recovery" : "other_sign_in"].push_back("{" + way + "}");
    things.insert(things.end(), parts.begin(), parts.end());
    things.push_back(target[0]);
  }
  Words secrets, accounts, seen;
  for (const std::string& thing : things) {
    if (std::ranges::find(seen, thing) != seen.end()) continue;
    seen.push_back(thing);
    Words fields;
    for (const auto& [field, ways] : alternatives[thing]) {
      fields.push_back(fmt::format(R"("{}": [{}])", field, fmt::join(ways, ", ")));
    }
    if (fields.empty()) fields = {R"("type": "secret", "stored_in": ["memory"])"};
    (alternatives[thing].empty() ? secrets : accounts)
        .push_back(fmt::format(R"("{}": {{{}}})", thing, fmt::join(fields, ", ")));
  }
  return fmt::format(R"({{"version": 1, "authenticators": {{{}}}, "accounts": {{{}}}}})",
                     fmt::join(secrets, ", "), fmt::join(accounts, ", "));
}

}  // namespace passkey_audit::notation
