#include "read_policy.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>

#include "passkey_audit/support/safe_text.hpp"

namespace passkey_audit {
namespace {

struct PolicyKey {
  std::string_view key;
  void (*read)(Reader&, JsonValue, Policy&);
  bool applied = true;  // docs/model.md lists the others
};

constexpr PolicyKey not_applied(PolicyKey key) {
  key.applied = false;
  return key;
}

template <auto Member>
constexpr PolicyKey value(std::string_view key) {
  return {key, [](Reader& r, JsonValue v, Policy& p) { r.read(v, p.*Member); }};
}

template <auto Member>
constexpr PolicyKey days(std::string_view key) {
  return {key, [](Reader& r, JsonValue v, Policy& p) { r.read_days(v, p.*Member); }};
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
    const bool is_rule =
        rule.size() == 6 && rule.starts_with("PKA") &&
        std::ranges::all_of(rule.substr(3), [](char c) { return c >= '0' && c <= '9'; });
    if (!is_rule) {
      reader.wrong(member, "is not the id of a rule", "rules are named PKA101 to PKA809");
    } else {
      policy.severity.emplace_back(rule, severity);
    }
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
    if (looks_secret(member.key())) {
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

constexpr std::array policy_keys{
    value<&Policy::max_outage>("max_outage"),
    value<&Policy::min_authenticators>("min_authenticators"),
    value<&Policy::min_hardware_keys>("min_hardware_keys"),
    days<&Policy::same_day_grace>("same_day_grace"),
    value<&Policy::codes_low>("codes_low"),
    days<&Policy::address_max_age>("address_max_age"),
    days<&Policy::review_max_age>("review_max_age"),
    days<&Policy::recovery_test_max_age>("recovery_test_max_age"),
    days<&Policy::service_review_max_age>("service_review_max_age"),
    value<&Policy::breakglass_min>("breakglass_min"),
    days<&Policy::breakglass_max_age>("breakglass_max_age"),
    PolicyKey{"admins", read_admins},
    value<&Policy::lockin_share>("lockin_share"),
    value<&Policy::min_recovery_kinds>("min_recovery_kinds"),
    days<&Policy::expiry_warn>("expiry_warn"),
    PolicyKey{"require_device_bound", read_device_bound},
    PolicyKey{"forbid", read_forbid},
    PolicyKey{"allowed_vendors", read_allowed_vendors},
    PolicyKey{"severity", read_severity},
    PolicyKey{"fail_on", read_fail_on},
    PolicyKey{"min_score", read_min_score},
    not_applied(PolicyKey{"probabilities", read_probabilities}),
};

}  // namespace

void read_policy(Reader& reader, JsonValue object, Policy& policy) {
  if (!reader.expect(object, JsonType::object)) return;
  for (const JsonValue member : object) {
    const auto found = std::ranges::find(policy_keys, member.key(), &PolicyKey::key);
    if (found != policy_keys.end()) {
      found->read(reader, member, policy);
      if (!found->applied) policy.not_applied.push_back(found->key);
    } else if (!reader.keep_member(object, member, true)) {
      std::vector<std::string_view> known;
      for (const PolicyKey& key : policy_keys) known.push_back(key.key);
      reader.unknown_key(member, known);
    }
  }
}

void read_waivers(Reader& reader, JsonValue list, std::vector<Waiver>& waivers) {
  if (!reader.expect(list, JsonType::array)) return;
  static constexpr std::array<std::string_view, 5> known{"rule", "subject", "reason", "approved_by",
                                                         "until"};
  for (const JsonValue entry : list) {
    if (!reader.expect(entry, JsonType::object)) continue;
    Waiver waiver{.at = entry.at()};
    std::optional<Date> until;
    for (const JsonValue member : entry) {
      const std::string_view key = member.key();
      if (key == "rule") {
        reader.read(member, waiver.rule);
      } else if (key == "subject") {
        reader.read(member, waiver.subject);
      } else if (key == "reason") {
        reader.read(member, waiver.reason);
      } else if (key == "approved_by") {
        reader.read(member, waiver.approved_by);
      } else if (key == "until") {
        reader.read_any_date(member, until);
      } else if (!reader.keep_member(entry, member, true)) {
        reader.unknown_key(member, known);
      }
    }
    for (const std::string_view key : known) {
      if (!entry.find(key)) {
        reader.wrong(entry, fmt::format("the waiver has no \"{}\"", key),
                     fmt::format("a waiver needs {}", fmt::join(known, ", ")));
      }
    }
    waiver.until = until.value_or(Date{});
    waivers.push_back(waiver);
  }
}

}  // namespace passkey_audit
