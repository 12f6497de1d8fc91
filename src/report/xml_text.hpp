// Text between the tags of XML and SVG, or in an attribute's double quotes. Internal to this
// module.
#pragma once

#include <string>
#include <string_view>

namespace passkey_audit {

// `text` is safe to show already, so that it has no character that XML does not allow.
[[nodiscard]] inline std::string xml_text(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    switch (c) {
      case '&': escaped += "&amp;"; break;
      case '<': escaped += "&lt;"; break;
      case '>': escaped += "&gt;"; break;
      case '"': escaped += "&quot;"; break;
      case '\'': escaped += "&#39;"; break;
      default: escaped += c;
    }
  }
  return escaped;
}

}  // namespace passkey_audit
