// `Field|modifier|modifier`, the key of one entry of a selection, checked: every combination that
// cannot mean anything is refused here, so that the passes behind need not look.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "problems.h"

namespace rulemap::sigma {

enum class Modifier : std::uint8_t {
  // Change the text of a value, from left to right.
  contains,
  startswith,
  endswith,
  base64,
  base64offset,
  utf16le,
  utf16be,
  utf16,
  windash,
  // Ask for something other than a pattern; one of them at most.
  re,
  cidr,
  lt,
  lte,
  gt,
  gte,
  exists,
  fieldref,
  minute,
  hour,
  day,
  week,
  month,
  year,
  // Change how that is asked, wherever they stand.
  all,
  cased,
  neq,
  expand,
  ignore_case,
  multi_line,
  dot_all,
};

struct FieldKey {
  std::string field;           // empty: keywords
  std::vector<Modifier> text;  // the text-changing ones, in their order
  std::optional<Modifier> ask;
  std::uint32_t set = 0;  // all of them, as bits

  bool has(Modifier modifier) const { return (set >> static_cast<unsigned>(modifier) & 1U) != 0; }
};

// The word of the specification.
std::string_view word_of(Modifier modifier);

// Nothing where a problem was added.
std::optional<FieldKey> parse_field_key(std::string_view key, yaml::Place place,
                                        Problems& problems);

}  // namespace rulemap::sigma
