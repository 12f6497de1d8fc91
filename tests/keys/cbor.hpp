// A CBOR writer and reader of the tests' own (RFC 8949; what CTAP uses of it), so that the software
// key does not share a parser with the library under test, and can be wrong on purpose.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string_view>
#include <utility>
#include <vector>

namespace passkey_audit::cbor {

using Bytes = std::vector<std::uint8_t>;

enum class Major : std::uint8_t { number, negative, bytes, text, array, map, tag, simple };

// ---- writing: each returns the bytes of one value

inline Bytes head(Major major, std::uint64_t size) {
  const auto type = static_cast<std::uint8_t>(static_cast<unsigned>(major) << 5U);
  const auto byte = [size](unsigned shift) { return static_cast<std::uint8_t>(size >> shift); };
  if (size < 24) return {static_cast<std::uint8_t>(type | size)};
  if (size < 0x100) return {static_cast<std::uint8_t>(type | 24U), byte(0)};
  if (size < 0x10000) return {static_cast<std::uint8_t>(type | 25U), byte(8), byte(0)};
  return {static_cast<std::uint8_t>(type | 26U), byte(24), byte(16), byte(8), byte(0)};
}

inline Bytes number(std::int64_t value) {
  return value >= 0 ? head(Major::number, static_cast<std::uint64_t>(value))
                    : head(Major::negative, static_cast<std::uint64_t>(-1 - value));
}

inline Bytes boolean(bool value) {
  return {static_cast<std::uint8_t>(value ? 0xF5 : 0xF4)};
}

inline void append(Bytes& all, const Bytes& more) {
  all.insert(all.end(), more.begin(), more.end());
}

inline Bytes bytes(const Bytes& value) {
  Bytes all = head(Major::bytes, value.size());
  append(all, value);
  return all;
}

inline Bytes text(std::string_view value) {
  Bytes all = head(Major::text, value.size());
  all.insert(all.end(), value.begin(), value.end());
  return all;
}

inline Bytes array(const std::vector<Bytes>& values) {
  Bytes all = head(Major::array, values.size());
  for (const Bytes& value : values) append(all, value);
  return all;
}

// In the order given: CTAP wants keys sorted, and a test may not.
using Members = std::vector<std::pair<Bytes, Bytes>>;
inline Bytes map(const Members& members) {
  Bytes all = head(Major::map, members.size());
  for (const auto& [key, value] : members) {
    append(all, key);
    append(all, value);
  }
  return all;
}

// ---- reading

struct Value {
  Major major = Major::simple;
  std::int64_t number = 0;   // of a number; of a simple value
  Bytes bytes;               // of bytes and text
  std::vector<Value> items;  // of an array; of a map: key, value, key, value, ...
  Bytes encoded;             // as it came

  // Null: there is none.
  const Value* find(std::int64_t key) const {
    return find_if([key](const Value& name) {
      return (name.major == Major::number || name.major == Major::negative) && name.number == key;
    });
  }
  const Value& at(std::int64_t key) const { return sure(find(key)); }
  const Value& of_text(std::string_view key) const {
    return sure(find_if(
        [key](const Value& name) { return name.major == Major::text && name.text() == key; }));
  }
  std::string_view text() const {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
  }

 private:
  template <class Meant>
  const Value* find_if(Meant is_meant) const {
    for (std::size_t i = 0; major == Major::map && i < items.size(); i += 2) {
      if (is_meant(items[i])) return &items[i + 1];
    }
    return nullptr;
  }
  static const Value& sure(const Value* found) {
    if (found == nullptr) throw std::runtime_error("no such member");
    return *found;
  }
};

class Reader {
 public:
  explicit Reader(const Bytes& all) : all_(all) {}

  Value read() {
    const std::size_t begin = at_;
    const std::uint8_t first = byte();
    Value value;
    value.major = static_cast<Major>(first >> 5U);
    const std::uint64_t size = argument(first & 0x1FU);
    switch (value.major) {
      case Major::number:
      case Major::simple: value.number = static_cast<std::int64_t>(size); break;
      case Major::negative: value.number = -1 - static_cast<std::int64_t>(size); break;
      case Major::bytes:
      case Major::text:
        for (std::uint64_t i = 0; i < size; ++i) value.bytes.push_back(byte());
        break;
      case Major::array:
        for (std::uint64_t i = 0; i < size; ++i) value.items.push_back(read());
        break;
      case Major::map:
        for (std::uint64_t i = 0; i < 2 * size; ++i) value.items.push_back(read());
        break;
      case Major::tag: throw std::runtime_error("CTAP has no tags");
    }
    value.encoded.assign(all_.begin() + static_cast<std::ptrdiff_t>(begin),
                         all_.begin() + static_cast<std::ptrdiff_t>(at_));
    return value;
  }

 private:
  std::uint8_t byte() {
    if (at_ == all_.size()) throw std::runtime_error("CBOR that ends too early");
    return all_[at_++];
  }
  std::uint64_t argument(unsigned info) {
    if (info < 24) return info;
    if (info > 27) throw std::runtime_error("a length that CTAP does not have");
    std::uint64_t size = 0;
    for (unsigned i = 0; i < (1U << (info - 24)); ++i) size = (size << 8U) | byte();
    return size;
  }

  const Bytes& all_;
  std::size_t at_ = 0;
};

}  // namespace passkey_audit::cbor
