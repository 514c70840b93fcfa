#include <re2/re2.h>

#include <algorithm>
#include <cstdio>
#include <ctime>

#include "contract/misp/values.h"

extern "C" const char simulated_misp_types[];
extern "C" const char simulated_misp_types_end[];

namespace rulemap::simulated {
namespace {

std::vector<std::string> cut_at(std::string_view line, char mark) {
  std::vector<std::string> out;
  for (std::size_t begin = 0; begin <= line.size();) {
    const std::size_t end = std::min(line.find(mark, begin), line.size());
    out.emplace_back(line.substr(begin, end - begin));
    begin = end + 1;
  }
  return out;
}

std::vector<TypeRow> read_types() {
  std::vector<TypeRow> out;
  const std::string_view all(simulated_misp_types, simulated_misp_types_end - simulated_misp_types);
  for (const std::string& line : cut_at(all, '\n')) {
    if (line.empty() || line[0] == '#') continue;
    const auto cells = cut_at(line, '\t');
    out.push_back({cells.at(0), cells.at(1), cells.at(2) == "1", cut_at(cells.at(3), ',')});
  }
  return out;
}

}  // namespace

struct ImportFilterTable::Line {
  std::unique_ptr<re2::RE2> pattern;
  std::string replacement;
  bool blocks;
};

ImportFilterTable::ImportFilterTable(const std::vector<ImportFilter>& lines) {
  re2::RE2::Options options;
  options.set_case_sensitive(false);
  options.set_dot_nl(true);
  for (const ImportFilter& each : lines) {
    std::string replacement;
    for (const char c : each.replacement) replacement += c == '\\' ? "\\\\" : std::string(1, c);
    lines_.push_back(
        {std::make_unique<re2::RE2>(each.pattern, options), replacement, each.replacement.empty()});
  }
}

ImportFilterTable::~ImportFilterTable() = default;

bool ImportFilterTable::rewrite(std::string& value) const {
  for (const Line& each : lines_) {
    if (!each.blocks)
      re2::RE2::GlobalReplace(&value, *each.pattern, each.replacement);
    else if (re2::RE2::PartialMatch(value, *each.pattern))
      return false;
  }
  return true;
}

// As 133* show them: the marks of folders are any byte, so that "OS: Windows 10" is caught too.
std::vector<ImportFilter> windows_import_filter() {
  return {{R"(\\AppData\\Roaming\\Microsoft\\UProof)", ""},
          {R"(\\Microsoft\\Windows\\Temporary Internet Files)", ""},
          {R"(.:.Users\\[^\\]+\\AppData\\Local\\Temp\\)", R"(%TEMP%\)"},
          {R"(.:.Users\\[^\\]+\\AppData\\Local\\)", R"(%LOCALAPPDATA%\)"},
          {R"(.:.Users\\[^\\]+\\AppData\\Roaming\\)", R"(%APPDATA%\)"},
          {R"(.:.Users\\[^\\]+\\)", R"(%USERPROFILE%\)"},
          {R"(.:.Program Files.)", R"(%PROGRAMFILES%\)"},
          {R"(.:.Windows.)", R"(%WINDIR%\)"}};
}

const TypeRow* attribute_type(std::string_view type) {
  static const std::vector<TypeRow> types = read_types();
  const auto found = std::find_if(types.begin(), types.end(),
                                  [&](const TypeRow& each) { return each.type == type; });
  return found == types.end() ? nullptr : &*found;
}

bool is_date(std::string_view text) {
  static const re2::RE2 form(R"(\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01]))");
  return re2::RE2::FullMatch(re2::StringPiece(text.data(), text.size()), form);
}

std::optional<std::string> seen_time(std::string_view text) {
  static const re2::RE2 form(
      R"((\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d):(\d\d)(?:\.(\d{1,6})\d*)?(Z|[+-]\d\d:?\d\d)?)?)");
  std::tm time{};
  std::string year, month, day, hour, minute, second, fraction, zone;
  if (!re2::RE2::FullMatch(re2::StringPiece(text.data(), text.size()), form, &year, &month, &day,
                           &hour, &minute, &second, &fraction, &zone))
    return std::nullopt;
  const auto number = [](const std::string& digits) {
    return digits.empty() ? 0 : std::stoi(digits);
  };
  time.tm_year = number(year) - 1900;
  time.tm_mon = number(month) - 1;
  time.tm_mday = number(day);
  time.tm_hour = number(hour);
  time.tm_min = number(minute);
  time.tm_sec = number(second);
  std::time_t seconds = timegm(&time);
  if (zone.size() > 1) {
    const int offset = number(zone.substr(1, 2)) * 3600 + number(zone.substr(zone.size() - 2)) * 60;
    seconds += zone[0] == '-' ? offset : -offset;
  }
  gmtime_r(&seconds, &time);
  fraction.resize(6, '0');
  char out[64];
  std::strftime(out, sizeof out, "%Y-%m-%dT%H:%M:%S", &time);
  return std::string(out) + "." + fraction + "+00:00";
}

}  // namespace rulemap::simulated
