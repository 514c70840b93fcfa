// text.iocs: lists of indicators as people write them: defanged, with comments, in columns, in
// prose. Each token becomes a record or is refused with the reason; nothing is dropped without a
// word.
#pragma once

#include <array>
#include <fstream>
#include <istream>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "column_reader.h"
#include "rulemap/sdk/source.h"
#include "rulemap/text/indicator.h"
#include "rulemap/text/scan.h"

namespace rulemap::text_plugin {

class IocsSource final : public Source<IocsSource> {
 public:
  static constexpr Label label{.id = "text.iocs",
                               .summary = "Reads indicators from lists, notes and CSV files.",
                               .label = "source"};
  struct Config {
    Paths path;
    std::string text;
    std::vector<std::string> types;
    std::string layout;
    std::string column;
    std::string header;
    std::string separator;
  };
  static constexpr auto options = rulemap::options(
      option("path", &Config::path, "Files, folders or globs to read; - is stdin").input(),
      option("text", &Config::text, "The indicators themselves, instead of files"),
      option("types", &Config::types, "Only these types; others are refused with a reason")
          .one_of(ioc::kTypeWords),
      option("layout", &Config::layout,
             "csv: commas always separate; free: a URL may hold them; auto: csv for *.csv; "
             "prose: words that are no indicators are counted, not refused")
          .one_of("auto|free|csv|prose")
          .standard("auto"),
      option("column", &Config::column,
             "The one column of a CSV file to read: its name in the header, or its number from 1"),
      option("header", &Config::header,
             "Whether the first line names the columns; auto: where `column` is a name")
          .one_of("auto|true|false")
          .standard("auto"),
      option("separator", &Config::separator,
             "What stands between columns where `column` is given: a character, or tab")
          .standard(","));
  static constexpr auto writes = rulemap::fields(
      field::text("ioc.type").one_of(ioc::kTypeWords), field::text("ioc.value"),
      field::integer("ioc.port"), field::boolean("ioc.private"), field::text("ioc.original"),
      field::text("ioc.file"), field::integer("ioc.line"));

  static Result<void> validate(const Config& config);
  IocsSource(Config config, Host host) : config_(std::move(config)), host_(host) {}
  Result<void> start();
  Outcome poll(Emitter out);

 private:
  // The bytes of a text that is read line by line; a longer line is cut off there.
  static constexpr std::size_t kLongestLine = std::size_t{1} << 20;
  static constexpr int kLinesAPoll = 200;

  struct Input {
    std::string name;
    std::unique_ptr<std::istream> stream;  // null: stdin
    std::unique_ptr<ColumnReader> column;  // null: read line by line
  };
  bool open_next(Emitter& out);
  bool open(const std::string& file, Emitter& out);
  std::streambuf& buffer();
  bool read_line(std::string& line, bool& cut);
  void poll_lines(Emitter& out);
  Result<void> poll_column(Emitter& out);
  void read_tokens(std::string_view text, ioc::Layout layout, CsvPlace at, Emitter& out);
  void read_token(const ioc::Token& token, ioc::Layout layout, const Place& place, Emitter& out);
  void emit(const ioc::Indicator& indicator, std::string_view original, Emitter& out);
  ioc::Layout layout() const;

  Config config_;
  Host host_;
  std::vector<std::string> files_;
  std::size_t next_file_ = 0;
  Input input_;
  bool is_open_ = false;
  std::uint32_t line_ = 0;  // that was read last
};

}  // namespace rulemap::text_plugin
