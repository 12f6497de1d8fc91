// Text and List: handles to blocks in an arena, for which "not told" and "empty" differ.
#include "passkey_audit/support/arena.hpp"

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "catch.hpp"

namespace passkey_audit {
namespace {

// As odd in size and alignment as can be.
struct Wide {
  double real;
  char letter;
};

}  // namespace

TEST_CASE("text keeps its characters, and knows whether it was told", "[support]") {
  Arena arena;
  CHECK_FALSE(Text{}.told());
  CHECK(Text{}.view().empty());
  CHECK(arena.text("").told());
  CHECK(arena.text("").view().empty());
  const Text name = arena.text("Sam's phone");
  const Text copy = name;
  CHECK(copy.told());
  CHECK(copy.view() == "Sam's phone");
  CHECK(copy.view().data() == name.view().data());
  CHECK(name == "Sam's phone");
  CHECK_FALSE(name == "Sam's phon");
  const std::string with_nul("a\0b", 3);
  CHECK(arena.text(with_nul).view() == with_nul);
  const std::string large(1'000'000, 'x');
  CHECK(arena.text(large).view() == large);
}

TEST_CASE("a handle is one pointer wide", "[support]") {
  CHECK(sizeof(Text) == sizeof(void*));
  CHECK(sizeof(List<Wide>) == sizeof(void*));
}

TEST_CASE("equal lists share a block, others do not", "[support]") {
  Arena arena;
  const std::vector<int> numbers{3, 1, 2};
  const std::vector<int> longer{3, 1, 2, 4};
  const std::vector<int> other{3, 1, 5};
  const std::vector<unsigned> of_another_type{3, 1, 2};
  const List<int> first = arena.list<int>(numbers);
  CHECK(arena.list<int>(numbers).begin() == first.begin());
  CHECK(std::ranges::equal(arena.list<int>(longer), longer));
  CHECK(std::ranges::equal(arena.list<int>(other), other));
  CHECK(std::ranges::equal(arena.list<unsigned>(of_another_type), of_another_type));
  CHECK(std::ranges::equal(arena.list<int>(numbers), numbers));
  CHECK(std::ranges::equal(first, numbers));
  CHECK(arena.list<int>({}).told());
  CHECK(arena.list<int>({}) == List<int>(arena.list<int>({})));
  CHECK_FALSE(arena.list<int>({}) == List<int>{});

  const std::vector<Text> told{arena.text("")};
  const std::vector<Text> not_told{Text{}};
  CHECK(arena.list<Text>(told)[0].told());
  CHECK_FALSE(arena.list<Text>(not_told)[0].told());

  const std::vector<Wide> wide{{.real = 1, .letter = 'a'}};
  CHECK(arena.list<Wide>(wide).begin() != arena.list<Wide>(wide).begin());
}

TEST_CASE("a list keeps its entries, and knows whether it was told", "[support]") {
  Arena arena;
  CHECK_FALSE(List<int>{}.told());
  CHECK(List<int>{}.empty());
  CHECK(List<int>{}.begin() == List<int>{}.end());
  CHECK(List<int>{}.view().empty());

  const List<int> none = arena.list<int>({});
  CHECK(none.told());
  CHECK(none.empty());
  CHECK(none.begin() == none.end());

  const std::vector<int> numbers{3, 1, 2};
  const List<int> list = arena.list<int>(numbers);
  CHECK(list.told());
  CHECK(list.size() == 3);
  CHECK(list[0] == 3);
  CHECK(list[2] == 2);
  CHECK(std::vector<int>(list.begin(), list.end()) == numbers);
  CHECK(list.view().size() == 3);
}

TEST_CASE("entries of every size and alignment lie where they should", "[support]") {
  Arena arena;
  const std::vector<Text> told{arena.text("")};
  const std::vector<Text> not_told{Text{}};
  CHECK(arena.list<Text>(told)[0].told());
  CHECK_FALSE(arena.list<Text>(not_told)[0].told());

  const std::vector<Wide> wide{{1.5, 'a'}, {-2.5, 'b'}};
  const std::vector<char> letters{'x', 'y', 'z'};
  const std::vector<std::uint64_t> numbers{1, UINT64_MAX};
  for (int i = 0; i < 50; ++i) {
    const Text odd = arena.text(std::string(static_cast<std::size_t>(i), 't'));
    const List<Wide> wide_list = arena.list<Wide>(wide);
    const List<char> letter_list = arena.list<char>(letters);
    const List<std::uint64_t> number_list = arena.list<std::uint64_t>(numbers);
    CHECK(reinterpret_cast<std::uintptr_t>(wide_list.begin()) % alignof(Wide) == 0);
    CHECK(reinterpret_cast<std::uintptr_t>(number_list.begin()) % alignof(std::uint64_t) == 0);
    CHECK(wide_list[1].real == -2.5);
    CHECK(wide_list[1].letter == 'b');
    CHECK(letter_list[2] == 'z');
    CHECK(number_list[1] == UINT64_MAX);
    CHECK(odd.view().size() == static_cast<std::size_t>(i));
  }
}

TEST_CASE("lists of handles are told apart", "[support]") {
  Arena arena;
  const std::vector<Text> texts{arena.text("a"), Text{}, arena.text("")};
  const List<Text> list = arena.list<Text>(texts);
  CHECK(list[0] == "a");
  CHECK_FALSE(list[1].told());
  CHECK(list[2].told());
}

}  // namespace passkey_audit
