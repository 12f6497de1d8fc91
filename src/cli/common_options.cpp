#include <fmt/format.h>

#include <charconv>

#include "command.hpp"
#include "passkey_audit/support/limits.hpp"

namespace passkey_audit {

CLI::Validator in_range(int low, int high) {
  const auto refusal = [low, high](const std::string& text) {
    int number = 0;
    const char* end = text.data() + text.size();
    const auto [read, error] = std::from_chars(text.data(), end, number);
    // CLI11 takes "010" for eight.
    const bool plain = text.size() == 1 || !text.starts_with('0');
    const bool good =
        plain && error == std::errc{} && read == end && number >= low && number <= high;
    if (good) return std::string();
    return low == high ? fmt::format("takes {} only", low)
                       : fmt::format("takes a whole number from {} to {}", low, high);
  };
  return CLI::Validator(refusal, low == high ? "" : fmt::format("{}-{}", low, high));
}

void add_common_options(CLI::App& parser, CommonOptions& options) {
  parser
      .add_option("--today", options.today,
                  "The day to judge by (default: SOURCE_DATE_EPOCH, else today in UTC)")
      ->type_name("YYYY-MM-DD");
  parser.add_option("--max-size", options.max_size, "Largest input to read (default: 256M)")
      ->type_name("BYTES");
  parser
      .add_option("--catalog", options.catalog,
                  "Folder with a catalog in place of the built-in one")
      ->type_name("DIR");
  parser
      .add_option("--config", options.config,
                  "A policy in a file of its own (default: PASSKEY_AUDIT_CONFIG)")
      ->check(CLI::Validator(
          [](const std::string& path) {
            return std::string(path.empty() || path == "-" ? "takes the path of a file" : "");
          },
          ""))
      ->type_name("FILE");
  parser.add_flag("--no-config", options.no_config,
                  "No policy from a file: none beside the inventory, none of your own");
  parser.add_option("--color", options.colour, "Colour: auto, always or never")
      ->check(CLI::IsMember({"auto", "always", "never"}))
      ->type_name("WHEN");
  parser.add_option("--width", options.width, "Columns to wrap at; 0 does not wrap")
      ->check(in_range(0, static_cast<int>(limits::width_max)))
      ->type_name("N");
  parser.add_flag("-q,--quiet", options.quiet, "Print nothing when all is well");
  parser.add_flag("-v,--verbose", options.verbose, "Show every finding on its own");
}

}  // namespace passkey_audit
