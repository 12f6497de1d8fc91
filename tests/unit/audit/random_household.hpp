// Inventories made up from a seed, for what must hold of every audit: households and teams that do
// most things well, then changed here and there. They vary what rules look at; the random
// inventories of the graph, some of which are mixed in, vary what leads to what.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>

namespace passkey_audit {

// In the order in which it stands in the file.
using Json = nlohmann::ordered_json;

// Always usable. The same on every machine.
[[nodiscard]] Json random_household(std::uint64_t seed);

// A way that is an id alone, an object with `all` or `of`, or a method declared in place.
[[nodiscard]] bool is_in_place(const Json& way);

}  // namespace passkey_audit
