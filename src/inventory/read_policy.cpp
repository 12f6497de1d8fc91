#include "passkey_audit/inventory/read_policy.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <nlohmann/json.hpp>

#include "passkey_audit/support/byte_source.hpp"
#include "passkey_audit/support/json_stream.hpp"
#include "policy_keys.hpp"
#include "policy_reader.hpp"

namespace passkey_audit {
namespace {

auto find_key(std::string_view key) {
  return std::ranges::find(policy_keys(), key, &PolicyKey::key);
}

bool read_member(Reader& reader, JsonValue member, Policy& policy) {
  const auto found = find_key(member.key());
  if (found == policy_keys().end()) return false;
  found->read(reader, member, policy);
  policy.told.push_back({.key = found->key, .source = reader.path(), .at = member.key_at()});
  return true;
}

std::vector<std::string_view> known_keys() {
  std::vector<std::string_view> known;
  for (const PolicyKey& key : policy_keys()) known.push_back(key.key);
  return known;
}

// A file of its own holds what `policy` holds in an inventory, and may hold waivers.
class PolicyVisitor final : public JsonVisitor {
 public:
  PolicyVisitor(Reader& reader, ReadPolicy& result) : reader_(reader), result_(result) {}

  bool is_collection(std::string_view root_key) override {
    if (root_key != "accounts") return false;
    is_inventory_ = true;
    return true;
  }
  void entry(std::string_view /*collection*/, JsonValue /*value*/) override {}
  void member(JsonValue value) override {
    if (read_member(reader_, value, result_.policy)) return;
    if (value.key() == "waivers") return read_waivers(reader_, value, result_.waivers);
    if (value.key() == "$schema") {
      Text ignored;
      return reader_.read(value, ignored);
    }
    if (reader_.keep_member(value, value, true)) return;
    if (value.key() == "policy" && value.is(JsonType::object)) {
      return reader_.problem(ProblemCode::wrong_word, value.key_at(), value.pointer(),
                             "unknown key \"policy\"",
                             "in a file of its own, what a policy says stands at the root");
    }
    std::vector<std::string_view> known = known_keys();
    known.push_back("waivers");
    reader_.unknown_key(value, known);
  }
  std::string_view beginning() const override { return R"({"fail_on": "high"})"; }

  bool is_inventory() const { return is_inventory_; }

 private:
  Reader& reader_;
  ReadPolicy& result_;
  bool is_inventory_ = false;
};

// "" is as good as nothing.
std::string read_words(Reader& reader, JsonValue value) {
  Text text;
  reader.read(value, text);
  if (text.told() && text.view().empty()) reader.wrong(value, "is empty", "write it out");
  return std::string(text);
}

Waiver read_waiver(Reader& reader, JsonValue object) {
  static constexpr std::array<std::string_view, 5> known{"rule", "subject", "reason", "approved_by",
                                                         "until"};
  Waiver waiver{.path = reader.path(), .at = object.at()};
  std::optional<Date> until;
  for (const JsonValue member : object) {
    const std::string_view key = member.key();
    if (key == "rule") {
      waiver.rule = read_words(reader, member);
      if (!waiver.rule.empty()) reader.check_rule(member, waiver.rule);
    } else if (key == "subject") {
      waiver.subject = read_words(reader, member);
    } else if (key == "reason") {
      waiver.reason = read_words(reader, member);
    } else if (key == "approved_by") {
      waiver.approved_by = read_words(reader, member);
    } else if (key == "until") {
      reader.read_any_date(member, until);
    } else if (!reader.keep_member(object, member, true)) {
      reader.unknown_key(member, known);
    }
  }
  for (const std::string_view key : known) {
    if (object.find(key)) continue;
    reader.wrong(object, fmt::format("the waiver has no \"{}\"", key),
                 fmt::format("a waiver needs {}", fmt::join(known, ", ")));
  }
  waiver.until = until.value_or(Date{});
  return waiver;
}

// What is not right for a policy says nothing of a file that is none.
void tell_it_is_an_inventory(Problems& problems, const std::string& path) {
  std::erase_if(problems, [](const Problem& one) {
    return one.code == ProblemCode::wrong_word || one.code == ProblemCode::impossible_data;
  });
  problems.push_back({.code = ProblemCode::wrong_word,
                      .path = path,
                      .message = "this is an inventory, not a policy file",
                      .hint = "a policy file has at its root what stands under \"policy\" in an "
                              "inventory, for example {\"fail_on\": \"high\"}"});
}

}  // namespace

bool is_policy_key(std::string_view key) {
  return find_key(key) != policy_keys().end();
}

void read_policy(Reader& reader, JsonValue object, Policy& policy) {
  if (!reader.expect(object, JsonType::object)) return;
  for (const JsonValue member : object) {
    if (read_member(reader, member, policy) || reader.keep_member(object, member, true)) continue;
    reader.unknown_key(member, known_keys());
  }
}

void read_waivers(Reader& reader, JsonValue list, std::vector<Waiver>& waivers) {
  if (!reader.expect(list, JsonType::array)) return;
  for (const JsonValue entry : list) {
    if (reader.expect(entry, JsonType::object)) waivers.push_back(read_waiver(reader, entry));
  }
}

ReadPolicy read_policy_file(const std::string& path, const ReadOptions& options) {
  Inventory nothing_else;
  nothing_else.files.push_back({.path = path, .sha256 = {}});
  ReadPolicy result;
  Reader reader(nothing_else, options, result.problems);
  reader.enter_file(0);
  const auto source = FileSource::open(path, options.bytes_max, FileSource::Digest::none);
  if (!source) {
    reader.problem(ProblemCode::unusable_json, {}, "",
                   fmt::format("cannot be read: {}", source.error()), "");
    return result;
  }
  PolicyVisitor visitor(reader, result);
  JsonOutcome outcome = read_json(**source, dialect_of(path), visitor);
  reader.take_problems(outcome);
  if (visitor.is_inventory()) {
    tell_it_is_an_inventory(result.problems, path);
    return result;
  }
  std::ranges::stable_sort(result.problems, {}, &Problem::at);
  std::ranges::move(reader.unlisted_problems(), std::back_inserter(result.problems));
  return result;
}

void overlay(Policy& policy, const Policy& over) {
  for (const Policy::Told& told : over.told) {
    std::ranges::find(policy_keys(), told.key, &PolicyKey::key)->take(policy, over);
    std::erase_if(policy.told, [&](const Policy::Told& below) { return below.key == told.key; });
    policy.told.push_back(told);
  }
}

std::vector<PolicySetting> settings_in_force(const Policy& policy, Profile profile) {
  std::vector<PolicySetting> settings;
  for (const PolicyKey& key : policy_keys()) {
    const auto told = std::ranges::find(policy.told, key.key, &Policy::Told::key);
    std::string from = "default";
    if (told != policy.told.end()) {
      from = told->at.line == 0
                 ? told->source
                 : fmt::format("{}:{}:{}", told->source, told->at.line, told->at.column);
    }
    settings.push_back({.key = key.key,
                        .value = key.show(policy, profile).dump(-1, ' ', true),
                        .from = std::move(from)});
  }
  return settings;
}

}  // namespace passkey_audit
