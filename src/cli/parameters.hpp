// What a command takes on its command line.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace passkey_audit {

// Each method adds one parameter: an option where the name begins with dashes, else the word at the
// next place. What is given for it is written into the variable, which has to live until then; the
// variable stays as it is when nothing is given. `type` is what help calls the value.
class Parameters {
 public:
  struct Range {
    int low, high;
  };
  // Why a text is not taken; empty: it is.
  using Refusal = std::function<std::string(const std::string& text)>;

  explicit Parameters(CLI::App& parser) : parser_(parser) {}

  // Must be given; `files` at least once.
  void file(const std::string& name, std::string& into, const std::string& help);
  void files(const std::string& name, std::vector<std::string>& into, const std::string& help);

  void flag(const std::string& name, bool& into, const std::string& help);

  void text(const std::string& name, std::string& into, const std::string& type,
            const std::string& help, const Refusal& refusal = {});
  // Several with blanks between.
  void texts(const std::string& name, std::vector<std::string>& into, const std::string& type,
             const std::string& help);

  void choice(const std::string& name, std::string& into, const std::vector<std::string>& words,
              const std::string& help, const std::string& type = "TEXT");
  // Several with commas or blanks between.
  void choices(const std::string& name, std::vector<std::string>& into,
               const std::vector<std::string>& words, const std::string& help);

  // A whole number; the variable may be an optional one.
  template <class Number>
  void number(const std::string& name, Number& into, Range range, const std::string& type,
              const std::string& help) {
    add_number(name, range, type, help, [&into](std::uint32_t number) { into = number; });
  }

 private:
  void add_number(const std::string& name, Range range, const std::string& type,
                  const std::string& help, const std::function<void(std::uint32_t)>& take);

  CLI::App& parser_;
};

}  // namespace passkey_audit
