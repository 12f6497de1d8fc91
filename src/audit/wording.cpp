#include "passkey_audit/audit/wording.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <string_view>

namespace passkey_audit {
namespace {

bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}

}  // namespace

std::string capitalized(std::string text) {
  const std::string_view word = std::string_view(text).substr(0, text.find_first_of(" ,;:"));
  const bool plain = std::ranges::all_of(word, [](char c) { return is_lower(c) || c == '\''; });
  if (plain && !text.empty()) text.front() = static_cast<char>(std::toupper(text.front()));
  return text;
}

std::string uncapitalized(std::string text) {
  if (!text.empty()) {
    text.front() = static_cast<char>(std::tolower(static_cast<unsigned char>(text.front())));
  }
  return text;
}

std::string chain(std::vector<std::string> names) {
  constexpr std::size_t shown_max = 12, shown_after = 3;
  if (names.size() > shown_max) {
    const std::size_t left_out = names.size() - shown_max + 1;
    const auto gap = names.end() - static_cast<std::ptrdiff_t>(shown_after + left_out);
    *gap = fmt::format("({} more)", left_out);
    names.erase(gap + 1, gap + static_cast<std::ptrdiff_t>(left_out));
  }
  return fmt::format("{}", fmt::join(names, " > "));
}

std::string all_accounts(std::size_t count) {
  if (count == 1) return "your account";
  return count == 2 ? "both accounts" : fmt::format("all {} accounts", count);
}

std::string_view kind_in_words(RecoveryType type) {
  switch (type) {
    case RecoveryType::recovery_codes: return "the recovery codes";
    case RecoveryType::recovery_key: return "the recovery key";
    case RecoveryType::emergency_kit: return "the emergency kit";
    case RecoveryType::backup_file: return "the backup file";
    case RecoveryType::recovery_contact: return "the recovery contact";
    case RecoveryType::emergency_access: return "the emergency access";
    case RecoveryType::legacy_contact: return "the legacy contact";
    case RecoveryType::recovery_email: return "the recovery address";
    case RecoveryType::admin_reset: return "the reset by an administrator";
    case RecoveryType::support: return "the service's support";
    case RecoveryType::security_question: return "the security question";
  }
  return {};
}

std::string day_in_words(Date day, Date today) {
  const std::int32_t days = day - today;
  if (days == 0) return "today";
  if (days == 1) return "tomorrow";
  const std::string date = format_date(day);
  return days > 0 ? fmt::format("in {} days, on {}", days, date) : fmt::format("on {}", date);
}

}  // namespace passkey_audit
