#include "passkey_audit/support/written_parts.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

namespace passkey_audit {

WrittenJson WrittenParts::text(std::string_view text) {
  return {.text = quoted(text)};
}

WrittenJson WrittenParts::texts(const std::vector<std::string>& texts) {
  WrittenJson list = array();
  for (const std::string& one : texts) list.members.push_back(text(one));
  return list;
}

WrittenJson WrittenParts::number(std::uint32_t number) {
  return {.text = texts_.emplace_back(std::to_string(number))};
}

WrittenJson WrittenParts::member(std::string_view key, WrittenJson value) {
  value.key = quoted(key);
  return value;
}

WrittenJson WrittenParts::member(std::string_view key, std::string_view text) {
  return member(key, this->text(text));
}

WrittenJson WrittenParts::member(std::string_view key, const std::vector<std::string>& texts) {
  return member(key, this->texts(texts));
}

WrittenJson* WrittenParts::find(WrittenJson& object, std::string_view name) {
  const auto found = std::ranges::find(object.members, name, &WrittenJson::name);
  return found == object.members.end() ? nullptr : &*found;
}

WrittenJson* WrittenParts::entry(WrittenJson& collection, std::string_view id) {
  if (entries_of_ != &collection) {
    entries_of_ = &collection;
    entries_.clear();
    for (std::size_t i = 0; i < collection.members.size(); ++i) {
      entries_.emplace(collection.members[i].name(), i);
    }
  }
  const auto known = entries_.find(id);
  return known == entries_.end() ? nullptr : &collection.members[known->second];
}

void WrittenParts::add(WrittenJson& collection, std::string_view id, WrittenJson entry) {
  collection.members.push_back(member(id, std::move(entry)));
}

WrittenJson& WrittenParts::list(WrittenJson& object, std::string_view name) {
  if (WrittenJson* known = find(object, name)) return *known;
  object.members.push_back(member(name, array()));
  return object.members.back();
}

std::string_view WrittenParts::quoted(std::string_view text) {
  using Json = nlohmann::json;
  return texts_.emplace_back(Json(text).dump(-1, ' ', false, Json::error_handler_t::replace));
}

}  // namespace passkey_audit
