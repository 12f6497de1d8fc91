#include "common_options.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "passkey_audit/support/limits.hpp"

namespace passkey_audit {

void add_inventory(Parameters& parameters, std::string& path) {
  parameters.file("file", path, "An inventory; - is standard input");
}

void add_format(Parameters& parameters, std::string& format,
                const std::vector<std::string>& words) {
  parameters.choice("--format", format, words, fmt::format("{}", fmt::join(words, " or ")));
}

void add_accounts(Parameters& parameters, std::vector<std::string>& ids) {
  parameters.texts("--account", ids, "ID", "Only this account");
}

void add_catalog(Parameters& parameters, std::string& folder) {
  parameters.text("--catalog", folder, "DIR", "Folder with a catalog in place of the built-in one");
}

void add_width(Parameters& parameters, std::optional<std::size_t>& width) {
  parameters.number("--width", width, {0, static_cast<int>(limits::width_max)}, "N",
                    "Columns to wrap at; 0 does not wrap");
}

void add_today(Parameters& parameters, std::string& today) {
  parameters.text("--today", today, "YYYY-MM-DD",
                  "The day to judge by (default: SOURCE_DATE_EPOCH, else today in UTC)");
}

void add_common_options(Parameters& parameters, CommonOptions& options) {
  add_today(parameters, options.today);
  parameters.text("--max-size", options.max_size, "BYTES", "Largest input to read (default: 256M)");
  add_catalog(parameters, options.catalog);
  parameters.text("--config", options.config, "FILE",
                  "A policy in a file of its own (default: PASSKEY_AUDIT_CONFIG)",
                  [](const std::string& path) -> std::string {
                    return path.empty() || path == "-" ? "takes the path of a file" : "";
                  });
  parameters.flag("--no-config", options.no_config,
                  "No policy from a file: none beside the inventory, none of your own");
  parameters.choice("--color", options.colour, {"auto", "always", "never"},
                    "Colour: auto, always or never", "WHEN");
  add_width(parameters, options.width);
  parameters.flag("-q,--quiet", options.quiet, "Print nothing when all is well");
  parameters.flag("-v,--verbose", options.verbose, "Show every finding on its own");
}

}  // namespace passkey_audit
