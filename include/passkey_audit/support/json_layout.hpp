// The one layout of JSON that this program writes: short objects on one line of up to 120 columns,
// longer ones with a member on each line, indented by two.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>

namespace passkey_audit {

enum class JsonText : std::uint8_t {
  ascii,  // for reports: everything beyond ASCII is escaped, so that no name can do harm on a
          // screen, and "##", so that none can in the log of a build
  utf8,   // for files that people edit
};

// `spread_depth`: objects nested less deeply than this are always spread over lines. Ends with a
// line break.
[[nodiscard]] std::string lay_out_json(const nlohmann::ordered_json& value, JsonText text,
                                       int spread_depth);

}  // namespace passkey_audit
