#include "iocs_source.h"

#include <algorithm>
#include <iostream>
#include <sstream>

#include "prose.h"
#include "rulemap/paths/find_files.h"
#include "rulemap/text/refang.h"

namespace rulemap::text_plugin {
namespace {

// A refused token is shown in full up to here.
constexpr std::size_t kExcerpt = 200;

std::string excerpt(std::string_view token) {
  return std::string(token.substr(0, kExcerpt)) + (token.size() > kExcerpt ? "..." : "");
}

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& each : words) out += (out.empty() ? "" : ", ") + each;
  return out;
}

}  // namespace

Result<void> IocsSource::validate(const Config& config) {
  if (config.path.items.empty() == config.text.empty()) {
    return Error{"give either `path` or `text`", config.text.empty() ? "path" : "text"};
  }
  if (config.column.empty()) {
    if (config.header == "auto" && config.separator == ",") return {};
    return Error{"`header` and `separator` go with `column`: name the column to read",
                 config.header == "auto" ? "separator" : "header"};
  }
  if (config.layout == "free" || config.layout == "prose") {
    return Error{"`column` is read from CSV: leave `layout` out", "layout"};
  }
  const auto choice = column_choice(config.column, config.header, config.separator);
  return choice.ok() ? Result<void>() : choice.error();
}

Result<void> IocsSource::start() {
  std::vector<std::string> paths;
  for (const std::string& each : config_.path.items) {
    if (each == "-")
      files_.push_back(each);
    else
      paths.push_back(each);
  }
  auto found = paths::find_files(paths, {});
  if (!found.ok()) return found.error();
  if (!found->problems.empty()) return found->problems[0];
  if (found->paths.empty() && files_.empty() && config_.text.empty()) {
    return Error{"no file matches", joined(paths)};
  }
  files_.insert(files_.end(), found->paths.begin(), found->paths.end());
  if (!config_.text.empty()) files_.emplace_back();
  return {};
}

// False where no file is left.
bool IocsSource::open_next(Emitter& out) {
  while (next_file_ < files_.size()) {
    if (!open(files_[next_file_++], out)) continue;
    line_ = 0;
    if (!config_.column.empty()) {
      auto choice = column_choice(config_.column, config_.header, config_.separator);
      input_.column = std::make_unique<ColumnReader>(buffer(), std::move(*choice));
    }
    return is_open_ = true;
  }
  return false;
}

bool IocsSource::open(const std::string& file, Emitter& out) {
  if (file.empty()) {
    input_ = {"text", std::make_unique<std::istringstream>(config_.text), nullptr};
  } else if (file == "-") {
    input_ = {"stdin", nullptr, nullptr};
  } else {
    auto stream = std::make_unique<std::ifstream>(file, std::ios::binary);
    if (!*stream) {
      out.refuse({file, 0, 0}, file, "the file cannot be read");
      return false;
    }
    input_ = {file, std::move(stream), nullptr};
  }
  return true;
}

std::streambuf& IocsSource::buffer() {
  return input_.stream ? *input_.stream->rdbuf() : *std::cin.rdbuf();
}

// One line without its end, of bounded memory. False at the end of the text.
bool IocsSource::read_line(std::string& line, bool& cut) {
  std::streambuf& from = buffer();
  constexpr int kEnd = std::char_traits<char>::eof();
  line.clear();
  cut = false;
  int c = from.sbumpc();
  if (c == kEnd) return false;
  for (; c != kEnd && c != '\n'; c = from.sbumpc()) {
    if (line.size() < kLongestLine)
      line.push_back(static_cast<char>(c));
    else
      cut = true;
  }
  return true;
}

ioc::Layout IocsSource::layout() const {
  if (config_.layout == "prose") return ioc::Layout::prose;
  const bool is_csv =
      config_.layout == "csv" || (config_.layout == "auto" && input_.name.ends_with(".csv"));
  return is_csv ? ioc::Layout::csv : ioc::Layout::free_text;
}

Outcome IocsSource::poll(Emitter out) {
  if (!is_open_ && !open_next(out)) return Outcome::end();
  if (input_.column) {
    if (auto read = poll_column(out); !read.ok()) return read.error();
  } else {
    poll_lines(out);
  }
  out.checkpoint(input_.name + ":" + std::to_string(line_));
  return {};
}

void IocsSource::poll_lines(Emitter& out) {
  std::string line;
  bool cut = false;
  for (int i = 0; i < kLinesAPoll; ++i) {
    if (!read_line(line, cut)) {
      is_open_ = false;
      return;
    }
    ++line_;
    if (cut) {
      out.refuse({input_.name, line_, 1}, excerpt(line),
                 "the line is longer than the limit of 1048576 bytes; it is not read");
      continue;
    }
    read_tokens(ioc::clean_line(line, line_ == 1), layout(), {line_, 1}, out);
  }
}

Result<void> IocsSource::poll_column(Emitter& out) {
  ColumnReader& column = *input_.column;
  for (int i = 0; i < kLinesAPoll; ++i) {
    const auto found = column.next();
    if (!found.ok()) return Error{found.error().message, input_.name + ", " + found.error().where};
    if (*found == ColumnReader::Found::end) {
      is_open_ = false;
      return {};
    }
    const CsvPlace at = column.place();
    line_ = at.line;
    if (*found == ColumnReader::Found::refused) {
      out.refuse({input_.name, at.line, at.column}, column.excerpt(kExcerpt), column.problem());
      continue;
    }
    std::string cell(column.text());
    std::replace_if(
        cell.begin(), cell.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
    read_tokens(cell, ioc::Layout::free_text, at, out);
  }
  return {};
}

void IocsSource::read_tokens(std::string_view text, ioc::Layout layout, CsvPlace at, Emitter& out) {
  for (const ioc::Token& token : ioc::tokens_of(text, layout)) {
    read_token(token, layout, {input_.name, at.line, at.column + token.column - 1}, out);
  }
}

void IocsSource::read_token(const ioc::Token& token, ioc::Layout layout, const Place& place,
                            Emitter& out) {
  const auto indicator = ioc::classify(ioc::refang(token.text));
  if (!indicator.ok() && layout == ioc::Layout::prose && !was_meant(token.text)) {
    return host_.count("words_passed_over");
  }
  if (!indicator.ok()) return out.refuse(place, excerpt(token.text), indicator.error().message);
  const std::string type(ioc::to_string(indicator->type));
  const auto& wanted = config_.types;
  if (!wanted.empty() && std::find(wanted.begin(), wanted.end(), type) == wanted.end()) {
    return out.refuse(place, excerpt(token.text),
                      "it is of type " + type + "; `types` asks for " + joined(wanted));
  }
  emit(*indicator, token.text, out);
}

void IocsSource::emit(const ioc::Indicator& indicator, std::string_view original, Emitter& out) {
  auto row = out.row();
  row.set("ioc.type", ioc::to_string(indicator.type)).set("ioc.value", indicator.value);
  if (indicator.port) row.set("ioc.port", std::int64_t{*indicator.port});
  if (indicator.is_private) row.set("ioc.private", true);
  row.set("ioc.original", original).set("ioc.file", input_.name);
  row.set("ioc.line", std::int64_t{line_});
}

}  // namespace rulemap::text_plugin
