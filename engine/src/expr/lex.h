// First pass: bytes to tokens. Foreign spellings (`&&`, `=`, `AND`) are reported and read as what
// was meant, so that the later passes find their problems too. Next pass: parse.h.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "problem.h"

namespace rulemap::expr {

inline constexpr size_t kMaxLength = 4096;  // bytes of one expression

enum class TokenKind : uint8_t {
  end,
  bad,  // reported already; stands where an operand may stand
  path,
  text,
  integer,
  decimal,
  duration,
  word_and,
  word_or,
  word_not,
  word_in,
  word_true,
  word_false,
  equal,
  not_equal,
  less,
  less_equal,
  greater,
  greater_equal,
  open,
  close,
  open_list,
  close_list,
  comma,
};

struct Token {
  TokenKind kind = TokenKind::end;
  Span span = {};
  std::string text = {};  // of a path or a text, without its quotes
  int64_t integer = 0;    // of an integer; milliseconds of a duration
  double decimal = 0;
};

// The tokens of `source`, the last one always `end`. A source over kMaxLength is reported and not
// read.
std::vector<Token> lex(std::string_view source, Problems& problems);

}  // namespace rulemap::expr
