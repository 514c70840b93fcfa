// Markdown that nobody can inject into: what others wrote stands in code spans, and a section ends
// with what it does not show.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace rulemap::misp {

// `value` as a code span that may stand in a table; "-" for an empty one. One line, cut where it is
// longer than 200 bytes.
std::string code_span(std::string_view value);

// A heading and lines, of which it shows whole ones as far as its bytes go.
class Section {
 public:
  Section(std::string_view heading, std::size_t most_bytes)
      : text_("\n## " + std::string(heading) + "\n\n"), most_bytes_(most_bytes) {}

  void add(std::string_view line);
  void add_row(const std::vector<std::string>& cells);
  // Rows that follow have these columns.
  void add_columns(const std::vector<std::string>& names);
  // Lines that were left out before they came here.
  void leave_out(std::size_t count) { left_out_ += count; }

  bool is_empty() const { return lines_ == 0; }
  // Empty where nothing was added.
  std::string text() const;

 private:
  std::string text_;
  std::size_t most_bytes_;
  std::size_t lines_ = 0;
  std::size_t left_out_ = 0;
};

}  // namespace rulemap::misp
