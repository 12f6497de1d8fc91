// An inventory can hold a million accounts, so what it is made of is small: strings and lists are
// handles, one pointer wide, to immutable blocks in an Arena. A handle is cheap to copy, and a copy
// of an inventory shares the blocks of the first. Nothing is freed before the arena is.
//
//   Text name = arena.text("Sam's phone");
//   List<int> sizes = arena.list<int>(numbers);   // told; List<int>{} is "not told"
#pragma once

#include <algorithm>
#include <array>
#include <cassert>
#include <concepts>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>
#include <type_traits>
#include <utility>

#include "passkey_audit/support/large_pages.hpp"

namespace passkey_audit {

// Immutable text in an arena. A default Text is "not told", which differs from "".
class Text {
 public:
  Text() = default;

  bool told() const { return block_ != nullptr; }
  std::string_view view() const {
    if (block_ == nullptr) return {};
    // The size comes first, seven bits to a byte, since most texts are short.
    std::size_t size = 0;
    const char* at = block_;
    for (unsigned shift = 0;; shift += 7) {
      const auto byte = static_cast<unsigned char>(*at++);
      size |= static_cast<std::size_t>(byte & 0x7FU) << shift;
      if (byte < 0x80) break;
    }
    return {at, size};
  }
  operator std::string_view() const { return view(); }  // NOLINT(google-explicit-constructor)
  friend bool operator==(const Text& a, std::string_view b) { return a.view() == b; }
  friend bool operator==(const Text& a, const Text& b) {
    return a.told() == b.told() && a.view() == b.view();
  }

 private:
  friend class Arena;
  explicit Text(const char* block) : block_(block) {}

  const char* block_ = nullptr;
};

// An immutable list in an arena: not told, empty ("none"), or with entries.
template <class T>
class List {
  static_assert(std::is_trivially_destructible_v<T>, "the arena destroys nothing");

 public:
  List() = default;

  bool told() const { return block_ != nullptr; }
  std::size_t size() const { return block_ == nullptr ? 0 : *block_; }
  bool empty() const { return size() == 0; }
  const T* begin() const { return block_ == nullptr ? nullptr : first(block_); }
  const T* end() const { return begin() + size(); }
  const T& operator[](std::size_t index) const {
    assert(index < size());
    return begin()[index];
  }
  std::span<const T> view() const { return {begin(), size()}; }
  operator std::span<const T>() const { return view(); }  // NOLINT(google-explicit-constructor)
  friend bool operator==(const List& a, const List& b) {
    return a.block_ == b.block_ || (a.told() == b.told() && std::ranges::equal(a, b));
  }

 private:
  friend class Arena;

  // A block is the number of entries, padding up to the entries' alignment, the entries.
  static constexpr std::size_t header = sizeof(std::uint32_t) > alignof(T) ? sizeof(std::uint32_t)
                                                                           : alignof(T);
  static const T* first(const std::uint32_t* block) {
    return reinterpret_cast<const T*>(reinterpret_cast<const char*>(block) + header);
  }

  explicit List(const std::uint32_t* block) : block_(block) {}

  const std::uint32_t* block_ = nullptr;
};

class Arena {
 public:
  Arena() = default;
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;

  Text text(std::string_view characters) {
    char head[10];
    std::size_t head_size = 0;
    for (std::size_t rest = characters.size();; rest >>= 7U) {
      head[head_size++] = static_cast<char>((rest & 0x7FU) | (rest > 0x7F ? 0x80U : 0U));
      if (rest <= 0x7F) break;
    }
    auto* block = static_cast<char*>(memory_.allocate(head_size + characters.size(), 1));
    std::memcpy(block, head, head_size);
    if (!characters.empty()) std::memcpy(block + head_size, characters.data(), characters.size());
    return Text(block);
  }

  template <class T>
  requires std::is_trivially_destructible_v<T> T* make() {
    return new (memory_.allocate(sizeof(T), alignof(T))) T();
  }

  // A million accounts have few different lists: equal ones near each other share their block.
  template <class T>
  List<T> list(std::span<const T> entries) {
    if constexpr (!std::equality_comparable<T>) {
      return new_list(entries);
    } else {
      auto& [last, one_before] = recent_like(entries);
      const auto is_equal = [&](const Recent& recent) {
        return recent.type == &type_mark<T> && std::ranges::equal(List<T>(recent.block), entries);
      };
      if (!is_equal(last)) {
        std::swap(last, one_before);
        if (!is_equal(last)) last = {&type_mark<T>, new_list(entries).block_};
      }
      return List<T>(last.block);
    }
  }

 private:
  struct Recent {
    const void* type = nullptr;
    const std::uint32_t* block = nullptr;
  };
  template <class T>
  static constexpr char type_mark = 0;  // its address tells types apart

  template <class T>
  std::array<Recent, 2>& recent_like(std::span<const T> entries) {
    std::uint32_t first = 0;  // of the first entry; no entry begins with padding
    if (!entries.empty()) std::memcpy(&first, entries.data(), std::min(sizeof first, sizeof(T)));
    // References to two things and passkeys in two things begin alike.
    const auto kind = static_cast<std::uint32_t>(sizeof(T) * 64 + entries.size()) * 0x85EB'CA6BU;
    const std::uint32_t mixed = (first ^ kind) * 0x9E37'79B1U;
    return recent_[mixed >> 24U];
  }

  template <class T>
  List<T> new_list(std::span<const T> entries) {
    constexpr std::size_t alignment =
        alignof(T) > alignof(std::uint32_t) ? alignof(T) : alignof(std::uint32_t);
    void* memory = memory_.allocate(List<T>::header + entries.size() * sizeof(T), alignment);
    auto* block = new (memory) std::uint32_t(static_cast<std::uint32_t>(entries.size()));
    T* to = reinterpret_cast<T*>(static_cast<char*>(memory) + List<T>::header);
    for (const T& entry : entries) new (to++) T(entry);
    return List<T>(block);
  }

  GrowingMemory memory_;
  std::array<std::array<Recent, 2>, 256> recent_;
};

}  // namespace passkey_audit
