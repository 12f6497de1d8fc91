// The one layout of inventory files, from the text of one: keys in a fixed order, entries in
// theirs, short objects on one line. Nothing is read into an inventory on the way, so nothing can
// get lost: every value keeps its characters, every comment its place.
#pragma once

#include <string>
#include <string_view>

namespace passkey_audit {

// Of a text that read_json() has accepted: an inventory, a file that one includes, or a policy.
[[nodiscard]] std::string format_inventory(std::string_view text);

}  // namespace passkey_audit
