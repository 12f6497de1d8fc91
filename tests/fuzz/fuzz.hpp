// What the fuzz targets share. Each defines LLVMFuzzerTestOneInput; libFuzzer or replay.cpp calls
// it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "passkey_audit/inventory/read_inventory.hpp"
#include "passkey_audit/support/date.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace passkey_audit::fuzz {

inline std::string_view text_of(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

// Stops the program, so that libFuzzer keeps the input.
inline void require(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "does not hold: %s\n", what);
  std::abort();
}

inline ReadOptions options() {
  return {.today = *parse_date("2026-11-22")};
}

}  // namespace passkey_audit::fuzz
