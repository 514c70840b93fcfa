// A test of a rule made ready: names as slots, literals folded, regexes compiled. Shared by
// matcher.h and explain.h.
#pragma once

#include <re2/re2.h>

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rulemap/sigma/event.h"
#include "rulemap/sigma/expression.h"
#include "rulemap/sigma/field_names.h"
#include "sought_text.h"

namespace rulemap::sigma {

// Pieces as they are compared; the commonest shapes without a walk over pieces.
class PatternTest {
 public:
  enum class Shape : std::uint8_t { empty, anything, equals, prefix, suffix, contains, pieces };

  explicit PatternTest(const Pattern& pattern);
  bool matches(const Value& value) const;

  Shape shape() const { return shape_; }
  bool cased() const { return pattern_.cased; }
  const std::optional<Number>& number() const { return pattern_.number; }
  bool written_as_number() const { return pattern_.written_as_number; }
  bool literal_is_in(std::string_view text) const { return literal_.is_in(text); }
  // Folded unless cased; of the shapes from equals to contains.
  const std::string& literal() const { return literal_.text(); }
  // Folded unless cased.
  const std::vector<Piece>& pieces() const { return pattern_.pieces; }

 private:
  bool matches_text(std::string_view text) const;

  Pattern pattern_;
  Shape shape_ = Shape::pieces;
  SoughtText literal_;
};

class RegexTest {
 public:
  explicit RegexTest(const Regex& regex);
  bool matches(const Value& value) const;
  // Each value that matches holds one of these, folded; none where nothing is known.
  const std::vector<std::string>& literals() const { return literals_; }
  // Each value that matches holds all of these, folded.
  const std::vector<SoughtText>& required() const { return required_; }

 private:
  std::unique_ptr<RE2> regex_;
  std::vector<std::string> literals_;
  std::vector<SoughtText> required_;
  std::size_t longest_line_ = 0;  // `.{n,}` asks for nothing but n characters in one line
  bool has_dollar_ = false;
};

// How a test is answered from an event; no state.
struct CompiledTest {
  static constexpr Slot kKeyword = 0xFFFFFFFF;

  CompiledTest(const Test& test, const FieldNames& names);
  bool holds(const Event& event) const;
  // Of one value of the field; not for Exists.
  bool value_holds(const Event& event, const Value& value) const;
  // Of a keyword: false where it stands nowhere in the text.
  bool may_stand(const Event& event) const;

  const Test* test;
  Slot slot = kKeyword;
  Slot other = 0;  // of a FieldRef
  std::optional<PatternTest> pattern;
  std::optional<RegexTest> regex;
};

// The names that `expression` asks for.
void add_fields(const Expression& expression, FieldNames& names);

// What value_holds() asks of a text, one file each.
bool in_network(std::string_view text, const Network& network);
bool stands(std::string_view text, const Comparison& comparison);
bool date_part_is(const Value& value, const DatePart& part);

}  // namespace rulemap::sigma
