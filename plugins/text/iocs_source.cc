#include "iocs_source.h"

#include <algorithm>
#include <iostream>
#include <sstream>

#include "rulemap/paths/find_files.h"
#include "rulemap/text/refang.h"
#include "rulemap/text/scan.h"

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
  return {};
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
    const std::string& file = files_[next_file_++];
    line_ = 0;
    if (file.empty()) {
      input_ = {"text", std::make_unique<std::istringstream>(config_.text)};
    } else if (file == "-") {
      input_ = {"stdin", nullptr};
    } else {
      auto stream = std::make_unique<std::ifstream>(file, std::ios::binary);
      if (!*stream) {
        out.refuse({file, 0, 0}, file, "the file cannot be read");
        continue;
      }
      input_ = {file, std::move(stream)};
    }
    return is_open_ = true;
  }
  return false;
}

// One line without its end, of bounded memory. False at the end of the text.
bool IocsSource::read_line(std::string& line, bool& cut) {
  std::istream& in = input_.stream ? *input_.stream : std::cin;
  std::streambuf& buffer = *in.rdbuf();
  constexpr int kEnd = std::char_traits<char>::eof();
  line.clear();
  cut = false;
  int c = buffer.sbumpc();
  if (c == kEnd) return false;
  for (; c != kEnd && c != '\n'; c = buffer.sbumpc()) {
    if (line.size() < kLongestLine)
      line.push_back(static_cast<char>(c));
    else
      cut = true;
  }
  return true;
}

bool IocsSource::is_csv() const {
  return config_.layout == "csv" || (config_.layout == "auto" && input_.name.ends_with(".csv"));
}

Outcome IocsSource::poll(Emitter out) {
  if (!is_open_ && !open_next(out)) return Outcome::end();
  std::string line;
  bool cut = false;
  for (int i = 0; i < kLinesAPoll; ++i) {
    if (!read_line(line, cut)) {
      is_open_ = false;
      break;
    }
    ++line_;
    if (cut) {
      out.refuse({input_.name, line_, 1}, excerpt(line),
                 "the line is longer than the limit of 1048576 bytes; it is not read");
      continue;
    }
    read_tokens(ioc::clean_line(line, line_ == 1), out);
  }
  out.checkpoint(input_.name + ":" + std::to_string(line_));
  return {};
}

void IocsSource::read_tokens(std::string_view line, Emitter& out) {
  const auto layout = is_csv() ? ioc::Layout::csv : ioc::Layout::free_text;
  for (const ioc::Token& token : ioc::tokens_of(line, layout)) {
    const auto indicator = ioc::classify(ioc::refang(token.text));
    const Place place{input_.name, line_, token.column};
    if (!indicator.ok()) {
      out.refuse(place, excerpt(token.text), indicator.error().message);
      continue;
    }
    const std::string type(ioc::to_string(indicator->type));
    const auto& wanted = config_.types;
    if (!wanted.empty() && std::find(wanted.begin(), wanted.end(), type) == wanted.end()) {
      out.refuse(place, excerpt(token.text),
                 "it is of type " + type + "; `types` asks for " + joined(wanted));
      continue;
    }
    emit(*indicator, token.text, out);
  }
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
