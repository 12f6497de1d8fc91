#include "heap_ahead.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdlib>
#include <memory>

namespace passkey_audit {
namespace {

// What a household of forty accounts takes with its plan.
constexpr std::size_t audit_size = 768UL * 1024;

// The whole pages of a block.
void touch_at_once(void* block) {
#ifdef MADV_POPULATE_WRITE
  const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  std::size_t left = audit_size;
  void* const first = std::align(page, page, block, left);
  ::madvise(first, left / page * page, MADV_POPULATE_WRITE);
#endif
}

}  // namespace

void take_heap_ahead() {
  // The first block of this size is a mapping of its own. Once it is given back, glibc takes blocks
  // of the size from the heap, and keeps them there when they are freed (mallopt(3), "dynamic mmap
  // threshold").
  void* volatile block = std::malloc(audit_size);
  std::free(block);
  block = std::malloc(audit_size);
  if (block != nullptr) touch_at_once(block);
  std::free(block);
}

}  // namespace passkey_audit
