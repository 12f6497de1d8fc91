// Reading an inventory, strictly and as .jsonc, and writing it: what was written reads as the same
// inventory, which is written in the same way again.
#include <algorithm>
#include <string>

#include "fuzz.hpp"
#include "passkey_audit/inventory/write_inventory.hpp"

namespace passkey_audit {
namespace {

void write_and_read_again(const Inventory& inventory) {
  const std::string written = write_inventory(inventory);
  const ReadInventory again = read_inventory_text(written, "written.json", fuzz::options());
  for (const Problem& problem : again.problems) {
    if (is_warning(problem.code)) continue;
    std::fprintf(stderr, "%s\n%u:%u: %s\n", written.c_str(), problem.at.line, problem.at.column,
                 problem.message.c_str());
  }
  fuzz::require(again.usable(), "what was written can be read");
  const std::string second = write_inventory(again.inventory);
  if (second != written) std::fprintf(stderr, "%s\n%s\n", written.c_str(), second.c_str());
  fuzz::require(second == written, "what was written is written in the same way again");
}

bool read(std::string_view text, const char* path) {
  const ReadInventory read = read_inventory_text(text, path, fuzz::options());
  for (const Problem& problem : read.problems) {
    fuzz::require(!problem.message.empty() && problem.path == path, "a problem is described");
  }
  if (read.usable()) write_and_read_again(read.inventory);
  return read.usable();
}

}  // namespace
}  // namespace passkey_audit

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace passkey_audit;
  const std::string_view text = fuzz::text_of(data, size);
  const bool strict = read(text, "fuzz.json");
  const bool with_comments = read(text, "fuzz.jsonc");
  fuzz::require(!strict || with_comments, "what is JSON is JSON with comments");
  return 0;
}
