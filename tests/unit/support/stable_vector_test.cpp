// StableVector: what is in it stays where it is, also when it is moved.
#include "passkey_audit/support/stable_vector.hpp"

#include <algorithm>
#include <numeric>
#include <vector>

#include "catch.hpp"

namespace passkey_audit {

TEST_CASE("elements stay in place while a vector grows, and when it is moved", "[support]") {
  StableVector<int> numbers;
  CHECK(numbers.empty());
  CHECK(numbers.begin() == numbers.end());
  const int* const first = &numbers.push_back(0);
  for (int i = 1; i < 1000; ++i) numbers.push_back(i);
  CHECK(&numbers.front() == first);
  CHECK(numbers.size() == 1000);
  CHECK(numbers[64] == 64);
  CHECK(numbers.back() == 999);
  CHECK(std::accumulate(numbers.begin(), numbers.end(), 0) == 499'500);

  const StableVector<int> moved = std::move(numbers);
  CHECK(&moved.front() == first);
  CHECK(moved.size() == 1000);
}

TEST_CASE("a copy has elements of its own", "[support]") {
  StableVector<int> numbers;
  for (int i = 0; i < 100; ++i) numbers.push_back(i);
  StableVector<int> copy = numbers;
  CHECK(std::ranges::equal(copy, numbers));
  copy[70] = -1;
  copy.push_back(100);
  CHECK(numbers[70] == 70);
  CHECK(numbers.size() == 100);
  numbers = copy;
  CHECK(numbers.size() == 101);
  CHECK(numbers[70] == -1);
}

TEST_CASE("what was taken away can be added again", "[support]") {
  StableVector<int> numbers;
  for (int i = 0; i < 65; ++i) numbers.push_back(i);
  numbers.pop_back();
  numbers.pop_back();
  CHECK(numbers.back() == 62);
  numbers.push_back(-1);
  numbers.emplace_back() = -2;
  CHECK(numbers[63] == -1);
  CHECK(numbers[64] == -2);
  CHECK(numbers.size() == 65);
}

TEST_CASE("its iterators walk to any place", "[support]") {
  StableVector<int> numbers;
  for (int i = 0; i < 200; ++i) numbers.push_back(i);
  CHECK(numbers.end() - numbers.begin() == 200);
  CHECK(*(numbers.begin() + 130) == 130);
  CHECK(numbers.begin()[64] == 64);
  CHECK(std::ranges::lower_bound(numbers, 150) - numbers.begin() == 150);
  CHECK(*--numbers.end() == 199);
}

TEST_CASE("memory that grows gives large and small pieces, each aligned as asked", "[support]") {
  GrowingMemory memory;
  std::vector<char*> pieces;
  const auto take = [&](std::size_t bytes, std::size_t alignment) {
    auto* const piece = static_cast<char*>(memory.allocate(bytes, alignment));
    CHECK(reinterpret_cast<std::uintptr_t>(piece) % alignment == 0);
    std::fill_n(piece, bytes, static_cast<char>(pieces.size()));
    pieces.push_back(piece);
  };
  for (int i = 0; i < 60; ++i) {
    take(3, 1);
    take(24, 8);
    take(100'000, 16);
  }
  take(5 * 1024 * 1024, 1);
  take(1, 1);
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    if (*pieces[i] != static_cast<char>(i)) FAIL_CHECK("piece " << i << " was written over");
  }
}

}  // namespace passkey_audit
