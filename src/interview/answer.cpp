#include "answer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "passkey_audit/support/lower_case.hpp"
#include "passkey_audit/support/safe_text.hpp"

namespace passkey_audit {
namespace {

constexpr std::string_view blanks = " \t\r\n";

bool is_in(std::string_view text, std::initializer_list<std::string_view> any) {
  return std::ranges::find(any, text) != any.end();
}

// The answer without signs around it and with one sort of apostrophe.
std::string plain(std::string_view answer) {
  std::string text = lower_case(trimmed(answer));
  for (std::size_t at; (at = text.find("’")) != std::string::npos;) {
    text.replace(at, std::string_view("’").size(), "'");
  }
  while (text.ends_with('.') || text.ends_with('!')) text.pop_back();
  return text;
}

bool is_preposition(std::string_view word) {
  return is_in(word, {"at", "in", "on", "with", "inside", "from", "to", "@"});
}

struct Token {
  std::size_t begin, end;
};

std::vector<Token> tokens_of(std::string_view text) {
  std::vector<Token> tokens;
  for (std::size_t begin = 0; (begin = text.find_first_not_of(blanks, begin)) < text.size();) {
    const std::size_t end = std::min(text.find_first_of(blanks, begin), text.size());
    tokens.push_back({begin, end});
    begin = end;
  }
  return tokens;
}

// How often letters and digits follow each other: once in "S24" and "1Password", four times in
// "Tr0ub4dor".
std::size_t changes_in(std::string_view word) {
  std::size_t changes = 0;
  char before = 0;
  for (const char c : word) {
    const bool is_digit = c >= '0' && c <= '9';
    const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (!is_digit && !is_letter) continue;
    const char sort = is_digit ? '0' : 'a';
    if (before != 0 && sort != before) ++changes;
    before = sort;
  }
  return changes;
}

}  // namespace

std::string trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(blanks);
  if (begin == std::string_view::npos) return {};
  return std::string(text.substr(begin, text.find_last_not_of(blanks) - begin + 1));
}

std::string without_hedges(std::string_view answer) {
  std::string text(answer);
  for (const std::string_view hedge :
       {"i think", "i guess", "i believe", "probably", "maybe", "perhaps"}) {
    std::size_t at = lower_case(text).find(hedge);
    while (at != std::string::npos) {
      const std::size_t end = at + hedge.size();
      const bool begins = at == 0 || text[at - 1] == ' ' || text[at - 1] == ',';
      const bool ends = end == text.size() || text[end] == ' ' || text[end] == ',';
      if (begins && ends) text.erase(at, hedge.size());
      at = lower_case(text).find(hedge, begins && ends ? at : end);
    }
  }
  while (text.ends_with(' ') || text.ends_with(',')) text.pop_back();
  return text == answer ? text : trimmed(text);
}

bool is_dont_know(std::string_view answer) {
  const std::string text = plain(answer);
  return is_in(text, {"?", "??", "don't know", "dont know", "i don't know", "i dont know",
                      "do not know", "no idea", "unknown", "not sure", "unsure", "dunno"});
}

bool is_none(std::string_view answer) {
  const std::string text = plain(answer);
  return is_in(text, {"no", "none", "nothing", "nobody", "no one", "nowhere", "n", "nope", "never",
                      "not yet", "no key", "no keys", "-", "0"});
}

bool denies(std::string_view answer) {
  const std::vector<std::string> items = listed(answer, And::belongs);
  return std::ranges::any_of(items, [](const std::string& item) {
    return !is_none(item) && !is_dont_know(item) &&
           has_word(item, {"no", "not", "none", "nobody", "nothing", "never", "without", "neither",
                           "lost", "broken", "deleted", "burnt", "isn't", "don't", "can't",
                           "cannot", "doesn't"});
  });
}

bool is_only_denial(std::string_view answer) {
  const std::vector<std::string> words = words_of(answer);
  const bool is_one_item = answer.find_first_of(",;") == std::string_view::npos;
  constexpr std::array<std::string_view, 5> none{"no", "none", "nobody", "nothing", "never"};
  return is_one_item && !words.empty() && std::ranges::find(none, words.front()) != none.end() &&
         !has_word(answer, {"but", "only", "except"});
}

std::vector<std::string> listed(std::string_view answer, And word) {
  std::vector<std::string> items;
  std::string item;
  const auto finish = [&] {
    if (const std::string text = trimmed(item); !text.empty()) items.push_back(text);
    item.clear();
  };
  for (const Token& token : tokens_of(answer)) {
    const std::string_view text = answer.substr(token.begin, token.end - token.begin);
    if (text == "&" || text == "+" || (word == And::separates && lower_case(text) == "and")) {
      finish();
      continue;
    }
    for (const char c : text) {
      if (c == ',' || c == ';') {
        finish();
      } else {
        item += c;
      }
    }
    item += ' ';
  }
  finish();
  return items;
}

std::vector<std::string> words_of(std::string_view text) {
  const std::string small = plain(text);
  std::vector<std::string> words;
  for (const Token& token : tokens_of(small)) {
    std::string word = small.substr(token.begin, token.end - token.begin);
    std::erase_if(
        word, [](char c) { return std::string_view("()\"!:").find(c) != std::string_view::npos; });
    if (!word.empty()) words.push_back(std::move(word));
  }
  return words;
}

bool has_word(std::string_view text, std::initializer_list<std::string_view> any) {
  const std::vector<std::string> words = words_of(text);
  return std::ranges::any_of(words, [&](const std::string& word) { return is_in(word, any); });
}

Located located(std::string_view item, At which) {
  Located found{.what = trimmed(item)};
  for (const Token& token : tokens_of(item)) {
    const std::string word = lower_case(item.substr(token.begin, token.end - token.begin));
    if (!is_preposition(word)) continue;
    if (found.where.empty()) found.what = trimmed(item.substr(0, token.begin));
    found.where = trimmed(item.substr(token.end));
    // "with me" is a place, "me" alone would be a person.
    if (word == "with") found.where = "with " + found.where;
    if (which == At::first) break;
  }
  constexpr std::string_view carried = " carried";
  if (found.where.empty() && lower_case(found.what).ends_with(carried)) {
    found = {trimmed(found.what.substr(0, found.what.size() - carried.size())), "carried"};
  }
  return found;
}

std::string without_article(std::string_view text) {
  std::string rest = trimmed(text);
  for (bool more = true; more;) {
    more = false;
    for (const std::string_view article : {"my ", "the ", "our ", "a ", "an ", "her ", "his "}) {
      if (!lower_case(rest).starts_with(article)) continue;
      rest = trimmed(rest.substr(article.size()));
      more = true;
    }
  }
  return rest;
}

Counted counted(std::string_view text) {
  static constexpr std::array<std::string_view, 10> numbers{"one", "two",   "three", "four", "five",
                                                            "six", "seven", "eight", "nine", "ten"};
  const std::string rest = without_article(text);
  const std::size_t blank = rest.find(' ');
  const std::string first = lower_case(rest.substr(0, blank));
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    if (first != numbers[i] && first != fmt::format("{}", i + 1)) continue;
    return {i + 1, blank == std::string::npos ? "" : trimmed(rest.substr(blank))};
  }
  return {1, rest};
}

// "PIN 4711", "password hunter2"; or nothing but figures: "482913", "8305-1946".
bool names_a_value(std::string_view answer) {
  const auto has_figure = [](std::string_view word) {
    return word.find_first_of("0123456789") != std::string_view::npos;
  };
  const std::vector<std::string> words = words_of(answer);
  for (std::size_t i = 1; i < words.size(); ++i) {
    if (has_word(words[i - 1], {"password", "pin", "passcode", "code", "passphrase"}) &&
        has_figure(words[i])) {
      return true;
    }
  }
  constexpr std::size_t shortest = 4;
  const bool is_all_figures = answer.find_first_not_of("0123456789 -") == std::string_view::npos;
  return is_all_figures && trimmed(answer).size() >= shortest && has_figure(answer);
}

bool could_be_secret(std::string_view answer) {
  if (looks_secret(answer) || names_a_value(answer)) return true;
  constexpr std::string_view signs = "!$%^*#&=<>{}[]~_";
  return std::ranges::any_of(tokens_of(answer), [&](const Token& token) {
    const std::string_view word = answer.substr(token.begin, token.end - token.begin);
    const std::size_t changes = changes_in(word);
    const bool is_address = word.find('@') != std::string_view::npos;
    const bool has_sign = word.find_first_of(signs) != std::string_view::npos;
    return !is_address && (changes >= 3 || (has_sign && changes >= 1));
  });
}

std::string quoted(std::string_view text) {
  const std::string small = lower_case(trimmed(text));
  return is_plain_word(small) ? fmt::format("\"{}\"", small) : "that";
}

}  // namespace passkey_audit
