#include "writer.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <utility>

#include "fields.hpp"
#include "passkey_audit/inventory/write_inventory.hpp"
#include "passkey_audit/support/json_layout.hpp"
#include "passkey_audit/support/json_value.hpp"

namespace passkey_audit {

using Json = nlohmann::ordered_json;

namespace {

template <class Owner>
void write_fields(const Inventory& inventory, const Owner& owner, Json& object,
                  const std::string& pointer) {
  Writer writer(inventory, object, pointer, owner.thing);
  for (const Field<Owner>& field : fields_of<Owner>()) {
    if ((field.types & type_bit(owner)) != 0) field.write(writer, field.key, owner);
  }
  writer.write_kept();
}

template <class Owner>
Json typed_object(const Inventory& inventory, const Owner& owner, const std::string& pointer) {
  Json object = Json::object();
  object["type"] = word(owner.type);
  write_fields(inventory, owner, object, pointer);
  return object;
}

template <class Collection>
void write_collection(const Inventory& inventory, std::string_view name,
                      const Collection& collection, Json& root) {
  using Owner = typename Collection::value_type;
  Json entries = Json::object();
  for (const Owner& owner : collection) {
    const Thing& thing = inventory.things[owner.thing];
    if (thing.in_place || thing.file != 0) continue;
    const std::string pointer = inventory.pointer_of(owner.thing);
    Json object = Json::object();
    if constexpr (std::is_same_v<Owner, Authenticator> || std::is_same_v<Owner, RecoveryMethod>) {
      object = typed_object(inventory, owner, pointer);
    } else {
      write_fields(inventory, owner, object, pointer);
    }
    entries[std::string(thing.id)] = std::move(object);
  }
  if (!entries.empty() || name == "accounts") root[std::string(name)] = std::move(entries);
}

}  // namespace

void Writer::write(std::string_view key, const Text& text) {
  if (text.told()) object_[std::string(key)] = text.view();
}

void Writer::write(std::string_view key, const std::optional<bool>& flag) {
  if (flag) object_[std::string(key)] = *flag;
}

void Writer::write(std::string_view key, const std::optional<Date>& date) {
  if (date) object_[std::string(key)] = format_date(*date);
}

void Writer::write(std::string_view key, const Maybe<Date>& date) {
  write(key, std::optional<Date>(date));
}

void Writer::write(std::string_view key, const std::optional<Duration>& duration) {
  if (duration) object_[std::string(key)] = format_duration(*duration);
}

void Writer::write(std::string_view key, const std::optional<std::uint32_t>& count) {
  if (count) object_[std::string(key)] = *count;
}

void Writer::write(std::string_view key, const List<Text>& texts) {
  if (!texts.told()) return;
  begin_list(key);
  for (const Text& text : texts) append_word(key, text);
}

void Writer::write_word(std::string_view key, std::string_view word) {
  object_[std::string(key)] = word;
}
void Writer::begin_list(std::string_view key) {
  object_[std::string(key)] = Json::array();
}
void Writer::append_word(std::string_view key, std::string_view word) {
  object_[std::string(key)].push_back(word);
}

Json Writer::reference_json(const Reference& reference, const std::string& pointer) {
  const Thing& thing = inventory_.thing(reference);
  const auto declared = inventory_.in_place.find(reference.thing);
  // Of several mentions in one object, the one that declares the thing.
  const bool here = declared != inventory_.in_place.end() && declared->second.in == self_ &&
                    declared->second.pointer == pointer;
  if (!here) return Json(thing.id.view());
  Json object = thing.kind == ThingKind::authenticator
                    ? typed_object(inventory_, inventory_.authenticators[thing.index], pointer)
                    : typed_object(inventory_, inventory_.recovery_methods[thing.index], pointer);
  Json with_id = Json::object();
  with_id["type"] = object["type"];
  with_id["id"] = thing.id.view();
  with_id.update(object);
  return with_id;
}

Json Writer::list_json(const List<Reference>& references, const std::string& pointer) {
  Json list = Json::array();
  for (std::size_t i = 0; i < references.size(); ++i) {
    list.push_back(reference_json(references[i], fmt::format("{}/{}", pointer, i)));
  }
  return list;
}

void Writer::keep(Json& object, const std::string& pointer) {
  const auto kept = inventory_.kept_members.find(pointer);
  if (kept == inventory_.kept_members.end()) return;
  for (const auto& [key, text] : kept->second) object[key] = Json::parse(text, nullptr, false);
}

void Writer::write_kept() {
  keep(object_, pointer_);
}

void Writer::write(std::string_view key, const Reference& reference) {
  if (!reference.told()) return;
  object_[std::string(key)] = reference_json(reference, pointer_ + pointer_segment(key));
}

void Writer::write(std::string_view key, const List<Reference>& references) {
  if (!references.told()) return;
  object_[std::string(key)] = list_json(references, pointer_ + pointer_segment(key));
}

void Writer::write(std::string_view key, const StoredCopies& copies) {
  if (!copies.told() && !copies.details.told()) return;  // an object may hold kept members alone
  const std::string pointer = pointer_ + pointer_segment(key);
  if (!copies.details.told()) {
    object_[std::string(key)] = list_json(copies.stored_in, pointer);
    return;
  }
  Json object = Json::object();
  Writer inside(inventory_, object, pointer, self_);
  const CopyDetails details = copies.detail();
  inside.write("stored_in", copies.stored_in);
  inside.write("issued", details.issued);
  inside.write("remaining", details.remaining);
  inside.write("generated_on", details.generated_on);
  inside.write("tested_on", details.tested_on);
  inside.write_kept();
  object_[std::string(key)] = std::move(object);
}

Json Writer::way_json(const Way& way, const std::string& pointer) {
  if (way.form == WayForm::id) return reference_json(way.things[0], pointer);
  Json object = Json::object();
  Writer inside(inventory_, object, pointer, self_);
  if (way.form == WayForm::at_least) object["at_least"] = way.at_least;
  inside.write(way.form == WayForm::all ? "all" : "of", way.things);
  inside.write("wait", std::optional<Duration>(way.wait));
  if (way.works_when_locked) object["works_when_locked"] = true;
  inside.write_kept();
  return object;
}

void Writer::write(std::string_view key, const List<Way>& ways) {
  if (!ways.told()) return;
  Json list = Json::array();
  for (std::size_t i = 0; i < ways.size(); ++i) {
    list.push_back(way_json(ways[i], fmt::format("{}{}/{}", pointer_, pointer_segment(key), i)));
  }
  object_[std::string(key)] = std::move(list);
}

void Writer::write(std::string_view key, const List<Passkey>& passkeys) {
  if (!passkeys.told()) return;
  Json list = Json::array();
  for (std::size_t i = 0; i < passkeys.size(); ++i) {
    const Passkey& passkey = passkeys[i];
    const std::string pointer = fmt::format("{}{}/{}", pointer_, pointer_segment(key), i);
    if (!passkey.details.told()) {
      list.push_back(reference_json(passkey.in, pointer));
      continue;
    }
    Json object = Json::object();
    Writer inside(inventory_, object, pointer, self_);
    const PasskeyDetails details = passkey.detail();
    inside.write("in", passkey.in);
    inside.write("registered_on", details.registered_on);
    inside.write("used_on", details.used_on);
    inside.write("tested_on", details.tested_on);
    inside.write("backup_eligible", details.backup_eligible);
    inside.write("backed_up", details.backed_up);
    inside.write("on", details.on);
    inside.write_kept();
    list.push_back(std::move(object));
  }
  object_[std::string(key)] = std::move(list);
}

void Writer::write(std::string_view key, const List<ServiceReview>& review) {
  if (!review.told()) return;
  Json object = Json::object();
  Writer inside(inventory_, object, pointer_ + pointer_segment(key), self_);
  inside.write("reviewed_on", review[0].reviewed_on);
  inside.write("support_can_restore", review[0].support_can_restore);
  inside.write("worst_case", review[0].worst_case);
  inside.write_kept();
  object_[std::string(key)] = std::move(object);
}

void Writer::write_controller(std::string_view key, const Account& account) {
  switch (account.details().controlled_by) {
    case Controller::not_told: return;
    case Controller::employer: write_word(key, "employer"); return;
    case Controller::school: write_word(key, "school"); return;
    case Controller::person: write(key, account.details().controlling_person); return;
  }
}

std::string write_inventory(const Inventory& inventory) {
  Json root = Json::object();
  Writer writer(inventory, root, "", {});
  writer.write("$schema", inventory.schema);
  root["version"] = 1;
  writer.write("profile", inventory.profile);
  writer.write("title", inventory.title);
  writer.write("reviewed_on", inventory.reviewed_on);
  writer.write("include", inventory.include);
  // In this order, whatever it was in the file.
  root["policy"] = nullptr;
  root["waivers"] = nullptr;
  writer.write_kept();
  for (const char* key : {"policy", "waivers"}) {
    if (root[key].is_null()) root.erase(key);
  }
  write_collection(inventory, "places", inventory.places, root);
  write_collection(inventory, "people", inventory.people, root);
  write_collection(inventory, "devices", inventory.devices, root);
  write_collection(inventory, "authenticators", inventory.authenticators, root);
  write_collection(inventory, "recovery_methods", inventory.recovery_methods, root);
  write_collection(inventory, "accounts", inventory.accounts, root);
  return lay_out_json(root, JsonText::utf8, 2);
}

}  // namespace passkey_audit
