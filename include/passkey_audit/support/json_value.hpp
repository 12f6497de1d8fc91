// One JSON value with the exact place of everything in it. Values live on a JsonTape, a flat
// vector that is used again for entry after entry; a JsonValue is a cursor into it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "passkey_audit/support/problem.hpp"

namespace passkey_audit {

enum class JsonType : std::uint8_t { null, boolean, integer, number, string, array, object };

[[nodiscard]] std::string_view with_article(JsonType type);  // "a list", "an object", "text"

struct JsonTape {
  static constexpr std::uint32_t none = UINT32_MAX;

  struct Node {
    JsonType type = JsonType::null;
    bool boolean = false;
    std::uint32_t parent = none;
    std::uint32_t next = none;   // sibling
    std::uint32_t first = none;  // child
    std::uint32_t size = 0;      // children
    std::uint32_t index = 0;     // among the children of the parent
    Position at;
    Position key_at;
    std::uint32_t key_begin = 0, key_size = 0;
    std::uint32_t text_begin = 0, text_size = 0;
    std::int64_t integer = 0;
  };

  std::vector<Node> nodes;
  std::string characters;  // of keys and strings, unescaped
  // Where node 0 stands in the file: "" or "/accounts".
  std::string base_pointer;
};

class JsonValue {
 public:
  JsonValue(const JsonTape& tape, std::uint32_t node) : tape_(&tape), node_(node) {}

  JsonType type() const { return self().type; }
  bool is(JsonType type) const { return self().type == type; }
  Position at() const { return self().at; }
  std::size_t size() const { return self().size; }

  std::string_view text() const {
    return {tape_->characters.data() + self().text_begin, self().text_size};
  }
  std::int64_t integer() const { return self().integer; }
  bool boolean() const { return self().boolean; }

  // Of a member of an object.
  std::string_view key() const {
    return {tape_->characters.data() + self().key_begin, self().key_size};
  }
  Position key_at() const { return self().key_at; }

  // The member of this name, if any.
  std::optional<JsonValue> find(std::string_view key) const;
  // RFC 6901, from the root of the file. Keys that could be secrets are left out ("…"): all but
  // plain words and the ids of entries.
  std::string pointer() const;
  // The value as compact JSON text.
  std::string dump() const;

  class Iterator {
   public:
    Iterator(const JsonTape& tape, std::uint32_t node) : tape_(&tape), node_(node) {}
    JsonValue operator*() const { return {*tape_, node_}; }
    Iterator& operator++() {
      node_ = tape_->nodes[node_].next;
      return *this;
    }
    bool operator==(const Iterator& other) const { return node_ == other.node_; }

   private:
    const JsonTape* tape_;
    std::uint32_t node_;
  };
  Iterator begin() const { return {*tape_, self().first}; }
  Iterator end() const { return {*tape_, JsonTape::none}; }

 private:
  const JsonTape::Node& self() const { return tape_->nodes[node_]; }

  const JsonTape* tape_;
  std::uint32_t node_;
};

// A segment of an RFC 6901 pointer: "/" and the key with ~ and / escaped.
[[nodiscard]] std::string pointer_segment(std::string_view key);
// The same for messages: a key that could be a secret is left out ("/…").
[[nodiscard]] std::string shown_segment(std::string_view key);

}  // namespace passkey_audit
