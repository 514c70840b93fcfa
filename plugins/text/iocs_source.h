// text.iocs: lists of indicators as people write them: defanged, with comments, in columns. Each
// token becomes a record or is refused with the reason; nothing is dropped without a word.
#pragma once

#include <array>
#include <fstream>
#include <istream>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "rulemap/sdk/source.h"
#include "rulemap/text/indicator.h"

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
  };
  static constexpr auto options = rulemap::options(
      option("path", &Config::path, "Files, folders or globs to read; - is stdin"),
      option("text", &Config::text, "The indicators themselves, instead of files"),
      option("types", &Config::types, "Only these types; others are refused with a reason")
          .one_of("md5|sha1|sha256|sha512|ipv4|ipv6|cidr|domain|url|email|cve"),
      option("layout", &Config::layout,
             "csv: commas always separate; free: a URL may hold them; auto: csv for *.csv")
          .one_of("auto|free|csv")
          .standard("auto"));
  static constexpr auto writes =
      rulemap::fields(field::text("ioc.type"), field::text("ioc.value"), field::integer("ioc.port"),
                      field::boolean("ioc.private"), field::text("ioc.original"),
                      field::text("ioc.file"), field::integer("ioc.line"));

  static Result<void> validate(const Config& config);
  explicit IocsSource(Config config) : config_(std::move(config)) {}
  Result<void> start();
  Outcome poll(Emitter out);

 private:
  // The bytes of a text that is read line by line; a longer line is cut off there.
  static constexpr std::size_t kLongestLine = std::size_t{1} << 20;
  static constexpr int kLinesAPoll = 200;

  struct Input {
    std::string name;
    std::unique_ptr<std::istream> stream;  // null: stdin
  };
  bool open_next(Emitter& out);
  bool read_line(std::string& line, bool& cut);
  void read_tokens(std::string_view line, Emitter& out);
  void emit(const ioc::Indicator& indicator, std::string_view original, Emitter& out);
  bool is_csv() const;

  Config config_;
  std::vector<std::string> files_;
  std::size_t next_file_ = 0;
  Input input_;
  bool is_open_ = false;
  std::uint32_t line_ = 0;
};

}  // namespace rulemap::text_plugin
