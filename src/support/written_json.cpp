#include "passkey_audit/support/written_json.hpp"

#include <algorithm>
#include <utility>

namespace passkey_audit {
namespace {

class WrittenReader {
 public:
  explicit WrittenReader(std::string_view text) : text_(text) {
    constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
    if (text_.starts_with(byte_order_mark)) text_.remove_prefix(byte_order_mark.size());
  }

  WrittenJson read() {
    WrittenJson root;
    find_comments(nullptr, root.above);
    read_value(root);
    find_comments(&root, root.below);
    return root;
  }

 private:
  char here() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  // Goes over blanks and comments. Comments on the line on which `before` ends are behind it,
  // unless a comma and then another value follow there; the others are on lines of their own.
  void find_comments(WrittenJson* before, std::vector<std::string_view>& others) {
    std::vector<std::string_view> behind_comma;
    bool seen_comma = false;
    while (at_ < text_.size()) {
      const std::string_view rest = text_.substr(at_);
      const bool is_close = before != nullptr && on_its_line_;
      if (rest.starts_with("//") || rest.starts_with("/*")) {
        const std::string_view comment = take_comment(rest);
        (!is_close ? others : seen_comma ? behind_comma : before->behind).push_back(comment);
        if (comment.find('\n') != std::string_view::npos) on_its_line_ = false;
      } else if (rest.front() == '\n') {
        if (before != nullptr) append(behind_comma, before->behind);
        on_its_line_ = false;
        ++at_;
      } else if (rest.front() == ' ' || rest.front() == '\t' || rest.front() == '\r') {
        ++at_;
      } else if (rest.front() == ',' && before != nullptr) {
        seen_comma = true;
        ++at_;
      } else {
        break;
      }
    }
    const bool ends = at_ == text_.size() || here() == '}' || here() == ']';
    if (before != nullptr && ends) append(behind_comma, before->behind);
    others.insert(others.begin(), behind_comma.begin(), behind_comma.end());
  }

  static void append(std::vector<std::string_view>& from, std::vector<std::string_view>& to) {
    to.insert(to.end(), from.begin(), from.end());
    from.clear();
  }

  std::string_view take_comment(std::string_view rest) {
    const bool to_end_of_line = rest.starts_with("//");
    const std::size_t close = to_end_of_line ? rest.find('\n') : rest.find("*/", 2) + 2;
    std::string_view comment = rest.substr(0, close);
    at_ += comment.size();
    while (comment.ends_with('\r') || comment.ends_with(' ') || comment.ends_with('\t')) {
      comment.remove_suffix(1);
    }
    return comment;
  }

  void read_value(WrittenJson& value) {
    if (here() == '{' || here() == '[') {
      value.form = here() == '{' ? WrittenJson::Form::object : WrittenJson::Form::array;
      ++at_;
      read_members(value);
    } else {
      value.text = here() == '"' ? take_string() : take_literal();
    }
    on_its_line_ = true;
  }

  void read_members(WrittenJson& container) {
    std::vector<std::string_view> comments;
    while (at_ < text_.size()) {
      find_comments(container.members.empty() ? nullptr : &container.members.back(), comments);
      if (here() == '}' || here() == ']') break;
      WrittenJson member;
      if (container.form == WrittenJson::Form::object) {
        member.key = take_string();
        find_comments(nullptr, comments);
        ++at_;  // the colon
        find_comments(nullptr, comments);
      }
      read_value(member);
      member.above = std::exchange(comments, {});
      container.members.push_back(std::move(member));
    }
    ++at_;
    container.at_end = std::move(comments);
  }

  std::string_view take_string() {
    const std::size_t begin = at_++;
    while (at_ < text_.size() && text_[at_] != '"') at_ += text_[at_] == '\\' ? 2 : 1;
    at_ = std::min(text_.size(), at_ + 1);
    return text_.substr(begin, at_ - begin);
  }

  std::string_view take_literal() {
    const std::size_t begin = at_;
    at_ = std::min(text_.size(), text_.find_first_of(",]}/ \t\r\n", at_));
    return text_.substr(begin, at_ - begin);
  }

  std::string_view text_;
  std::size_t at_ = 0;
  bool on_its_line_ = false;  // as the value that ended last
};

}  // namespace

bool WrittenJson::has_comments_inside() const {
  return !at_end.empty() || std::ranges::any_of(members, [](const WrittenJson& member) {
    return !member.above.empty() || !member.behind.empty() || member.has_comments_inside();
  });
}

WrittenJson read_written_json(std::string_view text) {
  return WrittenReader(text).read();
}

}  // namespace passkey_audit
