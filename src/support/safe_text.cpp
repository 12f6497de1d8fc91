#include "passkey_audit/support/safe_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>

#include "passkey_audit/support/limits.hpp"

namespace passkey_audit {
namespace {

struct Decoded {
  char32_t character = 0;
  std::size_t bytes = 1;
  bool valid = false;
};

Decoded decode(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return {lead, 1, true};
  const std::size_t size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < size) return {lead, 1, false};
  char32_t character = lead & (0x7FU >> size);
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xC0U) != 0x80U) return {lead, 1, false};
    character = (character << 6U) | (byte(i) & 0x3FU);
  }
  constexpr std::array<char32_t, 5> least{0, 0, 0x80, 0x800, 0x10000};
  const bool surrogate = character >= 0xD800 && character <= 0xDFFF;
  if (character < least[size] || character > 0x10FFFF || surrogate) return {lead, 1, false};
  return {character, size, true};
}

struct Range {
  char32_t first, last;
};

bool in(std::span<const Range> ranges, char32_t c) {
  return std::ranges::any_of(ranges, [c](Range r) { return c >= r.first && c <= r.last; });
}

// C0, DEL and C1 controls, the bidi marks, embeddings and isolates, zero-width and invisible
// characters, line and paragraph separators, tags, the byte order mark.
bool is_unsafe(char32_t c) {
  static constexpr std::array<Range, 18> unsafe{{{0x00, 0x1F},
                                                 {0x7F, 0x9F},
                                                 {0xAD, 0xAD},
                                                 {0x34F, 0x34F},
                                                 {0x61C, 0x61C},
                                                 {0x115F, 0x1160},
                                                 {0x17B4, 0x17B5},
                                                 {0x180B, 0x180F},
                                                 {0x200B, 0x200F},
                                                 {0x2028, 0x202E},
                                                 {0x2060, 0x206F},
                                                 {0x3164, 0x3164},
                                                 {0xFEFF, 0xFEFF},
                                                 {0xFFA0, 0xFFA0},
                                                 {0xFDD0, 0xFDEF},  // no characters, as the next
                                                 {0xFFF0, 0xFFFB},
                                                 {0xFFFE, 0xFFFF},
                                                 {0xE0000, 0xE0FFF}}};
  return in(unsafe, c);
}

bool is_combining(char32_t c) {
  static constexpr std::array<Range, 8> combining{{{0x300, 0x36F},
                                                   {0x483, 0x489},
                                                   {0x591, 0x5BD},
                                                   {0x610, 0x61A},
                                                   {0x1AB0, 0x1AFF},
                                                   {0x1DC0, 0x1DFF},
                                                   {0x20D0, 0x20FF},
                                                   {0xFE00, 0xFE2F}}};
  return in(combining, c);
}

bool is_space(char32_t c) {
  static constexpr std::array<Range, 8> spaces{{{0x20, 0x20},
                                                {0xA0, 0xA0},
                                                {0x1680, 0x1680},
                                                {0x2000, 0x200A},
                                                {0x202F, 0x202F},
                                                {0x205F, 0x205F},
                                                {0x2800, 0x2800},
                                                {0x3000, 0x3000}}};
  return in(spaces, c);
}

bool is_wide(char32_t c) {
  static constexpr std::array<Range, 11> wide{{{0x1100, 0x115F},
                                               {0x231A, 0x231B},
                                               {0x23E9, 0x23F3},
                                               {0x2705, 0x2705},
                                               {0x2E80, 0x303E},
                                               {0x3041, 0xA4CF},
                                               {0xAC00, 0xD7A3},
                                               {0xF900, 0xFAFF},
                                               {0xFE30, 0xFE6F},
                                               {0xFF00, 0xFF60},
                                               {0x1F300, 0x3FFFD}}};
  return in(wide, c);
}

// What one byte of a text is to a search for secrets.
enum class Sort : std::uint8_t { other, digit, upper, lower, separator };

constexpr auto sorts = [] {
  std::array<Sort, 256> table{};
  for (char c = '0'; c <= '9'; ++c) table[static_cast<unsigned char>(c)] = Sort::digit;
  for (char c = 'A'; c <= 'Z'; ++c) table[static_cast<unsigned char>(c)] = Sort::upper;
  for (char c = 'a'; c <= 'z'; ++c) table[static_cast<unsigned char>(c)] = Sort::lower;
  for (const char c : std::string_view(" \t\r\n,;:()[]{}\"'<>|=")) {
    table[static_cast<unsigned char>(c)] = Sort::separator;
  }
  return table;
}();

Sort sort_of(char c) {
  return sorts[static_cast<unsigned char>(c)];
}

// Which characters of a text cannot be shown as they are; asked for one after the other.
class Escaping {
 public:
  bool must_escape(const Decoded& next) {
    const char32_t c = next.character;
    const bool command = (c == U':' || c == U'#') && c == previous_;
    marks_ = is_combining(c) ? marks_ + 1 : 0;
    const bool piled = marks_ > limits::combining_marks_max;  // would reach into other lines
    const bool escape = !next.valid || is_unsafe(c) || command || piled;
    previous_ = escape ? U'\0' : c;
    return escape;
  }

 private:
  char32_t previous_ = U'\0';
  std::size_t marks_ = 0;
};

bool is_ascii_alphanumeric(char c) {
  return sort_of(c) != Sort::other && sort_of(c) != Sort::separator;
}

struct Mixture {
  std::size_t digits = 0, upper = 0, lower = 0;
  std::size_t changes = 0;           // from letter to digit or back
  bool letter_behind_digit = false;  // "9f3k"; names mostly end with their digits
  std::size_t letters() const { return upper + lower; }
};

Mixture mixture_of(std::string_view token) {
  Mixture m;
  if (token.empty()) return m;
  const bool digit_first = sort_of(token.front()) == Sort::digit;
  bool after_digit = digit_first;
  for (const char c : token) {
    const Sort sort = sort_of(c);
    const bool is_digit = sort == Sort::digit;
    m.digits += is_digit ? 1 : 0;
    m.upper += sort == Sort::upper ? 1 : 0;
    m.lower += sort == Sort::lower ? 1 : 0;
    m.changes += is_digit != after_digit ? 1 : 0;
    after_digit = is_digit;
  }
  m.letter_behind_digit = m.changes >= (digit_first ? 1U : 2U);
  return m;
}

// Groups of letters and digits that are equally long; none if the text is made otherwise.
struct Groups {
  std::size_t count = 0, size = 0;
  Mixture all;
  bool one_case() const { return all.upper == 0 || all.lower == 0; }
};

Groups groups_of(std::string_view text, char separator) {
  Groups groups;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(separator, begin), text.size());
    const std::string_view group = text.substr(begin, end - begin);
    if (group.size() < 3 || !std::ranges::all_of(group, is_ascii_alphanumeric)) return {};
    if (groups.count != 0 && group.size() != groups.size) return {};
    groups.size = group.size();
    ++groups.count;
    const Mixture m = mixture_of(group);
    groups.all.digits += m.digits;
    groups.all.upper += m.upper;
    groups.all.lower += m.lower;
    groups.all.changes += m.changes;
    groups.all.letter_behind_digit |= m.letter_behind_digit;
    begin = end + 1;
  }
  return groups;
}

// "AB3D-EF7H-JK2M", "a1b2c-3d4e5", "1234-5678-9012-3456": letters and digits mixed, or many groups
// of digits. "laptop1-backup2" is a name.
bool is_grouped_code(std::string_view token, const Mixture& m) {
  const bool like_a_name = m.changes < 3 && m.lower != 0;  // most are, and need no splitting
  if (like_a_name) return false;
  const Groups groups = groups_of(token, '-');
  if (groups.count < 2) return false;
  const bool mixed = groups.all.changes >= 3 && groups.one_case();
  return (mixed && (groups.count >= 3 || groups.size >= 5)) ||
         (groups.all.letters() == 0 && groups.count >= 4 && groups.size >= 4) ||
         (groups.all.lower == 0 && groups.count >= 5 && groups.size >= 4);
}

bool are_years(std::string_view run) {
  for (std::size_t i = 0; i < run.size(); i += 5) {
    const std::string_view century = run.substr(i, 2);
    if (century != "19" && century != "20") return false;
  }
  return true;
}

// "jbsw y3dp ehpk 3pxp", "1234 5678 9012 3456". Words of a sentence can be equally long too, and
// years can stand in a row.
bool is_spaced_code(std::string_view run) {
  const Groups groups = groups_of(run, ' ');
  if (groups.count < 3 || groups.size < 4) return false;
  if (groups.all.letters() == 0) return groups.count >= 4 && !(groups.size == 4 && are_years(run));
  return groups.all.changes >= 3 && groups.one_case() && groups.all.letter_behind_digit;
}

// "A3-ASWWYB-798JRY-LJVD4-23DC2-86TVM-H43EB", the Secret Key of 1Password.
bool is_secret_key(std::string_view token) {
  return token.size() >= 30 && token.starts_with("A3-") && std::ranges::all_of(token, [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || c == '-';
         });
}

bool is_uuid(std::string_view token) {
  return token.size() == 36 && token[8] == '-' && token[13] == '-' && token[18] == '-' &&
         token[23] == '-';
}

bool is_vowel(char c) {
  return std::string_view("aeiouyAEIOUY").find(c) != std::string_view::npos;
}

// "qkzv", "jkln": no vowel, or three consonants beside one another. Some words have them too.
bool is_hard_to_say(std::string_view word) {
  std::size_t consonants = 0;
  for (const char c : word) {
    consonants = is_vowel(c) ? 0 : consonants + 1;
    if (consonants == 3) return true;
  }
  return false;
}

// No four consonants beside one another, and three of them once at most.
bool is_easy_to_say(std::string_view word) {
  std::size_t consonants = 0, threes = 0;
  for (const char c : word) {
    consonants = is_vowel(c) ? 0 : consonants + 1;
    threes += consonants == 3 ? 1 : 0;
    if (consonants == 4) return false;
  }
  return threes <= 1 && (word.size() < 4 || std::ranges::any_of(word, is_vowel));
}

// "abcd efgh ijkl mnop", the application passwords of Google: four words of four letters, more than
// one of them hard to say; that a sentence has this too is unlikely.
bool is_application_password(std::string_view run) {
  const Groups groups = groups_of(run, ' ');
  if (groups.count != 4 || groups.size != 4 || groups.all.lower != 16) return false;
  int hard = 0;
  for (std::size_t begin = 0; begin < run.size(); begin += 5) {
    hard += is_hard_to_say(run.substr(begin, 4)) ? 1 : 0;
  }
  return hard >= 2;
}

// Counts words of a recovery phrase: twelve or more of three to eight small letters with a blank
// between them. Sentences have shorter words, and some that no such phrase has.
class Phrase {
 public:
  bool is_one_with(std::string_view word, bool follows) {
    static constexpr std::array<std::string_view, 16> never{
        "the", "and", "for", "are", "with", "from", "was", "has",
        "not", "but", "its", "her", "his",  "our",  "der", "und"};
    const bool fits = word.size() >= 3 && word.size() <= 8 &&
                      std::ranges::all_of(word, [](char c) { return c >= 'a' && c <= 'z'; }) &&
                      std::ranges::find(never, word) == never.end();
    words_ = !fits ? 0 : follows ? words_ + 1 : 1;
    return words_ >= 12;
  }

 private:
  std::size_t words_ = 0;
};

bool is_same_word(std::string_view token, std::string_view small) {
  return std::ranges::equal(
      token, small, [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a - 'A' + 'a' : a) == b; });
}

bool is_word_for_secret(std::string_view token) {
  static constexpr std::array<std::string_view, 12> words{
      "pin",      "puk",    "pwd",        "password", "passwort", "passcode",
      "kennwort", "secret", "passphrase", "seed",     "otp",      "cvv"};
  const bool may_be = token.size() >= 3 && token.size() <= 10 &&
                      std::string_view("pkscoPKSCO").find(token.front()) != std::string_view::npos;
  return may_be && std::ranges::any_of(
                       words, [&](std::string_view word) { return is_same_word(token, word); });
}

// "password: hunter2!", "PIN is 4711": what stands behind such a word, if it has a digit and is no
// day. "PIN: on paper" tells where it is.
class Telling {
 public:
  // `gap` is what stands before the token.
  bool is_value(std::string_view token, std::string_view gap, const Mixture& m) {
    assigned_ = assigned_ || gap.find_first_of(":=") != std::string_view::npos;
    const bool value =
        told_ && assigned_ && token.size() >= 4 && m.digits != 0 && !is_day(token, m);
    const bool says = told_ && (token == "is" || token == "ist" || token == "=");
    told_ = is_word_for_secret(token) || says;
    assigned_ = says;
    return value;
  }

 private:
  static bool is_day(std::string_view token, const Mixture& m) {
    return token.size() == 10 && m.digits == 8 && m.letters() == 0;
  }

  bool told_ = false, assigned_ = false;
};

// "recovery code 482913", "code: 8305-1946": six to eight digits behind the word, if they are no
// day. A number alone may be anything, and codes of places and goods are no secrets.
class TellingCode {
 public:
  // `gap` is what stands before the token.
  bool is_value(std::string_view token, std::string_view gap, const Mixture& m) {
    assigned_ = assigned_ || gap.find_first_of(":=") != std::string_view::npos;
    const bool told = word_ == Word::of_secret || (word_ == Word::of_anything && assigned_);
    const bool value = told && are_digits_of_code(token, m);
    const bool says = word_ != Word::none && (token == "is" || token == "ist");
    if (!says) word_ = word_of(token, before_);
    assigned_ = says;
    before_ = token;
    return value;
  }

 private:
  enum class Word : std::uint8_t { none, of_anything, of_secret };

  static Word word_of(std::string_view token, std::string_view before) {
    static constexpr std::array<std::string_view, 7> of_secrets{
        "backup", "recovery", "reset", "rescue", "scratch", "emergency", "security"};
    static constexpr std::array<std::string_view, 19> of_others{
        "zip",     "postal",   "post",     "area",    "country", "city",    "sort",
        "bank",    "branch",   "dialling", "dialing", "order",   "product", "promo",
        "voucher", "discount", "error",    "bar",     "color"};
    if (token.ends_with('s') || token.ends_with('S')) token.remove_suffix(1);
    constexpr std::size_t size = 4, longest = 32;
    if (token.size() < size || token.size() > longest) return Word::none;
    if (!is_same_word(token.substr(token.size() - size), "code")) return Word::none;
    token.remove_suffix(size);
    if (token.ends_with('-') || token.ends_with('_')) token.remove_suffix(1);
    const std::string_view kind = token.empty() ? before : token;
    const auto is_kind = [&](std::string_view word) { return is_same_word(kind, word); };
    if (std::ranges::any_of(of_others, is_kind)) return Word::none;
    return std::ranges::any_of(of_secrets, is_kind) ? Word::of_secret : Word::of_anything;
  }

  static bool are_digits_of_code(std::string_view token, const Mixture& m) {
    if (token.ends_with('.')) token.remove_suffix(1);
    const bool halves = token.size() == 9 && m.digits == 8 && token[4] == '-';
    const bool whole = m.digits == token.size() && token.size() >= 6 && token.size() <= 8;
    const bool like_a_day = token.size() == 8 &&
                            (token.starts_with("19") || token.starts_with("20")) &&
                            token.substr(4, 2) <= "12" && token.substr(6, 2) <= "31";
    return halves || (whole && !like_a_day);
  }

  Word word_ = Word::none;
  bool assigned_ = false;
  std::string_view before_;
};

// A run of one alphabet too long and too mixed for a word: base32 seeds, hex keys, base64 blobs.
bool is_dense(std::string_view run) {
  const std::size_t size = run.size();
  if (size < 16) return false;
  const Mixture m = mixture_of(run);
  if (m.lower == 0 && m.upper >= 6 && m.digits >= 1) return true;
  if (size >= 24 && m.upper == size) return true;
  // Seeds in base32 have few vowels; words, also long ones of many words, have more.
  const auto vowels = static_cast<std::size_t>(std::ranges::count_if(run, is_vowel));
  if (m.upper == size && vowels * 5 <= size) return true;
  if (m.upper == 0 && m.letter_behind_digit && vowels * 4 <= size) return true;
  if (size >= 20 && m.digits >= 4 && m.letters() >= 4) return true;
  return m.digits >= 2 && m.upper >= 3 && m.lower >= 3;
}

// "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY": base64 with slashes. A path changes to capitals less
// often.
bool is_base64_key(std::string_view token) {
  if (token.size() < 32 || token.find("//") != std::string_view::npos) return false;
  std::size_t capitals_inside = 0;
  bool digit = false;
  for (std::size_t i = 0; i < token.size(); ++i) {
    const char c = token[i];
    if (!is_ascii_alphanumeric(c) && c != '/' && c != '+' && c != '=') return false;
    digit = digit || (c >= '0' && c <= '9');
    const bool behind_small = i != 0 && token[i - 1] >= 'a' && token[i - 1] <= 'z';
    capitals_inside += behind_small && c >= 'A' && c <= 'Z' ? 1 : 0;
  }
  return digit && capitals_inside >= 4;
}

// The same for the parts of "ghp_16C7e42F292c" and of base64; a mail address is no secret.
bool has_dense_part(std::string_view token) {
  if (token.size() < 16 || token.find('@') != std::string_view::npos) return false;
  for (std::size_t begin = 0; begin < token.size();) {
    const auto* const end = std::ranges::find_if_not(token.substr(begin), is_ascii_alphanumeric);
    const auto size = static_cast<std::size_t>(end - token.data()) - begin;
    if (is_dense(token.substr(begin, size))) return true;
    begin += size + 1;
  }
  return false;
}

// Numbers of six or eight digits, or of four and four: a single one may be anything, three are a
// list of codes.
bool is_code_number(std::string_view token, const Mixture& m) {
  const bool halves = token.size() == 9 && m.digits == 8 && token[4] == '-';
  return halves || (m.digits == token.size() && (token.size() == 8 || token.size() == 6));
}

// Words of one length with one blank between them.
struct Run {
  std::string_view words;
  std::size_t count = 0, size = 0;
  bool behind_number = false;  // "20 7946 0958" is the end of a telephone number

  bool is_code() const {
    return count >= 3 && (is_spaced_code(words) || is_application_password(words));
  }
  bool is_code_number() const {
    return count == 2 && size == 4 && !behind_number && mixture_of(words).digits == 8 &&
           !are_years(words);
  }
};

}  // namespace

std::size_t bad_utf8_in(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const Decoded next = decode(text.substr(i));
    if (!next.valid) return i;
    i += next.bytes;
  }
  return std::string_view::npos;
}

std::string safe_text(std::string_view text) {
  std::string safe;
  Escaping escaping;
  for (std::size_t shown = 0; !text.empty(); ++shown) {
    if (shown == limits::shown_characters_max) return safe + "...";
    const Decoded next = decode(text);
    if (escaping.must_escape(next)) {
      safe += fmt::format("\\u{{{:x}}}", static_cast<std::uint32_t>(next.character));
    } else {
      safe += text.substr(0, next.bytes);
    }
    text.remove_prefix(next.bytes);
  }
  return safe;
}

bool is_safe(std::string_view text) {
  Escaping escaping;
  while (!text.empty()) {
    const Decoded next = decode(text);
    if (escaping.must_escape(next)) return false;
    text.remove_prefix(next.bytes);
  }
  return true;
}

bool is_blank(std::string_view text) {
  while (!text.empty()) {
    const Decoded next = decode(text);
    const char32_t c = next.character;
    if (!next.valid || !(is_space(c) || is_unsafe(c) || is_combining(c))) return false;
    text.remove_prefix(next.bytes);
  }
  return true;
}

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  while (!text.empty()) {
    const Decoded next = decode(text);
    if (!is_combining(next.character)) width += is_wide(next.character) ? 2 : 1;
    text.remove_prefix(next.bytes);
  }
  return width;
}

bool looks_secret(std::string_view text) {
  constexpr std::size_t shortest = 7;  // "123-456"
  if (text.size() < shortest) return false;
  for (const std::string_view mark : {"otpauth", "OTPAUTH", "-----BEGIN", "eyJhbGciOi"}) {
    // A character that is rare in names, before a search for the whole.
    if (text.find(mark[2]) == std::string_view::npos) continue;
    if (text.find(mark) != std::string_view::npos) return true;
  }
  std::size_t code_numbers = 0;
  Run run;
  Phrase phrase;
  Telling telling;
  TellingCode telling_code;
  bool behind_number = false;
  for (std::size_t previous = 0; previous < text.size();) {
    std::size_t begin = previous;
    while (begin < text.size() && sort_of(text[begin]) == Sort::separator) ++begin;
    std::size_t end = begin;
    while (end < text.size() && sort_of(text[end]) != Sort::separator) ++end;
    const std::string_view token = text.substr(begin, end - begin);
    const Mixture m = mixture_of(token);
    if (is_code_number(token, m)) ++code_numbers;
    if (!is_uuid(token) && (is_grouped_code(token, m) || has_dense_part(token) ||
                            is_secret_key(token) || is_base64_key(token))) {
      return true;
    }
    const std::string_view gap = text.substr(previous, begin - previous);
    if (telling.is_value(token, gap, m) || telling_code.is_value(token, gap, m)) return true;
    const bool follows = run.count != 0 && begin == previous + 1 && text[previous] == ' ';
    if (phrase.is_one_with(token, follows)) return true;
    if (follows && token.size() == run.size) {
      run.words = {run.words.data(), run.words.size() + 1 + token.size()};
      ++run.count;
    } else {
      if (run.is_code()) return true;
      if (run.is_code_number()) ++code_numbers;
      run = {.words = token,
             .count = 1,
             .size = token.size(),
             .behind_number = follows && behind_number};
    }
    behind_number = !token.empty() && m.digits + (token.front() == '+' ? 1 : 0) == token.size();
    previous = end;
  }
  if (run.is_code_number()) ++code_numbers;
  return code_numbers >= 3 || run.is_code();
}

bool is_plain_word(std::string_view text) {
  constexpr std::size_t shortest_code = 4, longest = 40, parts_max = 4;
  if (text.size() < shortest_code) return is_safe(text);
  if (text.size() > longest) return false;
  if (text.starts_with('$')) text.remove_prefix(1);
  std::size_t parts = 0, dashes = 0, first_size = 0;
  bool same_sizes = true;
  for (std::size_t begin = 0; begin <= text.size(); ++parts) {
    const std::size_t end = std::min(text.find_first_of("-_.", begin), text.size());
    const std::string_view part = text.substr(begin, end - begin);
    const bool letters = std::ranges::all_of(part, [](char c) { return c >= 'a' && c <= 'z'; });
    if (part.empty() || !letters || !is_easy_to_say(part)) return false;
    if (parts == 0) first_size = part.size();
    same_sizes = same_sizes && part.size() == first_size;
    dashes += end < text.size() && text[end] == '-' ? 1 : 0;
    begin = end + 1;
  }
  // "abcd-efgh" is a code, and "correct-horse-battery-staple" a password.
  return parts == 1 || (parts <= parts_max && dashes <= 2 && !(dashes != 0 && same_sizes));
}

}  // namespace passkey_audit
