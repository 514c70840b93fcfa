#include "field_content.h"

#include <chrono>
#include <cstdio>
#include <utility>

#include "plain_text.h"
#include "rulemap/text/address.h"

namespace rulemap::virustotal {
namespace {

constexpr std::int64_t kLastSecond = 253'402'300'799;  // of the year 9999
constexpr std::int64_t kMaxJudges = 1'000'000;
constexpr std::size_t kLongestBlock = 64 * 1024;

bool put_text(std::string text, Content& out) {
  if (text.empty()) return false;
  out = std::move(text);
  return true;
}

bool put_seconds(std::int64_t seconds, Content& out) {
  if (seconds <= 0 || seconds > kLastSecond) return false;
  out = Time{seconds * 1000};
  return true;
}

bool read_digits(std::string_view text, Content& out) {
  std::int64_t seconds = 0;
  for (const char c : text) {
    if (c < '0' || c > '9' || seconds > kLastSecond) return false;
    seconds = seconds * 10 + (c - '0');
  }
  return put_seconds(seconds, out);
}

bool read_date(std::string_view text, Content& out) {
  int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, end = 0;
  const std::string written(text.substr(0, 20));
  const int found = std::sscanf(written.c_str(), "%4d-%2d-%2d %2d:%2d:%2d%n", &year, &month, &day,
                                &hour, &minute, &second, &end);
  if (found != 6 || static_cast<std::size_t>(end) != text.size()) return false;
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) return false;
  const std::chrono::year_month_day date{std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (month < 1 || day < 1 || !date.ok()) return false;
  const std::int64_t days = std::chrono::sys_days(date).time_since_epoch().count();
  return put_seconds(days * 86'400 + hour * 3600 + minute * 60 + second, out);
}

bool read_text(std::string_view text, Kind kind, Content& out) {
  switch (kind) {
    case Kind::line:
      return put_text(line_of(text), out);
    case Kind::block:
      return put_text(block_of(text, kLongestBlock), out);
    case Kind::word:
      // TNULL is how VirusTotal says that a file is too small for a TLSH.
      return is_word(text) && text != "TNULL" && put_text(std::string(text), out);
    case Kind::md5:
      return put_text(hex_of(text, 32).value_or(""), out);
    case Kind::sha1:
      return put_text(hex_of(text, 40).value_or(""), out);
    case Kind::sha256:
      return put_text(hex_of(text, 64).value_or(""), out);
    case Kind::url:
      return is_word(text) && text.find("://") != std::string_view::npos &&
             put_text(std::string(text), out);
    case Kind::network: {
      const auto network = ioc::parse_network(text);
      return network.ok() && put_text(network->text(), out);
    }
    case Kind::digits:
      return read_digits(text, out);
    case Kind::date:
      return read_date(text, out);
    default:
      return false;
  }
}

bool read_number(std::int64_t number, Kind kind, Content& out) {
  if (kind == Kind::integer || (kind == Kind::count && number >= 0)) {
    out = number;
    return true;
  }
  return kind == Kind::seconds && put_seconds(number, out);
}

bool read_total(Doc counts, Content& out) {
  if (!counts.is_object() || counts.size() == 0) return false;
  std::int64_t total = 0;
  for (const auto [name, value] : counts.members()) {
    const std::int64_t count = value.integer().value_or(0);
    if (count >= 0 && count <= kMaxJudges) total += count;
  }
  out = total;
  return true;
}

bool read_length(Doc list, Content& out) {
  if (!list.is_list()) return false;
  out = static_cast<std::int64_t>(list.size());
  return true;
}

// A scalar for people.
std::string shown(Doc value) {
  if (const auto text = value.text()) return line_of(*text);
  if (const auto whole = value.integer()) return std::to_string(*whole);
  if (const auto flag = value.boolean()) return *flag ? "true" : "false";
  const auto number = value.number();
  if (!number) return {};
  char digits[32];
  return {digits, static_cast<std::size_t>(std::snprintf(digits, sizeof digits, "%.6g", *number))};
}

void join(std::string& to, const std::string& part) {
  if (!part.empty()) to += (to.empty() ? "" : ": ") + part;
}

std::string joined(Doc entry, std::string_view members) {
  std::string out;
  while (!members.empty()) {
    const std::size_t comma = std::min(members.find(','), members.size());
    join(out, shown(entry[members.substr(0, comma)]));
    members.remove_prefix(std::min(comma + 1, members.size()));
  }
  return out;
}

std::vector<std::string> named(Doc object, std::string_view members) {
  std::vector<std::string> out;
  for (const auto [name, value] : object.members()) {
    const Doc first = value.is_list() ? value.at(0) : value;
    const std::string said = members.empty() ? shown(first) : joined(value, members);
    std::string& line = out.emplace_back();
    if (said.empty() && !value.is_null() && value.text() != "") continue;
    line = line_of(name, 200);
    join(line, said);
  }
  return out;
}

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(';'), text.size());
    out.push_back(line_of(text.substr(0, end)));
    text.remove_prefix(std::min(end + 1, text.size()));
    if (out.back().empty()) out.pop_back();
  }
  return out;
}

}  // namespace

bool read_content(Doc value, Kind kind, Content& out) {
  if (kind == Kind::total) return read_total(value, out);
  if (kind == Kind::length) return read_length(value, out);
  if (kind == Kind::flag) {
    const auto flag = value.boolean();
    if (flag) out = *flag;
    return flag.has_value();
  }
  if (const auto text = value.text()) return read_text(*text, kind, out);
  if (const auto number = value.integer()) return read_number(*number, kind, out);
  return false;
}

bool gives_texts(Kind kind) {
  return kind == Kind::names || kind == Kind::texts || kind == Kind::split || kind == Kind::pairs ||
         kind == Kind::entries || kind == Kind::counted;
}

std::vector<std::string> texts_in(Doc value, const FieldRule& rule) {
  std::vector<std::string> out;
  if (rule.kind == Kind::pairs) return named(value, {});
  if (rule.kind == Kind::split) return split(value.text().value_or(""));
  if (rule.kind == Kind::entries && value.is_object()) return named(value, rule.members);
  const auto text_of = [&](Doc each) {
    if (rule.kind == Kind::entries) return joined(each, rule.members);
    return line_of((rule.kind == Kind::counted ? each["value"] : each).text().value_or(""));
  };
  if (!value.is_list()) return {text_of(value)};
  for (const Doc each : value) out.push_back(text_of(each));
  return out;
}

}  // namespace rulemap::virustotal
