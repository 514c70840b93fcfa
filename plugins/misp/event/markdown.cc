#include "event/markdown.h"

#include "event/values.h"

namespace rulemap::misp {
namespace {

constexpr std::size_t kLongestSpan = 200;

std::string row_of(const std::vector<std::string>& cells) {
  std::string out = "|";
  for (const std::string& each : cells) out += " " + each + " |";
  return out;
}

}  // namespace

std::string code_span(std::string_view value) {
  const std::string line = clean_line(value, kLongestSpan);
  if (line.find_first_not_of(' ') == std::string::npos) return "-";
  std::string out = "`";
  for (char c : line) {
    // A grave accent would end the span, a bar the cell, even within a span.
    if (c == '`')
      out += '\'';
    else if (c == '|')
      out += "\\|";
    else
      out += c;
  }
  return out + "`";
}

void Section::add(std::string_view line) {
  if (left_out_ > 0 || text_.size() + line.size() + 1 > most_bytes_) {
    ++left_out_;
    return;
  }
  text_.append(line).push_back('\n');
  ++lines_;
}

void Section::add_row(const std::vector<std::string>& cells) { add(row_of(cells)); }

void Section::add_columns(const std::vector<std::string>& names) {
  const std::vector<std::string> rules(names.size(), "---");
  text_ += row_of(names) + "\n" + row_of(rules) + "\n";
}

std::string Section::text() const {
  if (lines_ == 0 && left_out_ == 0) return {};
  if (left_out_ == 0) return text_;
  return text_ + "\n" + std::to_string(left_out_) + " more are not shown.\n";
}

}  // namespace rulemap::misp
