// What the catalog knows of a provider, a service or a key model, for people to read.
#pragma once

#include <string_view>
#include <vector>

#include "passkey_audit/catalog/catalog.hpp"
#include "passkey_audit/report/page.hpp"

namespace passkey_audit {

// By a provider's id, alias or name, a service's domain or name, or an AAGUID. False: the catalog
// knows nothing by that word, and the page is as it was.
[[nodiscard]] bool explain_known(Page& page, const Catalog& catalog, std::string_view word);

// Every word that it is known by but AAGUIDs, for hints.
[[nodiscard]] std::vector<std::string_view> known_words(const Catalog& catalog);

}  // namespace passkey_audit
