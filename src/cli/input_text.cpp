#include "input_text.hpp"

#include "passkey_audit/support/byte_source.hpp"
#include "passkey_audit/support/limits.hpp"

namespace passkey_audit {

Expected<std::string> input_text(const std::string& path) {
  auto source = FileSource::open(path, limits::file_bytes_max);
  if (!source) return Unexpected(source.error());
  std::string text;
  for (std::string_view chunk = (*source)->next_chunk(); !chunk.empty();
       chunk = (*source)->next_chunk()) {
    text += chunk;
  }
  switch ((*source)->end()) {
    case ByteSource::End::too_large: return Unexpected(std::string("is too large"));
    case ByteSource::End::read_error: return Unexpected((*source)->read_error());
    case ByteSource::End::nul_byte: text += '\0'; break;  // for the reader to complain about
    case ByteSource::End::none:
    case ByteSource::End::regular: break;
  }
  return text;
}

}  // namespace passkey_audit
