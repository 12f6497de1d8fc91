#include "parameters.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <charconv>

namespace passkey_audit {
namespace {

// In words of our own, since CLI11's change with its version.
CLI::Validator in_range(Parameters::Range range) {
  const auto [low, high] = range;
  const auto refusal = [low = low, high = high](const std::string& text) {
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

}  // namespace

void Parameters::file(const std::string& name, std::string& into, const std::string& help) {
  parser_.add_option(name, into, help)->required()->type_name("FILE");
}

void Parameters::files(const std::string& name, std::vector<std::string>& into,
                       const std::string& help) {
  parser_.add_option(name, into, help)->required()->type_name("FILE");
}

void Parameters::flag(const std::string& name, bool& into, const std::string& help) {
  parser_.add_flag(name, into, help);
}

void Parameters::text(const std::string& name, std::string& into, const std::string& type,
                      const std::string& help, const Refusal& refusal) {
  CLI::Option* option = parser_.add_option(name, into, help)->type_name(type);
  if (refusal) option->check(CLI::Validator(refusal, ""));
}

void Parameters::texts(const std::string& name, std::vector<std::string>& into,
                       const std::string& type, const std::string& help) {
  parser_.add_option(name, into, help)->type_name(type);
}

void Parameters::choice(const std::string& name, std::string& into,
                        const std::vector<std::string>& words, const std::string& help,
                        const std::string& type) {
  parser_.add_option(name, into, help)->check(CLI::IsMember(words))->type_name(type);
}

void Parameters::choices(const std::string& name, std::vector<std::string>& into,
                         const std::vector<std::string>& words, const std::string& help) {
  parser_.add_option(name, into, help)->delimiter(',')->check(CLI::IsMember(words));
}

void Parameters::add_number(const std::string& name, Range range, const std::string& type,
                            const std::string& help,
                            const std::function<void(std::uint32_t)>& take) {
  parser_.add_option_function<std::uint32_t>(name, take, help)
      ->check(in_range(range))
      ->type_name(type);
}

}  // namespace passkey_audit
