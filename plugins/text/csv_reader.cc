#include "csv_reader.h"

#include <algorithm>

namespace rulemap::text_plugin {
namespace {

constexpr int kEnd = std::char_traits<char>::eof();

bool continues_character(int c) { return (c & 0xc0) == 0x80; }

}  // namespace

CsvReader::Found CsvReader::next() {
  skip_mark();
  while (in_.sgetc() != kEnd) {
    text_.clear();
    cells_.clear();
    if (in_.sgetc() == '#') {
      skip_line();
      continue;
    }
    const Found found = record();
    const bool is_empty = found == Found::record && cells_.size() == 1 && text_.empty();
    if (!is_empty) return found;
  }
  return Found::end;
}

std::string_view CsvReader::cell(std::size_t index) const {
  const std::size_t begin = cells_[index].begin;
  const std::size_t end = index + 1 < cells_.size() ? cells_[index + 1].begin : text_.size();
  return std::string_view(text_).substr(begin, end - begin);
}

std::string CsvReader::excerpt(std::size_t longest) const {
  std::string out;
  for (std::size_t i = 0; i < cells_.size() && out.size() <= longest; ++i) {
    if (i > 0) out += separator_;
    out += cell(i).substr(0, longest + 1);
  }
  return out.size() > longest ? out.substr(0, longest) + "..." : out;
}

int CsvReader::take() {
  const int c = in_.sbumpc();
  if (c == '\n')
    at_ = {at_.line + 1, 1};
  else if (c != kEnd && !continues_character(c))
    ++at_.column;
  return c;
}

// A byte order mark at the very start; what only begins as one is no text that anybody wants.
void CsvReader::skip_mark() {
  if (!is_start_) return;
  is_start_ = false;
  for (const unsigned char c : std::string_view("\xEF\xBB\xBF")) {
    if (in_.sgetc() != c) return;
    in_.sbumpc();
  }
}

void CsvReader::skip_line() {
  for (int c = take(); c != '\n' && c != kEnd;) c = take();
}

CsvReader::Found CsvReader::record() {
  begin_ = at_;
  for (;;) {
    if (cells_.size() == kMostCells) {
      skip_line();
      refuse(begin_, "the line has more than " + std::to_string(kMostCells) + " columns");
      return Found::refused;
    }
    cells_.push_back({text_.size(), at_});
    const End end = cell();
    if (end != End::separator) return end == End::line ? Found::record : Found::refused;
  }
}

// Behind a closing quote other text may follow, as spreadsheets read it.
CsvReader::End CsvReader::cell() {
  if (in_.sgetc() == '"' && !quoted()) return End::refused;
  for (;;) {
    const int c = take();
    if (c == '\n' || c == kEnd) return End::line;
    if (c == '\r' && (in_.sgetc() == '\n' || in_.sgetc() == kEnd)) continue;
    if (c == static_cast<unsigned char>(separator_)) return End::separator;
    if (keep(c)) continue;
    skip_line();
    refuse(begin_, "the line is longer than the limit of " + std::to_string(kLongestRecord) +
                       " bytes; it is not read");
    return End::refused;
  }
}

bool CsvReader::quoted() {
  const CsvPlace opened = at_;
  take();
  cells_.back().place = at_;
  for (;;) {
    const int c = take();
    if (c == '"' && in_.sgetc() != '"') return true;
    if (c == '"') take();
    if (c == kEnd) {
      refuse(opened, "the quote that opens here is never closed: the rest of the file, to line " +
                         std::to_string(at_.line) + ", is not read");
      return false;
    }
    if (keep(c)) continue;
    refuse(opened, "the quote that opens here is not closed within " +
                       std::to_string(kLongestRecord) + " bytes; reading goes on behind line " +
                       std::to_string(c == '\n' ? at_.line - 1 : at_.line));
    if (c != '\n') skip_line();
    return false;
  }
}

bool CsvReader::keep(int c) {
  if (text_.size() == kLongestRecord) return false;
  text_.push_back(static_cast<char>(c));
  return true;
}

void CsvReader::refuse(CsvPlace at, std::string why) {
  begin_ = at;
  problem_ = std::move(why);
}

}  // namespace rulemap::text_plugin
