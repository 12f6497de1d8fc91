// Memory for what grows large and is written once, such as a million accounts.
#pragma once

#include <cstddef>
#include <memory_resource>
#include <utility>
#include <vector>

namespace passkey_audit {

// Blocks of 2 MiB and more lie on large pages where the kernel offers them: there are a few hundred
// of these to be fetched and looked up, not a hundred thousand. Throws std::bad_alloc.
[[nodiscard]] std::pmr::memory_resource* large_pages();

// Gives out memory and takes nothing back before it is destroyed. What was given out stays where it
// is when the GrowingMemory is moved. Throws std::bad_alloc.
class GrowingMemory {
 public:
  GrowingMemory() = default;
  GrowingMemory(GrowingMemory&& other) noexcept { swap(other); }
  GrowingMemory& operator=(GrowingMemory&& other) noexcept {
    swap(other);
    return *this;
  }
  GrowingMemory(const GrowingMemory&) = delete;
  GrowingMemory& operator=(const GrowingMemory&) = delete;
  ~GrowingMemory();

  void* allocate(std::size_t bytes, std::size_t alignment) {
    const std::size_t padding = -used_ % alignment;  // blocks are aligned for everything
    if (padding + bytes > size_ - used_) return allocate_in_new_block(bytes);
    void* const place = block_ + used_ + padding;
    used_ += padding + bytes;
    return place;
  }

 private:
  void* allocate_in_new_block(std::size_t bytes);
  void swap(GrowingMemory& other) noexcept {
    std::swap(block_, other.block_);
    std::swap(used_, other.used_);
    std::swap(size_, other.size_);
    blocks_.swap(other.blocks_);
  }

  char* block_ = nullptr;  // the last one
  std::size_t used_ = 0, size_ = 0;
  std::vector<std::pair<void*, std::size_t>> blocks_;
};

}  // namespace passkey_audit
