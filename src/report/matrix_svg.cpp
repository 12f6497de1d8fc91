#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "passkey_audit/report/matrix.hpp"
#include "passkey_audit/support/safe_text.hpp"
#include "xml_text.hpp"

namespace passkey_audit {
namespace {

// In user units, which are pixels at 100 %.
constexpr int cell = 26, row_height = 26, margin = 16, legend_height = 40;
constexpr int character = 7;  // a generous width of one, at 13 px
constexpr std::size_t title_columns_max = 80, name_columns_max = 40;

std::string shortened(const std::string& text, std::size_t columns_max) {
  if (display_width(text) <= columns_max) return text;
  std::string cut;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool begins = (static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80U;
    if (begins && display_width(cut) + 3 > columns_max) break;
    cut += text[i];
  }
  return cut + "...";
}

std::string_view word_of(AccessState state) {
  switch (state) {
    case AccessState::open: return "open";
    case AccessState::recoverable: return "recoverable";
    case AccessState::delayed: return "delayed";
    case AccessState::locked_out: return "locked out";
  }
  return "";
}

// A cross, an hourglass, a ring or a dot, so that no two states differ in colour alone.
std::string shape_of(AccessState state, int x, int y) {
  const int middle_x = x + cell / 2, middle_y = y + row_height / 2;
  switch (state) {
    case AccessState::open:
      return fmt::format("<circle cx=\"{}\" cy=\"{}\" r=\"2\" fill=\"#9aa0a6\"/>", middle_x,
                         middle_y);
    case AccessState::recoverable:
      return fmt::format(
          "<circle cx=\"{}\" cy=\"{}\" r=\"6\" fill=\"none\" stroke=\"#1f6f43\" "
          "stroke-width=\"2\"/>",
          middle_x, middle_y);
    case AccessState::delayed:
      return fmt::format(
          "<path d=\"M{0} {1}h12l-12 14h12z\" fill=\"#f2c14e\" stroke=\"#7a5c00\" "
          "stroke-width=\"1.5\"/>",
          middle_x - 6, middle_y - 7);
    case AccessState::locked_out:
      return fmt::format(
          "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"#b3261e\"/>"
          "<path d=\"M{} {}l10 10m0 -10l-10 10\" stroke=\"#ffffff\" stroke-width=\"2.5\"/>",
          x + 2, y + 2, cell - 4, row_height - 4, middle_x - 5, middle_y - 5);
  }
  return {};
}

class Svg {
 public:
  Svg(const AuditContext& context, const Matrix& matrix) : context_(context), matrix_(matrix) {
    std::size_t title = 20, name = 4;
    for (const MatrixRow& row : matrix.rows) {
      title = std::max(title, std::min(display_width(row.title), title_columns_max));
    }
    for (std::uint32_t i = 0; i < accounts(); ++i) {
      name = std::max(name, std::min(display_width(context.name(i)), name_columns_max));
    }
    left_ = margin + static_cast<int>(title) * character + 10;
    // Names stand at an angle of 45 degrees: as high as they are wide.
    top_ = margin + legend_height + static_cast<int>(name) * character * 7 / 10 + 16;
    const int lean = static_cast<int>(name) * character * 7 / 10 + 20;
    constexpr int width_of_legend = 440;
    width_ = std::max(width_of_legend, left_ + static_cast<int>(accounts()) * cell + lean + margin);
    height_ = top_ + static_cast<int>(matrix.rows.size()) * row_height + 30 + margin;
  }

  std::string draw() {
    text_ = fmt::format(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0}\" height=\"{1}\" viewBox=\"0 0 {0} "
        "{1}\" role=\"img\" font-family=\"sans-serif\" font-size=\"13\">\n"
        "<title>What is left after each loss</title>\n"
        "<rect width=\"{0}\" height=\"{1}\" fill=\"#ffffff\"/>\n",
        width_, height_);
    add_legend();
    for (std::uint32_t i = 0; i < accounts(); ++i) add_name(i);
    for (std::size_t i = 0; i < matrix_.rows.size(); ++i) add_row(i);
    add_rest();
    return text_ + "</svg>\n";
  }

 private:
  std::uint32_t accounts() const {
    return static_cast<std::uint32_t>(context_.inventory.accounts.size());
  }

  void add_legend() {
    int x = margin;
    for (const AccessState state : {AccessState::locked_out, AccessState::delayed,
                                    AccessState::recoverable, AccessState::open}) {
      text_ += shape_of(state, x, margin);
      text_ += fmt::format("<text x=\"{}\" y=\"{}\">{}</text>\n", x + cell + 4, margin + 18,
                           word_of(state));
      x += cell + 24 + static_cast<int>(word_of(state).size()) * character;
    }
  }

  void add_name(std::uint32_t account) {
    const std::string name = context_.name(account);
    const int x = left_ + static_cast<int>(account) * cell + cell / 2;
    text_ +=
        fmt::format("<text transform=\"translate({},{}) rotate(-45)\">{}<title>{}</title></text>\n",
                    x, top_ - 6, xml_text(shortened(name, name_columns_max)), xml_text(name));
  }

  void add_row(std::size_t index) {
    const MatrixRow& row = matrix_.rows[index];
    const int y = top_ + static_cast<int>(index) * row_height;
    if (index % 2 == 0) {
      text_ +=
          fmt::format("<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"#f4f5f7\"/>\n",
                      margin, y, left_ - margin + static_cast<int>(accounts()) * cell, row_height);
    }
    text_ += fmt::format("<text x=\"{}\" y=\"{}\">{}<title>{}</title></text>\n", margin + 4, y + 17,
                         xml_text(shortened(row.title, title_columns_max)), xml_text(row.title));
    for (std::uint32_t i = 0; i < accounts(); ++i) {
      text_ += fmt::format("<g><title>{}: {} {}</title>{}</g>\n", xml_text(row.title),
                           xml_text(context_.name(i)), word_of(row.states[i]),
                           shape_of(row.states[i], left_ + static_cast<int>(i) * cell, y));
    }
  }

  void add_rest() {
    if (matrix_.harmless == 0) return;
    text_ += fmt::format("<text x=\"{}\" y=\"{}\" fill=\"#5f6368\">{}</text>\n", margin + 4,
                         height_ - margin, rest_in_words(matrix_));
  }

  const AuditContext& context_;
  const Matrix& matrix_;
  int left_ = 0, top_ = 0, width_ = 0, height_ = 0;
  std::string text_;
};

}  // namespace

std::string matrix_as_svg(const AuditContext& context, const Matrix& matrix) {
  return Svg(context, matrix).draw();
}

}  // namespace passkey_audit
