// What a rule asks of an event, after every modifier was applied: a tree of tests. Made by load.h;
// walked by explain.h, turned into an index by matcher.h. Neighbour: rule.h.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "rulemap/sigma/number.h"
#include "rulemap/sigma/pattern.h"
#include "rulemap/yaml/node.h"

namespace rulemap::sigma {

// `re`: found anywhere in the value. RE2's syntax; `$` also holds before a final newline.
struct Regex {
  std::string text;
  bool any_case = false;        // modifier i
  bool multi_line = false;      // modifier m: ^ and $ at every line
  bool dot_is_newline = false;  // modifier s
};

// `cidr`: the value is an address in this network. IPv4 fills the first four bytes.
struct Network {
  std::uint8_t base[16] = {};
  unsigned prefix = 0;
  bool is_v6 = false;
};

enum class Order : std::uint8_t { less, less_or_equal, greater, greater_or_equal };

// `lt lte gt gte`: the value reads as a number, and stands so to this one.
struct Comparison {
  Order order = Order::less;
  Number number;
};

// `Field: null`: the field is absent or null.
struct IsNull {};

// `exists`: the field is there, whatever its value, null and empty included.
struct Exists {
  bool expected = true;
};

// `fieldref`: some value of this field and some value of the other are the same text, or the first
// contains, begins or ends with the other.
struct FieldRef {
  enum class How : std::uint8_t { equals, contains, starts_with, ends_with };

  std::string other;
  How how = How::equals;
  bool cased = false;
};

// `minute hour day week month year`: a part of the date that the value says.
struct DatePart {
  enum class Part : std::uint8_t { minute, hour, day, week, month, year };

  Part part = Part::minute;
  std::int64_t value = 0;
};

// One question to one field. An array answers yes if one of its elements does. A field that is
// absent or null says no to all but IsNull and Exists.
struct Test {
  using Ask = std::variant<Pattern, Regex, Network, Comparison, IsNull, Exists, FieldRef, DatePart>;

  // As the rule writes it: an exact name first, then a dotted path. Empty: a keyword, asked of
  // every scalar value of the event (Pattern and Regex only).
  std::string field;
  Ask ask;
  yaml::Place place;  // of the value in the rule's file
};

// `all` of no parts holds, `any` of no parts does not. Not deeper than kMostDepth.
struct Expression {
  enum class Kind : std::uint8_t { test, all, any, negation };
  static constexpr unsigned kMostDepth = 100;

  Kind kind = Kind::all;
  std::vector<Expression> parts;  // all, any; one for a negation
  Test test;                      // of a test
  // The search identifier that this part is, where it is one; a filter's has the filter's title
  // before it ("title / selection"). For people.
  std::string name;
};

}  // namespace rulemap::sigma
