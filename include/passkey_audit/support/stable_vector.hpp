// A vector whose elements stay where they are while it grows: a reference to one holds as long as
// the vector lives. For plain data, and much of it.
#pragma once

#include <cassert>
#include <compare>
#include <cstddef>
#include <iterator>
#include <memory>
#include <type_traits>
#include <utility>
#include <vector>

#include "passkey_audit/support/large_pages.hpp"

namespace passkey_audit {

template <class T>
class StableVector {
  static_assert(std::is_trivially_copyable_v<T> && std::is_trivially_destructible_v<T>);

  template <class Element>
  class BasicIterator;

 public:
  using value_type = T;
  using iterator = BasicIterator<T>;
  using const_iterator = BasicIterator<const T>;

  StableVector() = default;
  ~StableVector() = default;
  StableVector(const StableVector& other) {
    for (const T& element : other) push_back(element);
  }
  StableVector(StableVector&& other) noexcept { swap(other); }
  StableVector& operator=(StableVector other) noexcept {
    swap(other);
    return *this;
  }

  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  T& operator[](std::size_t index) {
    assert(index < size_);
    return blocks_[index / block_size][index % block_size];
  }
  const T& operator[](std::size_t index) const {
    assert(index < size_);
    return blocks_[index / block_size][index % block_size];
  }
  T& front() { return (*this)[0]; }
  const T& front() const { return (*this)[0]; }
  T& back() { return (*this)[size_ - 1]; }
  const T& back() const { return (*this)[size_ - 1]; }

  iterator begin() { return {this, 0}; }
  iterator end() { return {this, size_}; }
  const_iterator begin() const { return {this, 0}; }
  const_iterator end() const { return {this, size_}; }

  T& emplace_back() { return *std::construct_at(next_place()); }
  T& push_back(const T& element) { return *std::construct_at(next_place(), element); }
  void pop_back() { --size_; }

 private:
  static constexpr std::size_t block_size = 64;

  template <class Element>
  class BasicIterator {
   public:
    using Vector = std::conditional_t<std::is_const_v<Element>, const StableVector, StableVector>;
    using iterator_category = std::random_access_iterator_tag;
    using value_type = T;
    using difference_type = std::ptrdiff_t;
    using pointer = Element*;
    using reference = Element&;

    BasicIterator() = default;
    BasicIterator(Vector* vector, std::size_t index) : vector_(vector), index_(index) {}

    reference operator*() const { return (*vector_)[index_]; }
    pointer operator->() const { return &(*vector_)[index_]; }
    reference operator[](difference_type n) const { return *(*this + n); }
    BasicIterator& operator+=(difference_type n) {
      index_ += static_cast<std::size_t>(n);
      return *this;
    }
    BasicIterator& operator-=(difference_type n) { return *this += -n; }
    BasicIterator& operator++() { return *this += 1; }
    BasicIterator& operator--() { return *this -= 1; }
    BasicIterator operator++(int) { return std::exchange(*this, *this + 1); }
    BasicIterator operator--(int) { return std::exchange(*this, *this - 1); }
    friend BasicIterator operator+(BasicIterator at, difference_type n) { return at += n; }
    friend BasicIterator operator+(difference_type n, BasicIterator at) { return at += n; }
    friend BasicIterator operator-(BasicIterator at, difference_type n) { return at -= n; }
    friend difference_type operator-(BasicIterator a, BasicIterator b) {
      return static_cast<difference_type>(a.index_) - static_cast<difference_type>(b.index_);
    }
    friend bool operator==(BasicIterator a, BasicIterator b) { return a.index_ == b.index_; }
    friend auto operator<=>(BasicIterator a, BasicIterator b) { return a.index_ <=> b.index_; }

   private:
    Vector* vector_ = nullptr;
    std::size_t index_ = 0;
  };

  T* next_place() {
    if (size_ == blocks_.size() * block_size) {
      blocks_.push_back(static_cast<T*>(memory_.allocate(block_size * sizeof(T), alignof(T))));
    }
    T* const place = &blocks_[size_ / block_size][size_ % block_size];
    ++size_;
    return place;
  }

  void swap(StableVector& other) noexcept {
    std::swap(memory_, other.memory_);
    blocks_.swap(other.blocks_);
    std::swap(size_, other.size_);
  }

  GrowingMemory memory_;
  std::vector<T*> blocks_;
  std::size_t size_ = 0;
};

}  // namespace passkey_audit
