// Parameters that several commands have, in the same words.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "parameters.hpp"
#include "session.hpp"

namespace passkey_audit {

void add_inventory(Parameters& parameters, std::string& path);
void add_format(Parameters& parameters, std::string& format, const std::vector<std::string>& words);
void add_accounts(Parameters& parameters, std::vector<std::string>& ids);
void add_catalog(Parameters& parameters, std::string& folder);
void add_today(Parameters& parameters, std::string& today);
void add_width(Parameters& parameters, std::optional<std::size_t>& width);

// The options of every command that reads an inventory.
void add_common_options(Parameters& parameters, CommonOptions& options);

}  // namespace passkey_audit
