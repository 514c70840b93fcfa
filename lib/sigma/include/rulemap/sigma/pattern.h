// A value of a rule with its wildcards. The text of a value, its escapes undone, lies in pieces:
// text, `*` (any run of characters, none included, newlines too), `?` (one character), and where
// `windash` stood for a dash one character of kDashes.
// Source: Sigma specification 2.1, "Escaping"; docs/sigma-decisions.md.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rulemap/sigma/number.h"

namespace rulemap::sigma {

// What `windash` takes for a dash: - / en dash, em dash, horizontal bar.
inline constexpr std::string_view kDashes[] = {"-", "/", "\xE2\x80\x93", "\xE2\x80\x94",
                                               "\xE2\x80\x95"};

struct Piece {
  enum class Kind : std::uint8_t { text, any_run, any_one, any_dash };

  Kind kind = Kind::text;
  std::string text;  // UTF-8, never empty, of a text piece; as written, not folded

  friend bool operator==(const Piece&, const Piece&) = default;
};

// Matches a value as a whole, so "contains" is a pattern with `*` at both ends. No two text pieces
// and no two `*` are neighbours; no pieces match the empty value only. Without `cased` letters are
// compared by simple Unicode case folding.
struct Pattern {
  std::vector<Piece> pieces;
  bool cased = false;

  // The same value as a number, where it has no wildcard and reads as one. It then also matches by
  // number: any value where the rule wrote a number (`EventID: 1`), else only JSON numbers.
  std::optional<Number> number;
  bool written_as_number = false;
};

// The pieces of `text` as a rule writes it: a backslash escapes only `*`, `?` and `\`, and is
// itself before anything else and at the end.
std::vector<Piece> parse_wildcards(std::string_view text);

}  // namespace rulemap::sigma
