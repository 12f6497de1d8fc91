#include "session.hpp"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <ctime>

#include "environment.hpp"
#include "heap_ahead.hpp"
#include "passkey_audit/catalog/known.hpp"
#include "passkey_audit/report/problem_text.hpp"
#include "passkey_audit/rules/registry.hpp"
#include "passkey_audit/support/safe_text.hpp"
#include "passkey_audit/support/write_all.hpp"

namespace passkey_audit {
namespace {

constexpr std::size_t default_width = 80;

template <class Number>
std::optional<Number> parse_number(std::string_view text) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

Date day_of(std::int64_t seconds) {
  constexpr std::int64_t seconds_of_day = 86'400;
  const std::int64_t days = seconds / seconds_of_day - (seconds % seconds_of_day < 0 ? 1 : 0);
  return {static_cast<std::int32_t>(days)};
}

// --today, else SOURCE_DATE_EPOCH, else the system's date; in UTC.
Expected<Date> today_from(const std::string& option) {
  if (!option.empty()) {
    const std::optional<Date> date = parse_date(option);
    if (!date) return Unexpected(std::string("--today takes a day as YYYY-MM-DD"));
    return *date;
  }
  if (const char* epoch = environment("SOURCE_DATE_EPOCH")) {
    const auto seconds = parse_number<std::int64_t>(epoch);
    constexpr std::int64_t last_second = 253'402'300'799;  // of the year 9999
    if (!seconds || *seconds < 0 || *seconds > last_second) {
      return Unexpected(std::string("SOURCE_DATE_EPOCH must be seconds since 1970"));
    }
    return day_of(*seconds);
  }
  return day_of(std::time(nullptr));
}

// "300M", "1G", "65536".
std::optional<std::uint64_t> parse_size(std::string_view text) {
  std::uint64_t unit = 1;
  if (!text.empty()) {
    switch (text.back()) {
      case 'K': unit = 1ULL << 10U; break;
      case 'M': unit = 1ULL << 20U; break;
      case 'G': unit = 1ULL << 30U; break;
      default: break;
    }
  }
  if (unit != 1) text.remove_suffix(1);
  const auto number = parse_number<std::uint64_t>(text);
  constexpr std::uint64_t most = 1ULL << 40U;
  if (!number || *number == 0 || *number > most / unit) return std::nullopt;
  return *number * unit;
}

// --color, then NO_COLOR, then FORCE_COLOR and CLICOLOR_FORCE, then TERM and the terminal.
bool wants_colour(std::string_view option) {
  if (option != "auto") return option == "always";
  if (environment("NO_COLOR") != nullptr) return false;
  for (const char* name : {"FORCE_COLOR", "CLICOLOR_FORCE"}) {
    const char* value = environment(name);
    if (value != nullptr && std::string_view(value) != "0") return true;
  }
  const char* terminal = environment("TERM");
  if (terminal == nullptr || std::string_view(terminal) == "dumb") return false;
  return ::isatty(STDOUT_FILENO) != 0;
}

// Lines are wrapped on a terminal only, unless a width is asked for.
std::size_t line_width(const std::optional<std::size_t>& option) {
  if (option) return *option;
  if (::isatty(STDOUT_FILENO) == 0) return 0;
  if (const char* columns = environment("COLUMNS")) {
    if (const auto width = parse_number<std::size_t>(columns); width && *width != 0) return *width;
  }
  winsize size{};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col != 0) return size.ws_col;
  return default_width;
}

std::vector<std::string_view> rule_ids() {
  std::vector<std::string_view> ids;
  for (const Rule* rule : all_rules()) ids.push_back(rule->id);
  std::ranges::sort(ids);
  return ids;
}

}  // namespace

void Session::message(std::string_view text) const {
  complain(fmt::format("passkey-audit: {}\n", text));
}

// Whoever closed standard error does not want to hear of it; the exit status stays what it is.
void Session::complain(std::string_view text) const {
  static_cast<void>(write_all(STDERR_FILENO, text));
}

bool Session::flush() {
  if (!write_all(STDOUT_FILENO, out_)) {
    message(fmt::format("standard output: {}", std::strerror(errno)));
    return false;
  }
  out_.clear();
  return true;
}

Expected<Settings, ExitStatus> settle(const CommonOptions& options, const Session& session) {
  take_heap_ahead();
  Settings settings;
  const Expected<Date> today = today_from(options.today);
  if (!today) {
    session.message(today.error());
    return Unexpected(ExitStatus::usage);
  }
  settings.today = *today;
  settings.bytes_max = limits::file_bytes_max;
  if (!options.max_size.empty()) {
    const auto size = parse_size(options.max_size);
    if (!size) {
      session.message("--max-size takes bytes, or a number with K, M or G");
      return Unexpected(ExitStatus::usage);
    }
    settings.bytes_max = *size;
  }
  if (options.catalog.empty()) {
    settings.catalog = &embedded_catalog();
  } else {
    Expected<Catalog, Problems> catalog = read_catalog(options.catalog);
    if (!catalog) {
      for (const Problem& problem : catalog.error()) session.message(problem_line(problem));
      return Unexpected(ExitStatus::input);
    }
    settings.own_catalog = std::make_shared<const Catalog>(std::move(*catalog));
    settings.catalog = settings.own_catalog.get();
  }
  if (options.no_config && !options.config.empty()) {
    session.message("--config and --no-config exclude each other");
    return Unexpected(ExitStatus::usage);
  }
  settings.rules = rule_ids();
  const ReadOptions how_to_read{
      .today = settings.today, .bytes_max = settings.bytes_max, .rules = settings.rules};
  if (!gather_policy(settings.policy, options.config, options.no_config, how_to_read, session)) {
    return Unexpected(ExitStatus::usage);
  }
  settings.quiet = options.quiet;
  settings.rendering = {.colour = wants_colour(options.colour),
                        .width = line_width(options.width),
                        .verbose = options.verbose,
                        .program_version = PASSKEY_AUDIT_VERSION};
  return settings;
}

Loaded load(const std::string& path, const Settings& settings, const Session& session) {
  const std::vector<ProviderWord> providers = provider_words(*settings.catalog);
  const ReadOptions how_to_read{.today = settings.today,
                                .bytes_max = settings.bytes_max,
                                .providers = providers,
                                .rules = settings.rules,
                                .digest = settings.digest};
  auto read = std::make_unique<ReadInventory>(read_inventory(path, how_to_read));
  for (const Problem& problem : read->problems) {
    if (settings.quiet && is_warning(problem.code)) continue;
    session.message(problem_line(problem));
  }
  Loaded loaded;
  if (!read->usable()) {
    loaded.status = ExitStatus::input;
  } else if (!settle_policy(read->inventory, settings.policy, path, how_to_read, session)) {
    loaded.status = ExitStatus::usage;
  }
  loaded.read = std::move(read);
  if (loaded.status == ExitStatus::ok) {
    loaded.context =
        std::make_unique<const AuditContext>(loaded.inventory(), *settings.catalog, settings.today);
  }
  return loaded;
}

Loaded load_accounts(const std::string& path, const Settings& settings, const Session& session) {
  Loaded loaded = load(path, settings, session);
  if (loaded.context == nullptr || !loaded.inventory().accounts.empty()) return loaded;
  session.message(fmt::format("{}: the inventory has no accounts, so there is nothing to judge",
                              safe_text(path)));
  loaded.context.reset();
  loaded.status = ExitStatus::findings;
  return loaded;
}

}  // namespace passkey_audit
