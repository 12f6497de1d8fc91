// JSON that may hold secrets, as other programs export it: read into memory that is wiped before it
// is given back. jansson reads it, since it lets the program say where memory comes from.
//
//   Expected<SecretJson> json = read_secret_json(bytes);
//   for (const JsonItem item : json->root()["items"]) use(item["name"].text());
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "passkey_audit/support/expected.hpp"

struct json_t;

namespace passkey_audit {

// A value somewhere in a SecretJson, which has to live as long. What is asked of a value of another
// kind, or of none, is simply not there.
class JsonItem {
 public:
  JsonItem() = default;
  explicit JsonItem(const json_t* json) : json_(json) {}

  bool is_told() const;  // there, and not null
  bool is_object() const;
  bool is_array() const;

  JsonItem operator[](const char* key) const;
  std::string_view text() const;
  std::optional<std::int64_t> number() const;  // whole
  bool is_true() const;

  // The elements of an array, or the values of an object in its order.
  class Iterator {
   public:
    Iterator(const json_t* of, std::size_t index, void* member)
        : of_(of), index_(index), member_(member) {}
    JsonItem operator*() const;
    std::string_view key() const;  // of a member
    Iterator& operator++();
    friend bool operator==(const Iterator&, const Iterator&) = default;

   private:
    const json_t* of_;
    std::size_t index_;
    void* member_;
  };
  Iterator begin() const;
  Iterator end() const;

  template <class Predicate>
  bool has_any(Predicate is_meant) const {
    for (const JsonItem item : *this) {
      if (is_meant(item)) return true;
    }
    return false;
  }

 private:
  const json_t* json_ = nullptr;
};

class SecretJson {
 public:
  explicit SecretJson(json_t* json) : json_(json) {}
  SecretJson(SecretJson&& other) noexcept : json_(std::exchange(other.json_, nullptr)) {}
  SecretJson& operator=(SecretJson&& other) noexcept {
    std::swap(json_, other.json_);
    return *this;
  }
  SecretJson(const SecretJson&) = delete;
  SecretJson& operator=(const SecretJson&) = delete;
  ~SecretJson();

  JsonItem root() const { return JsonItem(json_); }

 private:
  json_t* json_;
};

// UTF-8, with or without a byte order mark. The error is one plain sentence that names a place and
// shows nothing of the text.
[[nodiscard]] Expected<SecretJson> read_secret_json(std::span<const char> text);

}  // namespace passkey_audit
