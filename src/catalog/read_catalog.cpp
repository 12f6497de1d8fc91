#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "passkey_audit/catalog/catalog.hpp"
#include "passkey_audit/support/byte_source.hpp"
#include "passkey_audit/support/json_stream.hpp"
#include "passkey_audit/support/limits.hpp"
#include "passkey_audit/support/safe_text.hpp"

namespace passkey_audit {
namespace {

constexpr std::array<std::string_view, 3> file_names{"providers.json", "authenticators.json",
                                                     "services.json"};

// What has been read so far; texts and lists live in the arena.
struct Drafts {
  std::shared_ptr<Arena> arena = std::make_shared<Arena>();
  std::vector<ProviderFacts> providers;
  std::vector<ModelFacts> models;
  std::vector<ServiceFacts> services;
  std::string_view as_of;  // the latest of the files
};

// Reads the members of catalog objects. A member that is missing or of another type is a problem;
// "unknown" and null give no value. Members that this version does not use are let pass.
class CatalogReader final : public JsonVisitor {
 public:
  CatalogReader(Drafts& drafts, std::string_view contents) : drafts_(drafts), contents_(contents) {}

  bool is_collection(std::string_view root_key) override {
    if (root_key != "providers") return false;
    saw_contents_ = saw_contents_ || root_key == contents_;
    return true;
  }

  void entry(std::string_view /*collection*/, JsonValue value) override { read_provider(value); }

  void member(JsonValue value) override {
    if (value.key() == "format" && !(value.is(JsonType::integer) && value.integer() == 1)) {
      problem(value, "this program reads format 1 of the catalog");
    }
    if (value.key() == "facts_as_of" && value.is(JsonType::string)) {
      drafts_.as_of = std::max(drafts_.as_of, kept_text(value));
    }
    if (!value.is(JsonType::array)) return;
    const bool is_list = value.key() == "services" || value.key() == "authenticators";
    saw_contents_ = saw_contents_ || (is_list && value.key() == contents_);
    for (const JsonValue entry : value) {
      if (value.key() == "services") read_service(entry);
      if (value.key() == "authenticators") read_model(entry);
    }
  }

  Problems take_problems() { return std::move(problems_); }
  bool saw_contents() const { return saw_contents_; }

 private:
  void read_provider(JsonValue value) {
    ProviderFacts facts;
    if (!is_safe(value.key())) problem(value, "the id has characters that cannot be shown");
    facts.id = drafts_.arena->text(value.key());
    facts.name = text(value, "name");
    facts.vendor = text(value, "vendor");
    facts.aliases = texts(value, "aliases");
    facts.services = texts(value, "services");
    facts.aaguids = optional_texts(value, "aaguids");
    const auto platforms = value.find("platforms");
    if (platforms && platforms->is(JsonType::array)) facts.platforms = texts(value, "platforms");
    const std::string_view synced = text(value, "synced");
    facts.is_file = synced == "file";
    if (synced == "yes" || facts.is_file) facts.synced = true;
    if (synced == "no") facts.synced = false;
    facts.works_offline = flag(value, "works_offline");
    facts.export_as = from_word<Export>(text(value, "export"));
    facts.new_device_needs = needs(value);
    facts.passcode_platforms = optional_texts(value, "passcode_platforms");
    facts.new_device_text = optional_text(value, "new_device_text");
    facts.keeps_own_passkey = optional_flag(value, "keeps_own_passkey");
    if (const auto recovery = value.find("recovery")) {
      std::vector<ProviderRecovery> paths;
      for (const JsonValue path : *recovery) paths.push_back(read_recovery(path));
      facts.recovery = keep<ProviderRecovery>(paths);
    }
    facts.provenance = provenance(value);
    drafts_.providers.push_back(facts);
  }

  ProviderRecovery read_recovery(JsonValue value) {
    ProviderRecovery recovery;
    recovery.type = text(value, "type");
    const std::span<const std::string_view> returns = texts(value, "returns");
    recovery.returns_account = std::ranges::find(returns, "account") != returns.end();
    recovery.returns_vault = std::ranges::find(returns, "vault") != returns.end();
    recovery.needs = optional_text(value, "needs");
    if (const auto also = value.find("also_needs")) recovery.also_needs = needs_together(*also);
    recovery.switched_off_by = optional_texts(value, "switched_off_by");
    recovery.asks_the_owner = optional_flag(value, "asks_the_owner") == true;
    recovery.contact_has = optional_text(value, "contact_has");
    recovery.limit = count(value, "limit");
    recovery.wait = {count(value, "wait_hours_min"), count(value, "wait_hours_max")};
    recovery.breaks_if = optional_text(value, "breaks_if");
    recovery.note = optional_text(value, "note");
    recovery.provenance = provenance(value);
    return recovery;
  }

  void read_service(JsonValue value) {
    ServiceFacts facts;
    facts.name = text(value, "name");
    facts.vendor = text(value, "vendor");
    facts.domains = texts(value, "domains");
    facts.passkeys = optional_text(value, "passkeys");
    facts.several_passkeys = flag(value, "several_passkeys");
    facts.passkeys_max = count(value, "passkeys_max");
    facts.accepts_security_key = flag(value, "accepts_security_key");
    facts.security_keys_min = count(value, "security_keys_min");
    facts.security_keys_max = count(value, "security_keys_max");
    facts.security_keys_end_codes = optional_flag(value, "security_keys_end_codes") == true;
    facts.issues_codes = flag(value, "issues_codes");
    facts.codes_count = count(value, "codes_count");
    facts.codes_need = optional_text(value, "codes_need");
    facts.password_removable = optional_flag(value, "password_removable");
    facts.offers = texts(value, "offers");
    facts.not_offered = optional_texts(value, "not_offered");
    facts.support_can_restore = flag(value, "support_can_restore");
    facts.wait = {count(value, "recovery_wait_hours_min"), count(value, "recovery_wait_hours_max")};
    facts.recovery_text = optional_text(value, "recovery_text");
    facts.organisations_use = optional_text(value, "organisations_use");
    facts.provenance = provenance(value);
    drafts_.services.push_back(facts);
  }

  void read_model(JsonValue value) {
    ModelFacts facts;
    facts.aaguid = text(value, "aaguid");
    facts.model = text(value, "model");
    facts.maker = text(value, "maker");
    facts.firmware = optional_text(value, "firmware");
    facts.transports = optional_texts(value, "transports");
    facts.fido_level = optional_text(value, "fido_level");
    facts.slots = count(value, "slots");
    facts.provenance = provenance(value);
    drafts_.models.push_back(facts);
  }

  void problem(JsonValue at, std::string message) {
    problems_.push_back({.code = ProblemCode::wrong_word,
                         .at = at.at(),
                         .pointer = at.pointer(),
                         .message = std::move(message),
                         .hint = "docs/catalog.md describes the format"});
  }

  template <class T>
  std::span<const T> keep(std::span<const T> entries) {
    return drafts_.arena->list<T>(entries).view();
  }

  std::string_view text(JsonValue object, std::string_view key) {
    const auto value = object.find(key);
    if (value && value->is(JsonType::string)) return kept_text(*value);
    problem(value.value_or(object), fmt::format("\"{}\" must be text", key));
    return {};
  }

  // Texts of a catalog go into reports as they stand.
  std::string_view kept_text(JsonValue value) {
    if (!is_safe(value.text())) problem(value, "has characters that cannot be shown");
    return drafts_.arena->text(value.text());
  }

  std::string_view optional_text(JsonValue object, std::string_view key) {
    const auto value = object.find(key);
    if (!value || value->is(JsonType::null)) return {};
    return text(object, key);
  }

  std::span<const std::string_view> texts(JsonValue object, std::string_view key) {
    std::vector<std::string_view> entries;
    const auto value = object.find(key);
    if (!value || !value->is(JsonType::array)) {
      problem(value.value_or(object), fmt::format("\"{}\" must be a list", key));
      return {};
    }
    for (const JsonValue entry : *value) entries.push_back(kept_text(entry));
    return keep<std::string_view>(entries);
  }

  std::span<const std::string_view> optional_texts(JsonValue object, std::string_view key) {
    return object.find(key) ? texts(object, key) : std::span<const std::string_view>{};
  }

  std::optional<bool> optional_flag(JsonValue object, std::string_view key) {
    return object.find(key) ? flag(object, key) : std::nullopt;
  }

  std::optional<bool> flag(JsonValue object, std::string_view key) {
    const std::string_view told = text(object, key);
    if (told == "yes") return true;
    if (told == "no") return false;
    return std::nullopt;
  }

  std::optional<std::uint32_t> count(JsonValue object, std::string_view key) {
    const auto value = object.find(key);
    if (!value || value->is(JsonType::null)) return std::nullopt;
    if (value->is(JsonType::integer) && value->integer() >= 0 &&
        value->integer() <= static_cast<std::int64_t>(limits::count_max)) {
      return static_cast<std::uint32_t>(value->integer());
    }
    problem(*value, fmt::format("\"{}\" must be a whole number or null", key));
    return std::nullopt;
  }

  std::optional<std::span<const std::span<const VaultNeed>>> needs(JsonValue object) {
    const auto value = object.find("new_device_needs");
    if (!value || !value->is(JsonType::array)) return std::nullopt;
    std::vector<std::span<const VaultNeed>> alternatives;
    for (const JsonValue alternative : *value) alternatives.push_back(needs_together(alternative));
    return keep<std::span<const VaultNeed>>(alternatives);
  }

  std::span<const VaultNeed> needs_together(JsonValue list) {
    std::vector<VaultNeed> together;
    for (const JsonValue need : list) {
      if (const auto known = from_word<VaultNeed>(need.text())) {
        together.push_back(*known);
      } else {
        problem(need, "is not a need that this program knows");
      }
    }
    return keep<VaultNeed>(together);
  }

  Provenance provenance(JsonValue object) {
    const std::string_view confidence = text(object, "confidence");
    return {.source = text(object, "source"),
            .seen = optional_text(object, "seen"),
            .confidence = from_word<Confidence>(confidence).value_or(Confidence::unconfirmed)};
  }

  Drafts& drafts_;
  Problems problems_;
  std::string_view contents_;  // the member that the file is named after
  bool saw_contents_ = false;
};

Problems read_into(Drafts& drafts, ByteSource& source, const std::string& path,
                   std::string_view contents) {
  CatalogReader reader(drafts, contents);
  JsonOutcome outcome = read_json(source, JsonDialect::strict, reader);
  Problems problems = std::move(outcome.problems);
  for (Problem& problem : reader.take_problems()) problems.push_back(std::move(problem));
  if (outcome.complete && !reader.saw_contents()) {
    problems.push_back({.code = ProblemCode::wrong_word,
                        .at = {1, 1},
                        .message = fmt::format("has no \"{}\"", contents),
                        .hint = "docs/catalog.md describes the format"});
  }
  for (Problem& problem : problems) problem.path = path;
  return problems;
}

}  // namespace

Expected<Catalog, Problems> read_catalog(const std::string& folder) {
  Drafts drafts;
  Problems problems;
  for (const std::string_view name : file_names) {
    const std::string path = fmt::format("{}/{}", folder, name);
    auto source = FileSource::open(path, limits::file_bytes_max);
    if (!source) {
      problems.push_back({.path = path, .message = "cannot be read: " + source.error()});
      continue;
    }
    for (Problem& problem : read_into(drafts, **source, path, name.substr(0, name.find('.')))) {
      problems.push_back(std::move(problem));
    }
  }
  if (!problems.empty()) return Unexpected(std::move(problems));
  Arena& arena = *drafts.arena;
  return Catalog(arena.list<ProviderFacts>(drafts.providers).view(),
                 arena.list<ModelFacts>(drafts.models).view(),
                 arena.list<ServiceFacts>(drafts.services).view(), drafts.as_of, drafts.arena);
}

}  // namespace passkey_audit
