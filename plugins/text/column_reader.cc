#include "column_reader.h"

#include <algorithm>
#include <charconv>

namespace rulemap::text_plugin {
namespace {

constexpr std::size_t kLongestHeader = 300;  // of it in a message

// Headers differ in case and blanks from one export to the next.
std::string plain(std::string_view name) {
  constexpr std::string_view kBlanks = " \t\r\n";
  const std::size_t begin = std::min(name.find_first_not_of(kBlanks), name.size());
  name.remove_prefix(begin);
  name = name.substr(0, name.find_last_not_of(kBlanks) + 1);
  std::string out(name);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

bool is_number(const std::string& text) {
  return text.find_first_not_of("0123456789") == std::string::npos;
}

}  // namespace

Result<ColumnChoice> column_choice(const std::string& column, const std::string& header,
                                   const std::string& separator) {
  ColumnChoice out;
  if (separator != "tab" && separator.size() != 1) {
    return Error{"`separator` is one character, such as \";\", or tab", "separator"};
  }
  out.separator = separator == "tab" ? '\t' : separator[0];
  if (static_cast<unsigned char>(out.separator) >= 0x80 || out.separator == '"' ||
      out.separator == '\n' || out.separator == '\r') {
    return Error{"`separator` is a plain character, and no quote or line end", "separator"};
  }
  if (!is_number(column)) {
    if (header == "false") {
      return Error{"without a header `column` is a number, counted from 1", "column"};
    }
    out.name = column;
    return out;
  }
  const char* end = column.data() + column.size();
  const auto [at, failed] = std::from_chars(column.data(), end, out.number);
  if (failed != std::errc() || at != end || !out.number || out.number > CsvReader::kMostCells) {
    return Error{
        "`column` is a name, or a number from 1 to " + std::to_string(CsvReader::kMostCells),
        "column"};
  }
  out.header = header == "true";
  return out;
}

Result<ColumnReader::Found> ColumnReader::next() {
  if (is_start_) {
    is_start_ = false;
    if (auto read = read_header(); !read.ok()) return read.error();
  }
  for (;;) {
    is_cell_ = false;
    const CsvReader::Found found = csv_.next();
    if (found == CsvReader::Found::end) return Found::end;
    if (found == CsvReader::Found::refused) return refuse(csv_.problem());
    if (index_ >= csv_.size()) {
      return refuse("the line has " + std::to_string(csv_.size()) +
                    " columns; what is asked for is number " + std::to_string(index_ + 1));
    }
    is_cell_ = true;
    if (csv_.cell(index_).find_first_not_of(" \t\r\n") != std::string_view::npos) {
      return Found::cell;
    }
  }
}

Result<void> ColumnReader::read_header() {
  index_ = choice_.number - 1;
  if (!choice_.header) return {};
  const CsvReader::Found found = csv_.next();
  if (found == CsvReader::Found::end) return {};  // of an empty file
  if (found == CsvReader::Found::refused) {
    return Error{csv_.problem(), "line " + std::to_string(csv_.place().line)};
  }
  if (choice_.name.empty()) return {};
  for (index_ = 0; index_ < csv_.size(); ++index_) {
    if (plain(csv_.cell(index_)) == plain(choice_.name)) return {};
  }
  return Error{"the header names no column `" + choice_.name + "`; it is `" +
                   csv_.excerpt(kLongestHeader) + "`, read with the separator `" +
                   (choice_.separator == '\t' ? "tab" : std::string(1, choice_.separator)) + "`",
               "line " + std::to_string(csv_.place().line)};
}

ColumnReader::Found ColumnReader::refuse(std::string why) {
  problem_ = std::move(why);
  return Found::refused;
}

}  // namespace rulemap::text_plugin
