// New parts for a written JSON text. They hold the characters of what they make, so they have to
// live as long as it is used.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "passkey_audit/support/written_json.hpp"

namespace passkey_audit {

class WrittenParts {
 public:
  static WrittenJson object() { return {.form = WrittenJson::Form::object}; }
  static WrittenJson array() { return {.form = WrittenJson::Form::array}; }
  static WrittenJson literal(std::string_view constant) { return {.text = constant}; }
  WrittenJson text(std::string_view text);
  WrittenJson texts(const std::vector<std::string>& texts);
  WrittenJson number(std::uint32_t number);
  WrittenJson member(std::string_view key, WrittenJson value);
  WrittenJson member(std::string_view key, std::string_view text);
  WrittenJson member(std::string_view key, const std::vector<std::string>& texts);

  // Null: there is none.
  static WrittenJson* find(WrittenJson& object, std::string_view name);
  // The same where there are many, all of one object that is only ever added to by `add`.
  WrittenJson* entry(WrittenJson& collection, std::string_view id);
  void add(WrittenJson& collection, std::string_view id, WrittenJson entry);
  // The list that is a member of an object, made if there is none.
  WrittenJson& list(WrittenJson& object, std::string_view name);

 private:
  std::string_view quoted(std::string_view text);

  std::deque<std::string> texts_;
  std::unordered_map<std::string_view, std::size_t> entries_;
  const WrittenJson* entries_of_ = nullptr;
};

}  // namespace passkey_audit
