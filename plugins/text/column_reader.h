// One column of a CSV text: found by its name in the header, or by its number.
#pragma once

#include <string>

#include "csv_reader.h"
#include "rulemap/sdk/result.h"

namespace rulemap::text_plugin {

struct ColumnChoice {
  std::string name = {};   // in the header; empty: by number
  std::size_t number = 0;  // from 1
  bool header = true;      // the first record names the columns
  char separator = ',';
};

// header: auto, true or false; separator: a character, or `tab`. Fails with the option's name.
Result<ColumnChoice> column_choice(const std::string& column, const std::string& header,
                                   const std::string& separator);

class ColumnReader {
 public:
  // `in` is borrowed for the reader's life.
  ColumnReader(std::streambuf& in, ColumnChoice choice)
      : csv_(in, choice.separator), choice_(std::move(choice)) {}

  enum class Found { cell, refused, end };
  // The next cell of the column that is not empty. Fails where the header names no such column.
  Result<Found> next();

  std::string_view text() const { return csv_.cell(index_); }
  CsvPlace place() const { return is_cell_ ? csv_.place(index_) : csv_.place(); }
  const std::string& problem() const { return problem_; }
  std::string excerpt(std::size_t longest) const { return csv_.excerpt(longest); }

 private:
  Result<void> read_header();
  Found refuse(std::string why);

  CsvReader csv_;
  ColumnChoice choice_;
  bool is_start_ = true;
  bool is_cell_ = false;
  std::size_t index_ = 0;
  std::string problem_;
};

}  // namespace rulemap::text_plugin
