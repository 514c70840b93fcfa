// What is wrong with an expression, and where. Offsets are bytes from the start of the source.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace rulemap::expr {

struct Span {
  uint32_t offset = 0;
  uint32_t length = 0;

  uint32_t end() const { return offset + length; }
};

// The smallest span that holds both.
inline Span join(Span a, Span b) { return {a.offset, b.end() - a.offset}; }

struct Problem {
  uint32_t offset;
  uint32_t length;
  std::string_view code;  // one of syntax limit literal field function type value: static text
  std::string message;    // what is wrong
  std::string hint;       // what would be right; may be empty
};

using Problems = std::vector<Problem>;

inline void report(Problems& problems, Span span, std::string_view code, std::string message,
                   std::string hint = {}) {
  problems.push_back({span.offset, span.length, code, std::move(message), std::move(hint)});
}

// A piece of the source in backquotes, cut where it is long, without control characters.
std::string quoted(std::string_view piece);

}  // namespace rulemap::expr
