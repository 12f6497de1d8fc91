#include "passkey_audit/support/secret_json.hpp"

#include <fmt/format.h>
#include <jansson.h>
#include <openssl/crypto.h>

#include <cstdlib>

#include "passkey_audit/support/limits.hpp"

namespace passkey_audit {
namespace {

// Each piece of memory begins with its size, so that all of it can be wiped.
struct alignas(std::max_align_t) Piece {
  std::size_t size;
};

std::size_t bytes_in_use = 0;

void* take(std::size_t size) {
  // A long row of small values takes many times its text.
  if (size > limits::secret_json_bytes_max - bytes_in_use) return nullptr;
  auto* piece = static_cast<Piece*>(std::malloc(sizeof(Piece) + size));
  if (piece == nullptr) return nullptr;
  piece->size = size;
  bytes_in_use += size;
  return piece + 1;
}

void give_back(void* memory) {
  if (memory == nullptr) return;
  Piece* piece = static_cast<Piece*>(memory) - 1;
  bytes_in_use -= piece->size;
  OPENSSL_cleanse(memory, piece->size);
  std::free(piece);
}

std::string problem_of(const json_error_t& error) {
  switch (json_error_code(&error)) {
    case json_error_premature_end_of_input:
      return fmt::format("ends in the middle, on line {}; was the export cut off?", error.line);
    case json_error_out_of_memory: return "has too many values to be held in memory";
    case json_error_stack_overflow: return "is nested too deeply";
    case json_error_invalid_utf8: return fmt::format("is no UTF-8 on line {}", error.line);
    default: return fmt::format("is no JSON: line {}, column {}", error.line, error.column);
  }
}

}  // namespace

bool JsonItem::is_told() const {
  return json_ != nullptr && !json_is_null(json_);
}

bool JsonItem::is_object() const {
  return json_is_object(json_);
}

bool JsonItem::is_array() const {
  return json_is_array(json_);
}

JsonItem JsonItem::operator[](const char* key) const {
  return JsonItem(json_object_get(json_, key));
}

std::string_view JsonItem::text() const {
  if (!json_is_string(json_)) return {};
  return {json_string_value(json_), json_string_length(json_)};
}

std::optional<std::int64_t> JsonItem::number() const {
  if (!json_is_integer(json_)) return std::nullopt;
  return json_integer_value(json_);
}

bool JsonItem::is_true() const {
  return json_is_true(json_);
}

JsonItem JsonItem::Iterator::operator*() const {
  return JsonItem(member_ != nullptr ? json_object_iter_value(member_)
                                     : json_array_get(of_, index_));
}

std::string_view JsonItem::Iterator::key() const {
  return member_ != nullptr ? json_object_iter_key(member_) : "";
}

JsonItem::Iterator& JsonItem::Iterator::operator++() {
  if (member_ != nullptr) {
    // It moves on, and changes nothing of the object.
    member_ = json_object_iter_next(const_cast<json_t*>(of_), member_);  // NOLINT
  } else {
    ++index_;
  }
  return *this;
}

JsonItem::Iterator JsonItem::begin() const {
  void* first = json_is_object(json_) ? json_object_iter(const_cast<json_t*>(json_))  // NOLINT
                                      : nullptr;
  return {json_, 0, first};
}

JsonItem::Iterator JsonItem::end() const {
  return {json_, json_is_array(json_) ? json_array_size(json_) : 0, nullptr};
}

SecretJson::~SecretJson() {
  json_decref(json_);
}

Expected<SecretJson> read_secret_json(std::span<const char> text) {
  static const bool is_set_up = (json_set_alloc_funcs(take, give_back), true);
  (void)is_set_up;
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  std::string_view json(text.data(), text.size());
  if (json.starts_with(byte_order_mark)) json.remove_prefix(byte_order_mark.size());
  json_error_t error{};
  json_t* root = json_loadb(json.data(), json.size(), 0, &error);
  if (root != nullptr) return SecretJson(root);
  std::string problem = problem_of(error);
  OPENSSL_cleanse(&error, sizeof error);  // it quotes the text
  return Unexpected(std::move(problem));
}

}  // namespace passkey_audit
