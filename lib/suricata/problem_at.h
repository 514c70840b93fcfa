// Where in a text something is wrong.
#pragma once

#include <string>
#include <string_view>

#include "rulemap/suricata/rule.h"

namespace rulemap::suricata {

struct Fault {
  std::size_t at = 0;  // byte of the rule
  std::string message = {};
};

// Line and column of a byte, from 1. The place of `text` itself is line `first_line`, column 1.
inline Problem problem_at(std::string_view text, std::size_t first_line, Fault fault) {
  Problem out{first_line, 1, std::move(fault.message)};
  for (const char c : text.substr(0, fault.at)) {
    ++out.column;
    if (c != '\n') continue;
    ++out.line;
    out.column = 1;
  }
  return out;
}

// In backquotes, cut where the message would drown in it; control characters become '?'.
inline std::string quoted(std::string_view text) {
  constexpr std::size_t kLongest = 60;
  std::string out = "`";
  for (const char c : text.substr(0, kLongest)) out += c < ' ' && c >= 0 ? '?' : c;
  return out + (text.size() > kLongest ? "...`" : "`");
}

}  // namespace rulemap::suricata
