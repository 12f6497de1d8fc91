// Every limit on input, in one place. Each is checked where the bytes come in.
#pragma once

#include <cstddef>
#include <cstdint>

namespace passkey_audit::limits {

inline constexpr std::uint64_t file_bytes_max = 256ULL * 1024 * 1024;  // default of --max-size
inline constexpr int json_depth_max = 64;
// Values inside one entry (one account, one device): bounds what is held while it is read.
inline constexpr std::size_t json_entry_values_max = 100'000;
inline constexpr std::size_t json_entry_text_bytes_max = 8ULL * 1024 * 1024;
inline constexpr std::size_t problems_shown_max = 1000;     // of one code
inline constexpr std::size_t id_characters_max = 64;        // of an id that somebody chose
inline constexpr std::size_t way_things_max = 1000;         // named by one alternative
inline constexpr std::uint32_t duration_days_max = 36'500;  // a hundred years
inline constexpr std::uint32_t count_max = 1'000'000;       // codes, slots
inline constexpr std::size_t shown_characters_max = 200;    // of one foreign string in a report
inline constexpr std::size_t combining_marks_max = 4;       // on one character of it
inline constexpr std::size_t width_max = 10'000;            // columns of a terminal
inline constexpr std::size_t included_files_max = 1000;
// Of what other programs export.
inline constexpr std::size_t secret_json_bytes_max = 1024UL * 1024 * 1024;  // once it is read
inline constexpr std::uint64_t archive_entries_max = 100'000;
inline constexpr std::uint64_t archive_entry_bytes_max = 64ULL * 1024 * 1024;
inline constexpr std::uint64_t archive_ratio_max = 200;  // of unpacked to packed bytes
inline constexpr int xml_depth_max = 64;
inline constexpr std::ptrdiff_t xml_tags_max = 10'000'000;
inline constexpr std::size_t csv_columns_max = 200;

}  // namespace passkey_audit::limits
