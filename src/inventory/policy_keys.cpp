#include "policy_keys.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "passkey_audit/support/safe_text.hpp"

namespace passkey_audit {
namespace {

using Json = nlohmann::ordered_json;

template <auto Member>
void take(Policy& to, const Policy& from) {
  to.*Member = from.*Member;
}

Json shown(std::uint32_t number) {
  return number;
}
Json shown(Duration duration) {
  return format_duration(duration);
}
Json shown(const AdminLimits& limits) {
  return {{"min", limits.min}, {"warn", limits.warn}, {"max", limits.max}};
}
Json shown(const std::vector<Role>& roles) {
  Json list = Json::array();
  for (const Role role : roles) list.push_back(word(role));
  return list;
}
Json shown(const std::vector<Forbidden>& forbid) {
  Json object = Json::object();
  for (const Forbidden& one : forbid)
    object[one.role ? std::string(word(*one.role)) : "*"] = one.types;
  return object;
}
Json shown(const std::vector<std::pair<std::string, Severity>>& severity) {
  Json object = Json::object();
  for (const auto& [rule, level] : severity) object[rule] = word(level);
  return object;
}
Json shown(const std::vector<std::pair<std::string, double>>& probabilities) {
  Json object = Json::object();
  for (const auto& [loss, probability] : probabilities) object[loss] = probability;
  return object;
}
Json shown(const std::string& text) {
  return text;
}
Json shown(const std::vector<std::string>& words) {
  return words;
}
template <class T>
Json shown(const std::optional<T>& value) {
  return value ? shown(*value) : Json(nullptr);
}
Json shown_days(std::uint32_t days) {
  return std::to_string(days) + "d";
}

std::vector<std::string> read_words(Reader& reader, JsonValue list) {
  std::vector<std::string> words;
  if (!reader.expect(list, JsonType::array)) return words;
  for (const JsonValue entry : list) {
    Text word;
    reader.read(entry, word);
    if (word.told()) words.emplace_back(word);
  }
  return words;
}

void read_admins(Reader& reader, JsonValue object, Policy& policy) {
  if (!reader.expect(object, JsonType::object)) return;
  for (const JsonValue member : object) {
    static constexpr std::array<std::string_view, 3> known{"min", "warn", "max"};
    if (member.key() == "min") {
      reader.read(member, policy.admins.min);
    } else if (member.key() == "warn") {
      reader.read(member, policy.admins.warn);
    } else if (member.key() == "max") {
      reader.read(member, policy.admins.max);
    } else if (!reader.keep_member(object, member, true)) {
      reader.unknown_key(member, known);
    }
  }
  const auto& [min, warn, max] = policy.admins;
  if (min <= warn && warn <= max) return;
  reader.impossible(object,
                    fmt::format("no number of administrators is right: at least {}, a warning over "
                                "{}, at most {}",
                                shown_count(min), shown_count(warn), shown_count(max)),
                    "give \"min\", \"warn\" and \"max\" in this order of size; what is left out "
                    "is 2, 4 and 8");
}

void read_device_bound(Reader& reader, JsonValue list, Policy& policy) {
  List<Role> roles;
  reader.read(list, roles);
  policy.require_device_bound.assign(roles.begin(), roles.end());
}

void read_forbid(Reader& reader, JsonValue object, Policy& policy) {
  if (!reader.expect(object, JsonType::object)) return;
  std::vector<std::string_view> types(Words<AuthenticatorType>::list.begin(),
                                      Words<AuthenticatorType>::list.end());
  types.insert(types.end(), Words<RecoveryType>::list.begin(), Words<RecoveryType>::list.end());
  for (const JsonValue member : object) {
    Forbidden forbidden;
    forbidden.role = from_word<Role>(member.key());
    if (!forbidden.role && member.key() != "*") {
      if (reader.keep_member(object, member, true)) continue;
      reader.unknown_key(member, Words<Role>::list);
      continue;
    }
    if (!reader.expect(member, JsonType::array)) continue;
    for (const JsonValue type : member) {
      if (reader.choose(type, types) >= 0) forbidden.types.emplace_back(type.text());
    }
    policy.forbid.push_back(std::move(forbidden));
  }
}

void read_severity(Reader& reader, JsonValue object, Policy& policy) {
  if (!reader.expect(object, JsonType::object)) return;
  for (const JsonValue member : object) {
    if (reader.keep_member(object, member, true)) continue;
    const std::string_view rule = member.key();
    if (looks_secret(rule)) {
      reader.secret(member.key_at(), member.pointer());
      continue;
    }
    Severity severity{};
    const int index = reader.choose(member, Words<Severity>::list);
    if (index < 0) continue;
    severity = static_cast<Severity>(index);
    if (reader.check_rule(member, rule)) policy.severity.emplace_back(rule, severity);
  }
}

void read_fail_on(Reader& reader, JsonValue text, Policy& policy) {
  static constexpr std::array<std::string_view, 5> words{"critical", "high", "medium", "low",
                                                         "never"};
  if (reader.choose(text, words) >= 0) policy.fail_on = std::string(text.text());
}

void read_min_score(Reader& reader, JsonValue number, Policy& policy) {
  reader.read(number, policy.min_score);
  if (policy.min_score > 8U) {
    reader.wrong(number, "the checklist has eight items", "give a number from 0 to 8");
  }
}

void read_probabilities(Reader& reader, JsonValue object, Policy& policy) {
  if (!reader.expect(object, JsonType::object)) return;
  for (const JsonValue member : object) {
    if (reader.keep_member(object, member, true)) continue;
    // "secret:pin-2" names a loss; behind any other word that would be a secret told.
    std::string_view named = member.key();
    if (named.starts_with("secret:")) named.remove_prefix(named.find(':') + 1);
    if (looks_secret(named)) {
      reader.secret(member.key_at(), member.pointer());
      continue;
    }
    double probability = -1;
    if (member.is(JsonType::integer)) probability = static_cast<double>(member.integer());
    if (member.is(JsonType::number)) {
      probability = std::strtod(std::string(member.text()).c_str(), nullptr);
    }
    if (!(probability >= 0 && probability <= 1)) {
      reader.wrong(member, "must be a number from 0 to 1", "the probability of the loss in a year");
    } else {
      policy.probabilities.emplace_back(member.key(), probability);
    }
  }
}

void read_allowed_vendors(Reader& reader, JsonValue list, Policy& policy) {
  policy.allowed_vendors = read_words(reader, list);
}

template <auto Member>
constexpr PolicyKey value(
    std::string_view key, decltype(PolicyKey::read) read = [](Reader& r, JsonValue v, Policy& p) {
      r.read(v, p.*Member);
    }) {
  return {.key = key, .read = read, .take = take<Member>, .show = [](const Policy& p, Profile) {
            return shown(p.*Member);
          }};
}

template <auto Member>
constexpr PolicyKey days(std::string_view key) {
  return {.key = key,
          .read = [](Reader& r, JsonValue v, Policy& p) { r.read_days(v, p.*Member); },
          .take = take<Member>,
          .show = [](const Policy& p, Profile) { return shown_days(p.*Member); }};
}

// Days that are others for a team, where they are not told.
template <auto Member, auto Limit>
constexpr PolicyKey days_by_profile(std::string_view key) {
  return {.key = key,
          .read = [](Reader& r, JsonValue v, Policy& p) { r.read_days(v, p.*Member); },
          .take = take<Member>,
          .show = [](const Policy& p, Profile profile) { return shown_days((p.*Limit)(profile)); }};
}

// An outage of more than a year is none that anybody sits out: such a limit would hide all.
void read_max_outage(Reader& reader, JsonValue time, Policy& policy) {
  constexpr Duration most{365 * 24};
  Duration outage = policy.max_outage;
  reader.read(time, outage);
  if (outage > most) {
    reader.impossible(
        time, "is longer than a year, which would let any outage pass",
        fmt::format("give \"{}\" at most; the default is \"24h\"", format_duration(most)));
  } else {
    policy.max_outage = outage;
  }
}

constexpr PolicyKey fail_on() {
  PolicyKey key = value<&Policy::fail_on>("fail_on", read_fail_on);
  key.show = [](const Policy& p, Profile) { return Json(p.fail_on.value_or("high")); };
  // "never" is no severity, and asks for nothing.
  key.weaker = [](const Policy& p, const Policy& /*than*/, Profile) {
    const auto severity = from_word<Severity>(p.fail_on.value_or("high"));
    return !severity || *severity > Severity::high;
  };
  return key;
}

constexpr PolicyKey admins() {
  PolicyKey key = value<&Policy::admins>("admins", read_admins);
  key.weaker = [](const Policy& p, const Policy& than, Profile) {
    const auto& [min, warn, max] = p.admins;
    return min < than.admins.min || warn > than.admins.warn || max > than.admins.max;
  };
  return key;
}

// Of limits where more, or less, lets more pass.
template <auto Member>
constexpr PolicyKey weaker_above(PolicyKey key) {
  key.weaker = [](const Policy& p, const Policy& than, Profile) {
    return p.*Member > than.*Member;
  };
  return key;
}

template <auto Member>
constexpr PolicyKey weaker_below(PolicyKey key) {
  key.weaker = [](const Policy& p, const Policy& than, Profile) {
    return p.*Member < than.*Member;
  };
  return key;
}

template <auto Limit>
constexpr PolicyKey weaker_above_by_profile(PolicyKey key) {
  key.weaker = [](const Policy& p, const Policy& than, Profile profile) {
    return (p.*Limit)(profile) > (than.*Limit)(profile);
  };
  return key;
}

// Nobody keeps so many of anything, and advice would be told for each.
constexpr std::uint32_t many = 100;

template <auto Member>
void read_number_of_things(Reader& reader, JsonValue number, Policy& policy) {
  reader.read(number, policy.*Member);
  if (policy.*Member > many) {
    reader.wrong(number, "asks for more than anybody has",
                 fmt::format("give a number from 0 to {}", many));
  }
}

template <auto Member>
constexpr PolicyKey at_least(std::string_view key) {
  return weaker_below<Member>(value<Member>(key, read_number_of_things<Member>));
}

template <auto Member>
constexpr PolicyKey days_at_most(std::string_view key) {
  return weaker_above<Member>(days<Member>(key));
}

template <auto Member, auto Limit>
constexpr PolicyKey days_at_most_by_profile(std::string_view key) {
  return weaker_above_by_profile<Limit>(days_by_profile<Member, Limit>(key));
}

constexpr std::array keys{
    weaker_above<&Policy::max_outage>(value<&Policy::max_outage>("max_outage", read_max_outage)),
    at_least<&Policy::min_authenticators>("min_authenticators"),
    at_least<&Policy::min_hardware_keys>("min_hardware_keys"),
    days_at_most<&Policy::same_day_grace>("same_day_grace"),
    at_least<&Policy::codes_low>("codes_low"),
    days_at_most_by_profile<&Policy::address_max_age, &Policy::address_age_limit>(
        "address_max_age"),
    days_at_most<&Policy::review_max_age>("review_max_age"),
    days_at_most_by_profile<&Policy::recovery_test_max_age, &Policy::recovery_test_age_limit>(
        "recovery_test_max_age"),
    days_at_most<&Policy::service_review_max_age>("service_review_max_age"),
    at_least<&Policy::breakglass_min>("breakglass_min"),
    days_at_most<&Policy::breakglass_max_age>("breakglass_max_age"),
    admins(),
    weaker_above<&Policy::lockin_share>(value<&Policy::lockin_share>("lockin_share")),
    at_least<&Policy::min_recovery_kinds>("min_recovery_kinds"),
    weaker_below<&Policy::expiry_warn>(days<&Policy::expiry_warn>("expiry_warn")),
    value<&Policy::require_device_bound>("require_device_bound", read_device_bound),
    value<&Policy::forbid>("forbid", read_forbid),
    value<&Policy::allowed_vendors>("allowed_vendors", read_allowed_vendors),
    value<&Policy::severity>("severity", read_severity),
    fail_on(),
    value<&Policy::min_score>("min_score", read_min_score),
    value<&Policy::probabilities>("probabilities", read_probabilities),
};

}  // namespace

std::span<const PolicyKey> policy_keys() {
  return keys;
}

}  // namespace passkey_audit
