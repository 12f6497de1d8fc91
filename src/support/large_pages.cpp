#include "passkey_audit/support/large_pages.hpp"

#include <sys/mman.h>

#include <algorithm>
#include <new>

namespace passkey_audit {
namespace {

constexpr std::size_t page = 2UL * 1024 * 1024;  // of x86-64 and, mostly, of AArch64

class LargePages final : public std::pmr::memory_resource {
  static std::align_val_t alignment_for(std::size_t bytes, std::size_t alignment) {
    return std::align_val_t(bytes < page ? alignment : std::max(page, alignment));
  }

  void* do_allocate(std::size_t bytes, std::size_t alignment) override {
    void* const block = ::operator new(bytes, alignment_for(bytes, alignment));
    if (bytes >= page) ::madvise(block, bytes / page * page, MADV_HUGEPAGE);  // as good without
    return block;
  }

  void do_deallocate(void* block, std::size_t bytes, std::size_t alignment) override {
    ::operator delete(block, alignment_for(bytes, alignment));
  }

  bool do_is_equal(const memory_resource& other) const noexcept override { return this == &other; }
};

}  // namespace

std::pmr::memory_resource* large_pages() {
  static LargePages resource;
  return &resource;
}

GrowingMemory::~GrowingMemory() {
  for (const auto& [block, size] : blocks_) large_pages()->deallocate(block, size);
}

// A small inventory gets along with small blocks.
void* GrowingMemory::allocate_in_new_block(std::size_t bytes) {
  constexpr std::size_t small_blocks = 16, small_block = 16UL * 1024;
  const std::size_t size = std::max(blocks_.size() < small_blocks ? small_block : page, bytes);
  blocks_.reserve(blocks_.size() + 1);
  block_ = static_cast<char*>(large_pages()->allocate(size));
  blocks_.emplace_back(block_, size);
  size_ = size;
  used_ = bytes;
  return block_;
}

}  // namespace passkey_audit
