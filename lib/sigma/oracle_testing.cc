#include "oracle_testing.h"

#include <arpa/inet.h>
#include <re2/re2.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <ctime>
#include <utility>

namespace rulemap::sigma::testing {
namespace {

using Kind = OracleValue::Kind;

std::vector<std::string> characters(const std::string& text) {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < text.size();) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const std::size_t length = byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4;
    out.push_back(text.substr(i, length));
    i += length;
  }
  return out;
}

// RE2 knows which characters differ in case only.
bool same_character(const std::string& a, const std::string& b, bool cased) {
  if (a == b) return true;
  if (cased) return false;
  if (a.size() == 1 && b.size() == 1) return std::isalpha(a[0]) != 0 && (a[0] ^ b[0]) == 32;
  static std::map<std::pair<std::string, std::string>, bool> known;
  const auto [at, is_new] = known.try_emplace({a, b}, false);
  if (is_new) at->second = RE2::FullMatch(a, "(?is)" + RE2::QuoteMeta(b));
  return at->second;
}

bool is_dash(const std::string& c) {
  return c == "-" || c == "/" || c == "\xE2\x80\x93" || c == "\xE2\x80\x94" || c == "\xE2\x80\x95";
}

struct Symbol {
  Piece::Kind kind;
  std::string character;
};

std::vector<Symbol> symbols(const std::vector<Piece>& pieces) {
  std::vector<Symbol> out;
  for (const Piece& piece : pieces) {
    if (piece.kind != Piece::Kind::text) out.push_back({piece.kind, {}});
    for (const std::string& c : characters(piece.text)) out.push_back({piece.kind, c});
  }
  return out;
}

// Which prefixes of the text the first symbols match: the plain table of the textbook.
bool matches(const std::vector<Symbol>& pattern, const std::vector<std::string>& text, bool cased) {
  std::vector<bool> row(text.size() + 1, false);
  row[0] = true;
  for (const Symbol& symbol : pattern) {
    std::vector<bool> next(text.size() + 1, false);
    if (symbol.kind == Piece::Kind::any_run) next[0] = row[0];
    for (std::size_t i = 1; i <= text.size(); ++i) {
      const std::string& c = text[i - 1];
      if (symbol.kind == Piece::Kind::any_run) next[i] = row[i] || next[i - 1];
      if (symbol.kind == Piece::Kind::any_one) next[i] = row[i - 1];
      if (symbol.kind == Piece::Kind::any_dash) next[i] = row[i - 1] && is_dash(c);
      if (symbol.kind == Piece::Kind::text) {
        next[i] = row[i - 1] && same_character(c, symbol.character, cased);
      }
    }
    row = next;
  }
  return row[text.size()];
}

char lowered(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

bool is_ascii(const std::string& text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return (c & 0x80) == 0; });
}

bool stands_at(const std::string& piece, const std::string& text, std::size_t at, bool cased) {
  if (piece.size() > text.size() - at) return false;
  for (std::size_t i = 0; i < piece.size(); ++i) {
    const bool same = cased ? piece[i] == text[at + i] : lowered(piece[i]) == lowered(text[at + i]);
    if (!same) return false;
  }
  return true;
}

// The same as the table for ASCII, which long texts need.
bool ascii_matches(const Pattern& pattern, std::size_t piece, const std::string& text,
                   std::size_t at) {
  if (piece == pattern.pieces.size()) return at == text.size();
  const Piece& now = pattern.pieces[piece];
  if (now.kind == Piece::Kind::text) {
    return stands_at(now.text, text, at, pattern.cased) &&
           ascii_matches(pattern, piece + 1, text, at + now.text.size());
  }
  if (now.kind == Piece::Kind::any_run) {
    if (piece + 1 == pattern.pieces.size()) return true;
    for (std::size_t i = at; i <= text.size(); ++i) {
      if (ascii_matches(pattern, piece + 1, text, i)) return true;
    }
    return false;
  }
  if (at == text.size()) return false;
  if (now.kind == Piece::Kind::any_dash && text[at] != '-' && text[at] != '/') return false;
  return ascii_matches(pattern, piece + 1, text, at + 1);
}

bool text_matches(const Pattern& pattern, const std::string& text) {
  const auto is_plain = [](const Piece& piece) { return is_ascii(piece.text); };
  const bool all_ascii =
      is_ascii(text) && std::all_of(pattern.pieces.begin(), pattern.pieces.end(), is_plain);
  if (text.size() > 4 && all_ascii) return ascii_matches(pattern, 0, text, 0);
  return matches(symbols(pattern.pieces), characters(text), pattern.cased);
}

bool pattern_holds(const Pattern& pattern, const OracleValue& value) {
  if (text_matches(pattern, value.text)) return true;
  if (!pattern.number) return false;
  if (!pattern.written_as_number && value.kind != Kind::number) return false;
  const auto number = parse_number(value.text);
  return number && compare(*number, *pattern.number) == 0;
}

bool regex_holds(const Regex& regex, std::string text) {
  std::string flags = regex.any_case ? "i" : "";
  if (regex.multi_line) flags += "m";
  if (regex.dot_is_newline) flags += "s";
  static std::map<std::string, std::unique_ptr<RE2>> known;
  auto& compiled = known[flags + "/" + regex.text];
  if (!compiled) {
    compiled = std::make_unique<RE2>((flags.empty() ? "" : "(?" + flags + ")") + regex.text);
  }
  if (RE2::PartialMatch(text, *compiled)) return true;
  if (regex.text.find('$') == std::string::npos || text.empty() || text.back() != '\n')
    return false;
  text.pop_back();
  return RE2::PartialMatch(text, *compiled);
}

bool network_holds(const Network& network, const std::string& text) {
  unsigned char bytes[16];
  int first = 0;
  if (inet_pton(AF_INET, text.c_str(), bytes) == 1) {
    if (network.is_v6) return false;
  } else if (inet_pton(AF_INET6, text.c_str(), bytes) == 1) {
    const unsigned char mapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255};
    if (!network.is_v6 && std::memcmp(bytes, mapped, 12) != 0) return false;
    if (!network.is_v6) first = 12;
  } else {
    return false;
  }
  for (unsigned bit = 0; bit < network.prefix; ++bit) {
    const int mask = 128 >> (bit % 8);
    if ((bytes[first + bit / 8] & mask) != (network.base[bit / 8] & mask)) return false;
  }
  return true;
}

bool date_holds(const DatePart& part, const OracleValue& value) {
  std::tm date{};
  int length = 0;
  bool has_time = true;
  if (value.kind == Kind::number) {
    const double number = std::strtod(value.text.c_str(), nullptr);
    if (number < 0 || number >= 1e14 || value.text.find('e') != std::string::npos) return false;
    const std::time_t seconds = static_cast<std::time_t>(number >= 1e11 ? number / 1000 : number);
    gmtime_r(&seconds, &date);
  } else if (value.kind == Kind::text) {
    char dash[3] = {};
    if (value.text.size() < 10 ||
        std::sscanf(value.text.c_str(), "%4d%c%2d%c%2d%n", &date.tm_year, &dash[0], &date.tm_mon,
                    &dash[1], &date.tm_mday, &length) != 5 ||
        length != 10 || dash[0] != dash[1] || (dash[0] != '-' && dash[0] != '/')) {
      return false;
    }
    date.tm_year -= 1900;
    date.tm_mon -= 1;
    std::tm normal = date;
    timegm(&normal);
    if (normal.tm_mday != date.tm_mday || normal.tm_mon != date.tm_mon) return false;
    has_time = value.text.size() > 10;
    if (has_time &&
        (value.text.size() < 16 ||
         std::sscanf(value.text.c_str() + 11, "%2d:%2d", &date.tm_hour, &date.tm_min) != 2 ||
         date.tm_hour > 23 || date.tm_min > 59)) {
      return false;
    }
    date.tm_wday = normal.tm_wday;
    date.tm_yday = normal.tm_yday;
  } else {
    return false;
  }
  char week[8] = {};
  std::strftime(week, sizeof week, "%V", &date);
  switch (part.part) {
    case DatePart::Part::minute:
      return has_time && date.tm_min == part.value;
    case DatePart::Part::hour:
      return has_time && date.tm_hour == part.value;
    case DatePart::Part::day:
      return date.tm_mday == part.value;
    case DatePart::Part::week:
      return std::atoi(week) == part.value;
    case DatePart::Part::month:
      return date.tm_mon + 1 == part.value;
    default:
      return date.tm_year + 1900 == part.value;
  }
}

bool comparison_holds(const Comparison& comparison, const std::string& text) {
  const auto number = parse_number(text);
  if (!number) return false;
  const auto order = compare(*number, comparison.number);
  if (order == 0) {
    return comparison.order == Order::less_or_equal || comparison.order == Order::greater_or_equal;
  }
  const bool wants_less =
      comparison.order == Order::less || comparison.order == Order::less_or_equal;
  return (order < 0) == wants_less;
}

bool reference_holds(const FieldRef& ref, const std::string& text, const OracleEvent& event) {
  const OracleField* const other = event.field(ref.other);
  if (other == nullptr) return false;
  for (const OracleValue& value : other->values) {
    if (value.kind == Kind::null) continue;
    std::vector<Symbol> pattern;
    const Symbol run{Piece::Kind::any_run, {}};
    using How = FieldRef::How;
    if (ref.how == How::contains || ref.how == How::ends_with) pattern.push_back(run);
    for (const std::string& c : characters(value.text)) pattern.push_back({Piece::Kind::text, c});
    if (ref.how == How::contains || ref.how == How::starts_with) pattern.push_back(run);
    if (matches(pattern, characters(text), ref.cased)) return true;
  }
  return false;
}

}  // namespace

bool value_holds(const Test::Ask& ask, const OracleValue& value, const OracleEvent& event) {
  if (value.kind == Kind::null) return std::holds_alternative<IsNull>(ask);
  if (const auto* it = std::get_if<Pattern>(&ask)) return pattern_holds(*it, value);
  if (const auto* it = std::get_if<Regex>(&ask)) return regex_holds(*it, value.text);
  if (const auto* it = std::get_if<Network>(&ask)) return network_holds(*it, value.text);
  if (const auto* it = std::get_if<Comparison>(&ask)) return comparison_holds(*it, value.text);
  if (const auto* it = std::get_if<DatePart>(&ask)) return date_holds(*it, value);
  if (const auto* it = std::get_if<FieldRef>(&ask)) return reference_holds(*it, value.text, event);
  return false;
}

bool test_holds(const Test& test, const OracleEvent& event) {
  const OracleField* const field = event.field(test.field);
  if (const auto* it = std::get_if<Exists>(&test.ask)) return (field != nullptr) == it->expected;
  if (std::holds_alternative<IsNull>(test.ask) && field == nullptr) return true;
  const bool is_keyword = test.field.empty();
  if (!is_keyword && field == nullptr) return false;
  for (const OracleValue& value : is_keyword ? event.values() : field->values) {
    if (value_holds(test.ask, value, event)) return true;
  }
  return false;
}

bool holds(const Expression& expression, const OracleEvent& event) {
  switch (expression.kind) {
    case Expression::Kind::test:
      return test_holds(expression.test, event);
    case Expression::Kind::negation:
      return !holds(expression.parts[0], event);
    case Expression::Kind::all:
      for (const Expression& part : expression.parts) {
        if (!holds(part, event)) return false;
      }
      return true;
    default:
      for (const Expression& part : expression.parts) {
        if (holds(part, event)) return true;
      }
      return false;
  }
}

}  // namespace rulemap::sigma::testing
