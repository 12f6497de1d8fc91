#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "passkey_audit/keys/scanned_key.hpp"
#include "passkey_audit/support/json_layout.hpp"
#include "passkey_audit/support/safe_text.hpp"

namespace passkey_audit {
namespace {

using Json = nlohmann::ordered_json;

template <class T>
Json or_null(const std::optional<T>& value) {
  return value ? Json(*value) : Json(nullptr);
}

Json or_null(const std::string& text) {
  return text.empty() ? Json(nullptr) : Json(safe_text(text));
}

Json list_of(const std::vector<std::string>& texts) {
  Json list = Json::array();
  for (const std::string& text : texts) list.push_back(safe_text(text));
  return list;
}

const char* word(Listing listing) {
  switch (listing) {
    case Listing::possible: return "possible";
    case Listing::not_offered: return "not-offered";
    case Listing::needs_newer_library: return "needs-libfido2-1.15";
  }
  return "not-offered";
}

Json facts_of(const KeyFacts& facts) {
  return {{"fido2", facts.is_fido2},
          {"versions", list_of(facts.versions)},
          {"extensions", list_of(facts.extensions)},
          {"transports", list_of(facts.transports)},
          {"aaguid", or_null(facts.aaguid)},
          {"firmware", or_null(facts.firmware)},
          {"pin",
           {{"set", or_null(facts.pin_set)},
            {"tries_left", or_null(facts.pin_retries)},
            {"characters_min", facts.pin_characters_min},
            {"must_change", facts.must_change_pin}}},
          {"user_verification",
           {{"enrolled", or_null(facts.uv_enrolled)},
            {"tries_left", or_null(facts.uv_retries)},
            {"always", facts.always_uv}}},
          {"listing", word(facts.listing)}};
}

Json slots_of(const ScannedKey& key) {
  if (key.contents) {
    return {{"used", key.contents->slots_used}, {"free", key.contents->slots_free}};
  }
  return {{"used", nullptr}, {"free", key.facts ? or_null(key.facts->slots_free) : Json(nullptr)}};
}

Json passkeys_of(const ScannedKey& key) {
  if (!key.contents || !key.show_passkeys) return nullptr;
  Json list = Json::array();
  for (const StoredPasskey& passkey : key.contents->passkeys) {
    list.push_back({{"relying_party", safe_text(passkey.relying_party)},
                    {"cut_off", passkey.is_cut_off},
                    {"user_name", or_null(passkey.user_name)},
                    {"display_name", or_null(passkey.display_name)},
                    {"algorithm", passkey.is_cut_off ? Json(nullptr) : Json(passkey.algorithm)}});
  }
  return list;
}

Json test_of(const ScannedKey& key) {
  if (!key.test) return nullptr;
  return {{"relying_party", safe_text(key.test->relying_party)},
          {"passed", key.test->failure.empty()},
          {"failure", or_null(key.test->failure)}};
}

Json key_of(const ScannedKey& key, const Catalog& catalog) {
  const ModelFacts* model = key.facts ? catalog.model(key.facts->aaguid) : nullptr;
  return {{"path", safe_text(key.connected.path)},
          {"usb", fmt::format("{:04x}:{:04x}", key.connected.vendor, key.connected.product)},
          {"name", or_null(key.connected.name)},
          {"model", model == nullptr ? Json(nullptr) : Json(model->model)},
          {"facts", key.facts ? facts_of(*key.facts) : Json(nullptr)},
          {"slots", slots_of(key)},
          {"passkeys", passkeys_of(key)},
          {"not_listed", or_null(key.not_listed)},
          {"test", test_of(key)},
          {"problem", or_null(key.problem)}};
}

Json recorded_of(const RecordedKey& recorded) {
  return {{"path", safe_text(recorded.path)},
          {"key", safe_text(recorded.id)},
          {"changes", list_of(recorded.changes)},
          {"open", list_of(recorded.open)},
          {"written", recorded.is_written}};
}

}  // namespace

std::string scan_json(const Scan& scan, const Catalog& catalog, std::string_view program_version,
                      int exit_status, const std::vector<std::string>& because) {
  Json keys = Json::array();
  for (const ScannedKey& key : scan.keys) keys.push_back(key_of(key, catalog));
  const Json root{{"format", 1},
                  {"tool", {{"name", "passkey-audit"}, {"version", program_version}}},
                  {"scanned_on", format_date(scan.today)},
                  {"keys", std::move(keys)},
                  {"inventory", scan.recorded ? recorded_of(*scan.recorded) : Json(nullptr)},
                  {"exit", {{"status", exit_status}, {"because", because}}}};
  return lay_out_json(root, JsonText::ascii, 3);
}

}  // namespace passkey_audit
