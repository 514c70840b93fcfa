// Records of a CSV text as RFC 4180 has them: cells in quotes may hold separators, line ends and
// doubled quotes. Of bounded memory, whatever the text is.
#pragma once

#include <cstdint>
#include <streambuf>
#include <string>
#include <string_view>
#include <vector>

namespace rulemap::text_plugin {

// Counted from 1; columns are characters of the line.
struct CsvPlace {
  std::uint32_t line = 1;
  std::uint32_t column = 1;
};

class CsvReader {
 public:
  static constexpr std::size_t kLongestRecord = std::size_t{1} << 20;
  static constexpr std::size_t kMostCells = 16'384;  // as many as a spreadsheet has columns

  // `in` is borrowed for the reader's life.
  CsvReader(std::streambuf& in, char separator) : in_(in), separator_(separator) {}

  enum class Found { record, refused, end };
  // The next record. Empty lines and lines that begin with # are passed over.
  Found next();

  // The cells of a record; texts are good until the next call of next().
  std::size_t size() const { return cells_.size(); }
  std::string_view cell(std::size_t index) const;
  CsvPlace place(std::size_t index) const { return cells_[index].place; }

  // Where the record begins; what is wrong with a refused one, and then where.
  CsvPlace place() const { return begin_; }
  const std::string& problem() const { return problem_; }
  // What was read of it, cut where it is long.
  std::string excerpt(std::size_t longest) const;

 private:
  struct Cell {
    std::size_t begin;  // of its text in text_
    CsvPlace place;
  };
  enum class End { separator, line, refused };

  int take();
  void skip_mark();
  void skip_line();
  Found record();
  End cell();
  bool quoted();
  bool keep(int c);
  void refuse(CsvPlace at, std::string why);

  std::streambuf& in_;
  char separator_;
  CsvPlace at_;  // of the next character
  CsvPlace begin_;
  bool is_start_ = true;
  std::string text_;
  std::vector<Cell> cells_;
  std::string problem_;
};

}  // namespace rulemap::text_plugin
